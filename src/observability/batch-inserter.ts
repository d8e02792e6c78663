import { randomUUID } from 'node:crypto';
import { appendFileSync, createReadStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { copyIn } from './copy-in.js';
import { COPY_ATTEMPTS, COPY_CONTENTS, COPY_RECORDS, toCopyRows } from './copy-rows.js';
import { applyEstimates, splitEstimates } from './estimate-lines.js';
import { INSERT_LINES } from './insert-lines.js';
import { isMissing } from './journal-directory.js';
import { dayOf, ensurePartitions } from './partitions.js';
import { isAboutData, refusalOf } from './refusal.js';
import type { CountedCall } from './rollups/counted-call.js';
import { Rollup } from './rollups/rollup.js';
import { TagLimits } from './rollups/tag-limits.js';
import { KnownDimensions, writeRollup } from './rollups/write-rollups.js';
import { inTransaction } from './transaction.js';

const LINE_BREAK = 0x0a;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const SCRATCH_BYTES = 1024 * 1024 + 1;
/** `started_at` is a record's first member: its day begins at a fixed offset. */
const DAY_FROM = '{"started_at":"'.length;
const DAY_LENGTH = 'YYYY-MM-DD'.length;

/** Bytes of lines that are made into rows in one turn of the event loop: a quarter of a millisecond. */
const COPIED_AT_ONCE = 64 * 1024;
/** What refuses one copy (rows that are there already, row-level security) mostly refuses the next ones as well. */
const COPY_AGAIN_MS = 10_000;

/** How much of a batch is done with, in the database or put aside, when the rest of it has to wait. */
export interface Progress {
  bytes: number;
}

/** Puts journal lines into the database, each once, and puts aside what the database cannot take. */
export class BatchInserter {
  private readonly logger = new Logger('LogShipper');
  private readonly knownDays = new Set<string>();
  private readonly knownDimensions = new KnownDimensions();
  private readonly tagLimits = new TagLimits();
  private lastClient: ClientBase | null = null;
  private scratch: Buffer | null = null;
  private quarantined = 0;
  /** A time of `performance.now()`. */
  private copyAgainAt = 0;

  /** @param quarantinePath where lines go that are no rows */
  constructor(private readonly quarantinePath: string) {}

  /** Those put aside by earlier processes too, once `countQuarantined` has looked. */
  get quarantinedRecords(): number {
    return this.quarantined;
  }

  /** Adds the records that earlier processes put aside, which somebody still has to look at. */
  async countQuarantined(): Promise<void> {
    try {
      for await (const chunk of createReadStream(this.quarantinePath) as AsyncIterable<Buffer>) {
        for (let at = chunk.indexOf(LINE_BREAK); at >= 0; at = chunk.indexOf(LINE_BREAK, at + 1)) this.quarantined++;
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /**
   * @param lines whole lines, with a line break at the end
   * @param progress counts up from the beginning of the lines, also where this throws
   * @throws what the database answered, where the same rows may well go in later
   */
  async insert(client: ClientBase, lines: Buffer, progress: Progress = { bytes: 0 }): Promise<void> {
    if (client !== this.lastClient) this.knownDimensions.clear();
    this.lastClient = client;
    const split = splitEstimates(lines);
    if (split === null) {
      await this.insertRecords(client, lines, progress);
      return;
    }
    // In this order, for an estimate follows its record. Where the second fails, the first are there already next time.
    if (split.records.length > 0) await this.insertRecords(client, split.records, { bytes: 0 });
    const rollup = new Rollup(this.tagLimits);
    await this.inCountedTransaction(client, rollup, () => applyEstimates(client, split.estimates, rollup));
    progress.bytes += lines.length;
  }

  private async insertRecords(client: ClientBase, lines: Buffer, progress: Progress): Promise<void> {
    if (await this.tryCopy(client, lines)) progress.bytes += lines.length;
    else await this.insertAsJson(client, lines, progress);
  }

  /** @returns whether all of the lines are in; else none of them is */
  private async tryCopy(client: ClientBase, lines: Buffer): Promise<boolean> {
    if (performance.now() < this.copyAgainAt) return false;
    const [records, attempts, contents]: [Buffer[], Buffer[], Buffer[]] = [[], [], []];
    const rollup = new Rollup(this.tagLimits);
    for (const slice of slicesOf(lines)) {
      const copied = toCopyRows(slice, rollup);
      if (copied === null) return false;
      records.push(Buffer.from(copied.records));
      if (copied.attempts !== '') attempts.push(Buffer.from(copied.attempts));
      if (copied.contents !== '') contents.push(Buffer.from(copied.contents));
      await nextTurn();
    }
    try {
      await this.inCountedTransaction(client, rollup, async () => {
        await copyIn(client, COPY_RECORDS, records);
        if (attempts.length > 0) await copyIn(client, COPY_ATTEMPTS, attempts);
        if (contents.length > 0) await copyIn(client, COPY_CONTENTS, contents);
      });
      return true;
    } catch (error) {
      if (refusalOf(error) === null) throw error;
      this.copyAgainAt = performance.now() + COPY_AGAIN_MS;
      return false;
    }
  }

  /** Rows and what they add to the rollups are one transaction: both are there once, or not at all. */
  private async inCountedTransaction(client: ClientBase, rollup: Rollup, work: () => Promise<void>): Promise<void> {
    await inTransaction(client, async () => {
      await work();
      await writeRollup(client, rollup, this.knownDimensions);
    });
    for (const known of Object.values(rollup.dimensions())) this.knownDimensions.add(known.keys());
  }

  private async insertAsJson(client: ClientBase, lines: Buffer, progress: Progress): Promise<void> {
    // Twice, for a partition that another replica has dropped meanwhile looks like bad data once.
    const refusal = (await this.tryInsert(client, lines)) && (await this.tryInsert(client, lines));
    if (refusal === null) {
      progress.bytes += lines.length;
      return;
    }
    // Where the database takes no record at all, these lines are not the reason.
    await this.tryExample(client, lines, refusal);
    const cut = middleOf(lines);
    if (cut === 0) {
      this.quarantine(lines, refusal.sqlState);
      progress.bytes += lines.length;
      return;
    }
    await this.insertAsJson(client, lines.subarray(0, cut), progress);
    await this.insertAsJson(client, lines.subarray(cut), progress);
  }

  /** @returns why the database refuses the lines; null where they are in */
  private async tryInsert(client: ClientBase, lines: Buffer): Promise<Refusal | null> {
    try {
      await this.ensureDays(client, daysOf(lines));
      const array = writeJsonArray(lines, this.scratchOf(lines.length + 1));
      const rollup = new Rollup(this.tagLimits);
      await this.inCountedTransaction(client, rollup, () => insertNew(client, array, rollup));
      return null;
    } catch (error) {
      const sqlState = refusalOf(error);
      if (sqlState === null) throw error;
      this.knownDays.clear();
      return { sqlState, error };
    }
  }

  /**
   * Whether the database takes a record that nothing is wrong with, without keeping it. After a refusal that is not
   * about data (rights, a missing table) it is one of the same day, for a day's partition may be what is at fault.
   * @throws the refusal where it does not: then it refuses every record, and nothing must be put aside for that
   */
  private async tryExample(client: ClientBase, lines: Buffer, { sqlState, error }: Refusal): Promise<void> {
    const [first = ''] = isAboutData(sqlState) ? [] : daysOf(lines);
    const day = /^\d{4}-\d\d-\d\d$/.test(first) ? first : dayOf(new Date());
    try {
      await this.ensureDays(client, new Set([day]));
      const rollup = new Rollup(new TagLimits());
      await inTransaction(client, async () => {
        await insertNew(client, Buffer.from(JSON.stringify([exampleOf(day)])), rollup);
        await writeRollup(client, rollup);
        throw new ExampleTaken();
      });
    } catch (failure) {
      if (failure instanceof ExampleTaken) return;
      throw refusalOf(failure) === null ? failure : error;
    }
  }

  private async ensureDays(client: ClientBase, days: ReadonlySet<string>): Promise<void> {
    const missing = [...days].filter((day) => !this.knownDays.has(day));
    if (missing.length === 0) return;
    await ensurePartitions(client, missing);
    for (const day of missing) this.knownDays.add(day);
  }

  /** One buffer for all batches, free again when `query` returns its promise; a very long line gets one that is not kept. */
  private scratchOf(length: number): Buffer {
    if (length > SCRATCH_BYTES) return Buffer.allocUnsafe(length);
    this.scratch ??= Buffer.allocUnsafe(SCRATCH_BYTES);
    return this.scratch;
  }

  private quarantine(line: Buffer, sqlState: string): void {
    mkdirSync(dirname(this.quarantinePath), { recursive: true, mode: 0o700 });
    appendFileSync(this.quarantinePath, line, { mode: 0o600 });
    this.quarantined++;
    this.logger.error(
      `A log record was refused by the database (SQLSTATE ${sqlState}) and moved to ${this.quarantinePath}`,
    );
  }
}

interface Refusal {
  readonly sqlState: string;
  readonly error: unknown;
}

/** @param lines a JSON array; what is there already is neither inserted nor counted */
async function insertNew(client: ClientBase, lines: Buffer, rollup: Rollup): Promise<void> {
  const { rows } = await client.query<CountedCall>(INSERT_LINES, [lines]);
  for (const row of rows) rollup.add(row);
}

/** Ends a transaction that must leave nothing behind. */
class ExampleTaken extends Error {}

/** The least that is a record: every column that must not be null. */
function exampleOf(day: string): object {
  return {
    started_at: `${day}T00:00:00.000Z`,
    request_id: randomUUID(),
    endpoint: 'models',
    environment_id: '00000000-0000-4000-8000-000000000000',
    environment: 'example',
    status: 200,
    latency_ms: 0,
    streaming: false,
    aborted: false,
    tags: {},
    dropped_params: [],
  };
}

function* slicesOf(lines: Buffer): Generator<Buffer> {
  for (let start = 0; start < lines.length;) {
    const end = lines.indexOf(LINE_BREAK, Math.min(start + COPIED_AT_ONCE, lines.length) - 1) + 1;
    yield lines.subarray(start, end);
    start = end;
  }
}

/** Where to cut a batch in two; 0 for a single line. */
function middleOf(lines: Buffer): number {
  const middle = lines.indexOf(LINE_BREAK, Math.floor((lines.length - 1) / 2)) + 1;
  return middle === lines.length ? lines.subarray(0, -1).lastIndexOf(LINE_BREAK) + 1 : middle;
}

function daysOf(lines: Buffer): Set<string> {
  const days = new Set<string>();
  for (let start = 0; start < lines.length; start = lines.indexOf(LINE_BREAK, start) + 1) {
    days.add(lines.toString('latin1', start + DAY_FROM, start + DAY_FROM + DAY_LENGTH));
  }
  return days;
}

/** JSON lines → one JSON array: a line break is the only thing between two records, and in none. */
function writeJsonArray(lines: Buffer, scratch: Buffer): Buffer {
  const array = scratch.subarray(0, lines.length + 1);
  array[0] = OPEN;
  lines.copy(array, 1);
  for (let at = array.indexOf(LINE_BREAK); at >= 0; at = array.indexOf(LINE_BREAK, at + 1)) array[at] = COMMA;
  array[lines.length] = CLOSE;
  return array;
}
