import { connect } from 'node:net';
import OpenAI from 'openai';
import { completion, completionFrames, FakeUpstream, json, sse, type Responder } from '../support/fake-upstream.js';
import { collect, startApp, type TestApp } from '../support/start-app.js';

const messages = [{ role: 'user' as const, content: 'hi' }];
const ask = { model: '@main/m', messages };

describe('errors', () => {
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp({ bodyLimitBytes: 100_000 });
    await app.provider('main', `${upstream.url}/v1`);
    await app.provider('other', upstream.url, { vendor: 'anthropic' });
    await app.provider('off', `${upstream.url}/v1`, { enabled: false });
    await app.provider('gone', 'http://127.0.0.1:1/v1');
    await app.provider('private', 'http://127.0.0.1:1/v1');
    await app.query("UPDATE providers SET base_url = 'https://10.0.0.1/v1' WHERE slug = 'private'");
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  async function failure(body: object, client = app.openai()): Promise<InstanceType<typeof OpenAI.APIError>> {
    try {
      const reply = await client.chat.completions.create(body as OpenAI.Chat.ChatCompletionCreateParamsNonStreaming);
      throw new Error(`answered: ${JSON.stringify(reply)}`);
    } catch (error) {
      if (error instanceof OpenAI.APIError) return error;
      throw error;
    }
  }

  const raw = (init: Omit<RequestInit, 'headers'> & { path?: string; headers?: Record<string, string> } = {}) =>
    fetch(`${app.url}${init.path ?? '/v1/chat/completions'}`, {
      method: 'POST',
      body: JSON.stringify(ask),
      ...init,
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json', ...init.headers },
    });

  describe('refused here', () => {
    it.each<[string, object, number, unknown, string | null, string | null]>([
      ['no route', { model: 'gpt-4o', messages }, 400, OpenAI.BadRequestError, 'route_not_specified', 'model'],
      ['unknown provider', { model: '@nobody/m', messages }, 404, OpenAI.NotFoundError, 'provider_not_found', 'model'],
      ['disabled provider', { model: '@off/m', messages }, 404, OpenAI.NotFoundError, 'provider_not_found', 'model'],
      ['unknown config', { model: '@config/none', messages }, 404, OpenAI.NotFoundError, 'config_not_found', 'model'],
      ['wrong shape', { model: '@main/m', messages: 'hi' }, 400, OpenAI.BadRequestError, 'invalid_request', 'messages'],
      ['wrong tag', { ...ask, metadata: { a: 1 } }, 400, OpenAI.BadRequestError, 'invalid_request', 'metadata.a'],
    ])('%s', async (_, body, status, errorClass, code, param) => {
      const before = upstream.calls.length;
      const error = await failure(body);
      expect(error).toBeInstanceOf(errorClass);
      expect(error).toMatchObject({ status, code, param, type: 'invalid_request_error' });
      expect(error.requestID).toBe(error.headers?.get('x-llmops-request-id'));
      expect(upstream.calls).toHaveLength(before);
      expect(await app.logOf(error.requestID ?? '')).toMatchObject({
        status,
        error_code: code,
        attempts: [],
        cost: null,
      });
    });

    it('no secret, a wrong one and an ended one', async () => {
      const error = await failure(ask, app.openai({ apiKey: 'wrong-secret-of-mine' }));
      expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
      expect(error).toMatchObject({ status: 401, code: 'invalid_api_key' });
      expect(JSON.stringify(error.error)).not.toContain('wrong-secret-of-mine');
      const none = await fetch(`${app.url}/v1/chat/completions`, { method: 'POST' });
      expect(none.status).toBe(401);
      const { id, secret } = await app.admin<{ id: string; secret: string }>(
        'POST',
        `/environments/${app.environmentId}/secrets`,
        {},
      );
      upstream.respond = json({ choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' } }] });
      await app.openai({ apiKey: secret }).chat.completions.create(ask);
      await app.admin('DELETE', `/environments/${app.environmentId}/secrets/${id}`);
      expect(await failure(ask, app.openai({ apiKey: secret }))).toMatchObject({ status: 401 });
      // Records arrive in order: with the one of a later call all before it would be there.
      const { request_id } = await app.openai().models.list().withResponse();
      await app.logOf(request_id ?? '');
      expect(await app.query('SELECT FROM request_logs WHERE status = 401')).toHaveLength(0);
    });

    it('authenticates before it reads the body', async () => {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50000000\r\n\r\n`;
      socket.write(head);
      const answer = await new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(bytes.toString())));
      socket.destroy();
      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    });

    it('leaves a text that is no JSON to the vendor, and refuses it where the body is translated', async () => {
      const body = (model: string) => `{"model":"${model}","messages":[{"role":"user","content":"\\x"}]}`;
      upstream.respond = json(completion);
      expect((await raw({ body: body('@main/m') })).status).toBe(200);
      expect(upstream.last.body.toString()).toBe(body('m'));
      const refused = await raw({ body: body('@other/m') });
      expect([refused.status, await refused.json()]).toMatchObject([400, { error: { code: 'invalid_json' } }]);
    });

    it.each<[string, Parameters<typeof raw>[0], number, string]>([
      ['another content type', { headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_content_type'],
      ['a body that is not JSON', { body: '{"model": ' }, 400, 'invalid_json'],
      [
        'a body that is too large',
        { body: JSON.stringify({ ...ask, padding: 'x'.repeat(200_000) }) },
        413,
        'request_too_large',
      ],
    ])('%s', async (_, init, status, code) => {
      const reply = await raw(init);
      expect(reply.status).toBe(status);
      expect(await reply.json()).toEqual({
        error: { message: expect.any(String), type: 'invalid_request_error', param: null, code },
      });
      expect(reply.headers.get('content-type')).toContain('application/json');
    });

    it('a body too large that does not say so', async () => {
      const body = new ReadableStream({
        start(controller) {
          for (let sent = 0; sent < 10; sent++) controller.enqueue(Buffer.alloc(50_000, 0x20));
          controller.close();
        },
      });
      const reply = await raw({ body, duplex: 'half' });
      expect(reply.status).toBe(413);
    });

    it('unknown paths, in the words of the API they belong to', async () => {
      const gateway = await raw({ path: '/v1/nothing' });
      expect(gateway.status).toBe(404);
      expect(await gateway.json()).toMatchObject({
        error: {
          message: expect.stringMatching(/^Invalid URL \(POST \/v1\/nothing\)\. This gateway serves /),
          code: 'unknown_url',
        },
      });
      const admin = await raw({ path: '/llmops/api/admin/v1/nothing' });
      expect(admin.status).toBe(404);
      expect(admin.headers.get('content-type')).toContain('application/problem+json');
    });

    it('broken HTTP, with a short JSON error and the end of the connection', async () => {
      const answerTo = (text: string) =>
        new Promise<string>((resolve) => {
          const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(text));
          let received = '';
          socket.on('data', (bytes) => (received += bytes.toString()));
          socket.on('close', () => resolve(received));
        });
      expect(await answerTo('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"error"/s);
      expect(await answerTo(`GET /v1/models HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 431 .*"error"/s,
      );
    });
  });

  describe('of the vendor', () => {
    const openAi = (message: string, fields: object = {}) => ({
      error: { message, type: 'invalid_request_error', param: null, code: null, ...fields },
    });

    it.each<[string, Responder, object, number, string | null]>([
      [
        '400',
        json(openAi('bad temperature', { param: 'temperature', code: 'invalid_value' }), 400),
        OpenAI.BadRequestError,
        400,
        'invalid_value',
      ],
      [
        '404',
        json(openAi('no such model', { code: 'model_not_found' }), 404),
        OpenAI.NotFoundError,
        404,
        'model_not_found',
      ],
      ['413', json(openAi('too large'), 413), OpenAI.APIError, 413, null],
      [
        '422',
        json({ detail: [{ loc: ['body', 'x'], msg: 'extra', type: 'y' }] }, 422),
        OpenAI.BadRequestError,
        400,
        null,
      ],
      [
        '401',
        json(openAi('Incorrect API key provided: sk-abc'), 401),
        OpenAI.InternalServerError,
        502,
        'upstream_credentials_rejected',
      ],
      ['403', json(openAi('forbidden'), 403), OpenAI.InternalServerError, 502, 'upstream_credentials_rejected'],
      [
        '429',
        json(openAi('slow down', { type: 'requests' }), 429, { 'retry-after': '7' }),
        OpenAI.RateLimitError,
        429,
        'rate_limit_exceeded',
      ],
      [
        '429 by quota',
        json(openAi('pay', { code: 'insufficient_quota' }), 429),
        OpenAI.RateLimitError,
        429,
        'insufficient_quota',
      ],
      ['500', json(openAi('oops'), 500), OpenAI.InternalServerError, 502, 'upstream_error'],
      ['529', json({ error: 'overloaded' }, 529), OpenAI.InternalServerError, 502, 'upstream_error'],
      [
        'a redirect',
        json('', 302, { location: 'http://127.0.0.1:1/' }),
        OpenAI.InternalServerError,
        502,
        'upstream_invalid_response',
      ],
      ['HTML in a 200', json('<html>login</html>'), OpenAI.InternalServerError, 502, 'upstream_invalid_response'],
      ['an empty 200', json(''), OpenAI.InternalServerError, 502, 'upstream_invalid_response'],
      [
        'an error in a 200',
        json({ error: { message: 'x' } }),
        OpenAI.InternalServerError,
        502,
        'upstream_invalid_response',
      ],
      ['a 200 without choices', json({ hello: 'world' }), OpenAI.InternalServerError, 502, 'upstream_invalid_response'],
      [
        'a closed connection',
        (_call, reply) => void reply.destroy(),
        OpenAI.InternalServerError,
        502,
        'upstream_unreachable',
      ],
    ])('%s', async (_, respond, errorClass, status, code) => {
      upstream.respond = respond;
      const error = await failure(ask);
      expect(error).toBeInstanceOf(errorClass);
      expect(error).toMatchObject({ status, code });
      expect(error.headers?.get('x-should-retry')).toBe('false');
      expect(error.headers?.get('x-llmops-provider')).toBe('main');
      expect(error.headers?.get('x-llmops-attempts')).toBe('1');
      expect(JSON.stringify(error.error)).not.toMatch(/sk-abc|vendor-key/);
      expect(await app.logOf(error.requestID ?? '')).toMatchObject({
        status,
        cost: null,
        attempts: [{ provider: 'main' }],
      });
    });

    it('keeps the wait and the message, and does not forward other headers', async () => {
      upstream.respond = json(openAi('slow down'), 429, { 'retry-after': '7', 'set-cookie': 'a=b', 'x-secret': 'y' });
      const error = await failure(ask);
      expect(error.headers?.get('retry-after')).toBe('7');
      expect(error.headers?.get('set-cookie')).toBeNull();
      expect(error.headers?.get('x-secret')).toBeNull();
      expect(error.message).toContain('slow down');
    });

    it('a host that is not there, and one that may not be called', async () => {
      expect(await failure({ ...ask, model: '@gone/m' })).toMatchObject({ status: 502, code: 'upstream_unreachable' });
      expect(await failure({ ...ask, model: '@private/m' })).toMatchObject({
        status: 502,
        code: 'upstream_unreachable',
      });
    });

    it('a vendor that is silent, by the timeouts of the variant', async () => {
      upstream.respond = () => undefined;
      const { items } = await app.admin<{ items: { id: string }[] }>('GET', '/providers');
      const { id } = await app.admin<{ id: string }>('POST', '/configs', { name: 'Patience', slug: 'patience' });
      const timeouts = { firstByteMs: 50 };
      const { id: variantId } = await app.admin<{ id: string }>('POST', '/variants', {
        name: 'Impatient',
        version: {
          providerId: items.find((item) => (item as { slug?: string }).slug === 'main')?.id,
          model: 'm',
          timeouts,
        },
      });
      await app.admin('POST', `/configs/${id}/rules`, {
        environmentId: app.environmentId,
        priority: 0,
        enabled: true,
        split: [{ variantId, version: 'latest', weight: 10_000 }],
      });
      expect(await failure({ ...ask, model: '@config/patience' })).toMatchObject({
        status: 504,
        code: 'upstream_timeout',
      });
    });
  });

  describe('in a stream', () => {
    const [first = '', second = ''] = completionFrames;

    it('before the first frame: an ordinary error', async () => {
      upstream.respond = json({ error: { message: 'down', type: 'server_error' } }, 500);
      expect(await failure({ ...ask, stream: true })).toMatchObject({ status: 502, code: 'upstream_error' });
    });

    it.each<[string, Responder]>([
      ['cut', sse([first, second], { end: 'cut' })],
      ['ended without [DONE]', sse([first, second])],
      ['ended in the middle of a frame', sse([first, second.slice(0, 20)])],
      ['an error frame', sse([first, 'data: {"error":{"message":"model died"}}\n\n', 'data: [DONE]\n\n'])],
    ])('%s: the error frame, and never [DONE]', async (_, respond) => {
      upstream.respond = respond;
      const reply = await raw({ body: JSON.stringify({ ...ask, stream: true }) });
      const text = await reply.text();
      expect(reply.status).toBe(200);
      expect(text.startsWith(first)).toBe(true);
      expect(text).not.toContain('[DONE]');
      const frames = text.trimEnd().split('\n\n');
      expect(JSON.parse(frames.at(-1)?.replace('data: ', '') ?? '')).toEqual({
        error: { message: expect.any(String), type: 'server_error', param: null, code: 'upstream_stream_broken' },
      });
      const id = reply.headers.get('x-llmops-request-id') ?? '';
      expect(await app.logOf(id)).toMatchObject({ status: 200, error_code: expect.any(String), aborted: false });
      const stream = await app.openai().chat.completions.create({ ...ask, stream: true });
      await expect(collect(stream)).rejects.toBeInstanceOf(OpenAI.APIError);
    });
  });
});
