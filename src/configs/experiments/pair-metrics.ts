import type { MeasureKind } from '../../core/statistics/burn-in.js';
import { UNITS_PER_ONE } from '../../observability/experiments/measure-call.js';
import type { PairMetric } from '../../observability/experiments/measure-pair.js';

/**
 * How a difference is made of two sums: as it is (`plain`), of logarithms (`log`), or as a share of what was served
 * (`share`).
 */
export type PairScale = 'plain' | 'log' | 'share';

/** What a shadow is compared by with what served the same requests. */
export interface ComparedPairMetric {
  /** As the API names it: as of arms. */
  readonly name: string;
  readonly source: PairMetric;
  readonly kind: MeasureKind;
  readonly scale: PairScale;
  readonly unitsPerOne: number;
}

export const FAILURES: ComparedPairMetric = {
  ...{ name: 'errorRate', source: 'pair:failed', kind: 'rate', scale: 'plain', unitsPerOne: 1 },
};

export const COMPARED_PAIR_METRICS: readonly ComparedPairMetric[] = [
  FAILURES,
  { name: 'cost', source: 'pair:cost', kind: 'amount', scale: 'share', unitsPerOne: UNITS_PER_ONE.usd },
  { name: 'latency', source: 'pair:latency', kind: 'value', scale: 'log', unitsPerOne: UNITS_PER_ONE.logMs },
  { name: 'firstToken', source: 'pair:first_token', kind: 'value', scale: 'log', unitsPerOne: UNITS_PER_ONE.logMs },
  { name: 'outputTokens', source: 'pair:output_tokens', kind: 'amount', scale: 'share', unitsPerOne: 1 },
];
