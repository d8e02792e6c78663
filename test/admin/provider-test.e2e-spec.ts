import { createServer, type AddressInfo } from 'node:net';
import { createAddressGuard, type Resolve } from '../../src/core/address-guard.js';
import { planTestCall } from '../../src/providers/accounts/plan-test-call.js';
import { testConnection, type TestOutcome } from '../../src/providers/accounts/test-connection.js';
import { openai } from '../../src/providers/vendors/openai/index.js';
import { UndiciTransport } from '../../src/providers/transport/undici-transport.js';
import { completion, FakeUpstream, json } from '../support/fake-upstream.js';
import { prices } from '../support/snapshot-fixture.js';
import { startApp, type TestApp } from '../support/start-app.js';

const KEY = 'vendor-canary-5b1d77e0';
const models = { object: 'list', data: [{ id: 'm-1' }, { id: 'm-2' }] };

interface Provider {
  readonly id: string;
}

describe('admin API: POST /providers/{id}/test', () => {
  let app: TestApp;
  let vendor: FakeUpstream;
  let id: string;

  beforeAll(async () => {
    vendor = await FakeUpstream.start();
    app = await startApp();
    id = await provider('openai', { baseUrl: `${vendor.url}/v1`, credentials: { apiKey: KEY } });
  });

  afterAll(async () => {
    await app.stop();
    await vendor.close();
  });

  beforeEach(() => void vendor.calls.splice(0));

  async function provider(kind: string, fields: object): Promise<string> {
    return (await app.admin<Provider>('POST', '/providers', { vendor: kind, name: kind, ...fields })).id;
  }

  async function test(of: string, body?: object) {
    const reply = await fetch(`${app.url}/llmops/api/admin/v1/providers/${of}/test`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${app.settings.adminToken}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    expect(text).not.toContain(KEY);
    return { status: reply.status, body: JSON.parse(text) as object };
  }

  const verdict = (fields: object) => ({ status: 200, body: { latencyMs: expect.any(Number), ...fields } });

  it('lists the models with the credentials, which costs nothing', async () => {
    vendor.respond = json(models);
    const message = 'The credentials work: 2 models are listed.';
    const listed = { models: 2, modelNames: ['m-1', 'm-2'] };
    expect(await test(id)).toEqual(verdict({ ok: true, call: 'models', model: null, status: 200, ...listed, message }));
    expect(vendor.calls).toHaveLength(1);
    expect(vendor.last).toMatchObject({ method: 'GET', path: '/v1/models' });
    expect(vendor.last.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it('asks a named model for one token', async () => {
    vendor.respond = json(completion);
    const message = 'The credentials work: the model "m-1" answers.';
    expect(await test(id, { model: 'm-1' })).toEqual(
      verdict({ ok: true, call: 'chat', model: 'm-1', status: 200, message }),
    );
    expect(vendor.last.path).toBe('/v1/chat/completions');
    expect(JSON.parse(vendor.last.body.toString())).toEqual({
      ...{ model: 'm-1', max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] },
    });
  });

  it('limits reasoning models by the name that they take', async () => {
    vendor.respond = (call, reply) => {
      const wantsOther = call.body.includes('"max_tokens"');
      const message = wantsOther
        ? "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
        : 'Could not finish the message because max_tokens or model output limit was reached.';
      return json({ error: { message, type: 'invalid_request_error' } }, 400)(call, reply);
    };
    expect(await test(id, { model: 'o9' })).toMatchObject({ body: { ok: true, status: 400 } });
    expect(JSON.parse(vendor.last.body.toString())).toMatchObject({ max_completion_tokens: 1 });
  });

  it('names the credentials as the cause, and repeats none', async () => {
    vendor.respond = json({ error: { message: `Incorrect API key provided: ${KEY}` } }, 401);
    const message =
      'The provider refused the credentials that this gateway holds for it (401). ' +
      'The provider said: "Incorrect API key provided: ***".';
    expect(await test(id)).toEqual(verdict({ ok: false, call: 'models', model: null, status: 401, message }));
    vendor.respond = json({ error: { message: `I got ${KEY} and want none` } }, 400);
    expect(await test(id)).toMatchObject({
      body: { message: 'The provider refused the call (400): I got *** and want none.' },
    });
  });

  it('names the model as the cause', async () => {
    vendor.respond = json({ error: { message: 'No such model: m-9', code: 'model_not_found' } }, 404);
    const message = 'The model "m-9" cannot be used with this account: No such model: m-9.';
    expect(await test(id, { model: 'm-9' })).toEqual(
      verdict({ ok: false, call: 'chat', model: 'm-9', status: 404, message }),
    );
  });

  it.each([
    [
      '<!doctype html><title>Welcome</title>',
      'The provider answered with a web page: check the base URL. The provider said: "Welcome".',
    ],
    ['', 'The provider answered with something that is not JSON: check the base URL.'],
    ['[]', 'The provider answered with something that is not a JSON object: check the base URL.'],
    [
      '{"error":"x"}',
      'The provider answered with an error inside a successful reply: check the base URL. The provider said: "x".',
    ],
    ['{}', "The provider answered with a reply without 'choices': check the base URL."],
  ])('takes %j for no answer', async (text, message) => {
    vendor.respond = json(text, 200, { 'content-type': 'text/html' });
    expect(await test(id, { model: 'm-1' })).toMatchObject({ body: { ok: false, status: 200, message } });
  });

  it('names the network as the cause', async () => {
    const closed = await provider('openai', {
      ...{ name: 'Closed', baseUrl: `http://127.0.0.1:${await unusedPort()}`, credentials: { apiKey: KEY } },
    });
    const message = "The provider's host refused the connection.";
    expect(await test(closed)).toEqual(verdict({ ok: false, call: 'models', model: null, status: null, message }));
    // Such an address cannot be configured; a database that was moved to a stricter server still has it.
    await app.query("UPDATE providers SET base_url = 'https://10.0.0.1/v1' WHERE id = $1", [closed]);
    expect(await test(closed)).toMatchObject({
      body: { ok: false, status: null, message: expect.stringMatching(/address is .*LLMOPS_UPSTREAM_ALLOW/) },
    });
  });

  it.each([
    ['no name', noSuchName, "The provider's host name could not be resolved."],
    ['a private network', leadsTo('10.0.0.1'), expect.stringMatching(/LLMOPS_UPSTREAM_ALLOW/)],
  ])('tells what became of the name: %s', async (_what, resolve, message) => {
    const outcome = await listModels('https://vendor.example/v1', 5_000, resolve);
    expect(outcome).toEqual({
      status: null,
      failure: { kind: 'unreachable', message, code: expect.any(String), vendorMessage: null },
      models: null,
    });
  });

  it('waits for the vendor only so long', async () => {
    vendor.respond = () => undefined;
    expect(await listModels(vendor.url, 100)).toEqual({
      status: null,
      failure: { kind: 'timeout', message: 'The provider did not answer within 0.1 seconds.', code: null },
      models: null,
    });
    await vendor.last.closed;
  });

  it('tries disabled providers, with calls of their own vendor', async () => {
    const anthropic = await provider('anthropic', {
      ...{ baseUrl: vendor.url, credentials: { apiKey: KEY }, enabled: false },
    });
    vendor.respond = json({
      ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'claude', stop_reason: 'max_tokens' },
      content: [{ type: 'text', text: 'H' }],
      usage: { input_tokens: 8, output_tokens: 1 },
    });
    expect(await test(anthropic, { model: 'claude-haiku-4-5' })).toMatchObject({ body: { ok: true, call: 'chat' } });
    expect(JSON.parse(vendor.last.body.toString())).toMatchObject({ model: 'claude-haiku-4-5', max_tokens: 1 });
  });

  it('asks the cheapest model of a vendor that lists none', async () => {
    const credentials = { region: 'us-east-1', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example-secret' };
    const bedrock = await provider('bedrock', { baseUrl: vendor.url, credentials });
    vendor.respond = json({ message: 'The security token included in the request is invalid.' }, 403, {
      'x-amzn-errortype': 'UnrecognizedClientException',
    });
    expect(await test(bedrock)).toMatchObject({
      body: {
        ok: false,
        call: 'chat',
        status: 403,
        message: expect.stringMatching(
          /refused the credentials.*: "The security token included in the request is invalid"/,
        ),
      },
    });
    expect(vendor.last.path).toBe('/model/amazon.nova-micro-v1%3A0/converse');
  });

  it('works offline with the sandbox', async () => {
    const sandbox = await provider('sandbox', {});
    expect(await test(sandbox)).toMatchObject({ body: { ok: true, models: 10 } });
    expect(await test(sandbox, { model: 'sandbox-1' })).toMatchObject({ body: { ok: true, call: 'chat' } });
    expect(await test(sandbox, { model: 'sandbox-429' })).toMatchObject({
      body: { ok: false, status: 429, message: expect.stringMatching(/^The credentials work, but/) },
    });
    expect(await test(sandbox, { model: 'gpt-9' })).toMatchObject({
      body: { ok: false, status: 404, message: expect.stringMatching(/^The model "gpt-9" cannot be used/) },
    });
    expect(vendor.calls).toEqual([]);
  });

  it('refuses what it cannot try', async () => {
    expect(await test('00000000-0000-4000-8000-000000000000')).toMatchObject({ status: 404 });
    expect(await test(id, { modle: 'm-1' })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/modle' }] } });
    expect(await test(id, { model: '' })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/model' }] } });
    const lost = await provider('openai', { name: 'Lost', credentials: { apiKey: KEY } });
    await app.query("UPDATE providers SET sealed_credentials = 'lost' WHERE id = $1", [lost]);
    expect(await test(lost)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '', detail: expect.stringMatching(/^its stored credentials do not open/) }] },
    });
  });
});

/** Calls OpenAI's list of models through a transport of its own. */
async function listModels(baseUrl: string, timeoutMs: number, resolve?: Resolve): Promise<TestOutcome> {
  const transport = new UndiciTransport(createAddressGuard(['127.0.0.0/8'], resolve));
  const connection = openai.connect({ credentials: { apiKey: KEY }, baseUrl, transport });
  const call = planTestCall({ vendor: 'openai', connection, prices, at: new Date() });
  if (call === null) throw new Error('OpenAI lists its models');
  try {
    return await testConnection(connection, call, transport, timeoutMs);
  } finally {
    await transport.close();
  }
}

/** As `dns.lookup` does it: no addresses at all beside the error. */
function noSuchName(...[, , callback]: Parameters<Resolve>): void {
  setImmediate(callback, Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
}

function leadsTo(address: string): Resolve {
  return (_hostname, _options, callback) => setImmediate(callback, null, [{ address, family: 4 }]);
}

/** A port that was just free. */
async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
