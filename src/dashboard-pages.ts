import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ADMIN_PREFIX, DASHBOARD_PATH } from './core/http/routes.js';

/** Where `npm run build` puts the dashboard: `dist/dashboard`, beside the compiled `dist/src`. */
const BUILT = join(import.meta.dirname, '..', 'dashboard');

/**
 * Serves the dashboard. Files whose name holds a hash of their content are cached for ever; the page that names them
 * never, so that a browser has the new files as soon as a new version runs. All other paths are places in the page.
 */
export async function serveDashboard(fastify: FastifyInstance, directory: string = BUILT): Promise<void> {
  // The server as tests run it, from its source, has none beside it.
  if (!existsSync(join(directory, 'index.html'))) return;
  await fastify.register(async (scope) => {
    await scope.register(fastifyStatic, {
      root: join(directory, 'assets'),
      prefix: `${DASHBOARD_PATH}/assets/`,
      maxAge: '1y',
      immutable: true,
      index: false,
    });
    const sendPage = (_request: FastifyRequest, reply: FastifyReply) =>
      reply.header('cache-control', 'no-cache').sendFile('index.html', directory, { cacheControl: false });
    scope.get(DASHBOARD_PATH, sendPage);
    scope.get(`${DASHBOARD_PATH}/*`, sendPage);
    // Below the API there are no pages, and what is wrong is said in the API's form.
    for (const prefix of [`${DASHBOARD_PATH}/api`, ADMIN_PREFIX]) {
      scope.all(`${prefix}/*`, (_request, reply) => {
        reply.callNotFound();
      });
    }
  });
}
