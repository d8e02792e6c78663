import { findMissing, type Missing } from '../../core/statistics/burn-in.js';
import {
  differenceOf,
  intervalOfDifference,
  meanOf,
  noSums,
  poolDifferences,
  type Difference,
} from '../../core/statistics/difference-of-means.js';
import type { ArmSums } from './arm-sums.js';
import type { ComparedMetric } from './metrics.js';

/** What may be said of a difference: which way it goes, or that it may go either way, or nothing yet. */
export const VERDICTS = ['higher', 'lower', 'undecided', 'too_early'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface ArmPair {
  readonly control: string;
  readonly other: string;
}

/** The other arm against the control: in the metric's unit, or as a share of the control's. */
export interface Comparison {
  readonly verdict: Verdict;
  readonly alpha: number;
  /** Null while nothing may be said. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Of both arms, in the splits that are compared. */
  readonly calls: number;
  /** What keeps anything from being said, of the split that has the most calls; null where something is said. */
  readonly missing: (Missing & { readonly of: keyof ArmPair }) | null;
}

/**
 * Within each split, and the splits pooled. One in which too little happened is left out: its spread is not known well
 * enough to weigh it by.
 */
export function compareArms(sums: ArmSums, metric: ComparedMetric, question: ArmPair & { alpha: number }): Comparison {
  const { control, other, alpha } = question;
  const known: Difference[] = [];
  let nearest: { calls: number; missing: Comparison['missing'] } = { calls: 0, missing: null };
  for (const [a, b] of sums.pairs(metric, control, other)) {
    const [first, second] = [meanOf(a), meanOf(b)];
    const missing = missingOf(metric, { control: first, other: second });
    if (missing === null) known.push(differenceOf(first, second));
    else if (first.calls + second.calls >= nearest.calls) nearest = { calls: first.calls + second.calls, missing };
  }
  const pooled = poolDifferences(known);
  if (pooled === null) {
    const missing = nearest.missing ?? missingOf(metric, NO_CALLS);
    return { verdict: 'too_early', alpha, difference: null, low: null, high: null, calls: nearest.calls, missing };
  }
  const { low, high } = intervalOfDifference(pooled, alpha);
  const verdict = low > 0 ? 'higher' : high < 0 ? 'lower' : 'undecided';
  const shown = metric.scale === 'ratio' ? Math.expm1 : (value: number) => value;
  const difference = shown(pooled.difference);
  return { verdict, alpha, difference, low: shown(low), high: shown(high), calls: pooled.calls, missing: null };
}

const NONE = meanOf(noSums());
const NO_CALLS = { control: NONE, other: NONE };

type Means = Readonly<Record<keyof ArmPair, ReturnType<typeof meanOf>>>;

function missingOf({ kind }: ComparedMetric, means: Means): Comparison['missing'] {
  for (const of of ['control', 'other'] as const) {
    const missing = findMissing(kind, means[of]);
    if (missing !== null) return { of, ...missing };
  }
  return null;
}
