import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { isDiskFull } from '../core/system-error.js';
import { codeOf, listSegments, readCheckpoint, reasonOf, segmentName } from './journal-directory.js';
import type { RequestLogRecord } from './log-record.js';
import type { LogSink } from './log-sink.js';

export interface JournalOptions {
  /** Of this process only; made when absent. */
  readonly directory: string;
  readonly segmentBytes: number;
  /** Wait for the disk on every record: survives the machine's power as well as `kill -9`. */
  readonly fsync: boolean;
}

const LOG_EVERY_MS = 10_000;

/**
 * One line is appended to the current segment file, in one write, before the reply ends. What the
 * operating system has taken survives the process; from there the shipper carries it to the database.
 */
export class LogJournal implements LogSink {
  private readonly logger = new Logger('LogJournal');
  private file: number | null = null;
  private segment: number;
  private size = 0;
  private appended = 0;
  private dropped = 0;
  private failure: string | null = null;
  private loggedAt = -Infinity;

  /**
   * @throws where the directory cannot be made: a start that could never log should not succeed. A full disk is no such
   * reason, for what earlier processes left there is shipped and frees space.
   */
  constructor(private readonly options: JournalOptions) {
    try {
      mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      this.failure = reasonOf(error);
    }
    const shipped = readCheckpoint(options.directory)?.segment ?? 0;
    this.segment = Math.max(shipped, listSegments(options.directory).at(-1) ?? 0) + 1;
  }

  get directory(): string {
    return this.options.directory;
  }

  /** The segment that may still grow; null while none is open. */
  get liveSegment(): number | null {
    return this.file === null ? null : this.segment;
  }

  /** Why the last record could not be written; null when it was. */
  get writeFailure(): string | null {
    return this.failure;
  }

  /** Records written since the start: while it stands still, there is nothing new to ship. */
  get appendedRecords(): number {
    return this.appended;
  }

  get droppedRecords(): number {
    return this.dropped;
  }

  append(record: RequestLogRecord): void {
    try {
      this.writeSomewhere(toLine(record));
    } catch (error) {
      this.drop(error);
    }
  }

  /** The next record starts a new segment. */
  rotate(): void {
    const file = this.file;
    if (file === null) return;
    this.file = null;
    this.segment++;
    try {
      closeSync(file);
    } catch (error) {
      // What was written has been counted; only some file systems report here that it was lost.
      this.failure = `a segment could not be closed: ${reasonOf(error)}`;
    }
  }

  /** Whether the file that records go to has been deleted by somebody: what goes there is lost with the process. */
  get isLiveSegmentGone(): boolean {
    return this.file !== null && !existsSync(join(this.options.directory, segmentName(this.segment)));
  }

  /** Where a file takes no more, the record goes to a new one. */
  private writeSomewhere(line: string): void {
    const isStarted = this.file !== null && this.size > 0;
    try {
      this.write(line);
    } catch (error) {
      if (!isStarted) throw error;
      this.write(line);
    }
  }

  private write(line: string): void {
    const file = this.file ?? this.open();
    const wanted = Buffer.byteLength(line);
    let written = 0;
    try {
      written = writeSync(file, line);
      if (written < wanted) throw new Error(`the disk took ${written} of ${wanted} bytes`);
    } catch (error) {
      this.undoPartialWrite(file, this.size);
      throw error;
    }
    this.size += written;
    this.appended++;
    this.failure = null;
    if (this.options.fsync) this.sync(file);
    if (this.size >= this.options.segmentBytes) this.rotate();
  }

  /** A record that is written counts as kept: it ships unless the machine loses its power before. */
  private sync(file: number): void {
    try {
      fsyncSync(file);
    } catch (error) {
      this.failure = `it is written and not synced: ${reasonOf(error)}`;
      this.rotate();
    }
  }

  private open(): number {
    mkdirSync(this.options.directory, { recursive: true, mode: 0o700 });
    const path = join(this.options.directory, segmentName(this.segment));
    try {
      this.file = openSync(path, 'ax', 0o600);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') this.segment++;
      throw error;
    }
    this.size = 0;
    return this.file;
  }

  /**
   * Half a line must not become the beginning of the next one. The next record tries another file: this one may have
   * reached a limit of its own, or lie on a bad block of the disk.
   */
  private undoPartialWrite(file: number, size: number): void {
    try {
      ftruncateSync(file, size);
      if (size > 0) this.rotate();
    } catch {
      this.rotate();
    }
  }

  private drop(error: unknown): void {
    this.dropped++;
    this.failure = reasonOf(error);
    const now = performance.now();
    if (now - this.loggedAt < LOG_EVERY_MS) return;
    this.loggedAt = now;
    this.logger.error(`The log journal cannot be written, ${this.dropped} records are lost: ${this.failure}`);
  }
}

/** Escapes that JSON allows and Postgres cannot store: NUL and halves of surrogate pairs. */
const ESCAPE = /\\(u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g;

/** One line of the journal. It never contains a line break: JSON escapes them. */
export function toLine(record: RequestLogRecord): string {
  const json = JSON.stringify(record);
  if (!json.includes('\\u')) return `${json}\n`;
  return `${json.replace(ESCAPE, (whole, code: string) => (/^u(0000|[dD][89a-fA-F])/.test(code) ? '\\ufffd' : whole))}\n`;
}
