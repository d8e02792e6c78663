import type { Dispatcher } from 'undici';
import { UpstreamError } from '../../core/errors.js';
import type { CancelSignal } from './cancellation.js';
import type { CredentialMask } from './credential-mask.js';
import { toNetworkFailure } from './network-failure.js';
import { ReceivedBody } from './received-body.js';
import type { Sending, UpstreamResponse } from './transport.js';

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
    this.body = new ReceivedBody(controller, mask.openStream());
    resolve({ status, headers: mask.maskHeaders(flatten(headers)), body: this.body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.body?.push(chunk);
  }

  onResponseEnd(): void {
    this.waiting.signal.removeEventListener('abort', this.onAbort);
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
