import { createHash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { SETTINGS, type RuntimeSettings } from '../../core/settings.js';
import { JournalBacklog } from '../journal-backlog.js';
import { isMissing, namesIn, reasonOf } from '../journal-directory.js';
import { LogJournal } from '../log-journal.js';
import type { Batch, SegmentReader } from '../segment-reader.js';
import { ShippingState } from '../shipping-state.js';
import { ClickhouseConnection } from './clickhouse-connection.js';

/** ClickHouse wants few large inserts: a batch that is not full waits this long for more records. */
const GATHER_MS = 2_000;
const BATCH_RECORDS = 5_000;
const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000];
const ADOPT_EVERY_MS = 15_000;
const LOG_EVERY_MS = 30_000;
const STOP_DEADLINE_MS = 5_000;

type ShippingSettings = Pick<RuntimeSettings, 'clickhouseUrl' | 'journalMaxBytes' | 'workers'>;

/**
 * Carries the journal to ClickHouse, beside the way to Postgres and independent of it. The journal's segments have a
 * second name in a directory of this shipper's (a hard link), where it has a checkpoint of its own and deletes what has
 * arrived: the file is gone when both have given up their names of it. Does nothing where no URL is set.
 */
@Injectable()
export class ClickhouseShipper implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('ClickhouseShipper');
  private readonly connection: ClickhouseConnection | null;
  private readonly backlog: JournalBacklog | null;
  private readonly state = new ShippingState('ClickHouse');
  private running: Promise<void> | null = null;
  private stopAt: number | null = null;
  private wake: (() => void) | null = null;
  private adoptAt = 0;
  private loggedAt = -Infinity;

  constructor(
    @Inject(SETTINGS) { clickhouseUrl, journalMaxBytes, workers }: ShippingSettings,
    private readonly journal: LogJournal,
  ) {
    const { copyDirectory } = journal;
    const isOn = clickhouseUrl !== null && copyDirectory !== null;
    this.connection = isOn ? new ClickhouseConnection(clickhouseUrl) : null;
    const source = { directory: copyDirectory ?? '', liveSegmentOf: () => journal.liveSegment };
    const limits = { maxBytes: journalMaxBytes / workers, destination: 'ClickHouse' };
    // Dead processes' directories are adopted with those of Postgres, and none lies here.
    this.backlog = isOn ? new JournalBacklog(join(source.directory, 'none'), source, limits) : null;
  }

  /** Whether the log goes to ClickHouse at all. */
  get isOn(): boolean {
    return this.backlog !== null;
  }

  /** What is wrong, each in one sentence. */
  get reasons(): readonly string[] {
    const { backlog } = this;
    if (backlog === null) return [];
    const { copyFailure } = this.journal;
    const reasons = [
      this.state.reason(new Date(), backlog.bytes),
      copyFailure === null ? null : `the log journal is not kept for ClickHouse: ${copyFailure}`,
      backlog.lostRecords === 0
        ? null
        : `${backlog.lostRecords} log records will not reach ClickHouse, for its part of the journal was full`,
    ];
    return reasons.filter((reason) => reason !== null);
  }

  /** On disk and not yet in ClickHouse. */
  get backlogBytes(): number {
    return this.backlog?.bytes ?? 0;
  }

  /** How long the oldest record has waited that ClickHouse has not taken; 0 while all arrive. */
  get oldestWaitingMs(): number {
    return this.state.oldestWaitingMs(new Date());
  }

  /** Will not reach ClickHouse, since the start: given up at the limit, or in a segment without a second name. */
  get lostRecords(): number {
    return (this.backlog?.lostRecords ?? 0) + this.journal.uncopiedRecords;
  }

  onModuleInit(): void {
    const { backlog, connection } = this;
    if (backlog !== null && connection !== null) this.running ??= this.run(backlog, connection);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Ships what is left, for so long at most; what stays on disk ships next time. */
  async stop(deadlineMs = STOP_DEADLINE_MS): Promise<void> {
    if (this.backlog === null || this.stopAt !== null) return;
    this.stopAt = performance.now() + deadlineMs;
    this.wake?.();
    await this.running;
    this.journal.rotate();
    await this.backlog.close();
    // Postgres leaves the directory where this one was still in it.
    await rmdir(this.journal.directory).catch(() => undefined);
    await this.connection?.close();
  }

  private async run(backlog: JournalBacklog, connection: ClickhouseConnection): Promise<void> {
    for (let failures = 0; this.stopAt === null || performance.now() < this.stopAt;) {
      // A look that began before the stop may have missed the last records.
      const isLastLook = this.stopAt !== null;
      try {
        const shipped = await this.shipSome(backlog, connection);
        failures = 0;
        this.state.succeeded();
        if (isLastLook && shipped === 0) return;
        if (this.stopAt === null && shipped < BATCH_RECORDS) await this.pause(GATHER_MS);
      } catch (error) {
        this.state.failed(error);
        this.logTrouble(error);
        if (this.stopAt !== null) return;
        await this.pause(BACKOFF_MS[Math.min(failures++, BACKOFF_MS.length - 1)] ?? 0);
      }
    }
  }

  /** @returns how many records went */
  private async shipSome(backlog: JournalBacklog, connection: ClickhouseConnection): Promise<number> {
    if (performance.now() >= this.adoptAt) {
      this.adoptAt = performance.now() + ADOPT_EVERY_MS;
      this.adopt(backlog);
    }
    await backlog.enforceLimit();
    let shipped = 0;
    for (const reader of backlog.readers()) {
      const batch = await reader.read(BATCH_RECORDS);
      if (batch === null) {
        await backlog.leave(reader);
        continue;
      }
      this.state.began(batch.lines);
      await connection.insert(batch.lines, tokenOf(reader, batch));
      await reader.commit(batch);
      this.state.arrived();
      shipped += batch.records;
    }
    return shipped;
  }

  /** Takes over what the dead processes, whose journals this one has adopted, still had for ClickHouse. */
  private adopt(backlog: JournalBacklog): void {
    const { directory, copyDirectory } = this.journal;
    if (copyDirectory === null) return;
    for (const name of namesIn(directory).filter((each) => each.startsWith('adopted-'))) {
      try {
        renameSync(join(directory, name, basename(copyDirectory)), join(copyDirectory, name));
      } catch (error) {
        if (!isMissing(error)) this.logTrouble(error);
      }
    }
    backlog.adopt();
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }

  private logTrouble(error: unknown): void {
    const now = performance.now();
    if (now - this.loggedAt < LOG_EVERY_MS) return;
    this.loggedAt = now;
    this.logger.warn(`The request log waits for ClickHouse (${this.backlogBytes} bytes): ${reasonOf(error)}`);
  }
}

/** Of a place in one process's journal; what the lines say is in it, for names of processes come again on other machines. */
function tokenOf({ directory }: SegmentReader, { lines, end }: Batch): string {
  const content = createHash('sha256').update(lines).digest('hex').slice(0, 32);
  return [basename(directory), end.segment, end.offset - lines.length, content].join(':');
}
