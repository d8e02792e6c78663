import type { OnModuleDestroy } from '@nestjs/common';
import { openDatabaseClient } from '../../core/database-client.js';

/** Of `ReplicaMessages`. */
export const REPLICA_CHANNEL = 'replica_message';

const CONNECT_WITHIN_MS = 4_000;
/** Every query but those of a load reads one row. */
const ANSWER_WITHIN_MS = 4_000;

/** What another session of the database sent. */
export interface Notice {
  readonly channel: string;
  readonly payload?: string | undefined;
}

/** What is used of a `DatabaseClient`. */
export interface SnapshotClient {
  /** Milliseconds that one statement may take before the connection is destroyed. */
  answerWithinMs: number;
  readonly isOpen: boolean;
  /** False behind a pooler. */
  isDirect(): Promise<boolean>;
  query(sql: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  on(event: 'notification', listener: (notice: Notice) => void): unknown;
  destroy(reason: string): void;
  end(): Promise<void>;
}

export function openSnapshotClient(databaseUrl: string): Promise<SnapshotClient> {
  return openDatabaseClient({
    connectionString: databaseUrl,
    application_name: 'llmops-gateway-snapshot',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    answerWithinMs: ANSWER_WITHIN_MS,
  });
}

/**
 * The snapshot's own connection: it never waits behind reports or administrators. Its queries run one after the other,
 * and a connection on which one failed is replaced for the next query.
 */
export class SnapshotConnection implements OnModuleDestroy {
  /** Another replica wrote. Behind a pooler no notice arrives, and only polling the revision finds changes. */
  onNotice: () => void = () => undefined;
  /** Another process sent a message. */
  onMessage: (text: string) => void = () => undefined;
  private client: SnapshotClient | null = null;
  private last: Promise<unknown> = Promise.resolve();

  /** @param connect opens another connection */
  constructor(private readonly connect: () => Promise<SnapshotClient>) {}

  run<Result>(work: (client: SnapshotClient) => Promise<Result>): Promise<Result> {
    const result = this.last.then(() => this.attempt(work));
    this.last = result.catch(() => undefined);
    return result;
  }

  async onModuleDestroy(): Promise<void> {
    this.onNotice = () => undefined;
    await this.last;
    await this.client?.end().catch(() => undefined);
    this.client = null;
  }

  private async attempt<Result>(work: (client: SnapshotClient) => Promise<Result>): Promise<Result> {
    if (!this.client?.isOpen) this.client = await this.open();
    const { client } = this;
    try {
      return await work(client);
    } catch (error) {
      client.destroy('something failed on it');
      throw error;
    } finally {
      client.answerWithinMs = ANSWER_WITHIN_MS;
    }
  }

  private async open(): Promise<SnapshotClient> {
    const client = await this.connect();
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === REPLICA_CHANNEL) this.onMessage(payload);
      else this.onNotice();
    });
    try {
      // Behind a pooler it would stay on a connection that others get next.
      if (await client.isDirect()) await client.query(`LISTEN config_changed; LISTEN ${REPLICA_CHANNEL}`);
      return client;
    } catch (error) {
      client.destroy('it could not be made ready');
      throw error;
    }
  }
}
