import type { Dispatcher } from 'undici';
import { UpstreamError } from '../../core/errors.js';
import { readWhole } from './body-of.js';
import type { CancelSignal } from './cancellation.js';
import type { CredentialMask, MaskedStream } from './credential-mask.js';
import { toNetworkFailure } from './network-failure.js';
import type { Sending, UpstreamBody, UpstreamResponse } from './transport.js';

/** The promise of a response, and the credentials that it must not contain. */
interface Waiting {
  readonly mask: CredentialMask;
  readonly signal: CancelSignal;
  readonly sending: Sending;
  readonly resolve: (response: UpstreamResponse) => void;
  readonly reject: (error: Error) => void;
}

/** Receives one response: settles the promise with its head, then feeds its body. */
export class ResponseReceiver implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private body: ReceivedBody | null = null;
  private masked: MaskedStream | null = null;

  constructor(private readonly waiting: Waiting) {
    waiting.signal.addEventListener('abort', this.onAbort, { once: true });
  }

  private readonly onAbort = (): void => {
    const reason = asError(this.waiting.signal.reason);
    this.waiting.reject(reason);
    this.controller?.abort(reason);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    const { signal, sending } = this.waiting;
    if (signal.aborted) controller.abort(asError(signal.reason));
    else sending.onConnected?.();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    const { mask, resolve, reject } = this.waiting;
    if (isCompressed(headers)) {
      const message = `The provider compressed its answer (status ${status}), which was not asked for.`;
      reject(new UpstreamError({ kind: status < 500 ? 'invalid-response' : 'overloaded', message }));
      controller.abort(new Error('a compressed body'));
      return;
    }
    this.masked = mask.openStream();
    this.body = new ReceivedBody(controller);
    resolve({ status, headers: mask.maskHeaders(flatten(headers)), body: this.body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const bytes = this.masked === null ? chunk : this.masked.push(chunk);
    if (bytes.length > 0) this.body?.push(bytes);
  }

  onResponseEnd(): void {
    this.waiting.signal.removeEventListener('abort', this.onAbort);
    const rest = this.masked?.end();
    if (rest !== undefined && rest.length > 0) this.body?.push(rest);
    this.body?.finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const { signal, reject } = this.waiting;
    signal.removeEventListener('abort', this.onAbort);
    if (this.body === null) reject(signal.aborted ? asError(signal.reason) : toNetworkFailure(error));
    else this.body.fail(signal.aborted ? asError(signal.reason) : brokenBody(error));
  }
}

function brokenBody(error: Error): UpstreamError {
  return new UpstreamError(
    { kind: 'stream-broken', message: 'The provider closed the connection before its reply was complete.' },
    { cause: error },
  );
}

type Headers = Record<string, string | string[] | undefined>;

/** The headers themselves where none is repeated. */
function flatten(headers: Headers): Record<string, string> {
  if (isFlat(headers)) return headers;
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

function isFlat(headers: Headers): headers is Record<string, string> {
  for (const name in headers) if (typeof headers[name] !== 'string') return false;
  return true;
}

export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted');
}

function isCompressed(headers: Readonly<Headers>): boolean {
  const { 'content-encoding': encoding } = headers;
  return encoding !== undefined && encoding !== '' && String(encoding).trim().toLowerCase() !== 'identity';
}

/** Past this many unread bytes the vendor's socket is paused: all the buffering there is. */
const HIGH_WATER_BYTES = 64 * 1024;

/**
 * A response body between undici's push and the reader's pull. Chunks that arrived while the reader was busy come out
 * as one; a full queue pauses the socket, so a slow reader of a fast vendor costs no memory.
 */
class ReceivedBody implements UpstreamBody, AsyncIterator<Uint8Array> {
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
    // A short body has come with its head.
    if (this.state === 'finished' && this.queued <= limit) return Promise.resolve(this.take());
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
