import { OUTCOMES } from '../outcomes.js';

/** A copy that a shadow got is no caller's request. */
export const IS_CALLERS = 'shadow_of IS NULL';
const IS_SHADOWS = 'shadow_of IS NOT NULL';

/**
 * What usage adds up: the columns of rollups → how single requests come to the same sums. Sums of none are null where
 * unknown is not zero.
 */
export const SUMS = {
  requests: `count(*) FILTER (WHERE ${IS_CALLERS})`,
  errors: `count(*) FILTER (WHERE ${IS_CALLERS} AND ${OUTCOMES.error})`,
  aborted: `count(*) FILTER (WHERE ${IS_CALLERS} AND ${OUTCOMES.aborted})`,
  unpriced_requests: `count(*) FILTER (WHERE ${OUTCOMES.unpriced})`,
  counted_requests: 'count(*) FILTER (WHERE input_tokens IS NOT NULL OR output_tokens IS NOT NULL)',
  estimated_requests: 'count(*) FILTER (WHERE estimated IS NOT NULL)',
  shadow_requests: `count(*) FILTER (WHERE ${IS_SHADOWS})`,
  shadow_errors: `count(*) FILTER (WHERE ${IS_SHADOWS} AND ${OUTCOMES.error})`,
  input_tokens: 'sum(input_tokens)',
  cache_read_tokens: 'sum(cache_read_tokens)',
  cache_write_tokens: 'sum(cache_write_tokens)',
  output_tokens: 'sum(output_tokens)',
  reasoning_tokens: 'sum(reasoning_tokens)',
  estimated_input_tokens: `sum(input_tokens) FILTER (WHERE estimated <> 'output')`,
  estimated_output_tokens: `sum(output_tokens) FILTER (WHERE estimated <> 'input')`,
  cost: 'sum(cost)',
  wasted_cost: 'sum(wasted_cost)',
  estimated_cost: 'sum(cost) FILTER (WHERE estimated IS NOT NULL)',
  vendor_cost: 'sum(vendor_cost)',
  shadow_cost: `sum(cost) FILTER (WHERE ${IS_SHADOWS})`,
} as const;

export type SumName = keyof typeof SUMS;
export const SUM_NAMES = Object.keys(SUMS) as readonly SumName[];

/** The durations that rollups keep a histogram of, of callers' requests → the column of single requests. */
export const DURATIONS = { latency: 'latency_ms', first_token: 'first_token_ms' } as const;

export type DurationName = keyof typeof DURATIONS;
export const DURATION_NAMES = Object.keys(DURATIONS) as readonly DurationName[];

/** USD. */
export const MONEY: ReadonlySet<string> = new Set<SumName>([
  ...(['cost', 'wasted_cost', 'estimated_cost', 'vendor_cost', 'shadow_cost'] as const),
]);
