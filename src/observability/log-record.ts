import type { JsonObject } from '../core/json.js';

/**
 * Why a target was called; `continued`: to go on with an answer whose stream broke; `skipped`: it was not, and the next
 * one was.
 */
export const ATTEMPT_REASONS = ['first', 'retry', 'fallback', 'continued', 'skipped'] as const;
export type AttemptReason = (typeof ATTEMPT_REASONS)[number];

/** Null where not known, which is not zero. */
export interface TokenCounts {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
}

/** One upstream call of a request, as the log keeps it, or a target that was passed over. */
export interface AttemptRecord {
  readonly reason: AttemptReason;
  /** The kind of failure before it, or why it was skipped; null for the first. */
  readonly because: string | null;
  readonly provider: string;
  readonly vendor: string;
  readonly model: string;
  readonly variant: string | null;
  /** Missing where there is none, and from older records. */
  readonly variantId?: string | undefined;
  /** Of the variant; missing where there is none, and from records of the version before. */
  readonly version?: number | undefined;
  /** Vendor's HTTP status, null where no answer came. */
  readonly status: number | null;
  /** Our code for what went wrong, null for success. */
  readonly error: string | null;
  /** The message, without secrets. */
  readonly message: string | null;
  readonly startedAt: string;
  readonly latencyMs: number;
  /** The vendor's own request id, for its support. */
  readonly upstreamRequestId: string | null;
  /** What the vendor counted, also where the attempt failed; null where it did not say. Older records lack both. */
  readonly tokens?: TokenCounts | null;
  /** Decimal USD, null where not known. */
  readonly cost?: string | null;
}

/** The arm that a call was drawn to, where the record shows what was called in its place, or does not name it. */
export interface DrawnArm {
  /** Tells the arms of a rule apart, over all of its splits. */
  readonly key: string;
  readonly variantId: string;
  readonly version: number;
  readonly weight: number;
  /** `own`: the record is the arm's; `failed`: it failed, and a fallback was called; `passed_over`: not by its own fault. */
  readonly outcome: 'own' | 'failed' | 'passed_over';
}

/**
 * What was measured of the call that a shadow's call is a copy of, as that one's own record has it: so the two are compared
 * without looking for it.
 */
export interface ServedCall {
  /** Of the arm that the call was drawn to: tells the arms of a rule apart, over all of its splits. */
  readonly key: string;
  readonly variantId: string;
  readonly version: number;
  /** The arm failed, and a fallback answered: all that follows is the fallback's. */
  readonly failed: boolean;
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Decimal USD; null where it was not known when the answer ended. */
  readonly cost: string | null;
}

/**
 * What one request leaves behind: one line of the journal, one row of `request_logs`. Members are the column names,
 * so that Postgres populates rows from the JSON. Names are kept beside ids because what they name may be deleted.
 */
export interface RequestLogRecord {
  /** First member: the shipper reads the day of a line from its beginning. */
  readonly started_at: string;
  readonly request_id: string;
  readonly endpoint: string;
  readonly environment_id: string;
  readonly environment: string;
  readonly secret_id: string | null;
  /** Its name as it was. */
  readonly secret: string | null;
  /** Family of the calling program, from its user agent. */
  readonly client: string | null;
  /** As the caller names it. */
  readonly session_id: string | null;
  /** Who a split keeps on one arm, hashed: tells subjects apart without naming them. */
  readonly subject_hash: string | null;
  /** The trace that the call is part of, by W3C's trace context; null where there is none. Older records lack it. */
  readonly trace_id: string | null;
  /** Revision of the configuration that the call was planned with. */
  readonly config_revision: string | null;
  readonly config_id: string | null;
  readonly config: string | null;
  readonly variant_id: string | null;
  readonly variant: string | null;
  readonly version: number | null;
  readonly rule_id: string | null;
  /** Share of the split, of 10,000, of the arm that was drawn and answered; null for fallbacks and direct access. */
  readonly arm_weight: number | null;
  /** The rule's weights and versions, together, where it has several arms: a signed number of 64 bits. */
  readonly split_id: string | null;
  /** Null where the arm that was drawn is the one of the record. */
  readonly drawn_arm: DrawnArm | null;
  /** Of a copy that a shadow arm got: the request that it is a copy of. Null for a request of a caller, and in older records. */
  readonly shadow_of: string | null;
  /** Of a copy: what the request that it is a copy of came to. */
  readonly served_call: ServedCall | null;
  readonly provider_id: string | null;
  readonly provider: string | null;
  readonly vendor: string | null;
  /** As the caller wrote it. */
  readonly model_requested: string | null;
  /** As sent to the vendor. */
  readonly model: string | null;
  /** As the reply names it: a snapshot of it, or what a router chose. Older records lack it. */
  readonly served_model: string | null;
  readonly status: number;
  readonly error_code: string | null;
  readonly error_message: string | null;
  /** Of the first choice, in OpenAI's words. */
  readonly finish_reason: string | null;
  /** As the vendor reports it. */
  readonly service_tier: string | null;
  /** The vendor's id of the last attempt. */
  readonly upstream_request_id: string | null;
  readonly input_tokens: number | null;
  readonly cache_read_tokens: number | null;
  readonly cache_write_tokens: number | null;
  readonly output_tokens: number | null;
  readonly reasoning_tokens: number | null;
  /** Every metered unit, audio, images and characters too. */
  readonly usage: JsonObject | null;
  /** Decimal USD, null when not known. */
  readonly cost: string | null;
  /** Of the prices that make up `cost`, in the catalog; null where there is none. */
  readonly price_ids: readonly string[] | null;
  /** `vendor` where `cost` is what the vendor says; null where it is usage times price, or not known. */
  readonly cost_source: string | null;
  /** Decimal USD that the vendor itself says the call cost; null where it does not say. */
  readonly vendor_cost: string | null;
  /** Decimal USD of the attempts that failed and were billed; not in `cost`. Null where none was, or it is not known. */
  readonly wasted_cost: string | null;
  readonly latency_ms: number;
  readonly first_token_ms: number | null;
  readonly streaming: boolean;
  /** The caller left before the end. */
  readonly aborted: boolean;
  readonly tags: JsonObject;
  /** Null where there was one and it went well: the other members say all of it. */
  readonly attempts: readonly AttemptRecord[] | null;
  readonly dropped_params: readonly string[];
  /** Only with log content on. */
  readonly request_body: string | null;
  readonly response_body: string | null;
}
