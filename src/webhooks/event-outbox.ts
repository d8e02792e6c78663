import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { OperatorEvent, OperatorEvents } from '../core/operator-events.js';

/** Events that wait for a database that is away, at most. */
const MAX_WAITING = 1_000;
const RETRY_MS = 5_000;
const SHUTDOWN_MS = 2_000;

/** One delivery for each webhook that wants the event, unless some replica has written it already. */
const WRITE = `
  INSERT INTO webhook_deliveries (id, webhook_id, event_key, type, body, state)
  SELECT gen_random_uuid(), id, $1, $2, $3, 'waiting' FROM webhooks
  WHERE enabled AND CASE WHEN $4::uuid IS NULL THEN events = '{}' OR $2 = ANY (events) ELSE id = $4 END
  ON CONFLICT (webhook_id, event_key) DO NOTHING`;

interface Database {
  query(sql: string, parameters: unknown[]): Promise<unknown>;
}

/** Takes events and writes them to the table from which they are delivered. Those that a process had not written die with it. */
@Injectable()
export class EventOutbox implements OperatorEvents, BeforeApplicationShutdown {
  private readonly logger = new Logger('webhooks');
  private readonly waiting: OperatorEvent[] = [];
  private writing: Promise<void> | null = null;
  private isStopping = false;

  constructor(@InjectDataSource() private readonly database: Database) {}

  tell(event: OperatorEvent): void {
    if (this.waiting.length >= MAX_WAITING) {
      this.logger.error(`An event is lost, for ${MAX_WAITING} wait for the database: ${event.key}`);
      return;
    }
    this.waiting.push(event);
    this.writing ??= this.writeAll().finally(() => (this.writing = null));
  }

  /** @param webhookId the only one that gets it, whatever it wants to be told of */
  async write({ type, key, data }: OperatorEvent, webhookId: string | null = null): Promise<void> {
    const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
    await this.database.query(WRITE, [toStoredKey(key), type, body, webhookId]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.race([this.writing, delay(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  private async writeAll(): Promise<void> {
    for (let [event] = this.waiting; event !== undefined; [event] = this.waiting) {
      try {
        await this.write(event);
        this.waiting.shift();
      } catch (error) {
        if (this.isStopping) return;
        this.logger.warn(`Events wait for the database: ${error instanceof Error ? error.message : 'error'}`);
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}

/** Plain keys are for who reads the table. They name models, which callers write: an index takes neither NUL nor 2,700 bytes. */
const PLAIN_KEY = /^[\x20-\x7e]{1,200}$/;

function toStoredKey(key: string): string {
  return PLAIN_KEY.test(key) ? key : createHash('sha256').update(key).digest('hex');
}
