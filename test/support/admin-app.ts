import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { IsObject, IsString } from 'class-validator';
import { DataSource } from 'typeorm';
import { CatalogModule } from '../../src/catalog/catalog.module.js';
import { ConfigsModule } from '../../src/configs/configs.module.js';
import { SnapshotStore } from '../../src/configs/snapshot/snapshot-store.js';
import { ARM_OUTCOMES, type ArmOutcomesReader } from '../../src/core/arm-outcomes.js';
import { CONFIG_CHANGED } from '../../src/core/config-changed.js';
import { CoreModule } from '../../src/core/core.module.js';
import { GlobalExceptionFilter } from '../../src/core/http/exception.filter.js';
import { createHttpAdapter, setUpHttp } from '../../src/core/http/http-adapter.js';
import { ADMIN_PREFIX } from '../../src/core/http/routes.js';
import { SECRET_BOX, type SecretBox } from '../../src/core/secret-box.js';
import type { RuntimeSettings } from '../../src/core/settings.js';
import { readSettings } from '../../src/startup/read-settings.js';
import { WebhooksModule } from '../../src/webhooks/webhooks.module.js';
import { AccountsModule } from '../../src/providers/accounts/accounts.module.js';
import { Credential } from '../../src/providers/auth/credential.js';
import { defineProvider } from '../../src/providers/define-provider.js';
import { ExperimentReader } from '../../src/observability/experiments/experiment-reader.js';
import { ProviderRegistry } from '../../src/providers/provider-registry.js';
import { TRANSPORT, type Transport } from '../../src/providers/transport/transport.js';
import { setUpSwagger } from '../../src/swagger.js';
import { createTestDatabase } from './database.js';

export const ADMIN_TOKEN = 'admin-token-for-tests-of-32-characters';

/** Whatever a body holds; tests look into it. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** The admin API alone, on a socket and a database of its own, with two vendors that exist in tests only. */
export interface AdminApp {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly dataSource: DataSource;
  readonly secretBox: SecretBox;
  /** How often a write has refreshed the snapshot. */
  readonly refreshes: () => number;
  /** `call('POST', '/configs', { … })`, with the admin token. A string body is sent as it is. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The answer's body; fails on any other status. */
  create(path: string, body?: unknown): Promise<Json>;
  close(): Promise<void>;
}

class AcmeCredentials {
  @Credential({ required: true, secret: true, description: 'The key' }, IsString())
  apiKey: string;

  @Credential({ description: 'Where' }, IsString())
  region?: string;

  @Credential({ type: 'object', secret: true, description: 'More headers' }, IsObject())
  headers?: Record<string, string>;

  @Credential({ description: 'Where tokens are made', choosesHost: true }, IsString())
  tokenUrl?: string;
}

const acme = defineProvider({
  vendor: 'acme',
  label: 'Acme',
  defaultBaseUrl: 'https://api.acme.example/v1',
  requestIdHeaders: [],
  credentials: AcmeCredentials,
  credentialUrls: ({ tokenUrl }) => (tokenUrl === undefined ? [] : [tokenUrl]),
  connect: ({ credentials }) => {
    if (credentials.region === 'nowhere') throw new Error(`no region for ${credentials.apiKey}`);
    return {
      endpoints: {},
      sign: (request) => request,
      readError: ({ body }) => ({ kind: 'overloaded', message: body }),
    };
  },
});

const plain = defineProvider({
  vendor: 'plain',
  label: 'Plain',
  defaultBaseUrl: null,
  requiresBaseUrl: true,
  requestIdHeaders: [],
  credentials: Object,
  connect: () => ({
    endpoints: {},
    sign: (request) => request,
    readError: ({ body }) => ({ kind: 'overloaded', message: body }),
  }),
});

let refreshes = 0;

const noTransport: Transport = { send: () => Promise.reject(new Error('the admin API alone calls no vendor')) };

/** Rollouts here have no log. */
const noCalls: ArmOutcomesReader = {
  load: () => Promise.resolve({ calls: 0, trials: 0, failures: 0, otherFailures: 0, answers: 0, slow: 0 }),
};

@Global()
@Module({
  providers: [
    { provide: ProviderRegistry, useValue: new ProviderRegistry([acme, plain]) },
    { provide: TRANSPORT, useValue: noTransport },
    { provide: ARM_OUTCOMES, useValue: noCalls },
    ExperimentReader,
    { provide: CONFIG_CHANGED, useValue: { refresh: () => Promise.resolve(refreshes++) } },
    { provide: SnapshotStore, useValue: { current: null } },
  ],
  exports: [ProviderRegistry, TRANSPORT, ARM_OUTCOMES, ExperimentReader, CONFIG_CHANGED, SnapshotStore],
})
class TestModule {}

export async function startAdminApp(controllers: (new () => object)[] = []): Promise<AdminApp> {
  const database = await createTestDatabase();
  const settings: RuntimeSettings = {
    ...readSettings({}),
    databaseUrl: database.url,
    adminToken: ADMIN_TOKEN,
    encryptionKeys: [randomBytes(32)],
    upstreamAllow: ['127.0.0.0/8'],
  };
  const imports = [
    CoreModule.forRoot(settings, []),
    TestModule,
    WebhooksModule,
    CatalogModule.forRoot(),
    AccountsModule,
    ConfigsModule,
  ];
  const testing = await Test.createTestingModule({ imports, controllers }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(
    createHttpAdapter({ maxConnections: 1_000, keepAliveSeconds: 60 }),
    { bodyParser: false },
  );
  setUpHttp(app.getHttpAdapter().getInstance(), { isDraining: () => false, servedPaths: [] });
  app.useGlobalFilters(new GlobalExceptionFilter());
  app.useLogger(false);
  setUpSwagger(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();

  const call: AdminApp['call'] = async (method, path, body, headers = {}) => {
    const isJson = body !== undefined;
    const response = await fetch(`${url}${ADMIN_PREFIX}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(isJson && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(isJson && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
  return {
    url,
    app,
    dataSource: app.get(DataSource),
    secretBox: app.get(SECRET_BOX),
    refreshes: () => refreshes,
    call,
    create: async (path, body) => {
      const answer = await call('POST', path, body);
      if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

/** A variant with one version, and what it needs. */
export async function createVariant(admin: AdminApp, name: string): Promise<{ id: string; providerId: string }> {
  const provider = await admin.create('/providers', {
    vendor: 'acme',
    name: `For ${name}`,
    credentials: { apiKey: 'key' },
  });
  const variant = await admin.create('/variants', { name, version: { providerId: provider.id, model: 'm-1' } });
  return { id: variant.id, providerId: provider.id };
}

/** The shape of every refusal. */
export function problem(status: number, ...errors: [pointer: string, detail: RegExp][]): object {
  return {
    status,
    body: expect.objectContaining({
      type: 'about:blank',
      status,
      title: expect.any(String),
      detail: expect.any(String),
      requestId: expect.any(String),
      errors: errors.map(([pointer, detail]) => ({ pointer, detail: expect.stringMatching(detail) })),
    }),
    headers: expect.anything(),
  };
}
