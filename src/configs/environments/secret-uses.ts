import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

const FLUSH_MS = 5_000;
const SHUTDOWN_MS = 3_000;
/** Far more than anybody has secrets: it bounds memory while the database does not answer. */
const MAX_WAITING = 10_000;

/**
 * When each secret was last used: noted in memory on the hot path, written together every few seconds and at shutdown.
 * A kill can lose the last seconds; an older note of another replica never replaces a newer one.
 */
@Injectable()
export class SecretUses implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(SecretUses.name);
  private waiting = new Map<string, Date>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    const written = (this.writing ?? Promise.resolve()).then(() => this.flush());
    // A database that does not answer must not hold the shutdown.
    await Promise.race([written, delay(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  add(secretId: string, at: Date): void {
    if (this.waiting.size < MAX_WAITING || this.waiting.has(secretId)) this.waiting.set(secretId, at);
  }

  /** Writes what is waiting; what cannot be written waits on. One write at a time. */
  flush(): Promise<void> {
    this.writing ??= this.write().finally(() => (this.writing = null));
    return this.writing;
  }

  private async write(): Promise<void> {
    if (this.waiting.size === 0) return;
    const taken = this.waiting;
    this.waiting = new Map();
    try {
      await writeUses(this.dataSource, taken);
    } catch (error) {
      for (const [secretId, at] of taken) if (!this.waiting.has(secretId)) this.add(secretId, at);
      this.logger.warn(
        `The last use of secrets could not be written: ${error instanceof Error ? error.message : 'error'}`,
      );
    }
  }
}

/**
 * A secret that was deleted meanwhile is left out. Sorted, so that two replicas lock rows in the same order. A use is
 * never later than the database's clock: a time written by a replica whose clock is fast would hide all uses until
 * then.
 */
async function writeUses(dataSource: DataSource, uses: ReadonlyMap<string, Date>): Promise<void> {
  const entries = [...uses].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await dataSource.query(
    `INSERT INTO environment_secret_uses (secret_id, last_used_at)
     SELECT id, least(at, clock_timestamp()) FROM unnest($1::uuid[], $2::timestamptz[]) AS used (id, at)
     WHERE EXISTS (SELECT FROM environment_secrets secret WHERE secret.id = used.id)
     ON CONFLICT (secret_id) DO UPDATE SET last_used_at = greatest(environment_secret_uses.last_used_at, excluded.last_used_at)`,
    [entries.map(([id]) => id), entries.map(([, at]) => at.toISOString())],
  );
}
