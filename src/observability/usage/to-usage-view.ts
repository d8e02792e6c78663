import { countEncoded, noCounts, quantilesOf, toHistogram } from '../rollups/histogram.js';
import { DURATION_NAMES, type DurationName, type SumName } from './measures.js';
import type {
  ChangeView,
  ComparedTotalsView,
  PercentilesView,
  ShadowTotalsView,
  UsageTotalsView,
} from './usage.dto.js';

/** Sums are text, exact; durations are joined histograms, of which those under `…_less` are to be taken away. */
type Sums = { readonly [Name in SumName]: string | null };
type Durations = { readonly [Name in DurationName | `${DurationName}_less`]: Buffer | null };
type Measures = Sums & Durations;

/** One row of the answer, as the driver gives it. The sums of the period before are there where it is asked for. */
export type UsageRow = Measures & { readonly [Name in keyof Measures as `previous_${Name}`]?: Measures[Name] } & {
  readonly is_total: boolean;
  readonly is_other: boolean;
  readonly holds_durations: boolean;
  readonly names: readonly (string | null)[];
};

const SHARES = [0.5, 0.95, 0.99];

/** Sums with the counts of durations by bucket. */
interface Decoded {
  readonly sums: Sums;
  readonly durations: Readonly<Record<DurationName, Float64Array>>;
}

/** Of the period and, where it is asked for, of the one before. */
interface DecodedRow {
  readonly now: Decoded;
  readonly before: Decoded | null;
}

export interface UsageViews {
  readonly total: ComparedTotalsView;
  readonly groups: readonly { readonly row: UsageRow; readonly view: ComparedTotalsView }[];
}

/** The total's durations, where the answer leaves them out, are those of all groups. */
export async function toUsageViews(total: UsageRow, rows: readonly UsageRow[]): Promise<UsageViews> {
  const whole = await decodeRow(total);
  const groups: UsageViews['groups'][number][] = [];
  for (const row of rows) {
    const decoded = await decodeRow(row);
    if (!total.holds_durations) addDurations(whole, decoded);
    groups.push({ row, view: toTotalsView(decoded) });
  }
  return { total: toTotalsView(whole), groups };
}

async function decodeRow(row: UsageRow): Promise<DecodedRow> {
  const before = previousOf(row);
  return { now: await decode(row), before: before && (await decode(before)) };
}

async function decode(measures: Measures): Promise<Decoded> {
  const countsOf = async (name: DurationName): Promise<Float64Array> => {
    const counts = noCounts();
    const [joined, less] = [measures[name], measures[`${name}_less`]];
    if (joined !== null) await countEncoded(counts, joined);
    if (less === null) return counts;
    const taken = noCounts();
    await countEncoded(taken, less);
    return counts.map((count, bucket) => count - (taken[bucket] ?? 0));
  };
  return {
    sums: measures,
    durations: { latency: await countsOf('latency'), first_token: await countsOf('first_token') },
  };
}

function addDurations(sum: DecodedRow, more: DecodedRow): void {
  for (const name of DURATION_NAMES) {
    for (const span of ['now', 'before'] as const) {
      const counts = sum[span]?.durations[name];
      more[span]?.durations[name].forEach((count, bucket) => {
        if (count !== 0 && counts !== undefined) counts[bucket] = (counts[bucket] ?? 0) + count;
      });
    }
  }
}

function toTotalsView({ now, before }: DecodedRow): ComparedTotalsView {
  const totals = totalsOf(now);
  if (before === null) return totals;
  const previous = totalsOf(before);
  return Object.assign(totals, { previous, change: toChange(totals, previous) });
}

const PREVIOUS = 'previous_';

function previousOf(row: UsageRow): Measures | null {
  const entries = Object.entries(row).flatMap(([name, value]) =>
    name.startsWith(PREVIOUS) ? [[name.slice(PREVIOUS.length), value] as const] : [],
  );
  return entries.length === 0 ? null : (Object.fromEntries(entries) as Measures);
}

function totalsOf({ sums: row, durations }: Decoded): UsageTotalsView {
  const counted = Number(row.counted_requests);
  const estimated = Number(row.estimated_requests);
  return {
    requests: Number(row.requests),
    errors: Number(row.errors),
    aborted: Number(row.aborted),
    tokens: {
      input: Number(row.input_tokens),
      cacheRead: Number(row.cache_read_tokens),
      cacheWrite: Number(row.cache_write_tokens),
      output: Number(row.output_tokens),
      reasoning: Number(row.reasoning_tokens),
    },
    cost: row.cost ?? (Number(row.unpriced_requests) === 0 ? '0' : null),
    wastedCost: row.wasted_cost,
    vendorCost: row.vendor_cost,
    unpricedRequests: Number(row.unpriced_requests),
    estimated: {
      requests: estimated,
      share: counted === 0 ? null : estimated / counted,
      inputTokens: Number(row.estimated_input_tokens),
      outputTokens: Number(row.estimated_output_tokens),
      cost: row.estimated_cost,
    },
    shadow: toShadowTotals(row),
    latencyMs: toPercentiles(durations.latency),
    timeToFirstTokenMs: toPercentiles(durations.first_token),
  };
}

function toShadowTotals({ shadow_requests, shadow_errors, shadow_cost }: Sums): ShadowTotalsView {
  const requests = Number(shadow_requests);
  return { requests, errors: Number(shadow_errors), cost: shadow_cost ?? (requests === 0 ? '0' : null) };
}

function toPercentiles(counts: Float64Array): PercentilesView {
  const [p50 = null, p95 = null, p99 = null] = quantilesOf(toHistogram(counts), SHARES).map(toTenths);
  return { p50, p95, p99 };
}

function toTenths(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds * 10) / 10;
}

function toChange(now: UsageTotalsView, before: UsageTotalsView): ChangeView {
  return {
    requests: changeOf(now.requests, before.requests),
    errors: changeOf(now.errors, before.errors),
    inputTokens: changeOf(now.tokens.input, before.tokens.input),
    outputTokens: changeOf(now.tokens.output, before.tokens.output),
    cost: changeOf(toNumber(now.cost), toNumber(before.cost)),
    latencyP95: changeOf(now.latencyMs.p95, before.latencyMs.p95),
  };
}

function toNumber(text: string | null): number | null {
  return text === null ? null : Number(text);
}

/** To four places. */
function changeOf(now: number | null, before: number | null): number | null {
  if (now === null || before === null || before === 0) return null;
  return Math.round(((now - before) / before) * 10_000) / 10_000;
}
