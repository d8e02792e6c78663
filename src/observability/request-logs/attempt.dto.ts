import { ApiProperty } from '@nestjs/swagger';
import { ATTEMPT_REASONS, type AttemptReason, type AttemptRecord, type TokenCounts } from '../log-record.js';

export class TokensView implements TokenCounts {
  /** Not counting those read from or written to a cache. */
  @ApiProperty({ type: 'integer', nullable: true })
  input: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  cacheRead: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  cacheWrite: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  output: number | null;

  /** Part of `output`. */
  @ApiProperty({ type: 'integer', nullable: true })
  reasoning: number | null;
}

/** One call of a vendor. */
export class AttemptView implements AttemptRecord {
  /**
   * Why this target was called; `continued`: to go on with an answer whose stream broke; `skipped`: it was not, and the
   * next one was.
   */
  @ApiProperty({ enum: ATTEMPT_REASONS })
  reason: AttemptReason;

  /** The kind of failure before it (`rate_limited`, `retry_budget` …), or why it was skipped (`breaker_open`). */
  @ApiProperty({ type: String, nullable: true, example: 'rate_limited' })
  because: string | null;

  provider: string;
  vendor: string;
  model: string;

  @ApiProperty({ type: String, nullable: true })
  variant: string | null;

  /** Missing where there is none, and from records of the version before. */
  @ApiProperty({ format: 'uuid', required: false })
  variantId?: string | undefined;

  /** Of the variant; missing where there is none, and from records of the version before. */
  @ApiProperty({ type: 'integer', required: false })
  version?: number | undefined;

  /** Null where no answer came. */
  @ApiProperty({ type: 'integer', nullable: true })
  status: number | null;

  /** Null for success. */
  @ApiProperty({ type: String, nullable: true, example: 'upstream_timeout' })
  error: string | null;

  @ApiProperty({ type: String, nullable: true })
  message: string | null;

  @ApiProperty({ format: 'date-time' })
  startedAt: string;

  latencyMs: number;

  /** The vendor's own id of the call, for its support. */
  @ApiProperty({ type: String, nullable: true })
  upstreamRequestId: string | null;

  /** What the vendor counted, also where the attempt failed; null where it did not say. */
  @ApiProperty({ type: TokensView, nullable: true })
  tokens: TokensView | null;

  /** USD. Null where it is not known. */
  @ApiProperty({ type: String, nullable: true, example: '0.00042' })
  cost: string | null;
}

/** Attempts of records from before their tokens and cost were kept lack them. */
export function toAttemptView(attempt: AttemptRecord): AttemptView {
  const { variantId, version, tokens, cost } = attempt;
  const variant = { variantId: variantId ?? undefined, version: version ?? undefined };
  return { ...attempt, ...variant, tokens: tokens ?? null, cost: cost ?? null };
}
