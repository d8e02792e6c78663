import type { GatewayError } from '../../core/errors.js';

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
