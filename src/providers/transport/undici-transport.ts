import { Pool, ProxyAgent, type Dispatcher } from 'undici';
import type { LookupFunction } from 'node:net';
import { UpstreamError } from '../../core/errors.js';
import { NO_MASK, type CredentialMask, type MaskedStream } from './credential-mask.js';
import { multipartHeaders, multipartStream } from './multipart.js';
import { REFUSED_ADDRESS, toNetworkFailure } from './network-failure.js';
import { proxyFor, type ProxySettings } from './proxy-for.js';
import { ReceivedBody } from './received-body.js';
import type { Transport, UpstreamRequest, UpstreamResponse } from './transport.js';

/** Which hosts may be called; `lookup` hands on only checked addresses, so the connection is pinned to them. */
export interface HostGuard {
  checkUrl(url: string): string | null;
  readonly lookup: LookupFunction;
  /** For `http:`, where credentials travel in the clear: only into networks that were allowed by name. */
  readonly plainLookup: LookupFunction;
}

/** What the operator decides. */
export interface TransportSettings extends ProxySettings {
  readonly maxConnections: number;
}

/**
 * Connections to one origin, for each connection of a caller: calls never wait for one another's, since a stream holds
 * its own for all its life. How many calls there can be is decided where they are admitted, by environment.
 */
const CONNECTIONS_PER_CALLER = 4;
/** As late as the system's own: for calls that say nothing of how long they wait for a connection. */
const CONNECT_TIMEOUT_MS = 130_000;
/** A call's own limit decides; a little later what it leaves behind is closed, with the body that it holds. */
const CONNECT_GRACE_MS = 1_000;
const DIRECT: TransportSettings = { httpsProxy: null, httpProxy: null, noProxy: '', maxConnections: 10_000 };
const MAX_ORIGINS = 1_000;
const MAX_ROUTES = 10_000;

/** What tells pools of one origin apart. */
interface PoolOptions {
  /** Services of this machine are reached past any proxy. */
  readonly isLocal: boolean;
  readonly connectTimeoutMs: number;
}

interface Route {
  readonly pool: Dispatcher;
  readonly origin: string;
  readonly path: string;
}

/**
 * One undici pool per origin, `dispatch` for its price. Deadlines are the caller's, by the signal: undici's own timers
 * are a second coarse. Redirects are not followed: they would lead credentials past the address check.
 */
export class UndiciTransport implements Transport {
  private readonly pools = new Map<string, Dispatcher>();
  private readonly routes = new Map<string, Route>();

  constructor(
    private readonly guard: HostGuard,
    private readonly settings: TransportSettings = DIRECT,
  ) {}

  send(request: UpstreamRequest, signal: AbortSignal, onConnected?: () => void): Promise<UpstreamResponse> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(asError(signal.reason));
        return;
      }
      const { pool, ...route } = this.routeOf(request);
      pool.dispatch(
        toDispatchOptions(request, route),
        new Reception({ mask: request.mask ?? NO_MASK, signal, onConnected, resolve, reject }),
      );
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.destroy()));
    this.pools.clear();
  }

  /** An account calls few addresses many times, so each is taken apart once. */
  private routeOf({ url: address, isLocal = false, connectMs = CONNECT_TIMEOUT_MS }: UpstreamRequest): Route {
    const connectTimeoutMs = Math.min(CONNECT_TIMEOUT_MS, connectMs + CONNECT_GRACE_MS);
    const key = `${isLocal ? 'local ' : ''}${connectTimeoutMs} ${address}`;
    const known = this.routes.get(key);
    if (known) return known;
    const url = new URL(address);
    const pool = this.poolOf(url, { isLocal, connectTimeoutMs });
    const route = { pool, origin: url.origin, path: url.pathname + url.search };
    if (this.routes.size >= MAX_ROUTES) this.routes.clear();
    this.routes.set(key, route);
    return route;
  }

  private poolOf(url: URL, options: PoolOptions): Dispatcher {
    const key = `${options.isLocal ? 'local ' : ''}${options.connectTimeoutMs} ${url.origin}`;
    const known = this.pools.get(key);
    if (known) return known;
    // A literal address is never looked up, so it is checked here, once per origin.
    const refusal = this.guard.checkUrl(url.origin);
    if (refusal !== null) {
      throw refusedAddress(refusal);
    }
    if (this.pools.size >= MAX_ORIGINS) this.evictOldest();
    const proxy = options.isLocal ? null : proxyFor(url, this.settings);
    const { connectTimeoutMs } = options;
    const pool =
      proxy === null ? this.directPool(url, connectTimeoutMs) : this.proxiedPool(url, proxy, connectTimeoutMs);
    this.pools.set(key, pool);
    return pool;
  }

  private directPool(url: URL, timeout: number): Pool {
    const lookup = url.protocol === 'http:' ? this.guard.plainLookup : this.guard.lookup;
    return new Pool(url.origin, { ...this.limits(), connect: { timeout, lookup } });
  }

  /** The proxy resolves the name: what it may reach is the operator's to say there. */
  private proxiedPool(url: URL, proxy: string, timeout: number): ProxyAgent {
    // A loopback name would be the proxy's own machine.
    const isLoopback = /^(.+\.)?localhost\.?$/.test(url.hostname);
    const refusal = isLoopback ? this.guard.checkUrl(`${url.protocol}//127.0.0.1`) : null;
    if (refusal !== null) throw refusedAddress(refusal);
    const { username, password } = new URL(proxy);
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const token = username === '' ? undefined : `Basic ${Buffer.from(pair).toString('base64')}`;
    const tls = { timeout };
    return new ProxyAgent({ ...this.limits(), uri: proxy, token, requestTls: tls, proxyTls: tls });
  }

  private limits() {
    const connections = CONNECTIONS_PER_CALLER * this.settings.maxConnections;
    return { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
  }

  private evictOldest(): void {
    const [origin, pool] = this.pools.entries().next().value ?? [];
    if (origin === undefined) return;
    this.pools.delete(origin);
    this.routes.clear();
    void pool?.close();
  }
}

/** The reason names the address: it is for the log, by the cause, and not for the caller. */
function refusedAddress(reason: string): UpstreamError {
  return new UpstreamError({ kind: 'unreachable', message: REFUSED_ADDRESS }, { cause: new Error(reason) });
}

/** Who sends no such header takes any encoding, and here nobody unpacks it: bytes are passed on, masked and bounded. */
const UNCOMPRESSED = { 'accept-encoding': 'identity' };

function isCompressed(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const { 'content-encoding': encoding } = headers;
  return encoding !== undefined && encoding !== '' && String(encoding).trim().toLowerCase() !== 'identity';
}

function toDispatchOptions(request: UpstreamRequest, route: Omit<Route, 'pool'>): Dispatcher.DispatchOptions {
  const { body } = request;
  if (body === null || body instanceof Uint8Array) {
    return { ...route, method: request.method, headers: { ...UNCOMPRESSED, ...request.headers }, body };
  }
  const boundary = `llmops-${crypto.randomUUID()}`;
  return {
    ...route,
    method: request.method,
    headers: { ...UNCOMPRESSED, ...request.headers, ...multipartHeaders(boundary) },
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

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted');
}
