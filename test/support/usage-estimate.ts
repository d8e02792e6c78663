import type { RequestLogRecord } from '../../src/observability/log-record.js';
import type { EstimatedCounts, UsageEstimate } from '../../src/observability/usage-estimate.js';

/** A record of a call that its vendor did not count. */
export const UNCOUNTED = {
  vendor: 'openai-compatible',
  input_tokens: null,
  cache_read_tokens: null,
  cache_write_tokens: null,
  output_tokens: null,
  usage: null,
  cost: null,
} as const satisfies Partial<RequestLogRecord>;

export const ESTIMATED_COUNTS: EstimatedCounts = {
  input_tokens: 10,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 5,
  reasoning_tokens: null,
  usage: { input: 10, output: 5 },
  cost: '0.0000045',
  price_ids: ['00000000-0000-4000-8000-000000000009'],
};

/** What is estimated of it: 10 tokens read and 5 written. */
export function usageEstimate(
  { started_at, request_id, environment }: RequestLogRecord,
  overrides: Partial<UsageEstimate> = {},
): UsageEstimate {
  return {
    started_at,
    estimate_of: request_id,
    environment,
    estimated: 'both',
    not_estimated_because: null,
    counts: ESTIMATED_COUNTS,
    ...overrides,
  };
}
