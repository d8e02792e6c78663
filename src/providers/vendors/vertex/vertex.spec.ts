import { generateKeyPairSync } from 'node:crypto';
import { defined } from '../../../../test/support/defined.js';
import { collect, translate } from '../../../../test/support/translated-stream.js';
import type { JsonObject } from '../../../core/json.js';
import type { PreparedCall, ReplyContext, SignOptions, Translation } from '../../provider-strategy.js';
import { bodyOf } from '../../transport/body-of.js';
import type { Transport, UpstreamRequest } from '../../transport/transport.js';
import { vertex } from './index.js';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const serviceAccountJson = JSON.stringify({
  type: 'service_account',
  client_email: 'gateway@project-1.iam.gserviceaccount.com',
  private_key: privateKey,
  token_uri: 'https://oauth.example/token',
});
const CREDENTIALS = { projectId: 'project-1', region: 'us-central1', serviceAccountJson };

/** Gives tokens that count up. */
function tokenEndpoint(): Transport & { readonly asked: UpstreamRequest[] } {
  const asked: UpstreamRequest[] = [];
  return {
    asked,
    send: (request) => {
      asked.push(request);
      const bytes = Buffer.from(JSON.stringify({ access_token: `token-${asked.length}`, expires_in: 3600 }));
      return Promise.resolve({ status: 200, headers: {}, body: bodyOf(bytes) });
    },
  };
}

function connect(more: object = {}, baseUrl: string | null = null, transport = tokenEndpoint()) {
  return vertex.connect({ credentials: { ...CREDENTIALS, ...more }, baseUrl, transport });
}

function chatOf(more: object = {}, baseUrl: string | null = null): Translation {
  const chat = connect(more, baseUrl).endpoints['chat/completions'];
  if (chat?.kind !== 'translation') throw new Error('chat is translated');
  return chat;
}

function request(
  model: string,
  json: JsonObject = {},
  stream = false,
  chat = chatOf(),
): { url: string; json: JsonObject } {
  const body = { model, messages: [{ role: 'user', content: 'Hi' }], ...json };
  const { request } = chat.toRequest({ endpoint: 'chat/completions', model, stream, body }) as PreparedCall;
  return { url: request.url, json: JSON.parse((request.body as Buffer).toString()) as JsonObject };
}

const contextOf = (model: string): ReplyContext => ({
  model,
  fallbackId: 'chatcmpl-1',
  created: 1,
  request: {},
  headers: {},
});

describe('vertex', () => {
  it.each([
    ['us-central1', 'https://us-central1-aiplatform.googleapis.com'],
    ['global', 'https://aiplatform.googleapis.com'],
    ['eu', 'https://aiplatform.eu.rep.googleapis.com'],
  ])('calls %s at its host', (region, origin) => {
    const { url } = request('gemini-2.5-flash', {}, false, chatOf({ region }));
    expect(url).toBe(
      `${origin}/v1/projects/project-1/locations/${region}/publishers/google/models/gemini-2.5-flash:generateContent`,
    );
  });

  it('takes a base URL for its origin, and streams as events', () => {
    const { url } = request('google/gemini-2.5-flash', {}, true, chatOf({}, 'http://127.0.0.1:9'));
    expect(url).toBe(
      'http://127.0.0.1:9/v1/projects/project-1/locations/us-central1/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
    );
  });

  it('lets no model name leave its place in the address', () => {
    expect(request('../../x?y#z').json).toHaveProperty('model', '../../x?y#z');
    expect(request('..%2f?y#z@1').url).toContain('/models/..%252f%3Fy%23z@1:generateContent');
  });

  it("speaks Claude's format to Claude", () => {
    const { url, json } = request('claude-sonnet-4-5@20250929', { max_tokens: 10 }, true);
    expect(url).toMatch(/\/publishers\/anthropic\/models\/claude-sonnet-4-5@20250929:streamRawPredict$/);
    expect(json).toMatchObject({ anthropic_version: 'vertex-2023-10-16', max_tokens: 10, stream: true });
    expect(json).not.toHaveProperty('model');
    expect(request('claude-sonnet-4-5@20250929', { max_tokens: 10 }).json).not.toHaveProperty('stream');
    const reply = chatOf().fromResponse(
      {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        content: [{ type: 'text', text: 'Hi' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 1, output_tokens: 1 },
      },
      contextOf('claude-sonnet-4-5@20250929'),
    );
    expect(reply).toMatchObject({ choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] });
  });

  it('refuses images by address for Claude', () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    const messages = [{ role: 'user', content: [{ type: 'text', text: '?' }, image] }];
    expect(() => request('claude-sonnet-4-5@20250929', { messages })).toThrow(
      expect.objectContaining({ param: 'messages[0].content[1].image_url', code: 'unsupported_parameter' }),
    );
  });

  it("speaks OpenAI's format to open models", () => {
    const model = 'meta/llama-4-maverick-17b-128e-instruct-maas';
    const { url, json } = request(model, { seed: 1 });
    expect(url).toMatch(/\/locations\/us-central1\/endpoints\/openapi\/chat\/completions$/);
    expect(json).toMatchObject({ model, seed: 1 });
    const stream = (text: string) => collect(translate(defined(chatOf().stream)(contextOf(model)), Buffer.from(text)));
    const chunk = (delta: object, finish: string | null = null) =>
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: 'llama', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    const start = chunk({ role: 'assistant', content: '' }) + chunk({ content: 'Hi' });
    const whole = stream(`${start}${chunk({}, 'stop')}data: [DONE]\n\n`);
    expect(whole).toMatchObject({ error: null, id: 'x' });
    expect(whole.choices.get(0)).toMatchObject({ content: 'Hi', finishReason: 'stop' });
    expect(stream(start).error).toMatchObject({ kind: 'stream-broken' });
    expect(stream(`${start}data: {"error":{"code":503}}\n\n`).error).toMatchObject({ kind: 'overloaded' });
    expect(() => chatOf().fromResponse({ error: { code: 500 } }, contextOf(model))).toThrow();
  });

  it.each([
    ['meta/llama-4-maverick-17b-128e-instruct-maas', 'system'],
    ['openai/gpt-oss-120b-maas', 'developer'],
  ])('puts right what %s refuses, and the calls that it does not count', (model, role) => {
    const messages = [
      { role: 'developer', content: 'a' },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/jpg;base64,/9j/4AAQ' } }] },
    ];
    expect(request(model, { messages, stop: '' }).json).toEqual({
      model,
      messages: [
        { role, content: 'a' },
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/jpeg;base64,/9j/4AAQ' } }] },
      ],
    });
    const call = (name: string) => ({ id: `call_${name}`, type: 'function', function: { name, arguments: '{}' } });
    const chunk = {
      id: 'x',
      choices: [{ index: 0, delta: { tool_calls: [call('a'), call('b')] }, finish_reason: null }],
    };
    const bytes = Buffer.from(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
    for (let cut = 1; cut < bytes.length; cut++) {
      const stream = defined(chatOf().stream)(contextOf(model));
      const items = [...stream.push(bytes.subarray(0, cut)), ...stream.push(bytes.subarray(cut)), ...stream.end()];
      expect(items).toMatchObject([{ choices: [{ delta: { tool_calls: [{ index: 0 }, { index: 1 }] } }] }]);
    }
  });

  it('trap 24: signs with a token that is kept, until the vendor refuses it', async () => {
    const transport = tokenEndpoint();
    const connection = connect({}, null, transport);
    const upstream: UpstreamRequest = { method: 'POST', url: 'https://x', headers: { accept: '*/*' }, body: null };
    const signed = async (options?: SignOptions) =>
      (await connection.sign(upstream, new AbortController().signal, options)).headers;
    await expect(signed()).resolves.toEqual({ accept: '*/*', authorization: 'Bearer token-1' });
    await expect(signed()).resolves.toMatchObject({ authorization: 'Bearer token-1' });
    const refused = connection.readError({ status: 401, headers: {}, body: '{"error":{"code":401}}' });
    expect(refused).toMatchObject({ kind: 'credentials-rejected', signAfresh: true });
    await expect(signed()).resolves.toMatchObject({ authorization: 'Bearer token-1' });
    await expect(signed({ fresh: true })).resolves.toMatchObject({ authorization: 'Bearer token-2' });
    expect(transport.asked.map(({ url }) => url)).toEqual([
      'https://oauth.example/token',
      'https://oauth.example/token',
    ]);
  });

  it('reads the errors of both makers', () => {
    const connection = connect();
    const anthropics = { type: 'error', error: { type: 'invalid_request_error', message: 'messages: at least one' } };
    expect(connection.readError({ status: 400, headers: {}, body: JSON.stringify(anthropics) })).toMatchObject({
      kind: 'request-rejected',
      message: 'messages: at least one',
    });
    const googles = [
      {
        error: {
          code: 404,
          message: 'Publisher Model `projects/project-1/locations/x/publishers/anthropic/models/claude-0` not found.',
        },
      },
    ];
    expect(connection.readError({ status: 404, headers: {}, body: JSON.stringify(googles) })).toMatchObject({
      code: 'model_not_found',
      message: 'Publisher Model `publishers/anthropic/models/claude-0` not found.',
    });
  });

  it("lists Google's models", () => {
    const { models } = connect();
    expect(models?.toRequest()).toMatchObject({
      url: 'https://us-central1-aiplatform.googleapis.com/v1beta1/publishers/google/models?pageSize=1000',
      headers: { 'x-goog-user-project': 'project-1' },
    });
    expect(models?.fromResponse({ publisherModels: [{ name: 'publishers/google/models/gemini-2.5-pro' }] })).toEqual([
      { id: 'gemini-2.5-pro', ownedBy: 'google', created: 0 },
    ]);
  });

  it('says what is wrong with credentials, and which host they make it call', () => {
    const wrong = (credentials: JsonObject) => vertex.validateCredentials(credentials).map(({ pointer }) => pointer);
    expect(wrong(CREDENTIALS)).toEqual([]);
    expect(wrong({ projectId: 'project-1', region: 'us-central1' })).toEqual([]);
    expect(wrong({ projectId: '../x', region: 'us central1', apiKey: 'x' })).toEqual([
      '/apiKey',
      '/projectId',
      '/region',
    ]);
    expect(vertex.credentialUrls(CREDENTIALS)).toEqual(['https://oauth.example/token']);
    expect(() => connect({ serviceAccountJson: '{}' })).toThrow();
  });
});
