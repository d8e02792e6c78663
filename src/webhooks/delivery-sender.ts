import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { SECRET_BOX, type SecretBox } from '../core/secret-box.js';
import { type Transport, TRANSPORT } from '../providers/transport/transport.js';
import { secondsUntilRetry } from './retry-schedule.js';
import { signDelivery } from './sign-delivery.js';
import type { WebhookDelivery } from './webhook-delivery.entity.js';
import type { Webhook } from './webhook.entity.js';

const EVERY_MS = 2_000;
const ANSWER_WITHIN_MS = 15_000;
const CONNECT_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;
const SHUTDOWN_MS = 3_000;
const LOG_EVERY_MS = 600_000;

/** Webhooks that are sent to at a time: one whose receiver does not answer keeps no other one waiting. */
const MOST_AT_ONCE = 8;

/**
 * One replica takes what is due, and no other for as long as sending may take: where it is killed meanwhile, another one
 * sends it after that, under the same id.
 */
const TAKE_DUE = `
  UPDATE webhook_deliveries AS delivery SET attempts = attempts + 1, next_at = clock_timestamp() + interval '60 seconds'
  FROM webhooks AS webhook
  WHERE webhook.id = delivery.webhook_id AND delivery.id = (
    SELECT due.id FROM webhook_deliveries AS due JOIN webhooks AS wanting ON wanting.id = due.webhook_id
    WHERE due.state = 'waiting' AND due.next_at <= clock_timestamp() AND wanting.enabled
      AND wanting.id <> ALL ($1::uuid[])
    ORDER BY due.next_at LIMIT 1 FOR UPDATE OF due SKIP LOCKED
  )
  RETURNING delivery.id, delivery.body, delivery.attempts, webhook.id AS "webhookId", webhook.url,
    webhook.sealed_secret AS "sealedSecret",
    CASE WHEN webhook.previous_until > now() THEN webhook.previous_sealed_secret END AS "previousSealedSecret"`;

const NOTE = `
  UPDATE webhook_deliveries SET state = $2, last_status = $3, last_error = $4,
    next_at = clock_timestamp() + make_interval(secs => $5),
    delivered_at = CASE WHEN $2 = 'delivered' THEN clock_timestamp() END
  WHERE id = $1`;

const FORGET = `DELETE FROM webhook_deliveries WHERE created_at < now() - interval '30 days'`;

type Due = Pick<WebhookDelivery, 'id' | 'webhookId' | 'body' | 'attempts'> &
  Pick<Webhook, 'url' | 'sealedSecret' | 'previousSealedSecret'>;

/** What became of one attempt. */
interface Answer {
  readonly status: number | null;
  /** Null where it was taken. */
  readonly error: string | null;
}

/** Sends what waits in the table, in every replica; to one webhook one after the other. */
@Injectable()
export class DeliverySender implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('webhooks');
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  /** Webhook → what is being sent to it. */
  private readonly sending = new Map<string, Promise<void>>();
  private isStopping = false;
  private forgetAt = 0;
  private loggedAt = -Infinity;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SECRET_BOX) private readonly secretBox: SecretBox,
    @Inject(TRANSPORT) private readonly transport: Transport,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.run(), EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    if (this.timer !== null) clearInterval(this.timer);
    const sent = Promise.all([this.running, ...this.sending.values()]);
    await Promise.race([sent, delay(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  private run(): void {
    this.running ??= this.sendDue().finally(() => (this.running = null));
  }

  private async sendDue(): Promise<void> {
    try {
      await this.forgetOld();
      while (!this.isStopping && this.sending.size < MOST_AT_ONCE) {
        const [[due]] = await this.dataSource.query<[Due[], number]>(TAKE_DUE, [[...this.sending.keys()]]);
        if (due === undefined) return;
        this.begin(due);
      }
    } catch (error) {
      this.warn(error);
    }
  }

  /** What is next for the same webhook follows at once. */
  private begin(due: Due): void {
    const sent = this.send(due).catch((error: unknown) => this.warn(error));
    this.sending.set(
      due.webhookId,
      sent.then(() => {
        this.sending.delete(due.webhookId);
        if (!this.isStopping) this.run();
      }),
    );
  }

  private warn(error: unknown): void {
    const now = performance.now();
    if (now - this.loggedAt < LOG_EVERY_MS) return;
    this.loggedAt = now;
    this.logger.warn(`Deliveries wait: ${error instanceof Error ? error.message : 'error'}`);
  }

  private async send(due: Due): Promise<void> {
    const { status, error } = await this.post(due);
    const wait = error === null ? null : secondsUntilRetry(due.attempts, Math.random());
    const state = error === null ? 'delivered' : wait === null ? 'failed' : 'waiting';
    await this.dataSource.query(NOTE, [due.id, state, status, error, wait ?? 0]);
    if (state === 'failed') this.logger.error(`A delivery is given up: ${error ?? ''}`, { delivery: due.id });
  }

  private async post({ id, webhookId, url, body, sealedSecret, previousSealedSecret }: Due): Promise<Answer> {
    const late = AbortSignal.timeout(ANSWER_WITHIN_MS);
    try {
      const sealed = previousSealedSecret === null ? [sealedSecret] : [sealedSecret, previousSealedSecret];
      const secrets = sealed.map((each) => this.secretBox.open(each, webhookId));
      const signature = signDelivery(secrets, { id, sentAt: new Date(), body });
      const headers = { 'content-type': 'application/json', 'user-agent': 'llmops-gateway', ...signature };
      const request = { method: 'POST', url, headers, body: Buffer.from(body) } as const;
      const response = await this.transport.send(request, late, { connectMs: CONNECT_MS });
      response.body.destroy();
      const { status } = response;
      return { status, error: status >= 200 && status < 300 ? null : `the receiver answered ${status}` };
    } catch (error) {
      const seconds = ANSWER_WITHIN_MS / 1_000;
      if (late.aborted) return { status: null, error: `the receiver did not answer within ${seconds} seconds` };
      // The transport speaks of providers, whom it is for.
      const message = error instanceof Error ? error.message.replaceAll('provider', 'receiver') : 'error';
      return { status: null, error: message.slice(0, 500) };
    }
  }

  private async forgetOld(): Promise<void> {
    if (performance.now() < this.forgetAt) return;
    this.forgetAt = performance.now() + FORGET_EVERY_MS;
    await this.dataSource.query(FORGET);
  }
}
