import { randomUUID } from 'node:crypto';
import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { AdminController } from '../core/http/admin-controller.js';
import { ApiAction } from '../core/http/api-action.js';
import { IfMatch, type Precondition } from '../core/http/etag.js';
import { mapPage, PageQuery, type Page } from '../core/http/page.js';
import { IdParam } from '../core/http/resource-param.js';
import { EVENTS, EVENT_TYPES, TEST_EVENT } from '../core/operator-events.js';
import { EventOutbox } from './event-outbox.js';
import {
  CreateWebhookBody,
  DeliveriesQuery,
  DeliveryView,
  EventsView,
  NewWebhookView,
  RotateWebhookSecretBody,
  toDeliveryView,
  toWebhookView,
  UpdateWebhookBody,
  WebhookView,
} from './webhook.dto.js';
import { WebhooksService } from './webhooks.service.js';

@AdminController('webhooks', 'Webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly outbox: EventOutbox,
  ) {}

  @Get()
  @ApiAction('List webhooks', { page: WebhookView })
  async list(@Query() page: PageQuery): Promise<Page<WebhookView>> {
    return mapPage(await this.webhooks.list(page), toWebhookView);
  }

  @Get('events')
  @ApiAction('List the events that webhooks may be told of', { ok: EventsView })
  events(): EventsView {
    return { items: EVENT_TYPES.map((type) => ({ type, toldWhen: EVENTS[type] })) };
  }

  @Post()
  @ApiAction('Create a webhook; its secret is shown this once', { created: NewWebhookView })
  async create(@Body() body: CreateWebhookBody): Promise<NewWebhookView> {
    const [webhook, secret] = await this.webhooks.create(body);
    return Object.assign(toWebhookView(webhook), { secret });
  }

  @Get(':id')
  @ApiAction('Read a webhook', { ok: WebhookView })
  async get(@IdParam('id') id: string): Promise<WebhookView> {
    return toWebhookView(await this.webhooks.get(id));
  }

  @Patch(':id')
  @ApiAction('Change a webhook', { ok: WebhookView })
  async update(
    @IdParam('id') id: string,
    @Body() body: UpdateWebhookBody,
    @IfMatch() precondition: Precondition,
  ): Promise<WebhookView> {
    return toWebhookView(await this.webhooks.update(id, body, precondition));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiAction('Delete a webhook, and its deliveries with it', 'nothing')
  async delete(@IdParam('id') id: string, @IfMatch() precondition: Precondition): Promise<void> {
    await this.webhooks.delete(id, precondition);
  }

  @Post(':id/secret/rotate')
  @ApiAction('Sign by a new secret, and for a while by the one of before as well; it is shown this once', {
    created: NewWebhookView,
  })
  async rotateSecret(
    @IdParam('id') id: string,
    @Body() { graceSeconds }: RotateWebhookSecretBody,
    @IfMatch() precondition: Precondition,
  ): Promise<NewWebhookView> {
    const [webhook, secret] = await this.webhooks.rotateSecret(id, graceSeconds, precondition);
    return Object.assign(toWebhookView(webhook), { secret });
  }

  @Post(':id/test')
  @HttpCode(204)
  @ApiAction('Deliver an event `webhook.test` to it, whichever events it is told of', 'nothing')
  async test(@IdParam('id') id: string): Promise<void> {
    await this.webhooks.get(id);
    await this.outbox.write({ type: TEST_EVENT, key: `${TEST_EVENT}:${randomUUID()}`, data: {} }, id);
  }

  @Get(':id/deliveries')
  @ApiAction('List its deliveries of the last 30 days, the newest first', { page: DeliveryView })
  async deliveries(@IdParam('id') id: string, @Query() query: DeliveriesQuery): Promise<Page<DeliveryView>> {
    return mapPage(await this.webhooks.listDeliveries(id, query), toDeliveryView);
  }

  @Post(':id/deliveries/:deliveryId/redeliver')
  @HttpCode(200)
  @ApiAction('Deliver once more, with all attempts anew', { ok: DeliveryView })
  async redeliver(@IdParam('id') id: string, @IdParam('deliveryId') deliveryId: string): Promise<DeliveryView> {
    return toDeliveryView(await this.webhooks.redeliver(id, deliveryId));
  }
}
