import type { Dispatcher } from 'undici';
import { readWhole } from './body-of.js';
import type { UpstreamBody } from './transport.js';

/** Past this many unread bytes the vendor's socket is paused: all the buffering there is. */
const HIGH_WATER_BYTES = 64 * 1024;

/**
 * A response body between undici's push and the reader's pull. Chunks that arrived while the reader was busy come out
 * as one; a full queue pauses the socket, so a slow reader of a fast vendor costs no memory.
 */
export class ReceivedBody implements UpstreamBody, AsyncIterator<Uint8Array> {
  private chunks: Buffer[] = [];
  private queued = 0;
  private paused = false;
  private state: 'open' | 'finished' | 'failed' = 'open';
  private failure: Error | null = null;
  private waiting: { resolve: (result: IteratorResult<Uint8Array>) => void; reject: (error: Error) => void } | null =
    null;

  constructor(private readonly controller: Dispatcher.DispatchController) {}

  push(chunk: Buffer): void {
    if (this.waiting) {
      const { resolve } = this.waiting;
      this.waiting = null;
      resolve({ done: false, value: chunk });
      return;
    }
    this.chunks.push(chunk);
    this.queued += chunk.length;
    if (!this.paused && this.queued >= HIGH_WATER_BYTES) {
      this.paused = true;
      this.controller.pause();
    }
  }

  finish(): void {
    if (this.state !== 'open') return;
    this.state = 'finished';
    this.waiting?.resolve({ done: true, value: undefined });
    this.waiting = null;
  }

  fail(error: Error): void {
    if (this.state !== 'open') return;
    this.state = 'failed';
    this.failure = error;
    this.waiting?.reject(error);
    this.waiting = null;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    if (this.chunks.length > 0) return Promise.resolve({ done: false, value: this.take() });
    if (this.failure) return Promise.reject(this.failure);
    if (this.state === 'finished') return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.destroy();
    return Promise.resolve({ done: true, value: undefined });
  }

  destroy(): void {
    if (this.state !== 'open') return;
    this.state = 'finished';
    this.chunks = [];
    this.controller.abort(new Error('body given up'));
  }

  bytes(limit: number, onProgress?: () => void): Promise<Buffer> {
    return readWhole(this, limit, onProgress);
  }

  private take(): Buffer {
    const [first] = this.chunks;
    const value = this.chunks.length === 1 && first ? first : Buffer.concat(this.chunks, this.queued);
    this.chunks = [];
    this.queued = 0;
    if (this.paused) {
      this.paused = false;
      this.controller.resume();
    }
    return value;
  }
}
