import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import { SETTINGS, type RuntimeSettings } from '../core/settings.js';
import { BatchInserter } from './batch-inserter.js';
import { JournalBacklog } from './journal-backlog.js';
import type { JournalHealth } from './journal-health.js';
import { LogJournal } from './log-journal.js';
import { comingDays, dropExpiredPartitions, ensurePartitions } from './partitions.js';
import type { SegmentReader } from './segment-reader.js';

const BATCH_RECORDS = 500;
/** A batch that is not full waits this long for company: sooner costs more CPU per record. */
const GATHER_MS = 250;
const BACKOFF_MS = [100, 250, 500, 1_000, 2_000, 4_000];
const ADOPT_EVERY_MS = 15_000;
const PARTITIONS_EVERY_MS = 3_600_000;
const COMPLAIN_EVERY_MS = 30_000;
const STOP_DEADLINE_MS = 10_000;
const STOPPING_PAUSE_MS = 250;

/**
 * The log's back door: carries what is in the journal to the database, in order, one batch at a time, and deletes what
 * has arrived. The journal is the queue, so memory stays flat however long the database is away.
 */
@Injectable()
export class LogShipper implements JournalHealth, OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('LogShipper');
  private readonly pool: Pool;
  private readonly backlog: JournalBacklog;
  private readonly inserter: BatchInserter;
  private running: Promise<void> | null = null;
  private stopAt: number | null = null;
  private wake: (() => void) | null = null;
  /** What the journal had taken when it was last found worked off; null while there is something left. */
  private workedOff: number | null = null;
  private adoptAt = 0;
  private partitionsAt = 0;
  private complainedAt = -Infinity;

  constructor(
    @Inject(SETTINGS)
    private readonly settings: Pick<
      RuntimeSettings,
      'dataDir' | 'databaseUrl' | 'journalMaxBytes' | 'logRetentionDays' | 'workers'
    >,
    private readonly journal: LogJournal,
  ) {
    const root = join(settings.dataDir, 'journal');
    this.backlog = new JournalBacklog(root, journal, settings.journalMaxBytes / settings.workers);
    this.inserter = new BatchInserter(join(root, 'quarantine.jsonl'));
    this.pool = toPool(settings.databaseUrl);
  }

  get reasons(): readonly string[] {
    const { writeFailure } = this.journal;
    if (writeFailure !== null) return [`the log journal cannot be written: ${writeFailure}`];
    return this.backlog.overflowed
      ? [`the log journal is full: ${this.backlog.lostRecords} records that waited for the database are lost`]
      : [];
  }

  get backlogBytes(): number {
    return this.backlog.bytes;
  }

  get droppedRecords(): number {
    return this.journal.droppedRecords + this.backlog.lostRecords;
  }

  /** Records that the database could not take, put aside in journal/quarantine.jsonl. */
  get quarantinedRecords(): number {
    return this.inserter.quarantinedRecords;
  }

  onModuleInit(): void {
    this.running ??= this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Ships what is left, for so long at most, and closes journal and connections. What stays on disk ships next time. */
  async stop(deadlineMs = STOP_DEADLINE_MS): Promise<void> {
    if (this.stopAt !== null) return;
    this.stopAt = performance.now() + deadlineMs;
    this.wake?.();
    // A batch that outlives the deadline still ends before its files are closed, whoever waits for that.
    const closed = (this.running ?? Promise.resolve()).then(() => this.close());
    await within(deadlineMs, closed);
    await within(1_000, this.pool.end());
  }

  private async close(): Promise<void> {
    this.journal.rotate();
    await this.backlog.close();
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.isOver();) {
      try {
        const shipped = await this.shipSome();
        failures = 0;
        if (this.stopAt !== null) {
          if (shipped === 0) return;
        } else if (shipped < BATCH_RECORDS) {
          await this.pause(GATHER_MS);
        }
      } catch (error) {
        this.complain(error);
        await this.pause(BACKOFF_MS[Math.min(failures++, BACKOFF_MS.length - 1)] ?? 0);
      }
    }
  }

  /** @returns how many records went */
  private async shipSome(): Promise<number> {
    if (this.isIdle()) return 0;
    const { appendedRecords } = this.journal;
    this.adopt();
    await this.backlog.enforceLimit();
    if (performance.now() >= this.partitionsAt) await this.maintainPartitions();
    let shipped = 0;
    for (const reader of this.backlog.readers()) shipped += await this.shipFrom(reader);
    this.workedOff = shipped === 0 ? appendedRecords : null;
    return shipped;
  }

  /** Looking at an idle journal four times a second costs a gateway without traffic most of its CPU. */
  private isIdle(): boolean {
    const now = performance.now();
    const isQuiet = this.workedOff === this.journal.appendedRecords && now < this.adoptAt && now < this.partitionsAt;
    return isQuiet && this.stopAt === null;
  }

  private async shipFrom(reader: SegmentReader): Promise<number> {
    const batch = await reader.read(BATCH_RECORDS);
    if (batch === null) {
      await this.backlog.leave(reader);
      return 0;
    }
    await this.withClient((client) => this.inserter.insert(client, batch.lines));
    await reader.commit(batch);
    return batch.records;
  }

  private adopt(): void {
    if (performance.now() < this.adoptAt || this.stopAt !== null) return;
    this.adoptAt = performance.now() + ADOPT_EVERY_MS;
    const adopted = this.backlog.adopt();
    if (adopted > 0) this.logger.log(`Shipping the log journals of ${adopted} processes that have ended`);
  }

  private async maintainPartitions(): Promise<void> {
    const now = new Date();
    await this.withClient((client) => ensurePartitions(client, comingDays(now)));
    this.partitionsAt = performance.now() + PARTITIONS_EVERY_MS;
    const dropped = await this.withClient((client) =>
      dropExpiredPartitions(client, this.settings.logRetentionDays, now),
    );
    if (dropped.length > 0) this.logger.log(`Dropped the request log of ${dropped.join(', ')}`);
  }

  /** A connection on which anything failed is not used again: it may be half-open, or in the middle of a reply. */
  private async withClient<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  private isOver(): boolean {
    return this.stopAt !== null && performance.now() >= this.stopAt;
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.stopAt === null ? ms : Math.min(ms, STOPPING_PAUSE_MS));
      timer.unref();
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }

  private complain(error: unknown): void {
    const now = performance.now();
    if (now - this.complainedAt < COMPLAIN_EVERY_MS) return;
    this.complainedAt = now;
    const reason = String(error);
    this.logger.warn(`The request log waits in the journal (${this.backlogBytes} bytes): ${reason}`);
  }
}

/** Apart from the admin API's connections: neither can starve the other. */
function toPool(connectionString: string): Pool {
  const pool = new Pool({
    connectionString,
    max: 1,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    query_timeout: 35_000,
    keepAlive: true,
    application_name: 'llmops-gateway-log',
  });
  // A connection that breaks, idle or in the middle of a batch, is replaced by the next batch.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
