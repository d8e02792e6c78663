import { CATALOG_ROWS, type ModelRow } from '../../src/catalog/models.js';
import { DEMO_IDS } from '../../src/core/demo.js';
import { ProviderRegistry } from '../../src/providers/provider-registry.js';
import { VENDORS } from '../../src/providers/vendors/index.js';
import { readVendorEnvironment } from '../../src/startup/vendor-environment.js';
import { completion, FakeUpstream, json } from '../support/fake-upstream.js';
import type { TestApp } from '../support/start-app.js';
import { startSeededApp } from '../support/start-seeded-app.js';
import { nimbus } from '../support/vendors/nimbus/index.js';
import { tern } from '../support/vendors/tern/index.js';

const KEY = 'nimbus-key-of-the-first-start';
const TOKEN = 'tern-token-that-nobody-sees';
const ENVIRONMENT = { NIMBUS_API_KEY: KEY, TERN_TOKEN: TOKEN };
const MICRO_USD = '1000000';

const MODELS: readonly ModelRow[] = [
  ...CATALOG_ROWS,
  ...[
    { vendor: 'nimbus', model: 'stratus', prices: [{ units: { input: MICRO_USD, output: MICRO_USD } }] },
    { vendor: 'tern', model: 'arctic', ownedBy: 'birds', prices: [{ units: { input: '0', output: MICRO_USD } }] },
  ],
];

/** The gateway knows these two only through the list that it is given. */
describe('vendors that were added to the list', () => {
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startSeededApp(
      { ...ENVIRONMENT, NIMBUS_BASE_URL: `${upstream.url}/v1` },
      { vendors: [...VENDORS, nimbus, tern], models: MODELS },
    );
    const credentials = { token: TOKEN, nest: 'north-cape' };
    await app.admin('POST', '/providers', { vendor: 'tern', name: 'Tern', credentials, baseUrl: upstream.url });
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  const post = (path: string, body: object) =>
    fetch(`${app.url}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const chat = (model: string) => post('chat/completions', { model, messages: [{ role: 'user', content: 'Hi' }] });
  const asked = () => JSON.parse(upstream.last.body.toString()) as Record<string, unknown>;

  it('are described with their credentials, and have a form in the OpenAPI document', async () => {
    const { items } = await app.admin<{ items: object[] }>('GET', '/providers/vendors');
    expect(items.slice(-2)).toEqual([
      {
        vendor: 'nimbus',
        label: 'Nimbus',
        requiresBaseUrl: false,
        defaultBaseUrl: 'https://api.nimbus.example/v1',
        statesCost: false,
        credentialFields: [expect.objectContaining({ name: 'apiKey', required: true, secret: true })],
      },
      expect.objectContaining({
        vendor: 'tern',
        credentialFields: [
          expect.objectContaining({ name: 'token', required: true, secret: true }),
          expect.objectContaining({ name: 'nest', required: true, secret: false, example: 'north' }),
        ],
      }),
    ]);
    const document = (await (await fetch(`${app.url}/llmops/api/openapi.json`)).json()) as {
      components: { schemas: Record<string, object | undefined> };
    };
    expect(document.components.schemas['CreateTernProvider']).toMatchObject({
      properties: {
        credentials: { required: ['token', 'nest'], properties: { token: { writeOnly: true, format: 'password' } } },
      },
    });
  });

  it.each([
    [{ nest: 'north' }, /credentials\/token.*token is missing/],
    [{ token: TOKEN, nest: 'Ü' }, /credentials\/nest.*nest must be letters and hyphens/],
    [{ token: TOKEN, nest: 'north', wing: 'left' }, /credentials\/wing.*which has token, nest/],
  ])('have their credentials checked: %j', async (credentials, refusal) => {
    const refused = app.admin('POST', '/providers', { vendor: 'tern', name: 'Wrong', credentials });
    await expect(refused).rejects.toThrow(refusal);
  });

  it('have their secrets masked, in the admin API and in what the vendor repeats of them', async () => {
    const { items } = await app.admin<{ items: { slug: string; credentials: object }[] }>('GET', '/providers');
    expect(items.find(({ slug }) => slug === 'tern')?.credentials).toEqual({
      token: { isSet: true, hint: 'sees', value: null },
      nest: { isSet: true, hint: null, value: 'north-cape' },
    });
    upstream.respond = json(`no ${TOKEN} in north-cape`, 400);
    const reply = await chat('@tern/arctic');
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ error: { message: 'no *** in ***' } });
    expect(upstream.last.headers).toMatchObject({ 'x-tern-token': TOKEN, 'x-tern-nest': 'north-cape' });
  });

  it('are found in the environment at the first start', async () => {
    const found = readVendorEnvironment(ENVIRONMENT, new ProviderRegistry([nimbus, tern]));
    expect(found.providers).toMatchObject([{ vendor: 'nimbus', variable: 'NIMBUS_API_KEY' }]);
    expect(found.skipped).toEqual([{ vendor: 'tern', reason: 'TERN_TOKEN is set, TERN_NEST is missing' }]);
    upstream.respond = json(completion);
    expect((await chat('@nimbus/stratus')).status).toBe(200);
    expect(upstream.last).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${KEY}` },
    });
  });

  it('have calls priced, and the vendor’s id of the request in reply and log', async () => {
    upstream.respond = json(completion, 200, { 'x-nimbus-trace': 'trace-7', 'x-request-id': 'of-a-proxy' });
    const passed = await chat('@nimbus/stratus');
    expect(Object.fromEntries(passed.headers)).toMatchObject({
      'x-llmops-upstream-request-id': 'trace-7',
      'x-llmops-cost': '0.000015',
    });
    upstream.respond = json({ song: 'Kee-arr', notes: 3 }, 200, { 'x-tern-call': 'call-9' });
    const translated = await chat('@tern/arctic');
    expect(await translated.json()).toMatchObject({ choices: [{ message: { content: 'Kee-arr' } }] });
    expect(await app.logOf(translated.headers.get('x-llmops-request-id') ?? '')).toMatchObject({
      vendor: 'tern',
      upstream_request_id: 'call-9',
      cost: '0.000003000000',
    });
  });

  it('take what they know beyond OpenAI’s parameters from a variant, and nothing else', async () => {
    const { items } = await app.admin<{ items: { id: string; slug: string }[] }>('GET', '/providers');
    const variant = await app.admin<{ id: string }>('POST', '/variants', {
      name: 'Clouds',
      version: {
        providerId: items.find(({ slug }) => slug === 'nimbus')?.id,
        model: 'stratus',
        parameters: { nimbus_task: 'rain', input_type: 'query' },
      },
    });
    const { id } = await app.admin<{ id: string }>('POST', '/configs', { name: 'Clouds', slug: 'clouds' });
    await app.admin('POST', `/configs/${id}/rules`, {
      environmentId: DEMO_IDS.environments.production,
      priority: 1,
      enabled: true,
      split: [{ variantId: variant.id, version: 'latest', weight: 10_000 }],
    });
    upstream.respond = json({ object: 'list', data: [{ object: 'embedding', index: 0, embedding: [1] }] });
    const reply = await post('embeddings', { model: '@config/clouds', input: 'x', encoding_format: 'float' });
    expect(reply.headers.get('x-llmops-dropped-params')).toBe('input_type');
    expect(asked()).toEqual({ model: 'stratus', input: 'x', encoding_format: 'float', nimbus_task: 'rain' });
  });

  it('are listed with their models, their own list or the catalog’s', async () => {
    upstream.respond = json({ data: [{ id: 'cirrus', owned_by: 'sky' }] });
    const models = await app.openai().withOptions({ apiKey: app.secret }).models.list();
    expect(models.data).toContainEqual(expect.objectContaining({ id: '@tern/arctic', owned_by: 'birds' }));
    expect(models.data.map(({ id }) => id)).toContain('@nimbus/stratus');
  });
});
