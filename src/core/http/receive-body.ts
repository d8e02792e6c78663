import type { IncomingMessage } from 'node:http';
import { BodyTooLargeError, BodyTooSlowError, ClientClosedError, FragmentedBodyError } from '../errors.js';
import { connectionOf, hasBody } from './client-connection.js';

/**
 * Reads a request's body into one buffer. Nothing of it is read before this is called: call it when the caller is known.
 *
 * @param limitBytes the body is refused as soon as it is longer
 * @throws BodyTooLargeError BodyTooSlowError FragmentedBodyError ClientClosedError
 */
export function receiveBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limitBytes) return Promise.reject(new BodyTooLargeError(limitBytes));
  connectionOf(request.socket)?.inviteBody();
  if (!hasBody(request)) return Promise.resolve(NOTHING);
  return takeBody(request, announced) ?? awaitBody(request, announced, limitBytes);
}

/**
 * Most bodies are short and come in one packet with their head. Those are there already: no listeners, timer and promise
 * of their own are needed, which is 0.02 of the allocations of a call.
 */
function takeBody(request: IncomingMessage, announced: number): Promise<Buffer> | null {
  if (announced === 0 || request.readableLength !== announced || request.destroyed) return null;
  const body: unknown = request.read();
  // Else its end would not be seen, and its connection not be used again.
  request.resume();
  return Buffer.isBuffer(body) ? Promise.resolve(body) : null;
}

function awaitBody(request: IncomingMessage, announced: number, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const buffer = new GrowingBuffer(announced, limitBytes);
    let chunks = 0;
    const add = (chunk: Buffer): void => {
      if (isFragmented(++chunks, buffer.length)) fail(new FragmentedBodyError());
      else if (!buffer.add(chunk)) fail(new BodyTooLargeError(limitBytes));
    };
    const finish = (): void => {
      stopWatching();
      resolve(buffer.toBuffer());
    };
    const fail = (error: Error): void => {
      stopWatching();
      request.off('data', add);
      request.pause();
      reject(error);
    };
    const stopWatching = watchPace(
      () => buffer.length,
      () => fail(new BodyTooSlowError()),
    );
    const leave = (): void => {
      if (!request.readableEnded) fail(new ClientClosedError());
    };
    // `once` would wrap each in two objects more, and look it up again to remove it; none of these comes twice.
    request.on('data', add);
    request.on('end', finish);
    request.on('error', leave);
    request.on('close', leave);
  });
}

const NOTHING = Buffer.alloc(0);

/** A body that brings less than this in this time is given up. */
const PERIOD_MS = 30_000;
const PERIOD_BYTES = 1024;

/**
 * Calls `onStall` once a body that is being read has become too slow.
 *
 * @param received bytes so far
 * @returns ends the watch
 */
export function watchPace(received: () => number, onStall: () => void): () => void {
  let before = 0;
  const timer = setInterval(() => {
    const now = received();
    if (now - before >= PERIOD_BYTES) {
      before = now;
      return;
    }
    clearInterval(timer);
    onStall();
  }, PERIOD_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Chunks that a body may have whatever their size, and what each must hold on average where there are more. */
const FREE_CHUNKS = 50_000;
const MEAN_BYTES = 32;

/** Parsing tiny chunks costs the gateway far more than sending them costs a client. */
export function isFragmented(chunks: number, bytes: number): boolean {
  return chunks > FREE_CHUNKS && bytes < chunks * MEAN_BYTES;
}

/** Bytes reserved at most for an announced length before they have come. */
const MAX_FIRST_BYTES = 1024 * 1024;
const MIN_BYTES = 4096;

/**
 * Collects chunks of any size in one buffer that doubles when it is full: a list of chunks would cost a hundred times
 * their bytes where each holds one. A body that comes in one chunk is that chunk, uncopied.
 */
export class GrowingBuffer {
  private bytes: Buffer = Buffer.alloc(0);
  private used = 0;

  /**
   * @param expectedBytes as announced, 0 where unknown
   * @param limitBytes no chunk beyond it is taken
   */
  constructor(
    private readonly expectedBytes: number,
    private readonly limitBytes: number,
  ) {}

  get length(): number {
    return this.used;
  }

  /** False where the chunk would exceed the limit. */
  add(chunk: Buffer): boolean {
    const needed = this.used + chunk.length;
    if (needed > this.limitBytes) return false;
    if (this.used === 0) this.bytes = chunk;
    else {
      if (needed > this.bytes.length) this.grow(needed);
      chunk.copy(this.bytes, this.used);
    }
    this.used = needed;
    return true;
  }

  toBuffer(): Buffer {
    return this.bytes.length === this.used ? this.bytes : this.bytes.subarray(0, this.used);
  }

  private grow(needed: number): void {
    const size = Math.max(needed * 2, Math.min(this.expectedBytes, MAX_FIRST_BYTES), MIN_BYTES);
    const cap = this.expectedBytes > 0 ? this.expectedBytes : this.limitBytes;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(size, cap)));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}
