import type { MeasureKind } from '../../core/statistics/burn-in.js';
import { FEEDBACK_PREFIX, UNITS_PER_ONE, type Metric } from '../../observability/experiments/measure-call.js';

/** How a difference is shown: in the metric's unit, or as a share of the control's. */
export type Scale = 'absolute' | 'ratio';

/** What arms are compared by. */
export interface ComparedMetric {
  /** As the API names it. */
  readonly name: string;
  /** In the log's sums. */
  readonly source: Metric;
  readonly kind: MeasureKind;
  readonly scale: Scale;
  readonly unitsPerOne: number;
  /** Very dear calls count as the cap. */
  readonly isCapped: boolean;
}

const plain = { scale: 'absolute', unitsPerOne: 1, isCapped: false } as const;
const usd = { ...plain, unitsPerOne: UNITS_PER_ONE.usd } as const;
const log = { ...plain, scale: 'ratio', unitsPerOne: UNITS_PER_ONE.logMs } as const;

export const FIXED_METRICS: readonly ComparedMetric[] = [
  { name: 'errorRate', source: 'errors', kind: 'rate', ...plain },
  { name: 'cost', source: 'cost', kind: 'amount', ...usd },
  { name: 'costCapped', source: 'cost', kind: 'value', ...usd, isCapped: true },
  { name: 'latency', source: 'latency', kind: 'value', ...log },
  { name: 'firstToken', source: 'first_token', kind: 'value', ...log },
  { name: 'inputTokens', source: 'input_tokens', kind: 'amount', ...plain },
  { name: 'outputTokens', source: 'output_tokens', kind: 'amount', ...plain },
];

const API_FEEDBACK = 'feedback.';
export const METRIC_NAMES = [...FIXED_METRICS.map(({ name }) => name), `${API_FEEDBACK}<name>`].join(', ');

/** Whether the API names a metric so, be there anything measured of it or not. */
export function isMetric(name: string): boolean {
  return name.startsWith(API_FEEDBACK) || FIXED_METRICS.some((metric) => metric.name === name);
}

export function feedbackMetric(source: `${typeof FEEDBACK_PREFIX}${string}`): ComparedMetric {
  const name = API_FEEDBACK + source.slice(FEEDBACK_PREFIX.length);
  return { name, source, kind: 'value', ...plain, unitsPerOne: UNITS_PER_ONE.feedback };
}

export function isFeedback(metric: Metric): metric is `${typeof FEEDBACK_PREFIX}${string}` {
  return metric.startsWith(FEEDBACK_PREFIX);
}
