import type { FormBody } from '../provider-strategy.js';
import type { CancelSignal } from './cancellation.js';
import type { CredentialMask } from './credential-mask.js';

export const TRANSPORT = Symbol('TRANSPORT');

/** Whose call the vendor's bill says that it is. */
export interface UpstreamSession {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | FormBody | null;
  /** For services of this machine (metadata, identity): never through a proxy, which would reach its own machine's. */
  readonly isLocal?: boolean;
  /** By which it is signed, of an account that signs by caller. Not sent. */
  readonly session?: UpstreamSession;
  /** What is struck out of the answer, headers and body. */
  readonly mask?: CredentialMask;
}

/** How a request is sent. */
export interface Sending {
  /** How long the sender waits for a connection: one that is not made is given up soon after. */
  readonly connectMs?: number;
  /** Sent beside the request's own, and not signed. Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The request goes out on an open connection: the end of the connect phase. */
  onConnected?(): void;
}

/** Takes a body while it arrives. Does not throw. */
export interface BodyReader {
  /**
   * What has come since the last call, in one piece.
   * @returns false to be given nothing more before `UpstreamBody.read` is called again
   */
  onBytes(bytes: Uint8Array): boolean;
  onEnd(): void;
  /** What came before the failure has been given. */
  onFailure(error: Error): void;
}

/** The vendor's body: pushed to a reader while that takes it, or all of it at once. Read it one way, once. */
export interface UpstreamBody {
  /** Gives the body, or what is left of it, to this reader and no other. Not before the caller's own turn has ended. */
  read(reader: BodyReader): void;
  /**
   * The whole body.
   * @param onProgress called for each piece that arrives
   * @throws UpstreamError `invalid-response` past `limit` bytes
   */
  bytes(limit: number, onProgress?: () => void): Promise<Buffer>;
  /** Gives up the rest: the connection is closed at once, and the reader hears nothing more. */
  destroy(): void;
}

export interface UpstreamResponse {
  readonly status: number;
  /** Lower-case names; repeated ones joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: UpstreamBody;
}

export interface Transport {
  /**
   * Sends one request; resolves with the response's head. Redirects are not followed. What comes back is free of the
   * credentials that the request's `mask` names.
   * @throws UpstreamError `unreachable`, or the signal's reason
   */
  send(request: UpstreamRequest, signal: CancelSignal, sending?: Sending): Promise<UpstreamResponse>;
}
