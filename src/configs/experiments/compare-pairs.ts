import { findMissing, type Missing } from '../../core/statistics/burn-in.js';
import { intervalOfDifference, meanOf, type Mean } from '../../core/statistics/difference-of-means.js';
import {
  differenceOfPairs,
  meanOfPairs,
  relativeDifferenceOf,
  type RelativeDifference,
} from '../../core/statistics/paired-differences.js';
import type { Verdict } from './compare-arms.js';
import type { Scale } from './metrics.js';
import type { ComparedPairMetric } from './pair-metrics.js';
import { sumOf, type PairTotals } from './pair-totals.js';

/** A shadow against what served the same requests. */
export interface PairComparison {
  readonly verdict: Verdict;
  readonly alpha: number;
  /** `ratio`: 0.1 is a tenth more than what was served. */
  readonly scale: Scale;
  /** Means of either side; of durations geometric, in milliseconds. Null where there are no pairs. */
  readonly served: number | null;
  readonly shadow: number | null;
  /** Null while nothing may be said. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Pairs in which it is known of both. */
  readonly requests: number;
  /** Null where something is said. */
  readonly missing: Missing | null;
}

/** All pairs together: whatever changes from one hour to the next changes for both of a pair. */
export function comparePairs(totals: PairTotals, metric: ComparedPairMetric, alpha: number): PairComparison {
  const mean = meanOfPairs(totals);
  const sides = { served: sideOf(totals, 'control', metric), shadow: sideOf(totals, 'other', metric) };
  const missing = missingOf(totals, metric, mean);
  const [scale, shown] = missing === null ? differenceIn(totals, metric, { mean, alpha }) : [scaleOf(metric), null];
  return {
    verdict: shown === null ? 'too_early' : shown.low > 0 ? 'higher' : shown.high < 0 ? 'lower' : 'undecided',
    ...{ alpha, scale, ...sides, missing, requests: mean.calls },
    ...{ difference: shown?.difference ?? null, low: shown?.low ?? null, high: shown?.high ?? null },
  };
}

function scaleOf({ scale }: ComparedPairMetric): Scale {
  return scale === 'plain' ? 'absolute' : 'ratio';
}

/** As a share where there is one: of what was served for nothing there is none. */
function differenceIn(
  totals: PairTotals,
  metric: ComparedPairMetric,
  { mean, alpha }: { readonly mean: Mean; readonly alpha: number },
): [Scale, RelativeDifference] {
  const share = metric.scale === 'share' ? relativeDifferenceOf(totals, alpha) : null;
  if (share !== null) return ['ratio', share];
  const { low, high } = intervalOfDifference(differenceOfPairs(mean), alpha);
  if (metric.scale !== 'log') return ['absolute', { difference: mean.mean, low, high }];
  return ['ratio', { difference: Math.expm1(mean.mean), low: Math.expm1(low), high: Math.expm1(high) }];
}

function sideOf(totals: PairTotals, side: 'control' | 'other', { scale }: ComparedPairMetric): number | null {
  const { calls, mean } = meanOf({ counts: totals.counts, sums: totals[side] });
  if (calls === 0) return null;
  return scale === 'log' ? Math.exp(mean) : mean;
}

/** Of failures those count that only one of the two had: pairs that agree say nothing of a difference. */
function missingOf(totals: PairTotals, { kind }: ComparedPairMetric, mean: Mean): Missing | null {
  if (kind !== 'rate') return findMissing(kind, mean);
  return findMissing(kind, { ...mean, mean: mean.calls === 0 ? 0 : disagreements(totals) / mean.calls });
}

/** Pairs in which one of the two failed. */
function disagreements({ control, other, both }: PairTotals): number {
  return sumOf(control) + sumOf(other) - 2 * both;
}
