import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError, InvalidRequestError, UnavailableError } from '../errors.js';
import { logger } from '../logger.js';
import { ClientConnection, connectionOf, IdleConnections, lingerThenClose } from './client-connection.js';
import { writeError } from './exception.filter.js';
import { toOpenAiError } from './openai-error.js';
import {
  ADMIN_PREFIX,
  GATEWAY_PREFIXES,
  HEALTH_PREFIX,
  isBelow,
  isGatewayRoute,
  requestIdHeaders,
  routeOf,
} from './routes.js';

/** Fastify with our own server, request ids that sort by time, and bodies that the routes read. */
export function createHttpAdapter(limits: ConnectionLimits): FastifyAdapter {
  return new FastifyAdapter({
    genReqId: () => uuidV7(),
    skipMiddie: true,
    forceCloseConnections: true,
    // Refused by the routes themselves, in the form of their API.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 1_000 },
    serverFactory: httpServerFactory(limits),
    // `refuseBrokenHttp` answers clients whose HTTP is broken.
    clientErrorHandler: () => undefined,
    // What the router refuses before any hook: a path that does not decode, a parameter that is too long.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      prepareReply(request, reply);
      if (connectionOf(request.raw.socket)?.leavesUnread(request.raw)) endConnection(request, reply);
      writeError(error, request, reply);
    },
  });
}

interface HttpSetUp {
  /** Whether clients should go to another replica. */
  readonly isDraining: () => boolean;
  readonly servedPaths: readonly string[];
}

/** What holds for every request and reply, whatever route they belong to. */
export function setUpHttp(fastify: FastifyInstance, { isDraining, servedPaths }: HttpSetUp): void {
  fastify.decorate('servedPaths', servedPaths);
  leaveBodiesToRoutes(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    prepareReply(request, reply);
    done(refusalOf(request));
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const connection = connectionOf(request.raw.socket);
    if (connection?.leavesUnread(request.raw)) endConnection(request, reply);
    else if (isDraining() || connection?.isExcess) reply.header('connection', 'close');
    if (!isGatewayRoute(request)) connection?.limitStall();
    done();
  });
}

/** A route reads its body itself, after its guard. Fastify would read it before, and refuse content types by itself. */
function leaveBodiesToRoutes(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onReady', (done) => {
    for (const method of fastify.supportedMethods) {
      fastify.addHttpMethod(method, { hasBody: false, overrideExisting: true });
    }
    done();
  });
}

function prepareReply(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(requestIdHeaders(request.id));
  reply.headers(securityHeadersOf(routeOf(request)));
}

function endConnection(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('connection', 'close');
  connectionOf(request.raw.socket)?.endWithReply();
}

function refusalOf(request: FastifyRequest): GatewayError | undefined {
  if (request.raw.httpVersion === '1.1' && request.raw.headers.host === undefined) {
    return new InvalidRequestError('The request has no Host header.');
  }
  const isExcess = connectionOf(request.raw.socket)?.isExcess === true;
  // An orchestrator must not restart a process because it is busy.
  if (!isExcess || isBelow(HEALTH_PREFIX, routeOf(request))) return undefined;
  return new UnavailableError('The gateway has as many connections as it can serve. Try again in a moment.');
}

/** Replies for programs, which no browser may take for a document. */
const API_HEADERS = { 'x-content-type-options': 'nosniff' };

const ADMIN_HEADERS = { ...API_HEADERS, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

/**
 * Pages load everything from this server and are never framed. Swagger UI needs inline styles and images in `data:`
 * URLs.
 */
const PAGE_HEADERS = {
  ...API_HEADERS,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/** @param route as the router decided */
function securityHeadersOf(route: string): Readonly<Record<string, string>> {
  if (GATEWAY_PREFIXES.some((prefix) => isBelow(prefix, route))) return API_HEADERS;
  return isBelow(ADMIN_PREFIX, route) ? ADMIN_HEADERS : PAGE_HEADERS;
}

interface ConnectionLimits {
  /** Connections of this process; one past it takes the place of the longest idle one, else it is answered 503. */
  readonly maxConnections: number;
  /** How long an idle connection is kept. */
  readonly keepAliveSeconds: number;
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** How long a request may take to arrive, its headers and the whole of it, however slowly it trickles. */
const HEADERS_MS = 30_000;
const REQUEST_MS = 300_000;
/** How often Node checks for requests that took longer. */
const CHECK_EVERY_MS = 10_000;
/** A connection past the bound has this long to send a request and get its 503. */
const EXCESS_MS = 10_000;

/** Makes the servers of one process; with a host name that has several addresses there is one for each. */
function httpServerFactory(limits: ConnectionLimits): (serve: Serve) => Server {
  let open = 0;
  const idle = new IdleConnections();
  return (serve) => {
    const server = createServer({
      keepAliveTimeout: limits.keepAliveSeconds * 1000,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
      // Checked by a hook instead, whose refusal has a request id.
      requireHostHeader: false,
    });
    // Node would silently drop headers past 1,000; their total size is bounded anyway.
    server.maxHeadersCount = 0;
    // Connections past the limit are told so with a 503; these are bounded too, and the rest wait in the kernel's queue.
    server.maxConnections = limits.maxConnections + Math.max(16, Math.ceil(limits.maxConnections / 10));
    server.on('connection', (socket: Socket) => {
      open++;
      socket.once('close', () => open--);
      const isExcess = open > limits.maxConnections && !idle.evict();
      new ClientConnection(socket, { isExcess, idle, serve });
      if (isExcess) socket.setTimeout(EXCESS_MS, () => socket.destroy());
    });
    const receive = (request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): void => {
      connectionOf(request.socket)?.receive({ request, response, awaitsContinue });
    };
    server.on('request', (request, response) => receive(request, response, false));
    // `inviteBody` sends 100 Continue once the body is about to be read.
    server.on('checkContinue', (request, response) => receive(request, response, true));
    // An unknown expectation is ignored.
    server.on('checkExpectation', (request, response) => receive(request, response, false));
    server.on('clientError', refuseBrokenHttp);
    return server;
  };
}

/** Long enough to read a short refusal in. */
const LINGER_MS = 2_000;

const REFUSALS: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request headers are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'The chunk extensions of the request body are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
};
const LEFT = 'HPE_INVALID_EOF_STATE';
const NOT_HTTP = ['400 Bad Request', 'The request is not valid HTTP.'] as const;

/**
 * What Node's own parser refuses (431, bad framing) gets a short JSON error and the end of its connection. Where a reply
 * is under way on it, nothing may be written in between: the connection is cut.
 */
function refuseBrokenHttp(error: Error & { readonly code?: string }, socket: Socket): void {
  const canRefuse = connectionOf(socket)?.canRefuse ?? false;
  if (error.code === 'ECONNRESET' || !canRefuse || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = REFUSALS[error.code ?? ''] ?? NOT_HTTP;
  const requestId = uuidV7();
  const code = status.startsWith('413') ? 'request_too_large' : undefined;
  const body = JSON.stringify(toOpenAiError(new InvalidRequestError(message, null, code)));
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...requestIdHeaders(requestId),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
  // A client that leaves in the middle of a request is usual, and worth no more than `debug`.
  logger[error.code === LEFT ? 'debug' : 'info']({ requestId, code: error.code }, `refused: ${message}`);
  lingerThenClose(socket, LINGER_MS);
}

/**
 * A UUID of version 7: 48 bits of milliseconds since 1970, then 74 random bits, so that ids sort by their time and
 * cluster in an index. Node makes version 4 from a pool of random bytes, cheaply; its first half gives way to the time.
 *
 * @param nowMs milliseconds since 1970
 * @param random a UUID of version 4
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
export function uuidV7(nowMs: number = Date.now(), random: string = randomUUID()): string {
  if (nowMs !== prefixMs) {
    prefixMs = nowMs;
    const time = Math.max(0, Math.floor(nowMs)).toString(16).padStart(12, '0').slice(-12);
    prefix = `${time.slice(0, 8)}-${time.slice(8)}-7`;
  }
  return prefix + random.slice(15);
}

/** The beginning of all ids of one millisecond: half of what an id costs. */
let prefix = '';
let prefixMs = NaN;
