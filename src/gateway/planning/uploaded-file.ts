import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { UploadedFile } from '../../providers/provider-strategy.js';

/**
 * A caller's file, put aside on disk while the call lives: fields may follow it in the form, and a fallback reads it
 * again. Memory holds one chunk of it; the upload limit bounds the disk; `discard` removes it.
 */
export class SpooledFile implements UploadedFile {
  readonly path = join(tmpdir(), `llmops-upload-${randomUUID()}`);
  size = 0;

  constructor(
    readonly filename: string,
    readonly contentType: string,
  ) {}

  async receive(source: Readable): Promise<void> {
    source.on('data', (chunk: Buffer) => (this.size += chunk.length));
    await pipeline(source, createWriteStream(this.path, { mode: 0o600 }));
  }

  stream(): AsyncIterable<Uint8Array> {
    return createReadStream(this.path);
  }

  bytes(): Promise<Buffer> {
    return readFile(this.path);
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
