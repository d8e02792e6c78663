import type { MomentsRow } from '../../observability/experiments/experiment-counts.js';
import type { VariantVersion } from '../../observability/experiments/exposure.js';
import { groupBy } from '../group-by.js';
import { comparePairs, type PairComparison } from './compare-pairs.js';
import type { ArmLabels } from './describe-comparison.js';
import { describePairs } from './describe-pairs.js';
import type { IntervalPointView } from './interval-point.dto.js';
import { COMPARED_PAIR_METRICS, FAILURES, type ComparedPairMetric } from './pair-metrics.js';
import { sumOf, TotalsOfPairs } from './pair-totals.js';
import type { PairOutcomesView, PairView, ShadowResultView } from './shadow-result.dto.js';
import { shownTimes, toPoint } from './interval-history.js';

/** A shadow as the rule has it now; without a share where it has it no more. */
export interface ShadowNow {
  readonly variantId: string;
  readonly version: number | null;
  readonly share: number | null;
  /** Decimal USD. */
  readonly maxDailyCost: string | null;
}

/** What a rule's shadows measured, and how it is to be looked at. */
export interface ShadowFacts {
  readonly shadows: readonly ShadowNow[];
  /** Of pairs; the oldest first. */
  readonly pairs: readonly MomentsRow[];
  /** Id → name, of variants that are there. */
  readonly names: ReadonlyMap<string, string>;
  /** Name of the metric that the experiment is about. */
  readonly primary: string;
}

const ALPHA = 0.05;
/** Pairs of versions of one shadow. */
const MAX_PAIRS = 20;

/** Pure: what may be said of a rule's shadows, first of those that it has, in its order. */
export function toShadowViews(facts: ShadowFacts): ShadowResultView[] {
  const rows = groupBy(facts.pairs, ({ arm }) => keyOf(shadowOf(facts.shadows, arm)));
  const gone = [...rows.values()].flatMap(([row]) => (row === undefined ? [] : [shadowOf(facts.shadows, row.arm)]));
  const shadows = new Map([...facts.shadows, ...gone].map((shadow) => [keyOf(shadow), shadow]));
  return [...shadows].map(([key, { variantId, version, share, maxDailyCost }]) => ({
    ...{ variantId, variant: facts.names.get(variantId) ?? null, version, share, maxDailyCost },
    pairs: toPairViews(rows.get(key) ?? [], facts),
  }));
}

/** The one that names the version, else the one that follows the latest. */
function shadowOf(shadows: readonly ShadowNow[], { variantId, version }: MomentsRow['arm']): ShadowNow {
  const own = shadows.filter((shadow) => shadow.variantId === variantId);
  return (
    own.find((shadow) => shadow.version === version) ??
    own.find((shadow) => shadow.version === null) ?? { variantId, version, share: null, maxDailyCost: null }
  );
}

function keyOf({ variantId, version }: Pick<ShadowNow, 'variantId' | 'version'>): string {
  return `${variantId}:${version ?? 'latest'}`;
}

function toPairViews(rows: readonly MomentsRow[], facts: ShadowFacts): PairView[] {
  const pairs = groupBy(rows, ({ arm }) => JSON.stringify([arm.version, arm.served]));
  const newestFirst = [...pairs.values()].sort(([a], [b]) => newness(b) - newness(a));
  return newestFirst.slice(0, MAX_PAIRS).flatMap((own) => toPairView(own, facts));
}

/** By the shadow's version, and then by that of what served. */
function newness(row: MomentsRow | undefined): number {
  return (row?.arm.version ?? 0) * 1e6 + (row?.arm.served?.version ?? 0);
}

/** @param rows of one pair of versions */
function toPairView(rows: readonly MomentsRow[], { names, primary }: ShadowFacts): PairView[] {
  const arm = rows[0]?.arm;
  if (arm?.served === undefined) return [];
  const { version, served } = arm;
  const labels = labelsOf(arm, served, names);
  const totals = new TotalsOfPairs();
  const histories = addWithHistory(totals, rows, primary);
  const outcomes = toOutcomes(totals);
  return [
    {
      version,
      served: { ...served, variant: names.get(served.variantId) ?? null },
      requests: totals.requests,
      outcomes,
      comparisons: COMPARED_PAIR_METRICS.map((metric, index) => {
        const { missing, ...figures } = compare(totals, metric, primary);
        const unknown = isOfAnswers(metric) ? outcomes.bothAnswered - figures.requests : 0;
        return {
          ...{ metric: metric.name, isPrimary: metric.name === primary, unknown },
          ...figures,
          sentence: describePairs({ missing, ...figures }, metric, { labels, unknown }),
          history: histories[index] ?? [],
        };
      }),
    },
  ];
}

/** Of streams there is a first token, and of other answers there is none to be known. */
function isOfAnswers({ name }: ComparedPairMetric): boolean {
  return name === 'cost' || name === 'outputTokens';
}

function labelsOf(
  { variantId, version }: VariantVersion,
  served: VariantVersion,
  names: ShadowFacts['names'],
): ArmLabels {
  const isSame = variantId === served.variantId;
  const labelOf = (arm: VariantVersion) =>
    `“${names.get(arm.variantId) ?? arm.variantId}”${isSame ? ` (version ${arm.version})` : ''}`;
  return { control: labelOf(served), other: labelOf({ variantId, version }) };
}

/** The primary metric keeps its α, all others share one. */
function compare(totals: TotalsOfPairs, metric: ComparedPairMetric, primary: string): PairComparison {
  const others = COMPARED_PAIR_METRICS.filter(({ name }) => name !== primary).length;
  return comparePairs(totals.of(metric), metric, metric.name === primary ? ALPHA : ALPHA / others);
}

function toOutcomes(totals: TotalsOfPairs): PairOutcomesView {
  const { counts, control, other, both } = totals.of(FAILURES);
  const [judged, served, shadow] = [sumOf(counts), sumOf(control), sumOf(other)];
  return {
    bothAnswered: judged - served - shadow + both,
    onlyServedFailed: served - both,
    onlyShadowFailed: shadow - both,
    bothFailed: both,
    notJudged: totals.requests - judged,
  };
}

/** Adds the rows up. @returns each metric's intervals at the ends of some of the hours or days, oldest first */
function addWithHistory(totals: TotalsOfPairs, rows: readonly MomentsRow[], primary: string): IntervalPointView[][] {
  const histories = COMPARED_PAIR_METRICS.map((): IntervalPointView[] => []);
  const byTime = groupBy(rows, ({ bucketStart }) => bucketStart);
  const { times, shown } = shownTimes(rows);
  for (const at of times) {
    for (const row of byTime.get(at) ?? []) totals.add(row);
    if (!shown.has(at)) continue;
    COMPARED_PAIR_METRICS.forEach((metric, index) => {
      const point = toPoint(at, compare(totals, metric, primary));
      if (point !== null) histories[index]?.push(point);
    });
  }
  return histories;
}
