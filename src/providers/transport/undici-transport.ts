import { Pool, type Dispatcher } from 'undici';
import type { LookupFunction } from 'node:net';
import { UpstreamError } from '../../core/errors.js';
import { NO_MASK, type CredentialMask, type MaskedStream } from './credential-mask.js';
import { multipartHeaders, multipartStream } from './multipart.js';
import { REFUSED_ADDRESS, toNetworkFailure } from './network-failure.js';
import { ReceivedBody } from './received-body.js';
import type { Transport, UpstreamRequest, UpstreamResponse } from './transport.js';

/** Which hosts may be called; `lookup` hands on only checked addresses, so the connection is pinned to them. */
export interface HostGuard {
  checkUrl(url: string): string | null;
  readonly lookup: LookupFunction;
  /** For `http:`, where credentials travel in the clear: only into networks that were allowed by name. */
  readonly plainLookup: LookupFunction;
}

/** Connections to one origin; a stream holds one for its whole life, so this is the number of open streams per vendor. */
const CONNECTIONS_PER_ORIGIN = 4096;
const CONNECT_TIMEOUT_MS = 10_000;
const MAX_ORIGINS = 1_000;
const MAX_ROUTES = 10_000;

interface Route {
  readonly pool: Pool;
  readonly path: string;
}

/**
 * One undici pool per origin, `dispatch` for its price. Deadlines are the caller's, by the signal: undici's own timers
 * are a second coarse. Redirects are not followed: they would lead credentials past the address check.
 */
export class UndiciTransport implements Transport {
  private readonly pools = new Map<string, Pool>();
  private readonly routes = new Map<string, Route>();

  constructor(private readonly guard: HostGuard) {}

  send(request: UpstreamRequest, signal: AbortSignal, onConnected?: () => void): Promise<UpstreamResponse> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(asError(signal.reason));
        return;
      }
      const { pool, path } = this.routeOf(request.url);
      pool.dispatch(
        toDispatchOptions(request, path),
        new Reception({ mask: request.mask ?? NO_MASK, signal, onConnected, resolve, reject }),
      );
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.destroy()));
    this.pools.clear();
  }

  /** An account calls few addresses many times, so each is taken apart once. */
  private routeOf(address: string): Route {
    const known = this.routes.get(address);
    if (known) return known;
    const url = new URL(address);
    const route = { pool: this.poolOf(url), path: url.pathname + url.search };
    if (this.routes.size >= MAX_ROUTES) this.routes.clear();
    this.routes.set(address, route);
    return route;
  }

  private poolOf(url: URL): Pool {
    const known = this.pools.get(url.origin);
    if (known) return known;
    // A literal address is never looked up, so it is checked here, once per origin.
    const refusal = this.guard.checkUrl(url.origin);
    if (refusal !== null) {
      // The reason names the address: it is for the log, by the cause, and not for the caller.
      throw new UpstreamError({ kind: 'unreachable', message: REFUSED_ADDRESS }, { cause: new Error(refusal) });
    }
    if (this.pools.size >= MAX_ORIGINS) this.evictOldest();
    const pool = new Pool(url.origin, {
      connections: CONNECTIONS_PER_ORIGIN,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        timeout: CONNECT_TIMEOUT_MS,
        lookup: url.protocol === 'http:' ? this.guard.plainLookup : this.guard.lookup,
      },
    });
    this.pools.set(url.origin, pool);
    return pool;
  }

  private evictOldest(): void {
    const [origin, pool] = this.pools.entries().next().value ?? [];
    if (origin === undefined) return;
    this.pools.delete(origin);
    this.routes.clear();
    void pool?.close();
  }
}

function toDispatchOptions(request: UpstreamRequest, path: string): Dispatcher.DispatchOptions {
  const { body } = request;
  if (body === null || body instanceof Uint8Array) {
    return { path, method: request.method, headers: request.headers, body };
  }
  const boundary = `llmops-${crypto.randomUUID()}`;
  return {
    path,
    method: request.method,
    headers: { ...request.headers, ...multipartHeaders(boundary) },
    body: multipartStream(body, boundary),
  };
}

/** Who waits for a response, and what it must not hold. */
interface Waiting {
  readonly mask: CredentialMask;
  readonly signal: AbortSignal;
  readonly onConnected: (() => void) | undefined;
  readonly resolve: (response: UpstreamResponse) => void;
  readonly reject: (error: Error) => void;
}

/** Receives one response: settles the promise with its head, then feeds its body. */
class Reception implements Dispatcher.DispatchHandler {
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
    const { mask, resolve } = this.waiting;
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

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted');
}
