import { BUCKETS, noSums, type BucketSums } from '../../core/statistics/difference-of-means.js';
import { endOfRange, type MomentsRow } from '../../observability/experiments/experiment-counts.js';
import type { ComparedMetric } from './metrics.js';

const CAPPED_SHARE = 0.995;

/** Sums of each metric by split and arm, of the rows that were added. */
export class ArmSums {
  /** Split → arm → metric's name. */
  private readonly splits = new Map<string, Map<string, Map<string, BucketSums>>>();

  /** @param cap pico-USD that a dearer call counts as */
  constructor(
    private readonly metrics: readonly ComparedMetric[],
    private readonly cap: bigint,
  ) {}

  add({ arm, metric: source, moments }: MomentsRow): void {
    for (const metric of this.metrics) {
      if (metric.source !== source) continue;
      const { counts, sums } = this.sumsOf(arm.splitId, arm.key, metric.name);
      for (const [cell, count, sum] of moments) {
        const bucket = cell % BUCKETS;
        counts[bucket] = (counts[bucket] ?? 0) + count;
        sums[bucket] = (sums[bucket] ?? 0) + Number(this.capped(metric, { cell, count, sum })) / metric.unitsPerOne;
      }
    }
  }

  /** Each split's sums of the two arms, where it has both. */
  pairs(metric: ComparedMetric, control: string, other: string): (readonly [BucketSums, BucketSums])[] {
    return [...this.splits.values()].flatMap((arms) => {
      const [a, b] = [arms.get(control)?.get(metric.name), arms.get(other)?.get(metric.name)];
      return a === undefined || b === undefined ? [] : [[a, b] as const];
    });
  }

  /** Of all splits together. */
  total(metric: ComparedMetric, key: string): BucketSums {
    const total = noSums();
    for (const arms of this.splits.values()) {
      const part = arms.get(key)?.get(metric.name);
      if (part === undefined) continue;
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        total.counts[bucket] = (total.counts[bucket] ?? 0) + (part.counts[bucket] ?? 0);
        total.sums[bucket] = (total.sums[bucket] ?? 0) + (part.sums[bucket] ?? 0);
      }
    }
    return total;
  }

  private capped({ isCapped }: ComparedMetric, cell: { cell: number; count: number; sum: bigint }): bigint {
    const isDearer = isCapped && endOfRange(Math.floor(cell.cell / BUCKETS)) > this.cap;
    return isDearer ? BigInt(cell.count) * this.cap : cell.sum;
  }

  private sumsOf(splitId: string, key: string, metric: string): BucketSums {
    const arms = entryOf(this.splits, splitId, () => new Map<string, Map<string, BucketSums>>());
    return entryOf(
      entryOf(arms, key, () => new Map<string, BucketSums>()),
      metric,
      noSums,
    );
  }
}

/**
 * What the 99.5th percentile of all arms' costs together is below, a power of two of pico-USD: costs are kept by such
 * ranges.
 */
export function capOf(rows: readonly MomentsRow[]): bigint {
  const ranges = new Map<number, number>();
  let calls = 0;
  for (const { metric, moments } of rows) {
    if (metric !== 'cost') continue;
    for (const [cell, count] of moments) {
      const range = Math.floor(cell / BUCKETS);
      ranges.set(range, (ranges.get(range) ?? 0) + count);
      calls += count;
    }
  }
  let seen = 0;
  for (const [range, count] of [...ranges].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= CAPPED_SHARE * calls) return endOfRange(range);
  }
  return 0n;
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
