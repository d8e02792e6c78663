import { ApiProperty } from '@nestjs/swagger';
import type { JsonObject } from '../../core/json.js';
import type { RequestLogRecord } from '../log-record.js';
import type { EstimatedSide, UsageEstimate } from '../usage-estimate.js';
import { AttemptView, toAttemptView, TokensView } from './attempt.dto.js';
import { NamedView, toNamed } from './named.dto.js';

/** A row as the driver gives it: the record, but with times as dates and 64-bit numbers as text. */
export type RequestLogRow = {
  readonly [Column in keyof RequestLogRecord]: Column extends 'started_at'
    ? Date
    : Column extends `${string}_tokens`
      ? string | null
      : RequestLogRecord[Column];
} & Pick<UsageEstimate, 'estimated' | 'not_estimated_because'>;

export class RequestView {
  @ApiProperty({ format: 'uuid' })
  requestId: string;

  @ApiProperty({ format: 'date-time' })
  startedAt: string;

  @ApiProperty({ example: 'chat/completions' })
  endpoint: string;

  environment: NamedView;

  /** The environment's secret that the caller had; its name is empty where it was given none. */
  @ApiProperty({ type: NamedView, nullable: true })
  secret: NamedView | null;

  /** Family of the calling program, from its user agent; `other` for one that is not known. */
  @ApiProperty({ type: String, nullable: true, example: 'openai-python' })
  client: string | null;

  /** From `x-session-id`, `x-claude-code-session-id`, `prompt_cache_key` or `metadata.sessionId`, in this order. */
  @ApiProperty({ type: String, nullable: true })
  session: string | null;

  /** SHA-256 of `metadata.userId`, else of `user`. */
  @ApiProperty({ type: String, nullable: true })
  subjectHash: string | null;

  /** Of the caller's `traceparent`, or of the trace that the gateway began. */
  @ApiProperty({ type: String, nullable: true, example: '4bf92f3577b34da6a3ce929d0e0e4736' })
  traceId: string | null;

  /** Of the configuration that the call was planned by. */
  @ApiProperty({ type: String, nullable: true, example: '42' })
  configRevision: string | null;

  @ApiProperty({ type: NamedView, nullable: true })
  config: NamedView | null;

  @ApiProperty({ type: NamedView, nullable: true })
  variant: NamedView | null;

  @ApiProperty({ type: 'integer', nullable: true })
  version: number | null;

  /** Share of the split that the variant had, of 10,000; null for fallbacks and direct access. */
  @ApiProperty({ type: 'integer', nullable: true, example: 2500 })
  weight: number | null;

  /** Of a copy that a shadow arm got: the request that it is a copy of. Null for what callers asked. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null })
  shadowOf: string | null;

  @ApiProperty({ type: NamedView, nullable: true })
  provider: NamedView | null;

  @ApiProperty({ type: String, nullable: true })
  vendor: string | null;

  /** As the caller wrote it. */
  @ApiProperty({ type: String, nullable: true, example: '@config/support' })
  modelRequested: string | null;

  /** As sent to the vendor. */
  @ApiProperty({ type: String, nullable: true, example: 'gpt-4o-mini' })
  model: string | null;

  /** As the vendor's reply names it; null where it names none. */
  @ApiProperty({ type: String, nullable: true, example: 'gpt-4o-mini-2024-07-18' })
  servedModel: string | null;

  @ApiProperty({ type: 'integer', example: 200 })
  status: number;

  @ApiProperty({ type: String, nullable: true })
  errorCode: string | null;

  @ApiProperty({ type: String, nullable: true })
  errorMessage: string | null;

  /** Of the first choice. */
  @ApiProperty({ type: String, nullable: true, example: 'stop' })
  finishReason: string | null;

  /** As the vendor reports it. */
  @ApiProperty({ type: String, nullable: true, example: 'default' })
  serviceTier: string | null;

  /** The vendor's own id of the last attempt, for its support. */
  @ApiProperty({ type: String, nullable: true })
  upstreamRequestId: string | null;

  /** Null where not known, which is not zero. */
  tokens: TokensView;

  /**
   * Every metered unit that was used: tokens by kind, images (with `imageSize` and `imageQuality` as asked), seconds of
   * audio, characters.
   */
  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'number' }, { type: 'string' }] },
    nullable: true,
    example: { input: 12, output: 34 },
  })
  usage: JsonObject | null;

  /**
   * Which tokens the gateway counted, from the texts, because the vendor did not: they, and a cost made of them, are
   * estimates. Null where the vendor counted, or nobody did.
   */
  @ApiProperty({ type: String, enum: ['input', 'output', 'both'], nullable: true, example: null })
  estimated: EstimatedSide | null;

  /** Why tokens that the vendor did not count could not be estimated, e.g. `image_url_in_prompt`. */
  @ApiProperty({ type: String, nullable: true, example: null })
  notEstimatedBecause: string | null;

  /** USD. Null where a used unit has no known price. */
  @ApiProperty({ type: String, nullable: true, example: '0.00042' })
  cost: string | null;

  /** Ids of the price rows that make up `cost`, as the list of prices has them; null where there is none. */
  @ApiProperty({ type: [String], format: 'uuid', nullable: true })
  priceIds: readonly string[] | null;

  /** Whose figure `cost` is: `catalog` (usage times price) or `vendor`, as the provider is set; null where it is not known. */
  @ApiProperty({ enum: ['catalog', 'vendor'], nullable: true, example: 'catalog' })
  costSource: 'catalog' | 'vendor' | null;

  /** USD that the vendor itself says the call cost, whichever `cost` is; null where it does not say. */
  @ApiProperty({ type: String, nullable: true, example: '0.00044' })
  vendorCost: string | null;

  /** USD of the attempts that failed and were billed; not in `cost`. Null where none was, or it is not known. */
  @ApiProperty({ type: String, nullable: true, example: '0.0021' })
  wastedCost: string | null;

  latencyMs: number;

  /** Until the first good frame or byte of the answer. */
  @ApiProperty({ type: Number, nullable: true })
  firstTokenMs: number | null;

  streaming: boolean;

  /** The caller left before the end. */
  aborted: boolean;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  tags: JsonObject;

  @ApiProperty({ type: [AttemptView] })
  attempts: readonly AttemptView[];

  /** What the vendor does not take and the answer does not need. */
  @ApiProperty({ type: [String] })
  droppedParams: readonly string[];
}

export function toRequestView(row: RequestLogRow): RequestView {
  return {
    requestId: row.request_id,
    startedAt: row.started_at.toISOString(),
    endpoint: row.endpoint,
    environment: { id: row.environment_id, name: row.environment },
    secret: toNamed(row.secret_id, row.secret),
    client: row.client,
    session: row.session_id,
    subjectHash: row.subject_hash,
    traceId: row.trace_id,
    configRevision: row.config_revision,
    config: toNamed(row.config_id, row.config),
    variant: toNamed(row.variant_id, row.variant),
    version: row.version,
    weight: row.arm_weight,
    shadowOf: row.shadow_of,
    provider: toNamed(row.provider_id, row.provider),
    vendor: row.vendor,
    modelRequested: row.model_requested,
    model: row.model,
    servedModel: row.served_model,
    status: row.status,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    finishReason: row.finish_reason,
    serviceTier: row.service_tier,
    upstreamRequestId: row.upstream_request_id,
    tokens: toTokens(row),
    usage: row.usage,
    estimated: row.estimated,
    notEstimatedBecause: row.not_estimated_because,
    cost: row.cost,
    priceIds: row.price_ids,
    costSource: row.cost === null ? null : row.cost_source === 'vendor' ? 'vendor' : 'catalog',
    vendorCost: row.vendor_cost,
    wastedCost: row.wasted_cost,
    latencyMs: row.latency_ms,
    firstTokenMs: row.first_token_ms,
    streaming: row.streaming,
    aborted: row.aborted,
    tags: row.tags,
    attempts: row.attempts?.map(toAttemptView) ?? [onlyAttemptOf(row)],
    droppedParams: row.dropped_params,
  };
}

/** One attempt that went well leaves no record of its own: the request's says it all. */
function onlyAttemptOf(row: RequestLogRow): AttemptView {
  return {
    reason: 'first',
    because: null,
    provider: row.provider ?? '',
    vendor: row.vendor ?? '',
    model: row.model ?? '',
    variant: row.variant,
    status: row.status,
    error: null,
    message: null,
    startedAt: row.started_at.toISOString(),
    latencyMs: row.first_token_ms ?? row.latency_ms,
    upstreamRequestId: row.upstream_request_id,
    tokens: row.usage === null ? null : toTokens(row),
    cost: row.cost,
  };
}

function toTokens(row: RequestLogRow): TokensView {
  return {
    input: toCount(row.input_tokens),
    cacheRead: toCount(row.cache_read_tokens),
    cacheWrite: toCount(row.cache_write_tokens),
    output: toCount(row.output_tokens),
    reasoning: toCount(row.reasoning_tokens),
  };
}

function toCount(value: string | null): number | null {
  return value === null ? null : Number(value);
}
