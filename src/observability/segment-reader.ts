import { statSync } from 'node:fs';
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
  /** A closed segment ends without a line break: whoever wrote it died in the middle of a line. */
  readonly onTornLine?: (path: string) => void;
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

  constructor(
    readonly directory: string,
    options: SegmentReaderOptions = {},
  ) {
    this.liveSegment = options.liveSegment ?? (() => null);
    this.onTornLine = options.onTornLine ?? (() => undefined);
    this.position = readCheckpoint(directory) ?? { segment: listSegments(directory)[0] ?? 0, offset: 0 };
  }

  /** Bytes on disk past the checkpoint. */
  get backlogBytes(): number {
    const sizes = listSegments(this.directory).map((segment) => sizeOf(this.pathOf(segment)));
    return Math.max(0, sizes.reduce((sum, size) => sum + size, 0) - this.position.offset);
  }

  /** The next lines, at most `limit`; null where there is nothing (more) to read now. */
  async read(limit: number): Promise<Batch | null> {
    for (;;) {
      // Asked before reading: a segment that closes meanwhile may have grown, and is read again.
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

  /** The batch is in the database for good. The checkpoint follows within a second: a lost one costs no record. */
  async commit(batch: Batch): Promise<void> {
    this.position = batch.end;
    if (performance.now() - this.checkpointedAt >= CHECKPOINT_EVERY_MS) await this.checkpoint();
  }

  /**
   * Gives up the oldest segment to free its space.
   * @returns how many records are lost with it; null where only the live one is left
   */
  async dropOldest(): Promise<number | null> {
    if (this.position.segment === this.liveSegment()) return null;
    let lost = 0;
    for (let offset = this.position.offset; ;) {
      const bytes = await this.fill({ ...this.position, offset });
      const all = bytes && takeLines(bytes, Infinity);
      if (all === null) break;
      lost += all.records;
      offset += all.lines.length;
    }
    return (await this.leaveSegment()) ? lost : null;
  }

  /** Closes the file; removes the directory where everything of it is in the database. Its writer must have closed too. */
  async close(): Promise<void> {
    const left = await this.read(1);
    await this.closeFile();
    if (left !== null) {
      await this.checkpoint();
      return;
    }
    await deleteCheckpoint(this.directory);
    try {
      await rmdir(this.directory);
    } catch {
      // Something else is in it, or it is gone already.
    }
  }

  /** Goes on to the next segment and deletes this one. False where there is no next one yet. */
  private async leaveSegment(): Promise<boolean> {
    const segments = listSegments(this.directory);
    const next = segments.find((segment) => segment > this.position.segment) ?? this.position.segment + 1;
    const left = segments.filter((segment) => segment < next);
    await this.closeFile();
    for (const segment of left) await rm(this.pathOf(segment), { force: true });
    const moved = segments.includes(next);
    if (moved || left.length > 0) {
      this.position = { segment: next, offset: 0 };
      await this.checkpoint();
    }
    return moved || left.length > 0;
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
    await writeCheckpoint(this.directory, this.position);
  }

  private pathOf(segment: number): string {
    return join(this.directory, segmentName(segment));
  }

  private async closeFile(): Promise<void> {
    const file = this.file;
    this.file = null;
    await file?.handle.close();
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
