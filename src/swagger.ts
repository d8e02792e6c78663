import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ADMIN_TOKEN_SCHEME } from './core/http/admin-controller.js';
import { ADMIN_PREFIX, DOCS_PATH, GATEWAY_PREFIXES, OPENAPI_PATH } from './core/http/routes.js';
import { ENVIRONMENT_SECRET_SCHEME, GATEWAY_TAG } from './gateway/endpoints/documentation.js';
import { toProviderForms } from './providers/accounts/provider-forms.js';
import { ProviderRegistry } from './providers/provider-registry.js';
import { completeOperation } from './swagger/operations.js';

const DESCRIPTION = `
One OpenAI-compatible endpoint in front of every LLM vendor.

**Gateway** routes take an environment's secret and answer in OpenAI's format; they are served under
\`${GATEWAY_PREFIXES[0]}\` and, the same, under \`${GATEWAY_PREFIXES[1]}\`. The other routes are the **admin API**: they
take the admin token, refuse unknown fields and answer errors as RFC 9457 problem details. Press *Authorize* for both.
`;

const TAGS: readonly (readonly [name: string, description: string])[] = [
  [GATEWAY_TAG, 'What applications call'],
  ['Session', 'How a browser signs in'],
  ['Environments', 'Where callers live, and their secrets'],
  ['Playground', 'The gateway’s endpoints, for administrators'],
  ['Providers', 'Accounts of vendors, reachable as `@slug/model`'],
  ['Configs', 'Named use cases, reachable as `@config/slug`'],
  ['Rules', 'Who gets which variant of a config'],
  ['Rollouts', 'One arm of a rule, step by step to more callers'],
  ['Variants', 'Ways to serve a config, in immutable versions'],
];

/** Serves the OpenAPI document and Swagger UI, all from this process. The document is built when first asked for. */
export function setUpSwagger(app: NestFastifyApplication): void {
  SwaggerModule.setup(DOCS_PATH, app, () => buildOpenApiDocument(app), {
    jsonDocumentUrl: OPENAPI_PATH,
    raw: ['json'],
    customSiteTitle: 'LLMOps gateway API',
    swaggerOptions: {
      // Tokens live as long as the page: what a browser stores, its next user can read.
      persistAuthorization: false,
      displayRequestDuration: true,
      docExpansion: 'list',
      // The badge would send the document's address to a public service.
      validatorUrl: null,
      requestInterceptor: leaveOutEmptyFields,
      responseInterceptor: offerAudioAsFile,
    },
  });
}

/** Runs in the browser, so it uses nothing of this module. A form's fields without a value would be sent as empty texts. */
export function leaveOutEmptyFields(request: { body?: unknown }): object {
  if (request.body instanceof FormData) {
    for (const [name, value] of [...request.body]) if (value === '') request.body.delete(name);
  }
  return request;
}

/** Runs in the browser as well. Swagger UI would fetch audio again for its player, with GET; a file it offers as it is. */
export function offerAudioAsFile(response: { headers?: Record<string, string> }): object {
  const { headers } = response;
  if (headers?.['content-type']?.startsWith('audio/')) headers['content-disposition'] = 'attachment; filename="speech"';
  return response;
}

function buildOpenApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('LLMOps gateway')
    .setDescription(DESCRIPTION.trim())
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The admin token' }, ADMIN_TOKEN_SCHEME)
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: "An environment's secret" },
      ENVIRONMENT_SECRET_SCHEME,
    );
  for (const [name, description] of TAGS) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    autoTagControllers: false,
    operationIdFactory: (controller, method, version) =>
      [controller.replace(/Controller$/, ''), method, version].filter(Boolean).join('_'),
  });
  const forms = toProviderForms(app.get(ProviderRegistry).all(), fieldsOf(document, 'CreateProviderBody'));
  const paths = toPaths(document.paths);
  const create = paths[`${ADMIN_PREFIX}/providers`]?.post?.requestBody;
  if (create !== undefined && 'content' in create) {
    create.content = { 'application/json': { schema: forms.body, examples: forms.examples } };
  }
  const schemas = { ...document.components?.schemas, ...forms.schemas };
  return { ...document, servers: [THIS_SERVER], components: { ...document.components, schemas }, paths };
}

/** From the document's own address and from the page's, wherever a proxy has put them. */
const THIS_SERVER = { url: '../..', description: 'This gateway' };

function fieldsOf(document: OpenAPIObject, schema: string): Readonly<Record<string, unknown>> {
  const found = document.components?.schemas?.[schema];
  return found !== undefined && 'properties' in found ? { ...found.properties } : {};
}

/** Each route once, in OpenAPI's terms: without the alias of the gateway's prefix, the rest of a path named. */
function toPaths(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  const [, alias] = GATEWAY_PREFIXES;
  const entries = Object.entries(paths).filter(([path]) => !path.startsWith(`${alias}/`));
  return Object.fromEntries(
    entries.map(([written, item]) => {
      const path = written.replace(REST_OF_PATH, '/{id}');
      for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
        const operation = item[method];
        if (operation) completeOperation({ method, path, operation });
      }
      return [path, item];
    }),
  );
}

/** What Nest makes of a trailing `*`. */
const REST_OF_PATH = /\/\{path\}$/;
