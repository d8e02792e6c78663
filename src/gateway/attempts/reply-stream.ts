import { Logger } from '@nestjs/common';
import { ClientClosedError, GatewayError, UpstreamError } from '../../core/errors.js';
import { MAX_FRAME_BYTES } from '../../providers/framing/decode-sse.js';
import type { UpstreamBody } from '../../providers/transport/transport.js';
import type { FrontFormat } from '../fronts/front-format.js';
import type { Deadline } from './deadline.js';
import { type ReplyStream, beginsAsStream, HEAD_BYTES, noAnswer, noStream } from './upstream-reply.js';
import type { ReplyMeter } from './reply-meter.js';

/** Vendor bytes in, the caller's bytes out: the part of a stream that differs between passing through and translating. */
export interface StreamFilter {
  /** What to send of these bytes now, null for nothing yet. */
  push(bytes: Uint8Array): Buffer | null;
  /** The vendor's body has ended. */
  end(): Buffer | null;
  /** A good frame was seen: from here on the reply belongs to the caller. */
  readonly good: boolean;
  /** The stream's own end was seen and sent. */
  readonly done: boolean;
  /** Why the stream ends badly. What was returned before it still goes out. */
  readonly failure: GatewayError | null;
}

export interface StreamContext {
  readonly filter: StreamFilter;
  readonly meter: ReplyMeter;
  readonly deadline: Deadline;
  /** Server-sent events: a break can be told in a last frame. Bytes of audio cannot. */
  readonly isEvents: boolean;
  readonly front: FrontFormat;
  /** Milliseconds since the call began. */
  elapsedMs(): number;
}

/** How long a vendor may take to close its body after its last frame before the connection is given up. */
const LINGER_MS = 1_000;
/** What is held back of comments before the first good frame, and read in search of it: far more than anybody sends. */
const MAX_HELD_BYTES = 64 * 1024;
const MAX_HELD_PIECES = 1_000;
const MAX_SEARCHED_BYTES = 2 * MAX_FRAME_BYTES;

/**
 * Waits for one good frame, so that an error sent inside a 200 can still fall over, and returns the rest as a stream
 * that the caller's socket pulls. Nothing is read ahead after that.
 *
 * @throws GatewayError where the stream fails before its first good frame
 */
export async function startStream(body: UpstreamBody, context: StreamContext): Promise<ReplyStream> {
  const { deadline, meter } = context;
  const source = body[Symbol.asyncIterator]();
  let held: Buffer;
  deadline.enter('first-token');
  deadline.wait();
  try {
    held = await untilGood(source, context.filter);
  } catch (error) {
    body.destroy();
    throw error;
  }
  deadline.rest();
  deadline.enter('idle');
  meter.firstTokenMs = context.elapsedMs();
  return new PulledStream(held, source, body, context);
}

/** All bytes to send up to and with the first good frame. Other frames do not restart the time allowed for it. */
async function untilGood(source: AsyncIterator<Uint8Array>, filter: StreamFilter): Promise<Buffer> {
  const held: Buffer[] = [];
  let heldBytes = 0;
  let received = 0;
  const head: Uint8Array[] = [];
  for (;;) {
    const result = await nextOf(source);
    if (result.done !== true) {
      if (received < HEAD_BYTES) head.push(result.value);
      received += result.value.length;
    }
    const out = result.done === true ? filter.end() : filter.push(result.value);
    if (filter.failure && !filter.good) throw beforeFirstFrame(filter.failure, Buffer.concat(head));
    if (out !== null) held.push(out);
    if (result.done === true || filter.good) return Buffer.concat(held);
    heldBytes += out?.length ?? 0;
    if (heldBytes > MAX_HELD_BYTES || held.length > MAX_HELD_PIECES || received > MAX_SEARCHED_BYTES) {
      throw noAnswer('more than can be held back before its first frame');
    }
  }
}

/** @throws UpstreamError `unreachable` where the connection broke: the same as for a reply that is read whole */
async function nextOf(source: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  try {
    return await source.next();
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.kind !== 'stream-broken') throw error;
    throw new UpstreamError({ kind: 'unreachable', message: error.message }, { cause: error });
  }
}

/**
 * Nothing has been sent, so this is no broken stream: what is empty or no stream is no answer, and one that stops is
 * the provider's failure.
 */
function beforeFirstFrame(error: GatewayError, head: Buffer): GatewayError {
  if (!(error instanceof UpstreamError) || error.kind !== 'stream-broken') return error;
  if (head.length === 0) return noAnswer('an empty reply');
  if (!beginsAsStream(head)) return noStream(head);
  return new UpstreamError({ kind: 'overloaded', message: error.message }, { cause: error });
}

const DONE: IteratorResult<Uint8Array> = { done: true, value: undefined };

/**
 * The rest of the stream, one piece a pull. Not a generator, which would cost every chunk three more turns of the
 * microtask queue.
 */
class PulledStream implements ReplyStream {
  private first: Buffer | null;
  private broken: GatewayError | null = null;
  private over = false;

  constructor(
    first: Buffer,
    private readonly source: AsyncIterator<Uint8Array>,
    private readonly body: UpstreamBody,
    private readonly context: StreamContext,
  ) {
    this.first = first.length > 0 ? first : null;
  }

  /** Whatever fails here, reading, translating or showing a piece, the caller is told so and the body is given up. */
  async next(): Promise<IteratorResult<Uint8Array>> {
    if (this.over) return DONE;
    let out: Buffer | null = null;
    try {
      out = await this.nextPiece();
      if (out !== null) this.context.meter.see(out);
    } catch (error) {
      this.broken = toFailure(error);
    }
    if (out === null || this.broken !== null) return this.ending();
    // The record is on disk before the last frame leaves.
    if (this.context.filter.done) this.context.meter.end();
    return { done: false, value: out };
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    if (!this.over) {
      const { deadline, meter } = this.context;
      const { reason } = deadline.signal as { reason: unknown };
      meter.breakage ??= reason instanceof GatewayError ? reason : new ClientClosedError();
      this.close();
    }
    return Promise.resolve(DONE);
  }

  awaitCaller(): void {
    this.context.deadline.awaitCaller();
  }

  private async nextPiece(): Promise<Buffer | null> {
    const { filter, deadline } = this.context;
    let out = this.first;
    this.first = null;
    while (out === null && !filter.done && filter.failure === null) {
      deadline.wait();
      const result = await this.source.next();
      out = result.done === true ? filter.end() : filter.push(result.value);
    }
    deadline.rest();
    return out;
  }

  /** A broken stream of events says so in a last frame; one of bytes cannot, and throws. */
  private ending(): IteratorResult<Uint8Array> {
    const failure = this.broken ?? this.context.filter.failure;
    const broken = failure && asBroken(failure);
    this.context.meter.breakage = broken;
    this.close();
    if (broken === null) return DONE;
    if (!this.context.isEvents) throw broken;
    if (broken instanceof ClientClosedError) return DONE;
    const { status, type, message, param } = broken;
    const told = new GatewayError(status, type, 'upstream_stream_broken', message, param);
    return { done: false, value: this.context.front.errorFrame(told) };
  }

  private close(): void {
    if (this.over) return;
    this.over = true;
    const { filter, meter } = this.context;
    if (filter.done && filter.failure === null && this.broken === null) void linger(this.source, this.body);
    else this.body.destroy();
    meter.end();
  }
}

const logger = new Logger('upstream');

/** Any failure of the provider's is recorded under the code that the caller gets. */
function asBroken(failure: GatewayError): GatewayError {
  if (!(failure instanceof UpstreamError) || failure.kind === 'stream-broken') return failure;
  const { message, vendorMessage } = failure;
  return new UpstreamError({ kind: 'stream-broken', message, vendorMessage }, { cause: failure });
}

function toFailure(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  logger.error('a stream could not be read', { err: error });
  return new UpstreamError(
    { kind: 'stream-broken', message: 'The stream of the provider could not be read.' },
    { cause: error },
  );
}

/** Reads to the body's real end, so that the connection serves the next call; gives up on one that stays open. */
async function linger(source: AsyncIterator<Uint8Array>, body: UpstreamBody): Promise<void> {
  const timer = setTimeout(() => body.destroy(), LINGER_MS);
  try {
    while ((await source.next()).done !== true);
  } catch {
    // The reply is complete; how its connection ended does not matter any more.
  } finally {
    clearTimeout(timer);
  }
}
