import type { Interval } from './rate-interval.js';
import { widthOf } from './confidence-sequence.js';

/** Subjects are hashed into so many buckets: calls of one subject are alike, buckets of subjects are independent. */
export const BUCKETS = 256;

/** What one arm's calls of each bucket measured. */
export interface BucketSums {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

/** The mean of one arm. */
export interface Mean {
  readonly calls: number;
  /** Of them have a call. */
  readonly buckets: number;
  readonly mean: number;
  /** Of the mean, from how buckets differ; NaN where there is no call. */
  readonly variance: number;
}

/** How much more the second of two arms has. */
export interface Difference {
  readonly difference: number;
  readonly standardError: number;
  /** Of both arms. */
  readonly calls: number;
}

export function noSums(): BucketSums {
  return { counts: new Float64Array(BUCKETS), sums: new Float64Array(BUCKETS) };
}

/** A ratio estimator, clustered by bucket: a few subjects with most of the calls make it wide, as they should. */
export function meanOf({ counts, sums }: BucketSums): Mean {
  let [calls, total, buckets] = [0, 0, 0];
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const count = counts[bucket] ?? 0;
    calls += count;
    total += sums[bucket] ?? 0;
    if (count > 0) buckets++;
  }
  const mean = total / calls;
  let squares = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    squares += ((sums[bucket] ?? 0) - mean * (counts[bucket] ?? 0)) ** 2;
  }
  return { calls, buckets, mean, variance: ((BUCKETS / (BUCKETS - 1)) * squares) / calls ** 2 };
}

export function differenceOf(control: Mean, other: Mean): Difference {
  return {
    difference: other.mean - control.mean,
    standardError: Math.sqrt(control.variance + other.variance),
    calls: control.calls + other.calls,
  };
}

/** Differences of several splits, each weighed by how surely it is known; null for none of them. */
export function poolDifferences(differences: readonly Difference[]): Difference | null {
  if (differences.length === 0) return null;
  let [weights, weighted, calls] = [0, 0, 0];
  for (const { difference, standardError, calls: more } of differences) {
    const weight = 1 / standardError ** 2;
    weights += weight;
    weighted += weight * difference;
    calls += more;
  }
  return { difference: weighted / weights, standardError: Math.sqrt(1 / weights), calls };
}

/** Where the true difference is, at all times together, but for a probability of `alpha`. */
export function intervalOfDifference({ difference, standardError, calls }: Difference, alpha: number): Interval {
  const half = standardError * widthOf(calls, alpha);
  return { low: difference - half, high: difference + half };
}
