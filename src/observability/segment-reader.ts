import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { open, rm, rmdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import {
  deleteCheckpoint,
  isMissing,
  listSegments,
  readCheckpoint,
  segmentName,
  writeCheckpoint,
  type Position,
} from './journal-directory.js';

/** Whole lines, as they stand in one segment. */
export interface Batch {
  /** Ends with a line break. Valid until the next read. */
  readonly lines: Buffer;
  readonly records: number;
  readonly end: Position;
}

export interface SegmentReaderOptions {
  /** The segment that its writer may still append to; null, as by default, where there is none. */
  readonly liveSegment?: () => number | null;
  /** A closed segment ends without a line break: its writer died in the middle of a line. */
  readonly onTornLine?: (path: string) => void;
  /** A checkpoint that could not be written, or a segment that could not be deleted: reported, and reading goes on. */
  readonly onTrouble?: (what: string, error: unknown) => void;
}

const LINE_BREAK = 0x0a;
const CHUNK_BYTES = 1024 * 1024;
const CHECKPOINT_EVERY_MS = 1_000;

/**
 * Reads one journal directory from its checkpoint on, in order. Segments are deleted when the reader leaves them, so
 * what is on disk is what is not yet in the database, but for the part of one segment before the checkpoint.
 */
export class SegmentReader {
  private position: Position;
  private file: { readonly segment: number; readonly handle: FileHandle } | null = null;
  private chunk = Buffer.allocUnsafe(0);
  private checkpointedAt = -Infinity;
  private readonly liveSegment: () => number | null;
  private readonly onTornLine: (path: string) => void;
  private readonly onTrouble: (what: string, error: unknown) => void;
  private lastBacklogBytes = 0;

  constructor(
    readonly directory: string,
    options: SegmentReaderOptions = {},
  ) {
    this.liveSegment = options.liveSegment ?? (() => null);
    this.onTornLine = options.onTornLine ?? (() => undefined);
    this.onTrouble = options.onTrouble ?? (() => undefined);
    this.position = firstUnread(directory);
  }

  /** Bytes on disk past the checkpoint; as last known where the disk does not say. */
  get backlogBytes(): number {
    try {
      const sizes = this.unread().map((segment) => sizeOf(this.pathOf(segment)) - this.readOf(segment));
      this.lastBacklogBytes = sizes.reduce((sum, size) => sum + Math.max(0, size), 0);
    } catch {
      // Readiness must not fail because the disk does, for example with too many open files.
    }
    return this.lastBacklogBytes;
  }

  /** Segments that nobody appends to any more and that are not read to their end, oldest first. */
  closedSegments(): number[] {
    const live = this.liveSegment();
    return this.unread().filter((segment) => segment !== live);
  }

  /** Bytes at the beginning of a segment that are in the database. */
  readOf(segment: number): number {
    return segment === this.position.segment ? this.position.offset : 0;
  }

  pathOf(segment: number): string {
    return join(this.directory, segmentName(segment));
  }

  private unread(): number[] {
    return listSegments(this.directory).filter((segment) => segment >= this.position.segment);
  }

  /** The next lines, at most `limit`; null where there is nothing (more) to read now. */
  async read(limit: number): Promise<Batch | null> {
    for (;;) {
      // Looked up before reading: a segment that closes meanwhile may have grown, and is read again.
      const isLive = this.position.segment === this.liveSegment();
      const bytes = await this.fill(this.position);
      const lines = bytes === null ? null : takeLines(bytes, limit);
      if (lines !== null) {
        const { segment, offset } = this.position;
        return { ...lines, end: { segment, offset: offset + lines.lines.length } };
      }
      if (isLive) return null;
      if (bytes !== null && bytes.length > 0) this.onTornLine(this.pathOf(this.position.segment));
      if (!(await this.leaveSegment())) return null;
    }
  }

  /**
   * The batch, or so many bytes of it, is in the database for good. The checkpoint follows within a second: a lost one
   * costs no record.
   */
  async commit(batch: Batch, bytes = batch.lines.length): Promise<void> {
    const { segment, offset } = batch.end;
    this.position = { segment, offset: offset - batch.lines.length + bytes };
    if (performance.now() - this.checkpointedAt >= CHECKPOINT_EVERY_MS) await this.checkpoint();
  }

  /** Closes the file; removes the directory where everything of it is in the database. Its writer must have closed too. */
  async close(): Promise<void> {
    const left = await this.read(1);
    await this.closeFile();
    if (left !== null) {
      await this.checkpoint();
      return;
    }
    try {
      await deleteCheckpoint(this.directory);
      await rmdir(this.directory);
    } catch {
      // Something else is in it, or it is gone already.
    }
  }

  /** Goes on to the next segment and deletes this one. False where there is no next one yet. */
  private async leaveSegment(): Promise<boolean> {
    const segments = this.unread();
    const { segment } = this.position;
    const isThere = segments.includes(segment);
    const next = segments.find((each) => each > segment);
    await this.closeFile();
    if (!isThere && next === undefined) return false;
    if (isThere) await this.remove(segment);
    this.position = { segment: next ?? segment + 1, offset: 0 };
    await this.checkpoint();
    return true;
  }

  /** One that cannot be deleted is read again after a restart, and the database knows its records. */
  private async remove(segment: number): Promise<void> {
    try {
      await rm(this.pathOf(segment), { force: true });
    } catch (error) {
      this.onTrouble(`${this.pathOf(segment)} could not be deleted`, error);
    }
  }

  /** What is at a position, at most a chunk, but a whole line at least. Null where there is no such segment. */
  private async fill({ segment, offset }: Position): Promise<Buffer | null> {
    const handle = await this.openSegment(segment);
    if (handle === null) return null;
    for (let length = CHUNK_BYTES; ; length *= 2) {
      if (this.chunk.length !== length) this.chunk = Buffer.allocUnsafe(length);
      const { bytesRead } = await handle.read(this.chunk, 0, length, offset);
      const bytes = this.chunk.subarray(0, bytesRead);
      if (bytesRead < length || bytes.includes(LINE_BREAK)) return bytes;
    }
  }

  private async openSegment(segment: number): Promise<FileHandle | null> {
    if (this.file?.segment === segment) return this.file.handle;
    await this.closeFile();
    try {
      const handle = await open(this.pathOf(segment), 'r');
      this.file = { segment, handle };
      return handle;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  private async checkpoint(): Promise<void> {
    this.checkpointedAt = performance.now();
    try {
      await writeCheckpoint(this.directory, this.position);
    } catch (error) {
      this.onTrouble(`the checkpoint of ${this.directory} could not be written`, error);
    }
  }

  /** Also before somebody else replaces a segment: the next read opens what is there then. */
  async closeFile(): Promise<void> {
    const file = this.file;
    this.file = null;
    try {
      await file?.handle.close();
    } catch (error) {
      this.onTrouble('a segment could not be closed', error);
    }
  }
}

/**
 * Where to begin: at the checkpoint, if what it points at is there. Else at the oldest segment: reading shipped records
 * again only costs time, skipping others would lose them.
 */
function firstUnread(directory: string): Position {
  const checkpoint = readCheckpoint(directory);
  const [oldest] = listSegments(directory);
  if (oldest === undefined) return checkpoint ?? { segment: 0, offset: 0 };
  const isThere = checkpoint?.segment === oldest && endsLine(join(directory, segmentName(oldest)), checkpoint.offset);
  return isThere ? checkpoint : { segment: oldest, offset: 0 };
}

/** Whether a line of the file ends before this place. */
function endsLine(path: string, offset: number): boolean {
  if (offset === 0) return true;
  try {
    const file = openSync(path, 'r');
    try {
      const byte = Buffer.alloc(1);
      return readSync(file, byte, 0, 1, offset - 1) === 1 && byte[0] === LINE_BREAK;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

function takeLines(bytes: Buffer, limit: number): { lines: Buffer; records: number } | null {
  let end = 0;
  let records = 0;
  while (records < limit) {
    const at = bytes.indexOf(LINE_BREAK, end);
    if (at < 0) break;
    end = at + 1;
    records++;
  }
  return records === 0 ? null : { lines: bytes.subarray(0, end), records };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
