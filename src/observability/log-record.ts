import type { JsonObject } from '../core/json.js';

/** One upstream call of an exchange, as the log keeps it. */
export interface AttemptRecord {
  readonly provider: string;
  readonly vendor: string;
  readonly model: string;
  readonly variant: string | null;
  /** Vendor's HTTP status, null where no answer came. */
  readonly status: number | null;
  /** Our code for what went wrong, null for success. */
  readonly error: string | null;
  /** What it said, without secrets. */
  readonly message: string | null;
  readonly startedAt: string;
  readonly latencyMs: number;
  /** The vendor's own request id, for its support. */
  readonly upstreamRequestId: string | null;
}

/**
 * What one exchange leaves behind: one line of the journal, one row of `request_logs`. Members are the column names,
 * so that Postgres populates rows from the line itself. Names stand beside ids because what they name may be gone.
 */
export interface RequestLogRecord {
  /** First member: the shipper reads the day of a line from its beginning. */
  readonly started_at: string;
  readonly request_id: string;
  readonly endpoint: string;
  readonly environment_id: string;
  readonly environment: string;
  readonly config_id: string | null;
  readonly config: string | null;
  readonly variant_id: string | null;
  readonly variant: string | null;
  readonly version: number | null;
  readonly rule_id: string | null;
  readonly provider_id: string | null;
  readonly provider: string | null;
  readonly vendor: string | null;
  /** As the caller wrote it. */
  readonly model_requested: string | null;
  /** As sent to the vendor. */
  readonly model: string | null;
  readonly status: number;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly input_tokens: number | null;
  readonly cache_read_tokens: number | null;
  readonly cache_write_tokens: number | null;
  readonly output_tokens: number | null;
  readonly reasoning_tokens: number | null;
  /** Every metered unit, audio, images and characters too. */
  readonly usage: JsonObject | null;
  /** Decimal USD, null when not known. */
  readonly cost: string | null;
  readonly latency_ms: number;
  readonly first_token_ms: number | null;
  readonly streaming: boolean;
  /** The caller left before the end. */
  readonly aborted: boolean;
  readonly tags: JsonObject;
  readonly attempts: readonly AttemptRecord[];
  readonly dropped_params: readonly string[];
  /** Only with log content on. */
  readonly request_body: string | null;
  readonly response_body: string | null;
}
