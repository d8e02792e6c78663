import OpenAI, { toFile } from 'openai';
import { FakeUpstream, json, type Responder } from '../support/fake-upstream.js';
import { untilStill, startApp, waitFor, type TestApp } from '../support/start-app.js';

type Options = { readonly headers?: Record<string, string>; readonly signal?: AbortSignal };

async function responseOf(asked: { readonly withResponse: () => Promise<{ response: Response }> }): Promise<Response> {
  return (await asked.withResponse()).response;
}

interface EndpointCase {
  readonly path: string;
  /** A good answer of a vendor. */
  readonly answer: Responder;
  readonly ask: (client: OpenAI, model: string, options?: Options) => Promise<Response>;
  /** The settings of the variant below that this endpoint knows. */
  readonly known: Readonly<Record<string, unknown>>;
  readonly left: readonly string[];
}

const MB = 1024 * 1024;
const recording = () => toFile(Buffer.from('RIFF'), 'a.wav');
const audio: Responder = (_call, reply) => void reply.writeHead(200, { 'content-type': 'audio/mpeg' }).end('ID3');

/** Settings of every endpoint, and settings of chat only. */
const PARAMETERS = {
  temperature: 0.5,
  max_tokens: 64,
  dimensions: 8,
  quality: 'hd',
  speed: 1.5,
  language: 'en',
  tools: [],
};

const ENDPOINTS: readonly EndpointCase[] = [
  {
    path: 'completions',
    answer: json({ object: 'text_completion', choices: [{ index: 0, text: 'a', finish_reason: 'stop' }] }),
    ask: (client, model, options) => responseOf(client.completions.create({ model, prompt: 'a' }, options)),
    known: { temperature: 0.5, max_tokens: 64 },
    left: ['dimensions', 'quality', 'speed', 'language', 'tools', 'systemPrompt'],
  },
  {
    path: 'embeddings',
    answer: json({ object: 'list', data: [{ object: 'embedding', index: 0, embedding: [0.5] }] }),
    ask: (client, model, options) =>
      responseOf(client.embeddings.create({ model, input: 'a', encoding_format: 'float' }, options)),
    known: { dimensions: 8 },
    left: ['temperature', 'max_tokens', 'quality', 'speed', 'language', 'tools', 'systemPrompt'],
  },
  {
    path: 'images/generations',
    answer: json({ created: 1, data: [{ b64_json: 'YQ==' }] }),
    ask: (client, model, options) => responseOf(client.images.generate({ model, prompt: 'a' }, options)),
    known: { quality: 'hd' },
    left: ['temperature', 'max_tokens', 'dimensions', 'speed', 'language', 'tools', 'systemPrompt'],
  },
  {
    path: 'audio/speech',
    answer: audio,
    ask: (client, model, options) =>
      responseOf(client.audio.speech.create({ model, input: 'a', voice: 'alloy' }, options)),
    known: { speed: 1.5 },
    left: ['temperature', 'max_tokens', 'dimensions', 'quality', 'language', 'tools', 'systemPrompt'],
  },
  {
    path: 'audio/transcriptions',
    answer: json({ text: 'Hello.' }),
    ask: async (client, model, options) =>
      responseOf(client.audio.transcriptions.create({ model, file: await recording() }, options)),
    known: { temperature: '0.5', language: 'en' },
    left: ['max_tokens', 'dimensions', 'quality', 'speed', 'tools', 'systemPrompt'],
  },
];

describe.each(ENDPOINTS.map((endpoint) => [endpoint.path, endpoint] as const))('%s', (_, endpoint) => {
  let app: TestApp;
  let upstream: FakeUpstream;
  let configId: string;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp();
    const first = await app.provider('first', `${upstream.url}/one`);
    const second = await app.provider('second', `${upstream.url}/two`);
    const variants = [first, second].map((provider, index) =>
      app.admin<{ id: string }>('POST', '/variants', {
        name: `variant ${index}`,
        version: {
          providerId: provider.id,
          model: `model-${index}`,
          parameters: PARAMETERS,
          systemPrompt: 'Be brief.',
        },
      }),
    );
    const [split, fallback] = await Promise.all(variants);
    const config = await app.admin<{ id: string }>('POST', '/configs', { name: 'Main', slug: 'main' });
    configId = config.id;
    await app.admin('POST', `/configs/${config.id}/rules`, {
      environmentId: app.environmentId,
      priority: 1,
      enabled: true,
      split: [{ variantId: split?.id, version: 'latest', weight: 10_000 }],
      fallbacks: [{ variantId: fallback?.id, version: 'latest' }],
    });
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  const ask = (model: string, options?: Options) => endpoint.ask(app.openai(), model, options);
  const failureOf = async (model: string) => {
    const error: unknown = await ask(model).catch((thrown: unknown) => thrown);
    if (error instanceof OpenAI.APIError) return error;
    throw new Error('it did not fail');
  };

  /** The request that the vendor got, whether as JSON or as a form. */
  function asked(): Record<string, unknown> {
    const body = upstream.last.body.toString('latin1');
    if (body.startsWith('{')) return JSON.parse(body) as Record<string, unknown>;
    const fields = [...body.matchAll(/name="([^"]+)"\r\n\r\n([^\r]*)\r\n/g)];
    return Object.fromEntries(fields.map(([, name = '', value]) => [name, value]));
  }

  it.each(['@config/main', 'ignored'])('is routed by a config (%s)', async (model) => {
    upstream.respond = endpoint.answer;
    const response = await ask(model, model === 'ignored' ? { headers: { 'x-llmops-config': 'main' } } : {});
    expect(upstream.last.path).toBe(`/one/${endpoint.path}`);
    expect(asked()).toMatchObject({ model: 'model-0', ...endpoint.known });
    for (const name of endpoint.left) expect(asked()).not.toHaveProperty(name);
    expect(
      response.headers
        .get('x-llmops-dropped-params')
        ?.split(',')
        .map((name) => name.trim()),
    ).toEqual(endpoint.left);
    expect(response.headers.get('x-llmops-variant')).toBe('variant 0');
  });

  it('is explained as it goes', async () => {
    const form = { model: 'x', stream: 'false', 'metadata[plan]': 'gold', metadata: { userId: 'u' } };
    const body = endpoint.path === 'audio/transcriptions' ? form : { model: 'x', prompt: 'a', input: 'a' };
    const explained = await app.admin<{ targets: { model: string }[] }>('POST', `/configs/${configId}/explain`, {
      environmentId: app.environmentId,
      endpoint: endpoint.path,
      body,
    });
    expect(explained.targets.map(({ model }) => model)).toEqual(['model-0', 'model-1']);
  });

  it('falls back, the whole request again', async () => {
    upstream.respond = (call, reply) =>
      (call.path.startsWith('/one') ? json({ error: { message: 'busy' } }, 503) : endpoint.answer)(call, reply);
    const response = await ask('@config/main');
    expect(response.headers.get('x-llmops-attempts')).toBe('2');
    expect(asked()).toMatchObject({ model: 'model-1' });
    const [before, after] = upstream.calls.slice(-2).map(({ body }) => body.length);
    expect(before).toBe(after);
  });

  it.each<[string, Responder, number, string | null]>([
    ['400', json({ error: { message: 'bad', param: 'x', code: 'invalid_value' } }, 400), 400, 'invalid_value'],
    ['401', json({ error: { message: 'no key' } }, 401), 502, 'upstream_credentials_rejected'],
    ['429', json({ error: { message: 'slow down' } }, 429, { 'retry-after': '7' }), 429, 'rate_limit_exceeded'],
    ['500', json({ error: { message: 'oops' } }, 500), 502, 'upstream_error'],
    ['web page', json('<html></html>', 200, { 'content-type': 'text/html' }), 502, 'upstream_invalid_response'],
    ['error in a 200', json({ error: { message: 'x' } }), 502, 'upstream_invalid_response'],
    ['200 without an answer', json({ hello: 'world' }), 502, 'upstream_invalid_response'],
    ['empty 200', json(''), 502, 'upstream_invalid_response'],
    ['closed connection', (_call, reply) => void reply.destroy(), 502, 'upstream_unreachable'],
  ])("tells a vendor's %s apart", async (_name, respond, status, code) => {
    upstream.respond = respond;
    const error = await failureOf('@first/m');
    expect(error).toMatchObject({ status, code });
    expect(error.headers?.get('x-should-retry')).toBe('false');
    expect(error.headers?.get('retry-after')).toBe(status === 429 ? '7' : null);
    expect(await app.logOf(error.requestID ?? '')).toMatchObject({ status, endpoint: endpoint.path, cost: null });
  });

  it("closes the vendor's connection when the caller leaves", async () => {
    const begun = upstream.calls.length;
    upstream.respond = () => undefined;
    const leaving = new AbortController();
    const asking = ask('@first/m', { signal: leaving.signal });
    await waitFor(() => (upstream.calls.length > begun ? true : undefined), 'the call');
    const left = performance.now();
    leaving.abort();
    await expect(asking).rejects.toBeInstanceOf(OpenAI.APIUserAbortError);
    expect(await upstream.last.closed).toBeGreaterThan(left);
    const rows = await waitFor(async () => {
      const found = await app.query('SELECT status, aborted FROM request_logs WHERE aborted');
      return found.length > 0 ? found : undefined;
    }, 'the record');
    expect(rows).toEqual([{ status: 499, aborted: true }]);
  });
});

describe('speech', () => {
  it('is held back for a slow listener: 100 MB do not fit into memory', async () => {
    const upstream = await FakeUpstream.start();
    const app = await startApp();
    await app.provider('first', `${upstream.url}/v1`);
    let written = 0;
    upstream.respond = (_call, reply) => {
      reply.writeHead(200, { 'content-type': 'audio/mpeg' });
      const piece = Buffer.alloc(64 * 1024, 1);
      const write = () => {
        while (written < 100 * MB) {
          written += piece.length;
          if (!reply.write(piece)) return void reply.once('drain', write);
        }
        reply.end();
      };
      write();
    };
    const reply = await app.openai().audio.speech.create({ model: '@first/tts-1', input: 'a', voice: 'alloy' });
    const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    // Once the number of bytes it has written stops growing, the vendor is being held back.
    await untilStill(() => written);
    expect(written).toBeLessThan(30 * MB);
    let received = 0;
    for (let piece = await reader.read(); piece.value !== undefined; piece = await reader.read()) {
      received += piece.value.length;
    }
    expect(received).toBeGreaterThan(99 * MB);
    await app.stop();
    await upstream.close();
  });
});
