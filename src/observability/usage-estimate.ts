import type { JsonObject } from '../core/json.js';

/** Which tokens of a record were counted by the gateway, from the texts, and not by the vendor. */
export type EstimatedSide = 'input' | 'output' | 'both';

/**
 * What becomes known of a request after its record was written: its usage, where the vendor did not count it. One line of
 * the journal, after the record's own; members are the column names but for the id.
 */
export interface UsageEstimate {
  /** As in the record. First member, as there. */
  readonly started_at: string;
  /** The record's `request_id`. Second member: it tells these lines from records. */
  readonly estimate_of: string;
  readonly environment: string;
  readonly estimated: EstimatedSide | null;
  /** Why something is still not known, in words: `image_url_in_prompt`. */
  readonly not_estimated_because: string | null;
  /** Null where nothing could be estimated: then the record keeps what it has. */
  readonly counts: EstimatedCounts | null;
}

export interface EstimatedCounts {
  readonly input_tokens: number | null;
  readonly cache_read_tokens: number | null;
  readonly cache_write_tokens: number | null;
  readonly output_tokens: number | null;
  readonly reasoning_tokens: number | null;
  readonly usage: JsonObject | null;
  /** Decimal USD, null when not known. */
  readonly cost: string | null;
  readonly price_ids: readonly string[] | null;
}
