import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError, InvalidRequestError, UnavailableError } from '../errors.js';
import { uuidV7 } from '../uuid-v7.js';
import { connectionOf } from './client-connection.js';
import { httpServerFactory, type ConnectionLimits } from './http-server.js';
import { writeError } from './exception.filter.js';
import { requestIdHeaders } from './reply-header-names.js';
import { ADMIN_PREFIX, GATEWAY_PREFIXES, HEALTH_PREFIX, isBelow, isGatewayRoute, routeOf } from './routes.js';

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
    // `http-server.ts` answers clients whose HTTP is broken.
    clientErrorHandler: () => undefined,
    // What the router refuses before any hook: a path that does not decode, a parameter that is too long.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      prepareReply(request, reply);
      if (connectionOf(request.raw.socket)?.leavesUnread(request.raw)) endConnection(request, reply);
      writeError(error, request, reply);
    },
  });
}

/**
 * What holds for every request and reply, whatever route they belong to.
 *
 * @param isDraining whether clients should go to another replica
 */
export function setUpHttp(fastify: FastifyInstance, isDraining: () => boolean): void {
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
