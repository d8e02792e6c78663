import { OPENAPI_PATH } from '../../src/core/http/routes.js';
import { ENDPOINT_SPECS } from '../../src/gateway/endpoints/index.js';
import { completion, completionFrames, FakeUpstream, json, sse } from '../support/fake-upstream.js';
import { plainChat } from '../support/plain-front.js';
import { startApp, type TestApp } from '../support/start-app.js';

const END = 'event: end\ndata: whole\n\n';
const messages = [{ role: 'user', content: 'hi' }];

/** A stream of Anthropic's, which is translated. */
const translated = [
  { type: 'message_start', message: { id: 'msg_1', model: 'm', usage: { input_tokens: 3, output_tokens: 1 } } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello.' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);

describe('another public API, known from its own file and the list only', () => {
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp({ streamHeartbeatSeconds: 1 }, { endpoints: [...ENDPOINT_SPECS, plainChat] });
    await app.provider('main', `${upstream.url}/v1`);
    await app.provider('other', upstream.url, { vendor: 'anthropic' });
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  const call = async (body: object, headers: Record<string, string> = { 'x-plain-key': app.secret }, path = '/v1') => {
    const reply = await fetch(`${app.url}${path}/plain/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: '@main/m', messages, ...body }),
    });
    return { status: reply.status, headers: reply.headers, text: await reply.text() };
  };

  it.each(['/v1', '/llmops/api/genai/v1'])('answers whole, below %s', async (path) => {
    upstream.respond = json(completion);
    const { status, headers, text } = await call({}, undefined, path);
    expect([status, text]).toEqual([200, JSON.stringify(completion)]);
    expect(upstream.last.path).toBe('/v1/chat/completions');
    const record = await app.logOf(headers.get('x-llmops-request-id') ?? '');
    expect(record).toMatchObject({ endpoint: 'plain/chat', status: 200, input_tokens: '10' });
    const { items } = await app.admin<{ items: object[] }>('GET', '/requests?endpoint=plain/chat');
    expect(items).toContainEqual(expect.objectContaining({ requestId: headers.get('x-llmops-request-id') }));
  });

  it.each([
    ['passed on', '@main/m', completionFrames],
    ['translated', '@other/claude-x', translated],
  ])('ends a stream in its own way: %s', async (_, model, frames) => {
    upstream.respond = sse(frames);
    const { status, text } = await call({ model, stream: true });
    expect(status).toBe(200);
    expect(text).toContain('lo.');
    expect(text.endsWith(END)).toBe(true);
    expect(text).not.toContain('[DONE]');
  });

  it.each([
    ['passed on', '@main/m', completionFrames],
    ['translated', '@other/claude-x', translated],
  ])('says in its own way that a stream broke: %s', async (_, model, frames) => {
    upstream.respond = sse(frames.slice(0, 3), { end: 'cut' });
    const { text } = await call({ model, stream: true });
    expect(text).toMatch(/event: failed\ndata: upstream_stream_broken: .+\n\n$/);
    expect(text).not.toContain(END);
  });

  it('says errors in its own way, its own and the vendor’s', async () => {
    const wrong = await call({ messages: 'hi' });
    expect([wrong.status, JSON.parse(wrong.text)]).toEqual([
      400,
      { failed: 'invalid_request', because: expect.stringContaining("Invalid type for 'messages'") },
    ]);
    upstream.respond = json({ error: { message: 'down' } }, 500);
    const failed = await call({});
    expect([failed.status, JSON.parse(failed.text)]).toEqual([
      502,
      { failed: 'upstream_error', because: expect.any(String) },
    ]);
  });

  it('says them in a frame where a comment has gone out before', async () => {
    let fail = (): void => undefined;
    upstream.respond = (_call, reply) => {
      fail = () => void reply.writeHead(500).end();
    };
    const reply = await fetch(`${app.url}/v1/plain/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-plain-key': app.secret },
      body: JSON.stringify({ model: '@main/m', messages, stream: true }),
    });
    // The head leaves with the comment.
    expect(reply.status).toBe(200);
    upstream.respond = json({}, 500);
    fail();
    const text = await reply.text();
    expect(text).toMatch(/^: waiting.*\n\n[^]*event: failed\ndata: upstream_error: .+\n\n$/);
  });

  it('takes the secret where it carries it, and nowhere else', async () => {
    upstream.respond = json(completion);
    const without = await call({}, {});
    expect([without.status, JSON.parse(without.text)]).toEqual([
      401,
      { failed: 'invalid_api_key', because: expect.stringContaining('x-plain-key: <secret>') },
    ]);
    const bearer = await call({}, { authorization: `Bearer ${app.secret}` });
    expect([bearer.status, JSON.parse(bearer.text)]).toMatchObject([401, { failed: 'invalid_api_key' }]);
    const wrong = await call({}, { 'x-plain-key': 'wrong' });
    expect([wrong.status, JSON.parse(wrong.text).because]).toEqual([401, expect.stringContaining('Incorrect secret')]);
    const openai = await fetch(`${app.url}/v1/models`, { headers: { 'x-plain-key': app.secret } });
    expect([openai.status, await openai.json()]).toMatchObject([401, { error: { code: 'invalid_api_key' } }]);
  });

  it('leaves what belongs to no endpoint to OpenAI’s form', async () => {
    const reply = await fetch(`${app.url}/v1/plain/other`, { headers: { 'x-plain-key': app.secret } });
    expect([reply.status, await reply.json()]).toMatchObject([404, { error: { code: 'unknown_url' } }]);
  });

  it.each([
    ['GET', '/v1/plain/chat', 'Use POST for /v1/plain/chat.'],
    ['POST', '/plain/chat', 'The base URL lacks /v1'],
    ['POST', '/v1/plain/other', 'POST audio/transcriptions, POST plain/chat, GET models'],
  ])('is named where its path is missed: %s %s', async (method, path, advice) => {
    const reply = await fetch(app.url + path, { method });
    const error = { code: 'unknown_url', message: expect.stringContaining(advice) };
    expect([reply.status, await reply.json()]).toMatchObject([404, { error }]);
  });

  it('is described with its errors', async () => {
    const document = JSON.parse(await (await fetch(app.url + OPENAPI_PATH)).text());
    const { operationId, responses } = document.paths['/v1/plain/chat'].post;
    expect(operationId).toBe('Gateway_plainChat');
    expect(responses[401].content['application/json'].example).toMatchObject({ failed: 'invalid_api_key' });
    const { responses: openai } = document.paths['/v1/chat/completions'].post;
    expect(openai[401].content['application/json'].example).toMatchObject({ error: { code: 'invalid_api_key' } });
  });
});
