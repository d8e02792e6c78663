import { resolve } from 'node:path';
import OpenAI from 'openai';
import { json, FakeUpstream } from '../support/fake-upstream.js';
import { connectTo, head } from '../support/raw-http.js';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';

const messages = [{ role: 'user' as const, content: 'hi' }];
const ADMIN = '/llmops/api/admin/v1';

describe('somebody new to the gateway', () => {
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    upstream.respond = json({ choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' } }] });
    const corsOrigins = ['https://app.example', 'app://obsidian.md', 'chrome-extension://abc', 'https://*.example.com'];
    app = await startApp({ corsOrigins }, { dashboardDirectory: resolve('test/fixtures/dashboard') });
    await app.provider('openai', `${upstream.url}/v1`);
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  async function failure(call: Promise<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
    const error = await call.then(
      () => new Error('was answered'),
      (thrown: unknown) => thrown,
    );
    if (error instanceof OpenAI.APIError) return error;
    throw error;
  }

  const ask = (client: OpenAI, model = '@openai/gpt-4o') => client.chat.completions.create({ model, messages });

  describe('a path that is not served', () => {
    it.each<[string, RegExp]>([
      ['/v1/responses', /Responses API is not served: in the AI SDK use openai\.chat\('…'\)/],
      ['/v1/messages', /Messages API is not served/],
      ['/v1/nothing', /^404 Invalid URL \(POST \/v1\/nothing\)\. This gateway serves POST chat\/completions, /],
      ['/llmops/api/genai/v1/nothing', /below \/v1 and \/llmops\/api\/genai\/v1/],
      ['/v1/v1/chat/completions', /holds \/v1 twice/],
      ['/v1/chat/completions/', /Write \/v1\/chat\/completions\./],
      ['/v1//chat/completions', /Write \/v1\/chat\/completions\./],
      ['/chat/completions', /base URL lacks \/v1/],
      ['/models', /base URL lacks \/v1/],
      ['/', /This gateway serves/],
    ])('%s says what there is', async (path, message) => {
      const client = app.openai({ baseURL: app.url });
      const error = await failure(client.post(path, { body: { model: '@openai/gpt-4o', messages } }));
      expect(error).toBeInstanceOf(OpenAI.NotFoundError);
      expect(error).toMatchObject({ status: 404, code: 'unknown_url', type: 'invalid_request_error', param: null });
      expect(error.message).toMatch(message);
      expect(error.requestID).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('says so to a wrong method, and needs no secret', async () => {
      const reply = await fetch(`${app.url}/v1/chat/completions`);
      expect(reply.status).toBe(404);
      expect(await reply.json()).toMatchObject({
        error: { code: 'unknown_url', message: expect.stringContaining('Use POST for /v1/chat/completions.') },
      });
    });

    it('leaves a record of a caller who is known, and is bounded', async () => {
      const path = `/v1/${'x'.repeat(5_000)}`;
      const error = await failure(app.openai({ baseURL: app.url }).post(path, { body: {} }));
      expect(error.message.length).toBeLessThan(1_000);
      const row = await app.logOf(error.requestID ?? '');
      expect(row).toMatchObject({ endpoint: 'unknown', status: 404, error_code: 'unknown_url', cost: null });
      const { items } = await app.admin<{ items: { requestId: string }[] }>('GET', '/requests?endpoint=unknown');
      expect(items.map(({ requestId }) => requestId)).toContain(error.requestID);
      const stranger = await fetch(app.url + path, { method: 'POST' });
      const known = await app.openai().models.list().withResponse();
      await app.logOf(known.request_id ?? '');
      const id = stranger.headers.get('x-request-id');
      expect(await app.query('SELECT FROM request_logs WHERE request_id = $1', [id])).toEqual([]);
    });
  });

  it.each([
    ['x-api-key', { 'x-api-key': 'SECRET' }, 200],
    ['api-key', { 'api-key': 'SECRET' }, 200],
    ['x-api-key beside a foreign Authorization', { authorization: 'Basic abc', 'x-api-key': 'SECRET' }, 200],
    ['a wrong x-api-key', { 'x-api-key': 'wrong' }, 401],
    ['an empty api-key', { 'api-key': '' }, 401],
  ])('may send the secret as %s', async (_, fields, status) => {
    const headers = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, value.replace('SECRET', app.secret)]),
    );
    const reply = await fetch(`${app.url}/v1/models`, { headers });
    expect(reply.status).toBe(status);
  });

  it('is asked whether the provider was meant', async () => {
    const error = await failure(ask(app.openai(), 'openai/gpt-4o'));
    expect(error).toMatchObject({ status: 400, code: 'route_not_specified', param: 'model' });
    expect(error.message).toContain('Did you mean "@openai/gpt-4o"?');
    for (const model of ['nobody/gpt-4o', 'gpt-4o', 'openai/', '/x']) {
      expect((await failure(ask(app.openai(), model))).message).not.toContain('Did you mean');
    }
  });

  it('finds the way from the root', async () => {
    const asProgram = await fetch(app.url);
    expect(asProgram.status).toBe(200);
    const links = (await asProgram.json()) as Record<string, string>;
    expect(links).toMatchObject({ docs: '/llmops/api/docs', health: '/health/ready' });
    const page = await fetch(app.url, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    const hrefs = [...(await page.text()).matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
    expect(hrefs.length).toBeGreaterThan(1);
    for (const href of hrefs) expect([href, (await fetch(app.url + href)).status]).toEqual([href, 200]);
  });

  describe('in a browser', () => {
    it.each([
      ['https://app.example', true],
      ['app://obsidian.md', true],
      ['chrome-extension://abc', true],
      ['https://a.example.com', true],
      ['https://a.b.example.com', true],
      ['https://example.com', false],
      ['https://evil.example', false],
      ['null', false],
    ])('calls from %s: %s', async (origin, allowed) => {
      const preflight = await fetch(`${app.url}/v1/chat/completions`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe(allowed ? origin : null);
    });

    it('may read every header of the gateway, each by its name', async () => {
      const reply = await fetch(`${app.url}/v1/chat/completions`, {
        method: 'POST',
        headers: {
          origin: 'https://app.example',
          authorization: `Bearer ${app.secret}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ model: '@openai/gpt-4o', messages }),
      });
      expect(reply.status).toBe(200);
      const exposed = (reply.headers.get('access-control-expose-headers') ?? '').split(/, */);
      const sent = [...reply.headers.keys()].filter((name) => /^(x-llmops-|x-request-id|x-ratelimit)/.test(name));
      expect(sent.length).toBeGreaterThan(4);
      expect(exposed).toEqual(expect.arrayContaining(sent));
      expect(exposed).toEqual(
        expect.arrayContaining(['x-should-retry', 'retry-after', 'retry-after-ms', 'x-llmops-cost', 'x-llmops-config']),
      );
    });

    it('is told of an unknown path too', async () => {
      const reply = await fetch(`${app.url}/v1/responses`, {
        method: 'POST',
        headers: { origin: 'https://app.example' },
      });
      expect(reply.status).toBe(404);
      expect(reply.headers.get('access-control-allow-origin')).toBe('https://app.example');
    });
  });

  it('gets pages that load nothing from elsewhere and stand in no frame, and an admin API that nobody stores', async () => {
    for (const path of ['/', '/llmops/api/docs', '/llmops/api/docs/swagger-ui-init.js', '/llmops/api/openapi.json']) {
      const { headers } = await fetch(app.url + path, { headers: { accept: 'text/html' } });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    }
    const page = await (await fetch(`${app.url}/llmops/api/docs`)).text();
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    for (const path of ['/configs', '/nothing']) {
      const { headers } = await fetch(app.url + ADMIN + path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

describe('a replica that was told to stop', () => {
  it('sends its callers elsewhere', async () => {
    const upstream = await FakeUpstream.start();
    const app = await startApp();
    await app.provider('openai', `${upstream.url}/v1`);
    let finish = (): void => undefined;
    upstream.respond = (_call, reply) => {
      finish = () =>
        void json({ choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' } }] })(_call, reply);
    };
    const open = app.openai().chat.completions.create({ model: '@openai/m', messages }).withResponse();
    await waitFor(() => (upstream.calls.length === 1 ? true : undefined), 'the call');
    const idle = await connectTo(app.url);
    await idle.send(head('GET /health/ready'));
    await idle.until(/^HTTP\/1\.1 200 .*\}/s);
    const closing = app.app.close();
    await idle.send(head('GET /health/ready'));
    expect(await idle.ended).toMatch(/HTTP\/1\.1 503 .*connection: close/is);
    for (const start of ['POST /v1/chat/completions', 'GET /v1/models', 'GET /health/live']) {
      const client = await connectTo(app.url);
      await client.send(head(start, { authorization: `Bearer ${app.secret}` }));
      expect(await client.ended).toMatch(/^HTTP\/1\.1 (503|200) .*connection: close/is);
    }
    finish();
    expect((await open).response.headers.get('connection')).toBe('close');
    await closing;
    await app.stop();
    await upstream.close();
  });
});
