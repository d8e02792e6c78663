import { BUCKETS, meanOf, type Difference, type Mean } from './difference-of-means.js';
import { widthOf } from './confidence-sequence.js';
import type { Interval } from './rate-interval.js';

/** Of each bucket of subjects: how many requests two arms answered both, and the sum of what each of them measured. */
export interface PairSums {
  readonly counts: Float64Array;
  readonly control: Float64Array;
  readonly other: Float64Array;
}

/** As a share of the control's: 0.1 is a tenth more. */
export interface RelativeDifference extends Interval {
  readonly difference: number;
}

export function noPairs(): PairSums {
  return {
    counts: new Float64Array(BUCKETS),
    control: new Float64Array(BUCKETS),
    other: new Float64Array(BUCKETS),
  };
}

/**
 * The mean of the differences of pairs, with the variance between buckets. What makes a request dear or slow for both
 * arms cancels out, so that it takes far fewer of them than two arms that answer different requests.
 */
export function meanOfPairs({ counts, control, other }: PairSums): Mean {
  return meanOf({ counts, sums: other.map((sum, bucket) => sum - (control[bucket] ?? 0)) });
}

/** Of one mean of differences, for the interval of a difference: a pair is one observation. */
export function differenceOfPairs({ mean, variance, calls }: Mean): Difference {
  return { difference: mean, standardError: Math.sqrt(variance), calls };
}

/**
 * How much more the other arm has in all, as a share of what the control has. A share r is plausible where 0 is in the
 * interval of the mean of `other − r·control` (Fieller's interval), which holds at all times together as that one does.
 * @returns null where the control's own total may be 0, so that no share of it is bounded
 */
export function relativeDifferenceOf(pairs: PairSums, alpha: number): RelativeDifference | null {
  const control = meanOf({ counts: pairs.counts, sums: pairs.control });
  const other = meanOf({ counts: pairs.counts, sums: pairs.other });
  const width = widthOf(control.calls, alpha) ** 2;
  const covariance = covarianceOf(pairs, control, other);
  // The plausible shares are those between the roots of a·r² − 2·b·r + c.
  const a = control.mean ** 2 - width * control.variance;
  const b = control.mean * other.mean - width * covariance;
  const c = other.mean ** 2 - width * other.variance;
  if (!(a > 0)) return null;
  const half = Math.sqrt(Math.max(0, b ** 2 - a * c));
  return { difference: other.mean / control.mean - 1, low: (b - half) / a - 1, high: (b + half) / a - 1 };
}

/** Of the two means. */
function covarianceOf({ counts, control, other }: PairSums, first: Mean, second: Mean): number {
  let products = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const count = counts[bucket] ?? 0;
    products += ((control[bucket] ?? 0) - first.mean * count) * ((other[bucket] ?? 0) - second.mean * count);
  }
  return ((BUCKETS / (BUCKETS - 1)) * products) / first.calls ** 2;
}
