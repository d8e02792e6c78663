import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AppModule } from './app.module.js';
import { GlobalExceptionFilter } from './core/http/exception.filter.js';
import { isGatewayPath } from './core/http/routes.js';
import { logger, PinoLogger } from './core/logger.js';
import type { RuntimeSettings } from './core/settings.js';
import { InFlight } from './gateway/in-flight.js';
import { setUpSwagger } from './swagger.js';

export interface GatewayApp {
  /** Resolves with the URL that answers. */
  listen(): Promise<string>;
  /** Refuses new calls, waits for open ones (`drainSeconds` at most), ships the journal, closes the database. */
  close(): Promise<void>;
}

const ADMIN_BODY_LIMIT = 1024 * 1024;

/** The house, built and not yet listening. */
export async function createApp(settings: RuntimeSettings): Promise<GatewayApp> {
  const adapter = new FastifyAdapter({
    genReqId: () => randomUUID(),
    skipMiddie: true,
    forceCloseConnections: true,
    bodyLimit: ADMIN_BODY_LIMIT,
    routerOptions: { maxParamLength: 1_000 },
    requestTimeout: 300_000,
    // Longer than load balancers keep theirs, so that it is never we who close a connection just being used again.
    keepAliveTimeout: 72_000,
    clientErrorHandler: refuseBrokenHttp,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(settings), adapter, {
    logger: new PinoLogger(),
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  readBodiesOurselves(fastify);
  nameRequests(fastify);
  await allowOrigins(fastify, settings.corsOrigins);
  app.useGlobalFilters(new GlobalExceptionFilter());
  setUpSwagger(app);
  return {
    listen: async () => {
      await app.listen(settings.port, settings.host);
      return app.getUrl();
    },
    close: async () => {
      const cut = await app.get(InFlight).drain(settings.drainSeconds * 1_000);
      if (cut > 0) logger.warn({ calls: cut, drainSeconds: settings.drainSeconds }, 'The shutdown cut open calls');
      await app.close();
    },
  };
}

/**
 * On gateway routes the body goes on unread: it is read after the caller is known. Elsewhere it is JSON, and small.
 * One parser for all types, so that a wrong one is refused by the route in its own words.
 */
function readBodiesOurselves(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (request, payload, done) => {
    if (isGatewayPath(request.url)) {
      done(null, undefined);
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= ADMIN_BODY_LIMIT) chunks.push(chunk);
    });
    payload.on('end', () => {
      if (length > ADMIN_BODY_LIMIT) {
        done(httpError(413, 'The body is too large.'));
        return;
      }
      // Many clients announce JSON on a POST or DELETE without a body; the route says whether it needs one.
      if (length === 0) {
        done(null, undefined);
        return;
      }
      if (!/^application\/(.+\+)?json\b/i.test(request.headers['content-type'] ?? '')) {
        done(httpError(415, 'The content type must be application/json.'));
        return;
      }
      try {
        done(null, JSON.parse(Buffer.concat(chunks).toString('utf8')));
      } catch {
        done(httpError(400, 'The body is not valid JSON.'));
      }
    });
    payload.on('error', done);
  });
}

function httpError(statusCode: number, message: string): Error & { statusCode: number } {
  return Object.assign(new Error(message), { statusCode });
}

/** The request's id is on every reply, the worst one too, under our name and under the one that SDKs read. */
function nameRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-llmops-request-id', request.id).header('x-request-id', request.id);
    done();
  });
}

async function allowOrigins(fastify: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await fastify.register(cors, {
    delegator: (request, callback) => {
      const isGateway = isGatewayPath(request.url ?? '');
      callback(null, {
        origin: isGateway ? [...origins] : false,
        methods: ['GET', 'POST'],
        exposedHeaders: ['x-request-id', 'retry-after'],
      });
    },
  });
}

/** What Node's own parser refuses (431, bad framing) gets a short JSON error and the end of its connection. */
function refuseBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'The request headers are too large.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'The request did not arrive in time.']
        : ['400 Bad Request', 'The request is not valid HTTP.'];
  const body = JSON.stringify({
    error: { message, type: 'invalid_request_error', param: null, code: 'invalid_request' },
  });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
