import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { ADDRESS_GUARD, type AddressGuard } from '../core/address-guard.js';
import { existing, refuse } from '../core/http/admin-errors.js';
import type { Precondition } from '../core/http/etag.js';
import { loadPage, type Page, type PageQuery } from '../core/http/page.js';
import { SECRET_BOX, type SecretBox } from '../core/secret-box.js';
import { watch, type WatchedWebhook } from './deliveries-in-brief.js';
import { newWebhookSecret } from './sign-delivery.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { type CreateWebhookBody, type DeliveriesQuery, type UpdateWebhookBody, webhookEtag } from './webhook.dto.js';
import { Webhook } from './webhook.entity.js';

@Injectable()
export class WebhooksService {
  constructor(
    @InjectRepository(Webhook) private readonly webhooks: Repository<Webhook>,
    @InjectRepository(WebhookDelivery) private readonly deliveries: Repository<WebhookDelivery>,
    @Inject(ADDRESS_GUARD) private readonly guard: AddressGuard,
    @Inject(SECRET_BOX) private readonly secretBox: SecretBox,
  ) {}

  async list(page: PageQuery): Promise<Page<WatchedWebhook>> {
    const order = [
      { column: 'webhook.name', direction: 'ASC', valueOf: (row: Webhook) => row.name },
      { column: 'webhook.id', direction: 'ASC', valueOf: (row: Webhook) => row.id },
    ] as const;
    const { items, nextCursor } = await loadPage(this.webhooks.createQueryBuilder('webhook'), order, page);
    return { items: await watch(this.webhooks.manager, items), nextCursor };
  }

  async get(id: string): Promise<WatchedWebhook> {
    const found = await this.webhooks.findBy({ id });
    const [webhook = null] = await watch(this.webhooks.manager, found);
    return existing(webhook, 'webhook');
  }

  /** @returns the secret too, which nobody sees again @throws UnprocessableEntityException where its URL must not be called */
  async create({
    name,
    url,
    events = [],
    enabled = true,
  }: CreateWebhookBody): Promise<[WatchedWebhook, secret: string]> {
    this.checkUrl(url);
    const id = randomUUID();
    const secret = newWebhookSecret();
    await this.webhooks.insert({ id, name, url, events, enabled, sealedSecret: this.secretBox.seal(secret, id) });
    return [await this.get(id), secret];
  }

  async update(id: string, body: UpdateWebhookBody, precondition: Precondition): Promise<WatchedWebhook> {
    if (body.url !== undefined) this.checkUrl(body.url);
    await this.webhooks.manager.transaction(async (manager) => {
      const webhook = existing(await manager.findOneBy(Webhook, { id }), 'webhook');
      precondition.check(webhookEtag(webhook), 'webhook');
      await manager.save(manager.merge(Webhook, webhook, body));
    });
    return this.get(id);
  }

  /** @returns the new secret too, which nobody sees again */
  async rotateSecret(
    id: string,
    graceSeconds: number,
    precondition: Precondition,
  ): Promise<[WatchedWebhook, secret: string]> {
    const secret = newWebhookSecret();
    await this.webhooks.manager.transaction(async (manager) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const webhook = existing(await manager.findOne(Webhook, { where: { id }, lock }), 'webhook');
      precondition.check(webhookEtag(webhook), 'webhook');
      await manager.update(Webhook, id, {
        sealedSecret: this.secretBox.seal(secret, id),
        previousSealedSecret: webhook.sealedSecret,
        previousUntil: () => `now() + make_interval(secs => ${graceSeconds})`,
      });
    });
    return [await this.get(id), secret];
  }

  /** Its deliveries go with it. */
  async delete(id: string, precondition: Precondition): Promise<void> {
    await this.webhooks.manager.transaction(async (manager) => {
      const webhook = existing(await manager.findOneBy(Webhook, { id }), 'webhook');
      precondition.check(webhookEtag(webhook), 'webhook');
      await manager.delete(Webhook, { id });
    });
  }

  async listDeliveries(webhookId: string, { state, type, ...page }: DeliveriesQuery): Promise<Page<WebhookDelivery>> {
    await this.get(webhookId);
    const query = this.deliveries
      .createQueryBuilder('delivery')
      .where('delivery.webhookId = :webhookId', { webhookId });
    if (state !== undefined) query.andWhere('delivery.state = :state', { state });
    if (type !== undefined) query.andWhere('delivery.type = :type', { type });
    const order = [
      {
        column: 'delivery.createdAt',
        direction: 'DESC',
        valueOf: (row: WebhookDelivery) => row.createdAt.toISOString(),
      },
      { column: 'delivery.id', direction: 'DESC', valueOf: (row: WebhookDelivery) => row.id },
    ] as const;
    return loadPage(query, order, page);
  }

  /** It is sent at once, with all its attempts anew. */
  async redeliver(webhookId: string, id: string): Promise<WebhookDelivery> {
    const where = { id, webhookId };
    existing(await this.deliveries.findOneBy(where), 'delivery');
    await this.deliveries.update(where, { state: 'waiting', attempts: 0, nextAt: () => 'now()' });
    return existing(await this.deliveries.findOneBy(where), 'delivery');
  }

  /** A query is no part of a provider's base URL, and may be one of a receiver's. */
  private checkUrl(url: string): void {
    const detail = this.guard.checkUrl(url.replace(/\?[^#]*/, ''));
    refuse(detail === null ? [] : [{ pointer: '/url', detail }]);
  }
}
