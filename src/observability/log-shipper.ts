import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { SETTINGS, type RuntimeSettings } from '../core/settings.js';
import { BatchInserter } from './batch-inserter.js';
import { JournalBacklog } from './journal-backlog.js';
import { reasonOf } from './journal-directory.js';
import type { JournalHealth } from './journal-health.js';
import { LogConnection } from './log-connection.js';
import { LogJournal } from './log-journal.js';
import { PartitionUpkeep } from './partition-upkeep.js';
import { RollupUpkeep } from './rollups/rollup-upkeep.js';
import type { SegmentReader } from './segment-reader.js';
import { ShippingState } from './shipping-state.js';

const BATCH_RECORDS = 500;
/** A batch that is not full waits this long for more records: small batches cost more CPU per record. */
const GATHER_MS = 250;
const BACKOFF_MS = [100, 250, 500, 1_000, 2_000, 4_000];
const ADOPT_EVERY_MS = 15_000;
const LOG_EVERY_MS = 30_000;
const STOP_DEADLINE_MS = 10_000;
const STOPPING_PAUSE_MS = 250;
/** Environments that readiness names. */
const NAMED_LOSSES = 5;
const LINE_BREAK = 0x0a;

type ShippingSettings = Pick<
  RuntimeSettings,
  'dataDir' | 'databaseUrl' | 'journalMaxBytes' | 'logRetentionDays' | 'logContentRetentionDays' | 'workers'
>;

/**
 * Carries what is in the journal to the database, in order, one batch at a time, and deletes what has arrived. The
 * journal is the queue, so memory stays flat however long the database is away. Whatever fails is tried again: the loop
 * ends only when it is stopped.
 */
@Injectable()
export class LogShipper implements JournalHealth, OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('LogShipper');
  private readonly connection: LogConnection;
  private readonly backlog: JournalBacklog;
  private readonly inserter: BatchInserter;
  private readonly upkeep: PartitionUpkeep;
  private readonly rollups: RollupUpkeep;
  private readonly state = new ShippingState();
  private running: Promise<void> | null = null;
  private stopAt: number | null = null;
  private wake: (() => void) | null = null;
  /**
   * `appendedRecords` of the journal when all of it was last found to be shipped; null while there is something left.
   */
  private shippedUpTo: number | null = null;
  private adoptAt = 0;
  /** Trouble → when it was last logged. */
  private readonly loggedAt = new Map<string, number>();
  /** Records that this process wrote and that are in the database or put aside. */
  private ownArrived: number;

  constructor(
    @Inject(SETTINGS)
    settings: ShippingSettings,
    private readonly journal: LogJournal,
  ) {
    const root = join(settings.dataDir, 'journal');
    const source = { directory: journal.directory, liveSegmentOf: () => journal.liveSegment };
    const maxBytes = settings.journalMaxBytes / settings.workers;
    this.backlog = new JournalBacklog(root, source, { maxBytes, destination: 'the database' });
    this.inserter = new BatchInserter(join(root, 'quarantine.jsonl'));
    this.connection = new LogConnection(settings.databaseUrl);
    const { logRetentionDays: records, logContentRetentionDays: contents } = settings;
    this.upkeep = new PartitionUpkeep(this.connection, { records, contents });
    this.rollups = new RollupUpkeep(this.connection);
    this.ownArrived = journal.appendedRecords;
  }

  get reasons(): readonly string[] {
    const { writeFailure, droppedRecords } = this.journal;
    const { quarantinedRecords } = this;
    const reasons = [
      writeFailure === null ? null : `the log journal cannot be written: ${writeFailure}`,
      this.state.reason(new Date(), this.backlogBytes),
      this.upkeep.trouble,
      this.rollups.trouble,
      droppedRecords === 0 ? null : `${droppedRecords} log records are lost since the start: the disk refused them`,
      this.backlog.lostRecords === 0 ? null : this.describeLosses(),
      quarantinedRecords === 0
        ? null
        : `${quarantinedRecords} log records that the database refused lie in journal/quarantine.jsonl`,
    ];
    return reasons.filter((reason) => reason !== null);
  }

  get backlogBytes(): number {
    return this.backlog.bytes;
  }

  get oldestWaitingMs(): number {
    return this.state.oldestWaitingMs(new Date());
  }

  get droppedRecords(): number {
    return this.journal.droppedRecords + this.backlog.lostRecords;
  }

  /** Records that the database could not take, put aside in journal/quarantine.jsonl, before the start too. */
  get quarantinedRecords(): number {
    return this.inserter.quarantinedRecords;
  }

  onModuleInit(): void {
    this.running ??= this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Ships what is left, for so long at most, and closes journal and connection. What stays on disk ships next time. */
  async stop(deadlineMs = STOP_DEADLINE_MS): Promise<void> {
    if (this.stopAt !== null) return;
    this.stopAt = performance.now() + deadlineMs;
    this.wake?.();
    // A batch that outlives the deadline still ends before its files are closed, though nothing waits for it any more.
    const closed = (this.running ?? Promise.resolve()).then(() => this.close());
    await within(deadlineMs, closed);
    await within(1_000, this.connection.close());
  }

  private async close(): Promise<void> {
    this.journal.rotate();
    await this.backlog.close();
  }

  private async run(): Promise<void> {
    await this.attempt('count what was put aside', () => this.inserter.countQuarantined());
    for (let failures = 0; !this.isOver();) {
      // A look that began before the stop may have missed the last records.
      const isLastLook = this.stopAt !== null;
      try {
        const shipped = await this.shipSome();
        failures = 0;
        this.state.succeeded();
        if (isLastLook && shipped === 0) return;
        if (this.stopAt === null && shipped < BATCH_RECORDS) await this.pause(GATHER_MS);
      } catch (error) {
        this.state.failed(error);
        this.logTrouble(`The request log waits in the journal (${this.backlogBytes} bytes)`, error);
        await this.pause(BACKOFF_MS[Math.min(failures++, BACKOFF_MS.length - 1)] ?? 0);
      }
    }
  }

  /** @returns how many records went */
  private async shipSome(): Promise<number> {
    if (this.isIdle()) return 0;
    const { appendedRecords } = this.journal;
    // None of these is a reason not to ship what can be shipped.
    await this.attempt('adopt journals', () => this.adopt());
    await this.attempt('enforce the limit of the log journal', () => this.backlog.enforceLimit());
    await this.upkeep.run();
    if (this.journal.isLiveSegmentGone) this.journal.rotate();
    let shipped = 0;
    for (const reader of this.backlog.readers()) shipped += await this.shipFrom(reader, appendedRecords);
    this.shippedUpTo = shipped === 0 ? appendedRecords : null;
    if (shipped > 0) this.rollups.noteShipped();
    if (this.stopAt === null) await this.rollups.run();
    return shipped;
  }

  /** Looking at an idle journal four times a second costs a gateway without traffic most of its CPU. */
  private isIdle(): boolean {
    const isQuiet = this.shippedUpTo === this.journal.appendedRecords && performance.now() < this.adoptAt;
    return isQuiet && !this.upkeep.isDue && !this.rollups.isDue && this.stopAt === null;
  }

  /** @param appendedRecords what the journal had taken before: all of it is accounted for when nothing is left to read */
  private async shipFrom(reader: SegmentReader, appendedRecords: number): Promise<number> {
    const isOwn = this.backlog.isOwn(reader);
    const batch = await reader.read(BATCH_RECORDS);
    if (batch === null) {
      if (isOwn) this.noteVanished(appendedRecords);
      await this.backlog.leave(reader);
      return 0;
    }
    this.state.began(batch.lines);
    const progress = { bytes: 0 };
    try {
      await this.connection.use((client) => this.inserter.insert(client, batch.lines, progress));
    } finally {
      const isWhole = progress.bytes === batch.lines.length;
      const records = isWhole ? batch.records : linesIn(batch.lines.subarray(0, progress.bytes));
      if (isOwn) this.ownArrived += records;
      if (records > 0) await reader.commit(batch, progress.bytes);
    }
    this.state.arrived();
    return batch.records;
  }

  private noteVanished(appendedRecords: number): void {
    const vanished = appendedRecords - this.ownArrived - this.backlog.ownLostRecords;
    if (vanished > 0) this.backlog.noteVanished(vanished);
  }

  private adopt(): Promise<void> {
    if (performance.now() < this.adoptAt || this.stopAt !== null) return Promise.resolve();
    this.adoptAt = performance.now() + ADOPT_EVERY_MS;
    const adopted = this.backlog.adopt();
    if (adopted > 0) this.logger.log(`Shipping the log journals of ${adopted} processes that have ended`);
    return Promise.resolve();
  }

  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logTrouble(`Could not ${what}`, error);
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

  /** Logs the same trouble now and then, not four times a second. */
  private logTrouble(trouble: string, error: unknown): void {
    const kind = trouble.replace(/\d+/g, '');
    const now = performance.now();
    if (now - (this.loggedAt.get(kind) ?? -Infinity) < LOG_EVERY_MS) return;
    this.loggedAt.set(kind, now);
    this.logger.warn(`${trouble}: ${reasonOf(error)}`);
  }

  private describeLosses(): string {
    const losses = [...this.backlog.lostByEnvironment].sort(([, a], [, b]) => b - a);
    const named = losses.slice(0, NAMED_LOSSES).map(([environment, count]) => `${environment} ${count}`);
    const rest = losses.length > NAMED_LOSSES ? ', …' : '';
    return `${this.backlog.lostRecords} log records are lost since the start, for the journal was full or its files vanished (${named.join(', ')}${rest})`;
  }
}

function linesIn(lines: Buffer): number {
  let count = 0;
  for (let at = lines.indexOf(LINE_BREAK); at >= 0; at = lines.indexOf(LINE_BREAK, at + 1)) count++;
  return count;
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  // A failure to close must not hold up the shutdown.
  await Promise.race([work.catch(() => undefined), timeout]);
  clearTimeout(timer);
}
