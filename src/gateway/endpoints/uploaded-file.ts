import { randomUUID } from 'node:crypto';
import { mkdir, open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { UploadedFile } from '../../providers/provider-strategy.js';

const CHUNK_BYTES = 64 * 1024;

/**
 * A caller's file, put aside on disk while the call lives: fields may follow it in the form, and a fallback reads it
 * again. Memory holds one chunk of it and the upload limit bounds the disk. It has no name from the moment it is made,
 * so nothing is left of it when it is discarded, nor when the process is killed.
 */
export class SpooledFile implements UploadedFile {
  size = 0;
  private opening: Promise<FileHandle> | null = null;
  private readonly readers = new Set<Promise<unknown>>();

  constructor(
    readonly filename: string,
    readonly contentType: string,
  ) {}

  /** @param directory made when absent */
  async receive(source: AsyncIterable<Uint8Array>, directory: string): Promise<void> {
    this.opening = openNameless(directory);
    const handle = await this.opening;
    for await (const chunk of source) {
      await handle.writeFile(chunk);
      this.size += chunk.length;
    }
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    const handle = await this.handle();
    for (let at = 0; at < this.size;) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async bytes(): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.stream()) pieces.push(piece);
    return Buffer.concat(pieces, this.size);
  }

  async using<Result>(read: (descriptor: number) => Promise<Result>): Promise<Result> {
    const reading = read((await this.handle()).fd);
    this.readers.add(reading);
    try {
      return await reading;
    } finally {
      this.readers.delete(reading);
    }
  }

  async discard(): Promise<void> {
    const { opening } = this;
    this.opening = null;
    await Promise.allSettled(this.readers);
    await (await opening?.catch(() => undefined))?.close();
  }

  private handle(): Promise<FileHandle> {
    if (this.opening === null) throw new Error('the uploaded file was discarded');
    return this.opening;
  }
}

async function openNameless(directory: string): Promise<FileHandle> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, randomUUID());
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}
