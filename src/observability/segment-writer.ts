import { closeSync, existsSync, fsyncSync, ftruncateSync, linkSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isDiskFull } from '../core/system-error.js';
import { codeOf, listSegments, readCheckpoint, reasonOf, segmentName } from './journal-directory.js';

export interface SegmentWriterOptions {
  /** Of this process only; made when absent. */
  readonly directory: string;
  readonly segmentBytes: number;
  /** Wait for the disk on every write: survives the machine's power as well as `kill -9`. */
  readonly fsync: boolean;
  /** Where each segment gets a second name (a hard link), for another reader of the same lines; null for none. */
  readonly copyDirectory?: string | null;
}

/** Writes lines to the current segment file of a journal directory, and begins a new one where that is full or broken. */
export class SegmentWriter {
  /** Why what was last tried is not on disk, or not safe there; null where it is. */
  failure: string | null = null;
  /** Why the current segment has no second name; null where it has, or none is wanted. */
  copyFailure: string | null = null;
  private file: number | null = null;
  private segment: number;
  private size = 0;

  /**
   * @throws where the directory cannot be made: a start that could never log should not succeed. A full disk is no such
   * reason, for what earlier processes left there is shipped and frees space.
   */
  constructor(private readonly options: SegmentWriterOptions) {
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

  /** Whether the file that lines go to has been deleted by somebody: what goes there is lost with the process. */
  get isLiveSegmentGone(): boolean {
    return this.file !== null && !existsSync(join(this.options.directory, segmentName(this.segment)));
  }

  /** The next line starts a new segment. */
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

  /** Where a file takes no more, the lines go to a new one. @throws where they are not on disk, none of them */
  append(lines: string): void {
    const isStarted = this.file !== null && this.size > 0;
    try {
      this.write(lines);
    } catch (error) {
      if (!isStarted) throw error;
      this.write(lines);
    }
  }

  private write(lines: string): void {
    const file = this.file ?? this.open();
    const bytes = Buffer.from(lines);
    let written = 0;
    try {
      written = writeSync(file, bytes);
      if (written < bytes.length) throw new Error(`the disk took ${written} of ${bytes.length} bytes`);
    } catch (error) {
      this.undoPartialWrite(file, this.size);
      throw error;
    }
    this.size += written;
    this.failure = null;
    if (this.options.fsync) this.sync(file);
    if (this.size >= this.options.segmentBytes) this.rotate();
  }

  /** What is written counts as kept: it ships unless the machine loses its power before. */
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
    this.link(path);
    return this.file;
  }

  /** Before there is a line in it. A failure must not keep a record from being written. */
  private link(path: string): void {
    const { copyDirectory = null } = this.options;
    if (copyDirectory === null) return;
    try {
      mkdirSync(copyDirectory, { recursive: true, mode: 0o700 });
      linkSync(path, join(copyDirectory, segmentName(this.segment)));
      this.copyFailure = null;
    } catch (error) {
      this.copyFailure = reasonOf(error);
    }
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
}
