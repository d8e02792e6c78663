import { readFileSync } from 'node:fs';
import { ADMIN_PREFIX, OPENAPI_PATH } from '../../src/core/http/routes.js';
import type { TestApp } from '../support/start-app.js';
import { startSeededApp } from '../support/start-seeded-app.js';

type Json = ReturnType<typeof JSON.parse>;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters?: Json[];
  readonly requestBody?: Json;
  readonly responses: Json;
}

/** Runs each example of Swagger UI as it is shown, on what a first start has made. */
describe('examples of the OpenAPI document', () => {
  let app: TestApp;
  let secret: string;
  let document: Json;
  beforeAll(async () => {
    app = await startSeededApp();
    secret = app.secret;
    document = await (await fetch(app.url + OPENAPI_PATH)).json();
  });
  afterAll(() => app.stop());

  const operations = (): Operation[] =>
    Object.entries<Json>(document.paths).flatMap(([path, item]) =>
      Object.entries<Json>(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
    );

  /** Null where a part of the path has no example. */
  function addressOf({ path, parameters = [] }: Operation): string | null {
    let address: string | null = path;
    for (const { in: place, name, example } of parameters) {
      if (place === 'path') {
        address = example === undefined ? null : (address?.replace(`{${name}}`, encodeURIComponent(example)) ?? null);
      } else if (place === 'query' && example !== undefined) {
        throw new Error(`${path} would filter by ${name}`);
      }
    }
    return address;
  }

  function bodyOf({ requestBody, path }: Operation): unknown {
    const content = requestBody?.content['application/json'];
    if (content === undefined) return undefined;
    const shown = content.example ?? Object.values<Json>(content.examples ?? {})[0]?.value;
    return path.endsWith('/providers') ? content.examples.sandbox.value : shown;
  }

  async function anyRequest(): Promise<string> {
    const reply = await fetch(`${app.url}/v1/models`, { headers: { authorization: `Bearer ${secret}` } });
    return reply.headers.get('x-llmops-request-id') ?? '';
  }

  const ask = async (operation: Operation, address: string, token: string): Promise<number> => {
    const shown = bodyOf(operation);
    // Whose request is judged, no example can know.
    const isJudged = operation.path.endsWith('/feedback');
    const body = isJudged ? Object.assign({}, shown, { requestId: await anyRequest() }) : shown;
    const reply = await fetch(app.url + address, {
      method: operation.method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${operation.method} ${address}: ${reply.status} ${text}`);
    return reply.status;
  };

  it('work as shown, and leave the demo as it was', async () => {
    const demo = async () => [
      await app.admin('GET', '/environments?limit=200'),
      (await app.admin<Json>('GET', '/configs/demo')).slug,
      (await app.admin<Json>('GET', '/configs/demo/rules')).items.length,
      (await app.admin<Json>('GET', '/providers/sandbox')).enabled,
    ];
    const before = await demo();
    const tried: string[] = [];
    // A session begins with the reader's own admin token, which no example can show.
    const isShown = ({ path }: Operation) => path.startsWith(ADMIN_PREFIX) && path !== `${ADMIN_PREFIX}/session`;
    const isForm = ({ requestBody }: Operation) => requestBody?.content['multipart/form-data'] !== undefined;
    for (const operation of operations().filter((each) => isShown(each) && !isForm(each))) {
      const address = addressOf(operation);
      if (operation.method !== 'GET' && operation.requestBody !== undefined) expect(bodyOf(operation)).toBeDefined();
      if (address === null) continue;
      expect(operation.method).not.toBe('DELETE');
      await ask(operation, address, app.settings.adminToken);
      tried.push(`${operation.method} ${operation.path}`);
    }
    expect(tried.length).toBeGreaterThan(25);
    const after = await demo();
    expect(after[0].items.map((each: Json) => [each.slug, each.name, each.isProduction])).toEqual(
      expect.arrayContaining(before[0].items.map((each: Json) => [each.slug, each.name, each.isProduction])),
    );
    expect([after[1], after[3]]).toEqual([before[1], before[3]]);
    const answer = await app.openai({ apiKey: secret }).chat.completions.create({
      model: '@config/demo',
      messages: [{ role: 'user', content: 'hi' }],
    });
    expect(answer.choices[0]?.message.content).toContain('[sandbox]');
  });

  it('work on the gateway, one for each endpoint', async () => {
    const tried: string[] = [];
    for (const operation of operations().filter(({ path }) => path.startsWith('/v1/'))) {
      const isForm = operation.requestBody?.content['multipart/form-data'] !== undefined;
      const address = addressOf(operation);
      if (isForm || address === null) continue;
      expect(await ask(operation, address, secret)).toBe(200);
      tried.push(operation.path);
    }
    expect(tried).toEqual(
      expect.arrayContaining(['/v1/chat/completions', '/v1/embeddings', '/v1/audio/speech', '/v1/models/{id}']),
    );
  });

  it('transcribe with the form as Swagger UI fills it in', async () => {
    const { schema } = document.paths['/v1/audio/transcriptions'].post.requestBody.content['multipart/form-data'];
    const form = new FormData();
    for (const [name, property] of Object.entries<Json>(schema.properties)) {
      if (name === 'file') continue;
      expect([name, property.example]).not.toEqual([name, undefined]);
      form.append(name, Array.isArray(property.example) ? property.example.join() : String(property.example));
    }
    form.append('file', new Blob([readFileSync('test/fixtures/audio/tone.wav')]), 'tone.wav');
    const reply = await fetch(`${app.url}/v1/audio/transcriptions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: form,
    });
    const body = (await reply.json()) as Json;
    expect([reply.status, body]).toEqual([200, expect.objectContaining({ text: expect.any(String) })]);
  });

  it('have a form for each vendor, told apart by its name', async () => {
    const { schema, examples } =
      document.paths[`${ADMIN_PREFIX}/providers`].post.requestBody.content['application/json'];
    const vendors = (await app.admin<Json>('GET', '/providers/vendors')).items.map((each: Json) => each.vendor);
    expect(schema.discriminator.propertyName).toBe('vendor');
    expect(Object.keys(schema.discriminator.mapping)).toEqual(vendors);
    expect(schema.oneOf).toHaveLength(vendors.length);
    // The page shows the first one, and this one needs no account.
    expect(Object.keys(examples)[0]).toBe('sandbox');
    for (const vendor of vendors) {
      const form = document.components.schemas[schema.discriminator.mapping[vendor].split('/').at(-1)];
      expect(form.properties.vendor).toEqual({ type: 'string', enum: [vendor] });
      expect(form.properties.credentials.additionalProperties).toBe(false);
      expect(examples[vendor].value.vendor).toBe(vendor);
    }
    expect(document.components.schemas.CreateOpenaiCompatibleProvider.required).toContain('baseUrl');
    expect(document.components.schemas.CreateBedrockProvider.properties.credentials).toMatchObject({
      required: ['region'],
      properties: { secretAccessKey: { format: 'password', writeOnly: true } },
    });
  });

  it('hold no time limit that would end every call', () => {
    const { properties } = document.components.schemas.TimeoutsBody;
    for (const [name, limit] of Object.entries<Json>(properties))
      expect([name, limit.example >= 10_000]).toEqual([name, true]);
  });

  it('names the errors of each route, and servers that follow a path prefix', () => {
    const authenticated = operations().filter(({ path }) => path.startsWith(ADMIN_PREFIX) || path.startsWith('/v1/'));
    for (const { method, path, responses, requestBody } of authenticated) {
      expect([method, path, Object.keys(responses)]).toEqual([method, path, expect.arrayContaining(['401', '503'])]);
      if (requestBody !== undefined) expect(responses).toMatchObject({ 400: {}, 413: {}, 415: {} });
      for (const [status, { content }] of Object.entries<Json>(responses).filter(([key]) => /^[45]/.test(key))) {
        const [{ example }] = Object.values<Json>(content);
        expect(path.startsWith(ADMIN_PREFIX) ? example.status : typeof example.error.code).toBe(
          path.startsWith(ADMIN_PREFIX) ? Number(status) : 'string',
        );
      }
    }
    for (const address of [OPENAPI_PATH, '/llmops/api/docs']) {
      const base = new URL(document.servers[0].url, `https://host/prefix${address}`);
      expect(base.href).toBe('https://host/prefix/');
    }
  });
});
