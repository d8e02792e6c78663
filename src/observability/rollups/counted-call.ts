import type { RequestLogRecord, ServedCall } from '../log-record.js';
import type { EstimatedSide } from '../usage-estimate.js';
import type { DrawnCall } from '../experiments/exposure.js';
import { DIMENSIONS } from './dimensions.js';

type Measured =
  | ('error_code' | 'aborted' | 'cost' | 'wasted_cost' | 'vendor_cost' | 'latency_ms' | 'first_token_ms' | 'tags')
  | ('input_tokens' | 'cache_read_tokens' | 'cache_write_tokens' | 'output_tokens' | 'reasoning_tokens');

/** What rollups count of a record; of `usage` whether there is any. Older records lack what is optional. */
export interface CountedCall
  extends Pick<RequestLogRecord, 'started_at' | (typeof DIMENSIONS)[number] | Measured>, DrawnCall {
  readonly usage: object | null;
  /** Of a copy that a shadow got, which is no caller's request. */
  readonly shadow_of?: string | null;
  readonly served_call?: ServedCall | null;
  /** Which of the counts are the gateway's own estimate. */
  readonly estimated?: EstimatedSide | null;
}

/** The same of a row of `request_logs`, in SQL: numbers and times as a journal spells them. */
export const COUNTED_COLUMNS = `
  to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS started_at,
  request_id, subject_hash, arm_weight, split_id::text, drawn_arm, shadow_of, served_call,
  ${DIMENSIONS.join(', ')}, error_code, aborted, latency_ms, first_token_ms, tags,
  input_tokens::float8, cache_read_tokens::float8, cache_write_tokens::float8, output_tokens::float8,
  reasoning_tokens::float8, cost::text, wasted_cost::text, vendor_cost::text, estimated,
  CASE WHEN usage IS NOT NULL THEN '{}'::json END AS usage`;

const ISO_LENGTH = '2026-01-31T12:00:00.000Z'.length;
/** What `numeric(24, 12)` takes without rounding. */
const USD = /^\d{1,12}(\.\d{1,12})?$/;

/**
 * Whether a line of the journal says the values that Postgres would store, so that it can be counted as it stands. Our own
 * lines do; of others the database has to say what it has made of them.
 */
export function isCountable(call: CountedCall): boolean {
  return (
    typeof call.started_at === 'string' &&
    call.started_at.length === ISO_LENGTH &&
    call.started_at.endsWith('Z') &&
    Number.isInteger(call.status) &&
    typeof call.latency_ms === 'number' &&
    isUsd(call.cost) &&
    isUsd(call.wasted_cost) &&
    isUsd(call.vendor_cost) &&
    isCount(call.input_tokens) &&
    isCount(call.cache_read_tokens) &&
    isCount(call.cache_write_tokens) &&
    isCount(call.output_tokens) &&
    isCount(call.reasoning_tokens)
  );
}

/** Undefined: from a journal of the version before. */
function isUsd(usd: string | null | undefined): boolean {
  return usd === null || usd === undefined || (typeof usd === 'string' && USD.test(usd));
}

function isCount(count: number | null): boolean {
  return count === null || Number.isSafeInteger(count);
}
