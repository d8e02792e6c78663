import { Pool, ProxyAgent, type Dispatcher } from 'undici';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { UpstreamError } from '../../core/errors.js';
import type { FormBody } from '../provider-strategy.js';
import { NO_MASK } from './credential-mask.js';
import { REFUSED_ADDRESS } from './network-failure.js';
import { proxyFor, type ProxySettings } from './proxy-for.js';
import { asError, ResponseReceiver } from './response-receiver.js';
import type { CancelSignal } from './cancellation.js';
import type { Sending, Transport, UpstreamRequest, UpstreamResponse } from './transport.js';

/** Which hosts may be called; `lookup` answers with checked addresses only, so the connection is pinned to them. */
export interface HostGuard {
  checkUrl(url: string): string | null;
  readonly lookup: LookupFunction;
  /** For `http:`, where credentials travel in the clear: only into networks that were allowed by name. */
  readonly plainLookup: LookupFunction;
}

/** The operator's settings. */
export interface TransportSettings extends ProxySettings {
  readonly maxConnections: number;
}

/**
 * Connections to one origin for each connection of a caller, so that no call waits for another's: a stream holds its
 * connection for all its life. The number of calls is limited at admission, by environment.
 */
const CONNECTIONS_PER_CALLER = 4;
/** About the system's own limit, for calls without a limit for connecting. */
const CONNECT_TIMEOUT_MS = 130_000;
/**
 * A call's own limit ends it; this much later undici closes the attempt to connect, and frees the body that it holds.
 */
const CONNECT_GRACE_MS = 1_000;
const DIRECT: TransportSettings = { httpsProxy: null, httpProxy: null, noProxy: '', maxConnections: 10_000 };
const MAX_ORIGINS = 1_000;
const MAX_ROUTES = 10_000;

/** What separate pools of one origin differ in. */
interface PoolOptions {
  /** Services of this machine are reached past any proxy. */
  readonly isLocal: boolean;
  readonly connectTimeoutMs: number;
}

interface Route extends PoolOptions {
  readonly pool: Dispatcher;
  readonly origin: string;
  readonly path: string;
}

/**
 * One undici pool per origin, called by `dispatch`, the cheapest way. Deadlines are the caller's, by the signal: undici's own timers
 * are a second coarse. Redirects are not followed: they would lead credentials past the address check.
 */
export class UndiciTransport implements Transport {
  private readonly pools = new Map<string, Dispatcher>();
  private readonly routes = new Map<string, Route>();

  constructor(
    private readonly guard: HostGuard,
    private readonly settings: TransportSettings = DIRECT,
  ) {}

  send(request: UpstreamRequest, signal: CancelSignal, sending: Sending = {}): Promise<UpstreamResponse> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(asError(signal.reason));
        return;
      }
      const route = this.routeOf(request, sending.connectMs);
      route.pool.dispatch(
        toDispatchOptions(request, route, sending),
        new ResponseReceiver({ mask: request.mask ?? NO_MASK, signal, sending, resolve, reject }),
      );
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.destroy()));
    this.pools.clear();
  }

  /** An account calls few addresses many times, nearly always alike, so each is taken apart once. */
  private routeOf({ url: address, isLocal = false }: UpstreamRequest, connectMs = CONNECT_TIMEOUT_MS): Route {
    const connectTimeoutMs = Math.min(CONNECT_TIMEOUT_MS, connectMs + CONNECT_GRACE_MS);
    const known = this.routes.get(address);
    if (known?.connectTimeoutMs === connectTimeoutMs && known.isLocal === isLocal) return known;
    const url = new URL(address);
    const pool = this.poolOf(url, { isLocal, connectTimeoutMs });
    const route = { pool, origin: url.origin, path: url.pathname + url.search, isLocal, connectTimeoutMs };
    if (this.routes.size >= MAX_ROUTES) this.routes.clear();
    this.routes.set(address, route);
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

  /** The proxy resolves the name, so what may be reached is the proxy's to restrict. */
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

function toDispatchOptions(
  { method, headers, body }: UpstreamRequest,
  { origin, path }: Route,
  { headers: unsigned }: Sending,
): Dispatcher.DispatchOptions {
  if (body === null || body instanceof Uint8Array) {
    return { origin, path, method, headers: toHeaderList(headers, unsigned), body };
  }
  const boundary = `llmops-${crypto.randomUUID()}`;
  const typed = { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` };
  const bytes = Readable.from(multipartBytes(body, boundary), { objectMode: false });
  return { origin, path, method, headers: toHeaderList(typed, unsigned), body: bytes };
}

const ENCODING = 'accept-encoding';

/**
 * Names and values in turn, as undici takes them: joining objects that differ in their members costs V8 up to 2 µs a
 * copy, a list 0.1 µs. Unless a vendor is told otherwise it may compress, and bodies are passed on and masked without
 * being unpacked.
 */
function toHeaderList(headers: UpstreamRequest['headers'], unsigned: Sending['headers']): string[] {
  const list = [ENCODING, headers[ENCODING] ?? 'identity'];
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && name !== ENCODING && unsigned?.[name] === undefined) list.push(name, value);
  }
  for (const name in unsigned) list.push(name, unsigned[name] ?? '');
  return list;
}

/**
 * A form as RFC 7578 bytes, the file streamed through as it arrives: an upload costs no more memory than one chunk.
 * Field names and file names are escaped as browsers do, so no name can begin a part of its own.
 */
async function* multipartBytes(form: FormBody, boundary: string): AsyncGenerator<Uint8Array> {
  for (const { name, value } of form.fields) {
    yield Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${escape(name)}"\r\n\r\n${value}\r\n`);
  }
  const { field, filename, contentType, bytes } = form.file;
  yield Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="${escape(field)}"; filename="${escape(filename)}"\r\n` +
      `content-type: ${contentType.replace(/[\r\n]/g, '')}\r\n\r\n`,
  );
  yield* bytes;
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}

function escape(name: string): string {
  return name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
