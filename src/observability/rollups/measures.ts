import { formatUsd, PICO_PER_USD } from '../../catalog/cost-of-usage.js';
import { addEncoded, addHistogram, countIn, encodeHistogram, type Histogram } from './histogram.js';
import type { CountedCall } from './counted-call.js';

const COUNTS = [
  ...(['requests', 'errors', 'aborted', 'unpriced_requests', 'counted_requests', 'estimated_requests'] as const),
  ...(['shadow_requests', 'shadow_errors'] as const),
] as const;
const TOKENS = [
  ...(['input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'output_tokens', 'reasoning_tokens'] as const),
  ...(['estimated_input_tokens', 'estimated_output_tokens'] as const),
] as const;
const MONEY = ['cost', 'wasted_cost', 'estimated_cost', 'vendor_cost', 'shadow_cost'] as const;
const HISTOGRAMS = ['latency', 'first_token'] as const;

/** The columns of a rollup besides its key. */
export const MEASURES = [...COUNTS, ...TOKENS, ...MONEY, ...HISTOGRAMS] as const;

/** A row of a rollup as the driver gives it. */
export type MeasuresRow = Readonly<
  Record<(typeof COUNTS)[number], string> &
    Record<(typeof TOKENS)[number] | (typeof MONEY)[number], string | null> &
    Record<(typeof HISTOGRAMS)[number], Uint8Array | null>
>;

/** Failed calls, but for callers who left. */
export function isError({ aborted, status, error_code }: CountedCall): boolean {
  return !aborted && (status >= 400 || error_code !== null);
}

/**
 * Used something whose cost is not known: a vendor counted it, or answered and did not count. What was refused before a
 * vendor was asked used nothing.
 */
export function isUnpriced({ cost, usage, vendor, error_code, first_token_ms }: CountedCall): boolean {
  return cost === null && (usage !== null || (vendor !== null && (error_code === null || first_token_ms !== null)));
}

/** A copy that a shadow got: what it used was used, but no caller made it or waited for it. */
function isShadow({ shadow_of: shadowOf }: CountedCall): boolean {
  return shadowOf !== null && shadowOf !== undefined;
}

/**
 * Sums over calls; exact, whatever numbers a vendor states. Null is "of none of them known", which is not 0. Requests,
 * errors and durations are callers'; tokens and money are those of all calls.
 */
export class Measures {
  private readonly counts: Record<(typeof COUNTS)[number], number> = {
    ...{ requests: 0, errors: 0, aborted: 0, unpriced_requests: 0, counted_requests: 0, estimated_requests: 0 },
    ...{ shadow_requests: 0, shadow_errors: 0 },
  };
  private readonly tokens: Record<(typeof TOKENS)[number], bigint | null> = {
    ...{ input_tokens: null, cache_read_tokens: null, cache_write_tokens: null, output_tokens: null },
    ...{ reasoning_tokens: null, estimated_input_tokens: null, estimated_output_tokens: null },
  };
  /** Pico-USD. */
  private readonly money: Record<(typeof MONEY)[number], bigint | null> = {
    ...{ cost: null, wasted_cost: null, estimated_cost: null, vendor_cost: null, shadow_cost: null },
  };
  private readonly latency: Histogram = new Map();
  private readonly firstToken: Histogram = new Map();

  add(call: CountedCall): void {
    this.count(call, 1);
    if (isShadow(call)) return;
    countIn(this.latency, call.latency_ms);
    if (call.first_token_ms !== null) countIn(this.firstToken, call.first_token_ms);
  }

  /** What a call counts for now, in place of what it counted for before. Durations do not change. */
  change(before: CountedCall, after: CountedCall): void {
    this.count(before, -1);
    this.count(after, 1);
  }

  /** Adds what `values` wrote. */
  addRow(row: MeasuresRow): void {
    for (const name of COUNTS) this.counts[name] += Number(row[name]);
    for (const name of TOKENS)
      this.tokens[name] = plus(this.tokens[name], row[name] === null ? null : BigInt(row[name]));
    for (const name of MONEY) this.money[name] = plus(this.money[name], row[name] === null ? null : picoOf(row[name]));
    if (row.latency !== null) addEncoded(this.latency, row.latency);
    if (row.first_token !== null) addEncoded(this.firstToken, row.first_token);
  }

  addAll(other: Measures): void {
    for (const name of COUNTS) this.counts[name] += other.counts[name];
    for (const name of TOKENS) this.tokens[name] = plus(this.tokens[name], other.tokens[name]);
    for (const name of MONEY) this.money[name] = plus(this.money[name], other.money[name]);
    addHistogram(this.latency, other.latency);
    addHistogram(this.firstToken, other.firstToken);
  }

  /** As Postgres reads them, in the order of `MEASURES`; null for what is not known. */
  values(): (string | null)[] {
    return [
      ...COUNTS.map((name) => this.counts[name].toString()),
      ...TOKENS.map((name) => this.tokens[name]?.toString() ?? null),
      ...MONEY.map((name) => usdOf(this.money[name])),
      bytea(this.latency),
      bytea(this.firstToken),
    ];
  }

  private count(call: CountedCall, times: 1 | -1): void {
    const { counts, tokens, money } = this;
    const isCounted = call.input_tokens !== null || call.output_tokens !== null;
    const { estimated = null } = call;
    if (isShadow(call)) {
      counts.shadow_requests += times;
      if (isError(call)) counts.shadow_errors += times;
      money.shadow_cost = paid(money.shadow_cost, call.cost, times);
    } else {
      counts.requests += times;
      if (isError(call)) counts.errors += times;
      if (call.aborted) counts.aborted += times;
    }
    if (isUnpriced(call)) counts.unpriced_requests += times;
    if (isCounted) counts.counted_requests += times;
    tokens.input_tokens = counted(tokens.input_tokens, call.input_tokens, times);
    tokens.cache_read_tokens = counted(tokens.cache_read_tokens, call.cache_read_tokens, times);
    tokens.cache_write_tokens = counted(tokens.cache_write_tokens, call.cache_write_tokens, times);
    tokens.output_tokens = counted(tokens.output_tokens, call.output_tokens, times);
    tokens.reasoning_tokens = counted(tokens.reasoning_tokens, call.reasoning_tokens, times);
    money.cost = paid(money.cost, call.cost, times);
    money.wasted_cost = paid(money.wasted_cost, call.wasted_cost, times);
    money.vendor_cost = paid(money.vendor_cost, call.vendor_cost, times);
    if (estimated === null) return;
    counts.estimated_requests += times;
    const { estimated_input_tokens: input, estimated_output_tokens: output } = tokens;
    if (estimated !== 'output') tokens.estimated_input_tokens = counted(input, call.input_tokens, times);
    if (estimated !== 'input') tokens.estimated_output_tokens = counted(output, call.output_tokens, times);
    money.estimated_cost = paid(money.estimated_cost, call.cost, times);
  }
}

function counted(sum: bigint | null, count: number | null, times: number): bigint | null {
  return count === null ? sum : (sum ?? 0n) + BigInt(count) * BigInt(times);
}

/** Undefined: from a journal of the version before. */
function paid(sum: bigint | null, usd: string | null | undefined, times: number): bigint | null {
  return usd === null || usd === undefined ? sum : (sum ?? 0n) + picoOf(usd) * BigInt(times);
}

function plus(sum: bigint | null, more: bigint | null): bigint | null {
  return more === null ? sum : (sum ?? 0n) + more;
}

const FRACTION_DIGITS = PICO_PER_USD.toString().length - 1;

/** Of decimal USD with up to twelve places, exactly. */
export function picoOf(usd: string): bigint {
  const [whole = '0', fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(FRACTION_DIGITS, '0'));
}

function usdOf(pico: bigint | null): string | null {
  if (pico === null) return null;
  return pico < 0n ? `-${formatUsd(-pico)}` : formatUsd(pico);
}

function bytea(histogram: Histogram): string | null {
  return histogram.size === 0 ? null : `\\x${encodeHistogram(histogram).toString('hex')}`;
}
