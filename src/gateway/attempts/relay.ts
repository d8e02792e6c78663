import { ClientClosedError, GatewayError, UpstreamError } from '../../core/errors.js';
import { encodeSseData } from '../../providers/framing/encode-sse.js';
import type { UpstreamBody } from '../../providers/transport/transport.js';
import type { ReplyMeter } from '../reply/reply-meter.js';
import type { Deadline } from './deadline.js';
import type { StreamFilter } from './stream-filter.js';

export interface RelayContext {
  readonly filter: StreamFilter;
  readonly meter: ReplyMeter;
  readonly deadline: Deadline;
  /** Server-sent events: a break can be told in a last frame. Bytes of audio cannot. */
  readonly isEvents: boolean;
  /** Milliseconds since the exchange began. */
  elapsedMs(): number;
}

/** How long a vendor may take to close its body after its last frame before the connection is given up. */
const LINGER_MS = 1_000;

/**
 * Waits for one good frame, so that an error sent inside a 200 can still fall over, and returns the rest as a stream
 * that the caller's socket pulls. Nothing is read ahead after that.
 *
 * @throws GatewayError where the stream fails before its first good frame
 */
export async function startRelay(body: UpstreamBody, context: RelayContext): Promise<AsyncIterable<Uint8Array>> {
  const { filter, deadline } = context;
  const source = body[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  deadline.enter('first-token');
  try {
    while (!filter.good) {
      deadline.wait();
      const result = await source.next();
      const out = result.done === true ? filter.end() : filter.push(result.value);
      if (filter.failure && !filter.good) throw filter.failure;
      if (out !== null) held.push(out);
      if (result.done === true) break;
    }
  } catch (error) {
    body.destroy();
    throw error;
  }
  deadline.rest();
  deadline.enter('idle');
  context.meter.firstTokenMs = context.elapsedMs();
  return new RelayedStream(Buffer.concat(held), source, body, context);
}

const DONE: IteratorResult<Uint8Array> = { done: true, value: undefined };

/** The rest of the stream, one piece a pull. By hand and not a generator, which would cost every chunk three more turns. */
class RelayedStream implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  private first: Buffer | null;
  private broken: GatewayError | null = null;
  private over = false;

  constructor(
    first: Buffer,
    private readonly source: AsyncIterator<Uint8Array>,
    private readonly body: UpstreamBody,
    private readonly context: RelayContext,
  ) {
    this.first = first.length > 0 ? first : null;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    if (this.over) return DONE;
    const { filter, meter, deadline } = this.context;
    let out = this.first;
    this.first = null;
    while (out === null && !filter.done && filter.failure === null && this.broken === null) {
      deadline.wait();
      try {
        const result = await this.source.next();
        out = result.done === true ? filter.end() : filter.push(result.value);
      } catch (error) {
        this.broken = toBreakage(error);
      }
      deadline.rest();
    }
    if (out === null) return this.ending();
    meter.see(out);
    // The record is on disk before the last frame leaves.
    if (filter.done) meter.end();
    return { done: false, value: out };
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.close();
    return Promise.resolve(DONE);
  }

  /** A broken stream of events says so in a last frame; one of bytes cannot, and throws. */
  private ending(): IteratorResult<Uint8Array> {
    const broken = this.broken ?? this.context.filter.failure;
    this.context.meter.breakage = broken;
    this.close();
    if (broken === null) return DONE;
    if (!this.context.isEvents) throw broken;
    return broken instanceof ClientClosedError ? DONE : { done: false, value: errorFrame(broken) };
  }

  private close(): void {
    if (this.over) return;
    this.over = true;
    const { filter, meter, deadline } = this.context;
    meter.end();
    deadline.end();
    if (filter.done && filter.failure === null && this.broken === null) void linger(this.source, this.body);
    else this.body.destroy();
  }
}

function toBreakage(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  return new UpstreamError(
    { kind: 'stream-broken', message: 'The stream of the provider could not be read.' },
    { cause: error },
  );
}

/** To OpenAI's SDKs a silent end is success, so a broken stream ends with this and never with `[DONE]`. */
function errorFrame(error: GatewayError): Buffer {
  const { message, type } = error;
  return encodeSseData(
    JSON.stringify({
      error: {
        message,
        type: type === 'client_closed' ? 'server_error' : type,
        param: null,
        code: 'upstream_stream_broken',
      },
    }),
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
