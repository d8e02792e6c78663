import { BUCKETS } from '../../core/statistics/difference-of-means.js';
import { noPairs, type PairSums } from '../../core/statistics/paired-differences.js';
import type { MomentsRow } from '../../observability/experiments/experiment-counts.js';
import { SIDES } from '../../observability/experiments/measure-pair.js';
import { COMPARED_PAIR_METRICS, type ComparedPairMetric } from './pair-metrics.js';

/** What one metric's pairs add up to, in the metric's unit; what was served is the control. */
export interface PairTotals extends PairSums {
  /** Pairs in which both failed. */
  both: number;
}

/** Totals of all metrics, of the rows that were added: those of one version of a shadow and one that served. */
export class TotalsOfPairs {
  private readonly totals = new Map(
    COMPARED_PAIR_METRICS.map(({ source }) => [source, Object.assign(noPairs(), { both: 0 })]),
  );
  private counted = 0;

  /** That were served and copied, whatever is known of them. */
  get requests(): number {
    return this.counted;
  }

  add(row: MomentsRow): void {
    if (row.metric === 'pair:calls') {
      for (const [, count] of row.moments) this.counted += count;
      return;
    }
    const metric = COMPARED_PAIR_METRICS.find(({ source }) => source === row.metric);
    if (metric !== undefined) addMoments(this.of(metric), row, metric);
  }

  of({ source }: ComparedPairMetric): PairTotals {
    return this.totals.get(source) ?? Object.assign(noPairs(), { both: 0 });
  }
}

function addMoments(totals: PairTotals, { moments }: MomentsRow, { unitsPerOne }: ComparedPairMetric): void {
  for (const [cell, count, sum] of moments) {
    const bucket = cell % BUCKETS;
    const amount = Number(sum) / unitsPerOne;
    switch (Math.floor(cell / BUCKETS)) {
      case SIDES.served:
        totals.counts[bucket] = (totals.counts[bucket] ?? 0) + count;
        totals.control[bucket] = (totals.control[bucket] ?? 0) + amount;
        break;
      case SIDES.shadow:
        totals.other[bucket] = (totals.other[bucket] ?? 0) + amount;
        break;
      default:
        totals.both += amount;
    }
  }
}

export function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
