import { ApiProperty } from '@nestjs/swagger';
import { Flag, JsonField, Moment } from '../core/http/fields.js';
import type { JsonObject } from '../core/json.js';
import { RERATING_STATES, type Rerating } from './rerating.entity.js';
import type { ModelSums, RerateReason, RerateResult, RerateSums, UnpricedCalls } from './rerate-result.js';

const MAX_FILTER_BYTES = 10_000;

export class RerateBody {
  @Moment({ description: 'Calls that began at this time or later' })
  from: string;

  @Moment({ description: 'Calls that began before this time' })
  to: string;

  @JsonField(MAX_FILTER_BYTES, {
    optional: true,
    values: { type: 'string' },
    description: 'As in `GET /requests`: `model`, `provider`, `vendor`, `environment`, `tag.<key>` …',
    example: { provider: 'sandbox' },
  })
  filters?: JsonObject;

  @Flag({ optional: true, default: false, description: 'Says what would change, and changes nothing' })
  preview?: boolean;
}

export class RerateSumsView implements RerateSums {
  /** Calls that used something. */
  @ApiProperty({ type: 'integer' })
  requests: number;

  /** Of those, the ones whose cost is another one. */
  @ApiProperty({ type: 'integer' })
  changed: number;

  /** Of those, the ones whose cost was not known before. */
  @ApiProperty({ type: 'integer' })
  newlyPriced: number;

  /** Calls that no price is known for: what they cost stays as it was, or not known. */
  @ApiProperty({ type: 'integer' })
  unpriced: number;

  /** USD, of all calls whose cost was known. */
  @ApiProperty({ example: '12.5' })
  costBefore: string;

  /** USD, of all calls whose cost is known then. */
  @ApiProperty({ example: '11.75' })
  costAfter: string;

  @ApiProperty({ example: '-0.75' })
  difference: string;
}

export class ModelSumsView extends RerateSumsView implements ModelSums {
  /** Slug, as it was then. */
  @ApiProperty({ type: String, nullable: true })
  provider: string | null;

  @ApiProperty({ type: String, nullable: true })
  vendor: string | null;

  @ApiProperty({ type: String, nullable: true })
  model: string | null;
}

const REASONS: readonly RerateReason[] = [
  ...(['no_usage', 'not_whole', 'unknown_model', 'unknown_service_tier', 'no_price'] as const),
  ...(['not_told_apart', 'stated_by_vendor'] as const),
];

/** Calls of one model that have no price for one reason. */
export class UnpricedCallsView implements UnpricedCalls {
  @ApiProperty({ type: String, nullable: true })
  provider: string | null;

  @ApiProperty({ type: String, nullable: true })
  vendor: string | null;

  @ApiProperty({ type: String, nullable: true })
  model: string | null;

  /**
   * `no_usage`: the vendor did not say what it counted. `not_whole`: it counted only the prompt or only the answer.
   * `unknown_model`: nobody wrote a price for the model. `unknown_service_tier`: none for the tier that it was served at.
   * `no_price`: none for `unit`. `not_told_apart`: kinds of token that cost differently were counted together.
   * `stated_by_vendor`: the provider takes the host's word, which it did not give.
   */
  @ApiProperty({ enum: REASONS })
  reason: RerateReason;

  @ApiProperty({ type: String, nullable: true })
  unit: string | null;

  @ApiProperty({ type: 'integer' })
  requests: number;

  /** Of those, the ones that keep the cost that they have. */
  @ApiProperty({ type: 'integer' })
  kept: number;

  /** One of them. */
  @ApiProperty({ format: 'uuid' })
  requestId: string;
}

export class RerateResultView implements RerateResult {
  total: RerateSumsView;

  @ApiProperty({ type: [ModelSumsView] })
  models: readonly ModelSumsView[];

  @ApiProperty({ type: [UnpricedCallsView] })
  unpriced: readonly UnpricedCallsView[];

  /** There are more models or reasons than are listed; the total has them all. */
  isCut: boolean;
}

export class RerateView extends RerateResultView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  /** `running` goes on by itself, also after a restart: ask again with its id. */
  @ApiProperty({ enum: RERATING_STATES })
  state: Rerating['state'];

  @ApiProperty({ type: String, nullable: true })
  error: string | null;

  preview: boolean;

  @ApiProperty({ format: 'date-time' })
  from: string;

  @ApiProperty({ format: 'date-time' })
  to: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  filters: Record<string, string>;

  /** Calls that began until then are done, the oldest first. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  doneUntil: string | null;

  createdBy: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;
}

export function toRerateView(rerating: Rerating): RerateView {
  const { id, state, error, isPreview, from, to, filters, placeAt, result, createdBy, createdAt, finishedAt } =
    rerating;
  return {
    ...{ id, state, error, preview: isPreview, filters, createdBy },
    from: from.toISOString(),
    to: to.toISOString(),
    doneUntil: state === 'done' ? to.toISOString() : placeAt,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    ...result,
  };
}
