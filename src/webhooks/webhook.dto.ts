import { ApiProperty } from '@nestjs/swagger';
import { EtagProperty, etagOf } from '../core/http/etag.js';
import { Flag, ListOfWords, Name, OneOf, Text, Whole } from '../core/http/fields.js';
import { PageQuery } from '../core/http/page.js';
import { EVENT_TYPES, TEST_EVENT, type EventType, type OperatorEvent } from '../core/operator-events.js';
import type { DeliveriesInBrief, WatchedWebhook } from './deliveries-in-brief.js';
import { DELIVERY_STATES, type DeliveryState, type WebhookDelivery } from './webhook-delivery.entity.js';
import type { Webhook } from './webhook.entity.js';

const DELIVERED_TYPES = [...EVENT_TYPES, TEST_EVENT] as const;
const MAX_URL = 2_000;
const URL_DESCRIPTION =
  'Takes the deliveries by POST. Private and reserved addresses are refused unless LLMOPS_UPSTREAM_ALLOW has their network';
const EVENTS = 'Which it is told of; an empty list for all';
const URL_EXAMPLE = 'https://hooks.example.com/llm-gateway';

export class CreateWebhookBody {
  @Name({ example: 'On-call' })
  name: string;

  @Text(MAX_URL, { description: URL_DESCRIPTION, example: URL_EXAMPLE })
  url: string;

  @ListOfWords(EVENT_TYPES, { optional: true, description: EVENTS, example: ['breaker.opened', 'rollout.rolled_back'] })
  events?: EventType[];

  @Flag({ optional: true, default: true })
  enabled?: boolean;
}

export class UpdateWebhookBody {
  @Name({ optional: true, example: 'On-call' })
  name?: string;

  @Text(MAX_URL, { optional: true, description: URL_DESCRIPTION, example: URL_EXAMPLE })
  url?: string;

  @ListOfWords(EVENT_TYPES, { optional: true, description: EVENTS, example: ['breaker.opened'] })
  events?: EventType[];

  @Flag({ optional: true })
  enabled?: boolean;
}

const MAX_GRACE_SECONDS = 90 * 24 * 3600;

export class RotateWebhookSecretBody {
  @Whole(0, MAX_GRACE_SECONDS, {
    description: 'Seconds for which deliveries are signed by the secret of before as well',
    example: 86_400,
  })
  graceSeconds: number;
}

export class EventView {
  @ApiProperty({ enum: EVENT_TYPES })
  type: EventType;

  toldWhen: string;
}

export class EventsView {
  @ApiProperty({ type: [EventView] })
  items: EventView[];
}

export class LastDeliveryView {
  @ApiProperty({ enum: DELIVERED_TYPES })
  type: OperatorEvent['type'];

  @ApiProperty({ enum: DELIVERY_STATES })
  state: DeliveryState;

  attempts: number;

  /** What the receiver answered last; null where it did not. */
  @ApiProperty({ type: Number, nullable: true })
  lastStatus: number | null;

  /** Why the last attempt failed. */
  @ApiProperty({ type: String, nullable: true })
  lastError: string | null;

  createdAt: string;
}

/** Of the last 30 days. */
export class DeliveriesInBriefView {
  /** Those that failed and are tried again, too. */
  waiting: number;

  delivered: number;

  /** Given up. */
  failed: number;

  /** Null before the first. */
  @ApiProperty({ type: LastDeliveryView, nullable: true })
  last: LastDeliveryView | null;
}

export class WebhookView {
  @EtagProperty()
  etag: string;

  id: string;
  name: string;
  url: string;

  /** Which it is told of; an empty list for all. */
  @ApiProperty({ enum: EVENT_TYPES, isArray: true })
  events: EventType[];

  enabled: boolean;

  /** Until when deliveries are signed by the secret of before as well; null where they are not. */
  @ApiProperty({ type: String, nullable: true })
  previousSecretUntil: string | null;

  deliveries: DeliveriesInBriefView;

  createdAt: string;
  updatedAt: string;
}

export class NewWebhookView extends WebhookView {
  /** Signs the deliveries. Shown this once. */
  @ApiProperty({ example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
  secret: string;
}

export class DeliveriesQuery extends PageQuery {
  @OneOf(DELIVERY_STATES, { optional: true })
  state?: DeliveryState;

  @OneOf(DELIVERED_TYPES, { optional: true })
  type?: OperatorEvent['type'];
}

export class DeliveryView {
  /** Also the delivery's `webhook-id`, at every attempt. */
  id: string;

  @ApiProperty({ enum: DELIVERED_TYPES })
  type: OperatorEvent['type'];

  /** As it is sent. */
  body: string;

  @ApiProperty({ enum: DELIVERY_STATES })
  state: DeliveryState;

  attempts: number;

  /** When it is sent next; null where it is not. */
  @ApiProperty({ type: String, nullable: true })
  nextAt: string | null;

  /** What the receiver answered last; null where it did not. */
  @ApiProperty({ type: Number, nullable: true })
  lastStatus: number | null;

  /** Why the last attempt failed. */
  @ApiProperty({ type: String, nullable: true })
  lastError: string | null;

  createdAt: string;

  @ApiProperty({ type: String, nullable: true })
  deliveredAt: string | null;
}

export function webhookEtag({ sealedSecret: _, previousSealedSecret: __, ...webhook }: Webhook): string {
  return etagOf(webhook);
}

export function toWebhookView({ webhook, deliveries }: WatchedWebhook): WebhookView {
  const { id, name, url, events, enabled, previousUntil, createdAt, updatedAt } = webhook;
  const isPrevious = previousUntil !== null && previousUntil.getTime() > Date.now();
  return {
    ...{ etag: webhookEtag(webhook), id, name, url, events, enabled },
    previousSecretUntil: isPrevious ? previousUntil.toISOString() : null,
    deliveries: toDeliveriesInBriefView(deliveries),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function toDeliveriesInBriefView({ last, ...counts }: DeliveriesInBrief): DeliveriesInBriefView {
  if (last === null) return { ...counts, last };
  const { type, state, attempts, lastStatus, lastError, createdAt } = last;
  return { ...counts, last: { type, state, attempts, lastStatus, lastError, createdAt: createdAt.toISOString() } };
}

export function toDeliveryView(delivery: WebhookDelivery): DeliveryView {
  const { id, type, body, state, attempts, lastStatus, lastError, createdAt, deliveredAt } = delivery;
  return {
    ...{ id, type, body, state, attempts, lastStatus, lastError },
    nextAt: state === 'waiting' ? delivery.nextAt.toISOString() : null,
    createdAt: createdAt.toISOString(),
    deliveredAt: deliveredAt?.toISOString() ?? null,
  };
}
