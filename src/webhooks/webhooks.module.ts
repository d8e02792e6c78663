import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OPERATOR_EVENTS } from '../core/operator-events.js';
import { DeliverySender } from './delivery-sender.js';
import { EventOutbox } from './event-outbox.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { Webhook } from './webhook.entity.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

/** Tells operators what happens. Global, for those who notice something, and know no webhooks, ask for `OPERATOR_EVENTS`. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Webhook, WebhookDelivery])],
  controllers: [WebhooksController],
  providers: [WebhooksService, EventOutbox, DeliverySender, { provide: OPERATOR_EVENTS, useExisting: EventOutbox }],
  exports: [OPERATOR_EVENTS],
})
export class WebhooksModule {}
