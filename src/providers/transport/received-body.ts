import type { Dispatcher } from 'undici';
import type { MaskedStream } from './credential-mask.js';
import { readWhole } from './read-whole.js';
import type { BodyReader, UpstreamBody } from './transport.js';

/** Past this many unread bytes the vendor's socket is paused: all the buffering there is. */
const HIGH_WATER_BYTES = 64 * 1024;

/**
 * A response body between undici's push and the reader's. What came in one read of the socket, often several chunks, is
 * given in one piece; while the reader takes none, a full queue pauses the socket, so a slow caller of a fast vendor
 * costs no memory.
 */
export class ReceivedBody implements UpstreamBody {
  private chunks: Buffer[] = NONE;
  private queued = 0;
  private reader: BodyReader | null = null;
  private isTaking = false;
  private isDue = false;
  private paused = false;
  private state: 'open' | 'finished' | 'failed' | 'over' = 'open';
  private failure: Error | null = null;

  constructor(
    private readonly controller: Dispatcher.DispatchController,
    private readonly masked: MaskedStream | null,
  ) {}

  push(chunk: Buffer): void {
    if (this.state !== 'open') return;
    // A list made with its first member takes 20 bytes, one that is pushed to 150.
    if (this.queued === 0) this.chunks = [chunk];
    else this.chunks.push(chunk);
    this.queued += chunk.length;
    if (this.isTaking) this.giveSoon();
    else if (!this.paused && this.queued >= HIGH_WATER_BYTES) {
      this.paused = true;
      this.controller.pause();
    }
  }

  finish(): void {
    if (this.state !== 'open') return;
    this.state = 'finished';
    if (this.isTaking) this.giveSoon();
  }

  fail(error: Error): void {
    if (this.state !== 'open') return;
    this.state = 'failed';
    this.failure = error;
    if (this.isTaking) this.giveSoon();
  }

  read(reader: BodyReader): void {
    this.reader = reader;
    this.isTaking = true;
    if (this.queued > 0 || this.paused || this.state !== 'open') this.giveSoon();
  }

  destroy(): void {
    const { state } = this;
    this.state = 'over';
    this.reader = null;
    this.chunks = NONE;
    this.queued = 0;
    if (state === 'open') this.controller.abort(new Error('body given up'));
  }

  bytes(limit: number, onProgress?: () => void): Promise<Buffer> {
    // A short body has come with its head.
    if (this.state === 'finished' && this.queued <= limit) return Promise.resolve(this.take());
    return readWhole(this, limit, onProgress);
  }

  /** At the end of the read: undici tells of each chunk of the transfer's coding alone. */
  private giveSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    process.nextTick(give, this);
  }

  give(): void {
    this.isDue = false;
    if (this.reader === null || !this.isTaking) return;
    if (this.queued > 0 || this.state === 'finished') {
      const bytes = this.take();
      if (bytes.length > 0) this.isTaking = this.reader.onBytes(bytes);
    }
    if (this.isTaking) this.goOn();
  }

  /** All of the queue has been given. */
  private goOn(): void {
    const { reader, state, failure } = this;
    if (reader === null) return;
    if (state === 'open') {
      if (!this.paused) return;
      this.paused = false;
      this.controller.resume();
      return;
    }
    this.state = 'over';
    this.reader = null;
    if (failure === null) reader.onEnd();
    else reader.onFailure(failure);
  }

  private take(): Buffer {
    const [first] = this.chunks;
    const bytes = this.chunks.length === 1 && first ? first : Buffer.concat(this.chunks, this.queued);
    this.chunks = NONE;
    this.queued = 0;
    if (this.masked === null) return bytes;
    const clean = this.masked.push(bytes);
    const rest = this.state === 'finished' ? this.masked.end() : NOTHING;
    return rest.length === 0 ? clean : Buffer.concat([clean, rest]);
  }
}

const NOTHING = Buffer.alloc(0);
const NONE: Buffer[] = [];

function give(body: ReceivedBody): void {
  body.give();
}
