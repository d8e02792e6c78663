import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Logger } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { ensurePartitions } from './partitions.js';

const LINE_BREAK = 0x0a;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const SCRATCH_BYTES = 1024 * 1024 + 1;
/** `started_at` is a record's first member: its day stands at a fixed place of the line. */
const DAY_FROM = '{"started_at":"'.length;
const DAY_LENGTH = 'YYYY-MM-DD'.length;

/** Lines go to Postgres as they are: it parses them once, and nobody else does. */
const INSERT = {
  name: 'insert-request-logs',
  text: `INSERT INTO request_logs SELECT * FROM json_populate_recordset(null::request_logs, $1::json)
         ON CONFLICT DO NOTHING`,
};

/** Data exceptions, integrity violations, program limits: trying the same rows again cannot help. */
const DATA_FAULT = /^(22|23|54)/;

/** Puts journal lines into the database, each once, and puts aside what the database cannot take. */
export class BatchInserter {
  private readonly logger = new Logger('LogShipper');
  private readonly knownDays = new Set<string>();
  private scratch: Buffer | null = null;
  private quarantined = 0;

  /** @param quarantinePath where lines go that are no rows */
  constructor(private readonly quarantinePath: string) {}

  get quarantinedRecords(): number {
    return this.quarantined;
  }

  /**
   * @param lines whole lines, with a line break at the end
   * @throws what the database said, where the same rows may well go in later
   */
  async insert(client: ClientBase, lines: Buffer): Promise<void> {
    // Twice, for a partition that another replica has dropped meanwhile looks like bad data once.
    const fault = (await this.tryInsert(client, lines)) && (await this.tryInsert(client, lines));
    if (fault) await this.insertApart(client, lines, fault);
  }

  /** @returns the SQLSTATE of a fault in the data; null where the rows are in */
  private async tryInsert(client: ClientBase, lines: Buffer): Promise<string | null> {
    try {
      await this.ensureDays(client, lines);
      await client.query({ ...INSERT, values: [writeJsonArray(lines, this.scratchOf(lines.length + 1))] });
      return null;
    } catch (error) {
      const code = sqlStateOf(error);
      if (code === null || !DATA_FAULT.test(code)) throw error;
      this.knownDays.clear();
      return code;
    }
  }

  private async insertApart(client: ClientBase, lines: Buffer, code: string): Promise<void> {
    const middle = lines.indexOf(LINE_BREAK, Math.floor((lines.length - 1) / 2)) + 1;
    const cut = middle === lines.length ? lines.subarray(0, -1).lastIndexOf(LINE_BREAK) + 1 : middle;
    if (cut === 0) {
      this.quarantine(lines, code);
    } else {
      await this.insert(client, lines.subarray(0, cut));
      await this.insert(client, lines.subarray(cut));
    }
  }

  private async ensureDays(client: ClientBase, lines: Buffer): Promise<void> {
    const missing = [...daysOf(lines)].filter((day) => !this.knownDays.has(day));
    if (missing.length === 0) return;
    await ensurePartitions(client, missing);
    for (const day of missing) this.knownDays.add(day);
  }

  /** One buffer for all batches, free again when `query` returns its promise; a giant line gets one that is not kept. */
  private scratchOf(length: number): Buffer {
    if (length > SCRATCH_BYTES) return Buffer.allocUnsafe(length);
    this.scratch ??= Buffer.allocUnsafe(SCRATCH_BYTES);
    return this.scratch;
  }

  private quarantine(line: Buffer, code: string): void {
    mkdirSync(dirname(this.quarantinePath), { recursive: true, mode: 0o700 });
    appendFileSync(this.quarantinePath, line, { mode: 0o600 });
    this.quarantined++;
    this.logger.error(
      `A log record was refused by the database (SQLSTATE ${code}) and moved to ${this.quarantinePath}`,
    );
  }
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

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function sqlStateOf(error: unknown): string | null {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}
