import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { JsonBody } from '../../../core/json-body.js';
import type { JsonObject } from '../../../core/json.js';
import type { ProviderConnection, SignOptions } from '../../provider-strategy.js';
import { bodyOf } from '../../transport/body-of.js';
import type { Transport } from '../../transport/transport.js';
import { azure } from './index.js';

const SIGNAL = new AbortController().signal;
const KEY = { authMethod: 'apiKey', apiKey: 'k1' };

/** Real HTTP, without the address guard. */
const transport: Transport = {
  async send({ method, url, headers, body }) {
    if (body !== null && !(body instanceof Uint8Array)) throw new Error('no forms here');
    const response = await fetch(url, { method, headers, body: body === null ? null : Buffer.from(body) });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: Object.fromEntries(response.headers), body: bodyOf(bytes) };
  },
};

function connect(credentials: JsonObject, baseUrl: string | null = null): ProviderConnection {
  return azure.connect({ credentials, baseUrl, transport });
}

function urlOf(connection: ProviderConnection, model = 'gpt-4o'): string {
  const adapter = connection.endpoints['chat/completions'];
  if (adapter?.kind !== 'pass-through') throw new Error('no pass-through');
  const body = JsonBody.of({ model });
  return adapter.toRequest({ endpoint: 'chat/completions', model, stream: false, body }).request.url;
}

const REQUEST = { method: 'POST' as const, url: 'https://x.test', headers: { a: 'b' }, body: null };
const headersOf = async (connection: ProviderConnection, options?: SignOptions) =>
  (await connection.sign(REQUEST, SIGNAL, options)).headers;

describe('addresses', () => {
  it.each<[JsonObject, string | null, string]>([
    [{ resourceName: 'res' }, null, 'https://res.openai.azure.com/openai/v1/chat/completions'],
    [
      { resourceName: 'res', apiVersion: 'preview' },
      null,
      'https://res.openai.azure.com/openai/v1/chat/completions?api-version=preview',
    ],
    [
      { resourceName: 'res', apiVersion: '2024-10-21' },
      null,
      'https://res.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
    ],
    [
      { resourceName: 'res', deploymentId: 'my.dep', apiVersion: '2025-01-01-preview' },
      null,
      'https://res.openai.azure.com/openai/deployments/my.dep/chat/completions?api-version=2025-01-01-preview',
    ],
    [
      { resourceName: 'res', deploymentId: 'dep' },
      null,
      'https://res.openai.azure.com/openai/deployments/dep/chat/completions?api-version=2024-10-21',
    ],
    [{ resourceName: 'res' }, 'https://proxy.test', 'https://proxy.test/openai/v1/chat/completions'],
    [{}, 'https://proxy.test/openai', 'https://proxy.test/openai/v1/chat/completions'],
    [{}, 'https://proxy.test/base/openai/v1', 'https://proxy.test/base/openai/v1/chat/completions'],
  ])('%j at %s', (credentials, baseUrl, url) => {
    expect(urlOf(connect({ ...KEY, ...credentials }, baseUrl))).toBe(url);
  });

  it('escape the deployment', () => {
    expect(urlOf(connect({ ...KEY, resourceName: 'r', apiVersion: '2024-10-21' }), 'a/../b?c')).toContain(
      '/a%2F..%2Fb%3Fc/',
    );
  });

  it('need a resource or a base URL', () => {
    expect(() => connect(KEY)).toThrow('resourceName');
  });
});

describe('credentials', () => {
  const ENTRA = { authMethod: 'entra', tenantId: 't', clientId: 'c', clientSecret: 's' };

  it.each<JsonObject>([
    KEY,
    ENTRA,
    { authMethod: 'managedIdentity' },
    { authMethod: 'managedIdentity', clientId: 'c' },
  ])('take %j', (credentials) =>
    expect(azure.validateCredentials({ resourceName: 'res', ...credentials })).toEqual([]),
  );

  it.each<[JsonObject, string]>([
    [{ authMethod: 'apiKey' }, '/apiKey'],
    [{ authMethod: 'magic', apiKey: 'k' }, '/authMethod'],
    [{ ...ENTRA, clientSecret: undefined }, '/clientSecret'],
    [{ ...ENTRA, tenantId: '../x?' }, '/tenantId'],
    [{ ...KEY, resourceName: 'evil.test/' }, '/resourceName'],
    [{ ...KEY, apiVersion: '2024&x=1' }, '/apiVersion'],
    [{ ...ENTRA, authorityHost: 'file:///etc' }, '/authorityHost'],
    [{ ...KEY, apiKey: 'a\r\nb' }, '/apiKey'],
  ])('refuse %j', (credentials, pointer) => {
    expect(azure.validateCredentials(credentials).map((wrong) => wrong.pointer)).toEqual([pointer]);
  });

  it('send the key under its own name', async () => {
    expect(await headersOf(connect({ ...KEY, resourceName: 'r' }))).toEqual({ a: 'b', 'api-key': 'k1' });
  });

  it('say which further hosts they make us call', () => {
    expect(azure.credentialUrls(KEY)).toEqual([]);
    expect(azure.credentialUrls(ENTRA)).toEqual(['https://login.microsoftonline.com']);
    expect(azure.credentialUrls({ ...ENTRA, authorityHost: 'https://login.test/' })).toEqual(['https://login.test']);
    const machine = { authMethod: 'managedIdentity', metadataHost: 'http://imds.test' };
    expect(azure.credentialUrls(machine)).toEqual(['http://imds.test']);
  });
});

describe('tokens', () => {
  let server: Server;
  let host: string;
  let seen: { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  let reply: { status: number; json: JsonObject } = { status: 200, json: {} };

  beforeAll(async () => {
    server = createServer((request, response) => {
      void text(request).then((body) => {
        seen.push({ url: request.url ?? '', headers: request.headers, body });
        response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.json));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    seen = [];
    reply = { status: 200, json: { access_token: 'tok', expires_in: 3600 } };
  });

  const entra = () =>
    connect({
      resourceName: 'r',
      authMethod: 'entra',
      tenantId: 'ten',
      clientId: 'cli',
      clientSecret: 's+/=',
      authorityHost: host,
    });
  const machine = (more: JsonObject = {}) =>
    connect({ resourceName: 'r', authMethod: 'managedIdentity', metadataHost: host, ...more });

  it('come from Entra by client credentials', async () => {
    expect(await headersOf(entra())).toEqual({ a: 'b', authorization: 'Bearer tok' });
    expect(seen[0]).toMatchObject({
      url: '/ten/oauth2/v2.0/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'cli',
      client_secret: 's+/=',
      scope: 'https://cognitiveservices.azure.com/.default',
    });
  });

  it('come from the machine’s metadata, whose numbers are text', async () => {
    const soon = Math.floor(Date.now() / 1000) + 3600;
    reply.json = { access_token: 'imds', expires_on: String(soon) };
    expect(await headersOf(machine({ clientId: 'id-1' }))).toMatchObject({ authorization: 'Bearer imds' });
    const url = new URL(seen[0]?.url ?? '', host);
    expect(url.pathname).toBe('/metadata/identity/oauth2/token');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      'api-version': '2018-02-01',
      resource: 'https://cognitiveservices.azure.com',
      client_id: 'id-1',
    });
    expect(seen[0]?.headers).toMatchObject({ metadata: 'true' });
  });

  it('come from the App Service’s endpoint where it tells one', async () => {
    process.env['IDENTITY_ENDPOINT'] = `${host}/msi/token`;
    process.env['IDENTITY_HEADER'] = 'secret-1';
    try {
      await headersOf(connect({ resourceName: 'r', authMethod: 'managedIdentity' }));
    } finally {
      delete process.env['IDENTITY_ENDPOINT'];
      delete process.env['IDENTITY_HEADER'];
    }
    expect(seen[0]?.url).toContain('/msi/token?api-version=2019-08-01&resource=');
    expect(seen[0]?.headers).toMatchObject({ 'x-identity-header': 'secret-1' });
  });

  it('are fetched once for many calls at once, and kept (trap 24)', async () => {
    const connection = entra();
    await Promise.all(Array.from({ length: 20 }, () => headersOf(connection)));
    await headersOf(connection);
    expect(seen).toHaveLength(1);
  });

  it('are fetched anew after a 401 (trap 24)', async () => {
    const connection = entra();
    await headersOf(connection);
    const refused = connection.readError({ status: 401, headers: {}, body: '{}' });
    expect(refused.signAfresh).toBe(true);
    await headersOf(connection);
    expect(seen).toHaveLength(1);
    await headersOf(connection, { fresh: true });
    expect(seen).toHaveLength(2);
  });

  it('that cannot be had are a failure of the credentials, told without secrets', async () => {
    reply = {
      status: 401,
      json: { error: 'invalid_client', error_description: "AADSTS7000215: Invalid secret for app 'cli'." },
    };
    const failed = headersOf(entra());
    await expect(failed).rejects.toMatchObject({ kind: 'credentials-rejected', status: 502 });
    await expect(failed).rejects.toThrow(/401, AADSTS7000215/);
    await expect(failed).rejects.not.toThrow(/cli|s\+/);
  });

  it.each([{}, { access_token: 'x' }, { access_token: 1, expires_in: 10 }])(
    'are not read from %j',
    async (json: JsonObject) => {
      reply.json = json;
      await expect(headersOf(machine())).rejects.toMatchObject({ kind: 'credentials-rejected' });
    },
  );

  it('fail as credentials where nobody answers, and are tried again by the next call', async () => {
    const send = (): Promise<never> => Promise.reject(new Error('ECONNREFUSED 10.0.0.1'));
    const credentials = { resourceName: 'r', authMethod: 'managedIdentity' };
    const connection = azure.connect({ credentials, baseUrl: null, transport: { send } });
    await expect(headersOf(connection)).rejects.toMatchObject({ kind: 'credentials-rejected' });
    await expect(headersOf(connection)).rejects.not.toThrow(/10\.0\.0\.1/);
  });
});
