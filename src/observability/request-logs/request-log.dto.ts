import { ApiProperty } from '@nestjs/swagger';
import type { JsonObject } from '../../core/json.js';
import type { AttemptRecord, RequestLogRecord } from '../log-record.js';

/** A row as the driver gives it: the record, but with times as dates and 64-bit numbers as text. */
export type RequestLogRow = {
  readonly [Column in keyof RequestLogRecord]: Column extends 'started_at'
    ? Date
    : Column extends `${string}_tokens`
      ? string | null
      : RequestLogRecord[Column];
};

/** Its id, and its name as it was at the time: what it names may have another by now, or be gone. */
export class NamedView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'production' })
  name: string;
}

export class TokensView {
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
  provider: string;
  vendor: string;
  model: string;

  @ApiProperty({ type: String, nullable: true })
  variant: string | null;

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
}

export class RequestView {
  @ApiProperty({ format: 'uuid' })
  requestId: string;

  @ApiProperty({ format: 'date-time' })
  startedAt: string;

  @ApiProperty({ example: 'chat/completions' })
  endpoint: string;

  environment: NamedView;

  @ApiProperty({ type: NamedView, nullable: true })
  config: NamedView | null;

  @ApiProperty({ type: NamedView, nullable: true })
  variant: NamedView | null;

  @ApiProperty({ type: 'integer', nullable: true })
  version: number | null;

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

  @ApiProperty({ type: 'integer', example: 200 })
  status: number;

  @ApiProperty({ type: String, nullable: true })
  errorCode: string | null;

  @ApiProperty({ type: String, nullable: true })
  errorMessage: string | null;

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

  /** USD. Null where a used unit has no known price. */
  @ApiProperty({ type: String, nullable: true, example: '0.00042' })
  cost: string | null;

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

export class RequestDetailView extends RequestView {
  /** Only where content is logged. */
  @ApiProperty({ type: String, nullable: true })
  requestBody: string | null;

  /** Only where content is logged. */
  @ApiProperty({ type: String, nullable: true })
  responseBody: string | null;
}

export function toRequestView(row: RequestLogRow): RequestView {
  return {
    requestId: row.request_id,
    startedAt: row.started_at.toISOString(),
    endpoint: row.endpoint,
    environment: { id: row.environment_id, name: row.environment },
    config: toNamed(row.config_id, row.config),
    variant: toNamed(row.variant_id, row.variant),
    version: row.version,
    provider: toNamed(row.provider_id, row.provider),
    vendor: row.vendor,
    modelRequested: row.model_requested,
    model: row.model,
    status: row.status,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    tokens: {
      input: toCount(row.input_tokens),
      cacheRead: toCount(row.cache_read_tokens),
      cacheWrite: toCount(row.cache_write_tokens),
      output: toCount(row.output_tokens),
      reasoning: toCount(row.reasoning_tokens),
    },
    usage: row.usage,
    cost: row.cost,
    latencyMs: row.latency_ms,
    firstTokenMs: row.first_token_ms,
    streaming: row.streaming,
    aborted: row.aborted,
    tags: row.tags,
    attempts: row.attempts,
    droppedParams: row.dropped_params,
  };
}

export function toRequestDetailView(row: RequestLogRow): RequestDetailView {
  return Object.assign(toRequestView(row), { requestBody: row.request_body, responseBody: row.response_body });
}

function toNamed(id: string | null, name: string | null): NamedView | null {
  return id === null ? null : { id, name: name ?? '' };
}

function toCount(value: string | null): number | null {
  return value === null ? null : Number(value);
}
