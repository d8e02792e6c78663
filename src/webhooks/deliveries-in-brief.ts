import { In, type EntityManager } from 'typeorm';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import type { Webhook } from './webhook.entity.js';

/** How the deliveries of a webhook go: those of the last 30 days, for older ones are deleted. */
export interface DeliveriesInBrief {
  readonly waiting: number;
  readonly delivered: number;
  readonly failed: number;
  /** The newest; null before the first. */
  readonly last: WebhookDelivery | null;
}

/** A webhook, and what became of what it was told. */
export interface WatchedWebhook {
  readonly webhook: Webhook;
  readonly deliveries: DeliveriesInBrief;
}

const COUNT = `
  SELECT webhook_id AS id, count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
    count(*) FILTER (WHERE state = 'delivered')::int AS delivered, count(*) FILTER (WHERE state = 'failed')::int AS failed
  FROM webhook_deliveries WHERE webhook_id = ANY ($1) GROUP BY webhook_id`;

const NEWEST = `
  SELECT newest.id FROM unnest($1::uuid[]) AS webhook (id)
  CROSS JOIN LATERAL (
    SELECT id FROM webhook_deliveries WHERE webhook_id = webhook.id ORDER BY created_at DESC, id DESC LIMIT 1
  ) AS newest`;

const NONE = { waiting: 0, delivered: 0, failed: 0 };

type Counts = Omit<DeliveriesInBrief, 'last'>;

export async function watch(manager: EntityManager, webhooks: readonly Webhook[]): Promise<WatchedWebhook[]> {
  const ids = webhooks.map(({ id }) => id);
  const counts = await manager.query<(Counts & { id: string })[]>(COUNT, [ids]);
  const newest = await manager.query<{ id: string }[]>(NEWEST, [ids]);
  const last = await manager.findBy(WebhookDelivery, { id: In(newest.map(({ id }) => id)) });
  return webhooks.map((webhook) => {
    const { waiting, delivered, failed } = counts.find(({ id }) => id === webhook.id) ?? NONE;
    const newestOfIt = last.find(({ webhookId }) => webhookId === webhook.id) ?? null;
    return { webhook, deliveries: { waiting, delivered, failed, last: newestOfIt } };
  });
}
