import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DASHBOARD_PATH, DOCS_PATH, GATEWAY_PREFIXES, HEALTH_PREFIX, OPENAPI_PATH } from '../core/http/routes.js';

/** Links for a person who opens the server's address. */
const LINKS: readonly (readonly [name: string, path: string, what: string])[] = [
  ['dashboard', DASHBOARD_PATH, 'Dashboard'],
  ['docs', DOCS_PATH, 'API documentation (Swagger UI)'],
  ['openapi', OPENAPI_PATH, 'OpenAPI document'],
  ['health', `${HEALTH_PREFIX}/ready`, 'Health'],
];

@ApiExcludeController()
@Controller()
export class RootController {
  /** Where to go from here: a page for browsers, JSON for everything else. */
  @Get()
  root(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string | object {
    reply.header('vary', 'accept');
    if (!/\btext\/html\b/i.test(request.headers.accept ?? '')) {
      return {
        name: 'LLMOps gateway',
        gateway: GATEWAY_PREFIXES,
        ...Object.fromEntries(LINKS.map(([name, path]) => [name, path])),
      };
    }
    reply.type('text/html; charset=utf-8');
    return PAGE;
  }
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>LLMOps gateway</title>
<h1>LLMOps gateway</h1>
<ul>
${LINKS.map(([, path, what]) => `<li><a href="${path}">${what}</a></li>`).join('\n')}
</ul>
<p>Clients of OpenAI's API take this address with <code>${GATEWAY_PREFIXES[0]}</code> behind it as their base URL.</p>
</html>
`;
