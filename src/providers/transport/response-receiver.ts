import type { Dispatcher } from 'undici';
import { UpstreamError } from '../../core/errors.js';
import type { CredentialMask, MaskedStream } from './credential-mask.js';
import { toNetworkFailure } from './network-failure.js';
import { ReceivedBody } from './received-body.js';
import type { UpstreamResponse } from './transport.js';

/** Who waits for a response, and what it must not hold. */
interface Waiting {
  readonly mask: CredentialMask;
  readonly signal: AbortSignal;
  readonly onConnected: (() => void) | undefined;
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
    const { signal, onConnected } = this.waiting;
    if (signal.aborted) controller.abort(asError(signal.reason));
    else onConnected?.();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
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

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted');
}

function isCompressed(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const { 'content-encoding': encoding } = headers;
  return encoding !== undefined && encoding !== '' && String(encoding).trim().toLowerCase() !== 'identity';
}
