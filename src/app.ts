import cors from '@fastify/cors';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppModule, type AppLists } from './app.module.js';
import { SERVED_PATHS } from './core/endpoints.js';
import { GlobalExceptionFilter } from './core/http/exception.filter.js';
import { createHttpAdapter, setUpHttp } from './core/http/http-adapter.js';
import { toOriginMatcher } from './startup/origins.js';
import { EXPOSED_HEADERS, isAdminRoute, isGatewayRoute } from './core/http/routes.js';
import { logger, PinoLogger } from './core/logger.js';
import type { RuntimeSettings } from './core/settings.js';
import { serveDashboard } from './dashboard-pages.js';
import { InFlight } from './gateway/admission/in-flight.js';
import { ReplyClosing } from './gateway/planning/request-context.js';
import { setUpSwagger } from './swagger.js';

export interface GatewayApp {
  /** Resolves with the URL that it listens on. */
  listen(): Promise<string>;
  /**
   * Refuses new calls, waits for open ones and for writes of administrators (`drainSeconds` at most), ships the journal,
   * closes the database.
   */
  close(): Promise<void>;
  /** Cuts what is open, where nobody waits for it any more: callers are told so, and each call leaves its record. */
  cut(): Promise<void>;
}

/** How long a browser may keep the answer to its preflight. */
const PREFLIGHT_SECONDS = 600;

/** The application, built and not yet listening. */
export async function createApp(settings: RuntimeSettings, lists?: AppLists): Promise<GatewayApp> {
  const adapter = createHttpAdapter(settings);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(settings, lists), adapter, {
    logger: new PinoLogger(),
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  const inFlight = app.get(InFlight);
  setUpHttp(fastify, { isDraining: () => inFlight.draining, servedPaths: app.get(SERVED_PATHS) });
  // Whoever changes something must hear whether it was done, so a shutdown waits for these as it does for calls.
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isAdminChange(request)) inFlight.enter(new ReplyClosing(reply.raw, request.raw.socket));
    done();
  });
  await allowOrigins(fastify, settings.corsOrigins);
  app.useGlobalFilters(new GlobalExceptionFilter());
  setUpSwagger(app);
  await serveDashboard(fastify, lists?.dashboardDirectory);
  return {
    listen: async () => {
      await app.listen(settings.port, settings.host);
      return app.getUrl();
    },
    close: async () => {
      const cut = await inFlight.drain(settings.drainSeconds * 1_000);
      if (cut > 0) logger.warn({ calls: cut, drainSeconds: settings.drainSeconds }, 'The shutdown cut open calls');
      await app.close();
    },
    cut: async () => {
      await inFlight.cut();
    },
  };
}

function isAdminChange(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD' && isAdminRoute(request);
}

async function allowOrigins(fastify: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const allowed = origins.map(toOriginMatcher);
  await fastify.register(cors, {
    delegator: (request, callback) => {
      callback(null, {
        origin: isGatewayRoute(request) ? allowed : false,
        methods: ['GET', 'POST'],
        exposedHeaders: [...EXPOSED_HEADERS],
        maxAge: PREFLIGHT_SECONDS,
      });
    },
  });
}
