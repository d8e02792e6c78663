import { type GatewayError, UpstreamError } from '../../core/errors.js';
import { MAX_FRAME_BYTES } from '../../providers/framing/decode-sse.js';
import { asError } from '../../providers/transport/response-receiver.js';
import type { UpstreamBody } from '../../providers/transport/transport.js';
import { beginsAsStream, HEAD_BYTES, noAnswer, noStream } from './upstream-reply.js';

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

/** What is held back of comments before the first good frame, and read in search of it: far more than anybody sends. */
const MAX_HELD_BYTES = 64 * 1024;
const MAX_HELD_PIECES = 1_000;
const MAX_SEARCHED_BYTES = 2 * MAX_FRAME_BYTES;

/**
 * All bytes to send up to and with the first good frame. Other frames do not restart the time allowed for it.
 * @param isEnough asked of what is held when a good frame has come; null where that is enough
 */
export function untilGood(
  body: UpstreamBody,
  filter: StreamFilter,
  isEnough: ((held: Buffer) => boolean) | null = null,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const search = new FirstFrame(filter, isEnough);
    const look = (bytes: Uint8Array | null): boolean => {
      try {
        const isGood = bytes === null ? search.end() : search.push(bytes);
        if (isGood) resolve(search.found());
        return !isGood;
      } catch (error) {
        reject(asError(error));
        return false;
      }
    };
    body.read({ onBytes: look, onEnd: () => look(null), onFailure: (error) => reject(unreachable(error)) });
  });
}

/** The search for the first good frame, in the bytes that come before it. */
class FirstFrame {
  private readonly held: Buffer[] = [];
  private heldBytes = 0;
  private received = 0;
  private readonly head: Uint8Array[] = [];

  constructor(
    private readonly filter: StreamFilter,
    private readonly isEnough: ((held: Buffer) => boolean) | null,
  ) {}

  /** @returns whether it was found @throws GatewayError where there will be none */
  push(bytes: Uint8Array): boolean {
    if (this.received < HEAD_BYTES) this.head.push(bytes);
    this.received += bytes.length;
    this.keep(this.filter.push(bytes));
    if (this.filter.good && this.holdsEnough()) return true;
    if (this.heldBytes > MAX_HELD_BYTES || this.held.length > MAX_HELD_PIECES || this.received > MAX_SEARCHED_BYTES) {
      throw noAnswer('more than can be held back before its first frame');
    }
    return false;
  }

  private holdsEnough(): boolean {
    const { done, failure } = this.filter;
    return this.isEnough === null || this.isEnough(this.found()) || done || failure !== null;
  }

  /** The body is over: what it holds is all there is. */
  end(): true {
    this.keep(this.filter.end());
    this.isEnough?.(this.found());
    return true;
  }

  found(): Buffer {
    const [only] = this.held;
    return this.held.length === 1 && only ? only : Buffer.concat(this.held);
  }

  private keep(out: Buffer | null): void {
    const { failure, good } = this.filter;
    if (failure && !good) throw beforeFirstFrame(failure, Buffer.concat(this.head));
    if (out === null) return;
    this.held.push(out);
    this.heldBytes += out.length;
  }
}

/** `unreachable` where the connection broke: the same as for a reply that is read whole. */
function unreachable(error: Error): Error {
  if (!(error instanceof UpstreamError) || error.kind !== 'stream-broken') return error;
  return new UpstreamError({ kind: 'unreachable', message: error.message }, { cause: error });
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
