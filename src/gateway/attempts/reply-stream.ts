import { Logger } from '@nestjs/common';
import { ClientClosedError, GatewayError, UpstreamError } from '../../core/errors.js';
import { asError } from '../../providers/transport/response-receiver.js';
import type { BodyReader, UpstreamBody } from '../../providers/transport/transport.js';
import type { FrontFormat } from '../fronts/front-format.js';
import type { Deadline } from './deadline.js';
import { type StreamFilter, untilGood } from './first-frame.js';
import type { ReplyMeter } from './reply-meter.js';
import type { ReplyStream, StreamCaller } from './upstream-reply.js';

export interface StreamContext {
  readonly filter: StreamFilter;
  readonly meter: ReplyMeter;
  readonly deadline: Deadline;
  /** Server-sent events: a break can be told in a last frame. Bytes of audio cannot. */
  readonly isEvents: boolean;
  readonly front: FrontFormat;
  /** Whether what has come with the first good frame shows that this is an answer; null where that frame is enough. */
  readonly isEnough: ((held: Buffer) => boolean) | null;
  /** Milliseconds since the call began. */
  elapsedMs(): number;
}

/** How long a vendor may take to close its body after its last frame before the connection is given up. */
const LINGER_MS = 1_000;

/**
 * Waits for one good frame, so that an error sent inside a 200 can still fall over, and returns the rest as a stream
 * at the pace of the caller's socket. Nothing is read ahead after that.
 *
 * @throws GatewayError where the stream fails before its first good frame
 */
export async function startStream(body: UpstreamBody, context: StreamContext): Promise<ReplyStream> {
  const { deadline, meter } = context;
  let held: Buffer;
  deadline.enter('first-token');
  deadline.wait();
  try {
    held = await untilGood(body, context.filter, context.isEnough);
  } catch (error) {
    body.destroy();
    throw error;
  }
  deadline.rest();
  deadline.enter('idle');
  meter.firstTokenMs = context.elapsedMs();
  return new ForwardedStream(held, body, context);
}

/**
 * The stream from its first good frame on: what came in one read of the vendor's socket is one write to the caller's.
 * Pushed, not pulled: no promise is made for a piece, which was a third of what one cost.
 */
class ForwardedStream implements ReplyStream, BodyReader {
  private caller: StreamCaller | null = null;
  private broken: GatewayError | null = null;
  private bodyEnded = false;
  private over = false;
  private lingering: NodeJS.Timeout | undefined;
  private resolve: () => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;

  constructor(
    private readonly first: Buffer,
    private readonly body: UpstreamBody,
    private readonly context: StreamContext,
  ) {}

  sendTo(caller: StreamCaller): Promise<void> {
    this.caller = caller;
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      if (this.over) resolve();
      else if (this.forward(this.shown(this.first))) this.body.read(this);
    });
  }

  giveUp(): void {
    if (!this.over) {
      const { deadline, meter } = this.context;
      const { reason } = deadline.signal;
      meter.breakage ??= reason instanceof GatewayError ? reason : new ClientClosedError();
      this.close();
    }
    this.resolve();
  }

  release(): void {
    this.context.deadline.end();
  }

  onBytes(bytes: Uint8Array): boolean {
    return this.over || this.forward(this.filtered(bytes));
  }

  onEnd(): void {
    this.bodyEnded = true;
    clearTimeout(this.lingering);
    if (!this.over) this.forward(this.filtered(null));
  }

  /** Of a reply that is complete it does not matter any more how its connection ended. */
  onFailure(error: Error): void {
    clearTimeout(this.lingering);
    if (this.over) return;
    this.broken = toFailure(error);
    this.finish(null);
  }

  /** Whatever fails here, translating or showing a piece, the caller is told so and the body is given up. */
  private filtered(bytes: Uint8Array | null): Buffer | null {
    const { filter } = this.context;
    try {
      return this.shown(bytes === null ? filter.end() : filter.push(bytes));
    } catch (error) {
      this.broken = toFailure(error);
      return null;
    }
  }

  private shown(out: Buffer | null): Buffer | null {
    if (out === null || out.length === 0) return null;
    try {
      this.context.meter.see(out);
      return out;
    } catch (error) {
      this.broken = toFailure(error);
      return null;
    }
  }

  /** @returns whether more is taken; what comes after the end is read and left, so that the connection serves again */
  private forward(out: Buffer | null): boolean {
    const { filter, deadline } = this.context;
    if (filter.done || filter.failure !== null || this.broken !== null) {
      this.finish(out);
      return true;
    }
    const fits = out === null || this.write(out);
    if (this.over) return true;
    if (fits) deadline.wait();
    else void this.afterDrain();
    return fits;
  }

  private async afterDrain(): Promise<void> {
    this.context.deadline.awaitCaller();
    await this.caller?.drained();
    if (this.over) return;
    if (this.caller?.isClosed() === true) {
      this.giveUp();
      return;
    }
    this.context.deadline.wait();
    this.body.read(this);
  }

  /**
   * A broken stream of events says so in a last frame; one of bytes cannot.
   * @param last what goes out before that
   */
  private finish(last: Buffer | null): void {
    const { filter, meter, deadline, isEvents } = this.context;
    const failure = this.broken ?? filter.failure;
    const broken = failure && asBroken(failure);
    if (broken !== null && last !== null) this.write(last);
    if (this.over) return;
    meter.breakage = broken;
    // The record is on disk before the last frame leaves.
    this.close();
    deadline.awaitCaller();
    if (broken !== null && !isEvents) this.reject(broken);
    else
      this.end(broken === null || broken instanceof ClientClosedError ? last : brokenFrame(this.context.front, broken));
  }

  private write(piece: Buffer): boolean {
    const { caller } = this;
    if (caller === null || caller.isClosed()) {
      this.giveUp();
      return true;
    }
    try {
      return caller.write(piece);
    } catch (error) {
      this.reject(asError(error));
      this.giveUp();
      return true;
    }
  }

  private end(last: Buffer | null): void {
    try {
      if (this.caller?.isClosed() === false) this.caller.end(last);
      this.resolve();
    } catch (error) {
      this.reject(asError(error));
    }
  }

  /** Reads a complete stream to the body's real end, so that the connection serves the next call; not for long. */
  private close(): void {
    if (this.over) return;
    this.over = true;
    const { filter, meter } = this.context;
    const isComplete = filter.done && filter.failure === null && this.broken === null;
    if (!isComplete) this.body.destroy();
    else if (!this.bodyEnded) this.lingering = setTimeout(() => this.body.destroy(), LINGER_MS);
    meter.end();
  }
}

/** The last frame of a stream that broke. */
export function brokenFrame(front: FrontFormat, { status, type, message, param }: GatewayError): Buffer {
  return front.errorFrame(new GatewayError(status, type, 'upstream_stream_broken', message, param));
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
