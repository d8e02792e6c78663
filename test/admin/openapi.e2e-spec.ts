import { Controller, Get, Param, Post } from '@nestjs/common';
import { Validator } from '@seriousme/openapi-schema-validator';
import { DOCS_PATH, GATEWAY_PREFIXES, OPENAPI_PATH } from '../../src/core/http/routes.js';
import { ApiEndpoint, ApiGetModel, ApiListModels } from '../../src/gateway/endpoints/documentation.js';
import { chatCompletions } from '../../src/gateway/endpoints/chat-completions.js';
import { leaveOutEmptyFields, offerAudioAsFile } from '../../src/swagger.js';
import { startAdminApp, type AdminApp, type Json } from '../support/admin-app.js';

@Controller([...GATEWAY_PREFIXES])
class DocumentedGateway {
  @Post('chat/completions')
  @ApiEndpoint(chatCompletions)
  chatCompletions(): void {}

  @Get('models')
  @ApiListModels()
  list(): void {}

  @Get('models/*')
  @ApiGetModel()
  get(@Param('*') id: string): string {
    return id;
  }
}

describe('OpenAPI document', () => {
  let admin: AdminApp;
  let document: Json;
  beforeAll(async () => {
    admin = await startAdminApp([DocumentedGateway]);
    document = await (await fetch(admin.url + OPENAPI_PATH)).json();
  });
  afterAll(() => admin.close());

  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  it('has every route once, under the names of the contract', () => {
    const admin = (path: string) => `/llmops/api/admin/v1${path}`;
    const routes = Object.entries<Json>(document.paths).map(([path, item]) => [
      path,
      Object.keys(item as object).toSorted(),
    ]);
    expect(Object.fromEntries(routes)).toMatchObject({
      [admin('/environments')]: ['get', 'post'],
      [admin('/environments/{id}')]: ['delete', 'get', 'patch'],
      [admin('/environments/{id}/secrets')]: ['get', 'post'],
      [admin('/environments/{id}/secrets/rotate')]: ['post'],
      [admin('/environments/{id}/secrets/{secretId}')]: ['delete'],
      [admin('/providers')]: ['get', 'post'],
      [admin('/providers/vendors')]: ['get'],
      [admin('/providers/{id}')]: ['delete', 'get', 'patch'],
      [admin('/configs')]: ['get', 'post'],
      [admin('/configs/{id}')]: ['delete', 'get', 'patch'],
      [admin('/configs/{id}/rules')]: ['get', 'post'],
      [admin('/configs/{id}/rules/{ruleId}')]: ['delete', 'get', 'patch'],
      [admin('/variants')]: ['get', 'post'],
      [admin('/variants/{id}')]: ['delete', 'get', 'patch'],
      [admin('/variants/{id}/versions')]: ['get', 'post'],
      [admin('/variants/{id}/versions/{version}')]: ['get'],
      '/v1/chat/completions': ['post'],
      '/v1/models': ['get'],
      '/v1/models/{id}': ['get'],
    });
    const ids = operations().map((operation) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says of every route what it is and how to authenticate', () => {
    for (const operation of operations()) {
      expect(operation).toMatchObject({ summary: expect.stringMatching(/\w/), tags: [expect.any(String)] });
      const isAdmin = operation.path.startsWith('/llmops/');
      const isSignIn = operation.path === '/llmops/api/admin/v1/session' && operation.method === 'post';
      const scheme = isAdmin ? 'admin-token' : 'environment-secret';
      expect(operation.security).toEqual(isSignIn ? undefined : [{ [scheme]: [] }]);
      const answers = Object.entries<Json>(operation.responses).filter(([status]) => status !== 'default');
      for (const [status, answer] of answers) expect([status, 'content' in answer]).toEqual([status, status !== '204']);
      expect(operation.responses.default.content).toHaveProperty(
        isAdmin ? 'application/problem+json' : 'application/json',
      );
    }
    expect(document.components.securitySchemes).toMatchObject({
      'admin-token': { type: 'http', scheme: 'bearer' },
      'environment-secret': { type: 'http', scheme: 'bearer' },
    });
  });

  it('describes bodies and answers field by field', () => {
    const { schemas } = document.components;
    expect(schemas.CreateProviderBody).toMatchObject({
      required: ['vendor', 'name'],
      properties: {
        vendor: { type: 'string' },
        baseUrl: { type: ['string', 'null'] },
        credentials: { type: 'object', additionalProperties: true },
      },
    });
    expect(schemas.RuleView).toMatchObject({
      properties: {
        id: { type: 'string' },
        priority: { type: 'number' },
        conditions: { type: ['object', 'null'] },
        split: { type: 'array', items: { $ref: '#/components/schemas/ArmView' } },
      },
    });
    expect(schemas.EnvironmentView.properties).toMatchObject({
      logContent: { type: ['boolean', 'null'], description: expect.stringContaining('LLMOPS_LOG_CONTENT') },
      secrets: { type: 'array', items: { $ref: '#/components/schemas/SecretView' } },
    });
    const parameters = document.paths['/llmops/api/admin/v1/environments/{id}'].get.parameters;
    expect(parameters).toEqual([
      expect.objectContaining({ in: 'path', name: 'id', schema: { type: 'string' }, example: 'development' }),
    ]);
  });

  it('is shown by a Swagger UI that loads nothing from elsewhere', async () => {
    const page = await (await fetch(admin.url + DOCS_PATH)).text();
    const sources = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source = '']) => source);
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      const url = new URL(source, admin.url + DOCS_PATH);
      expect(url.origin).toBe(new URL(admin.url).origin);
      const response = await fetch(url);
      expect([source, response.status]).toEqual([source, 200]);
      await response.arrayBuffer();
    }
    const script = await (await fetch(`${admin.url}${DOCS_PATH}/swagger-ui-init.js`)).text();
    expect(script).toContain('"persistAuthorization": false');
    expect(script).toContain('"validatorUrl": null');
    for (const option of ['requestInterceptor', 'responseInterceptor'])
      expect(script).toContain(`"${option}": function`);
  });

  it('has a page that sends no field without a value, and offers speech as a file', () => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ model: 'm', prompt: '', stream: 'false' })) body.append(name, value);
    leaveOutEmptyFields({ body });
    expect([...body]).toEqual([
      ['model', 'm'],
      ['stream', 'false'],
    ]);
    const speech = { headers: { 'content-type': 'audio/wav' } };
    const json = { headers: { 'content-type': 'application/json' } };
    expect(offerAudioAsFile(speech)).toMatchObject({
      headers: { 'content-disposition': expect.stringMatching(/^attachment/) },
    });
    expect(offerAudioAsFile(json)).toEqual({ headers: { 'content-type': 'application/json' } });
  });

  interface Operation {
    readonly path: string;
    readonly [member: string]: Json;
  }

  function operations(): Operation[] {
    return Object.entries<Json>(document.paths).flatMap(([path, item]) =>
      Object.entries<Json>(item).map(([method, operation]) => ({ ...operation, path, method })),
    );
  }
});
