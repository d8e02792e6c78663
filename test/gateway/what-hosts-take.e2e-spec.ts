import { FakeUpstream, json, type Responder } from '../support/fake-upstream.js';
import { collect, startApp, type TestApp } from '../support/start-app.js';

const messages = [{ role: 'user' as const, content: 'hi' }];
const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
};
const refuse = (message: string) => json({ error: { message, type: 'invalid_request_error' } }, 400);

const chunk = (delta: object, members: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: null, ...members }],
});

function stream(frames: readonly object[]): Responder {
  const text = `${frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join('')}data: [DONE]\n\n`;
  return (_call, reply) => void reply.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);
}

const ANSWER = [chunk({ role: 'assistant', content: 'yes' }), chunk({}, { finish_reason: 'stop' })];

describe('hosts of OpenAI’s format that refuse what not all take', () => {
  let app: TestApp;
  let upstream: FakeUpstream;
  let slugs = 0;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp();
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  /** An account that has learnt nothing yet; its slug. */
  const host = async (fields: object = {}): Promise<string> => {
    const slug = `host-${++slugs}`;
    await app.provider(slug, `${upstream.url}/v1`, { vendor: 'openai-compatible', ...fields });
    upstream.calls.length = 0;
    return slug;
  };
  const bodies = () => upstream.calls.map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>);

  const withoutStreamOptions: Responder = (call, reply) =>
    (call.body.includes('stream_options')
      ? refuse('Unrecognized request argument supplied: stream_options')
      : stream(ANSWER))(call, reply);

  it('learns that stream_options is refused, and remembers it', async () => {
    const slug = await host();
    upstream.respond = withoutStreamOptions;
    for (let turn = 0; turn < 2; turn++) {
      const chunks = await collect(
        await app.openai().chat.completions.create({ model: `@${slug}/m`, messages, stream: true }),
      );
      expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('yes');
    }
    expect(bodies().map((body) => body['stream_options'])).toEqual([{ include_usage: true }, undefined, undefined]);
  });

  it('learns which members of another vendor’s answers are refused, and goes on with the conversation', async () => {
    const slug = await host();
    upstream.respond = (call, reply) =>
      (call.body.includes('thinking_blocks')
        ? refuse("Additional properties are not allowed ('thinking_blocks' was unexpected) - 'messages.1'")
        : json(completion))(call, reply);
    const thought = { role: 'assistant' as const, content: 'Hm.', thinking_blocks: [{ type: 'thinking' }] };
    const history = [...messages, thought, ...messages];
    for (let turn = 0; turn < 2; turn++) {
      const { response } = await app
        .openai()
        .chat.completions.create({ model: `@${slug}/m`, messages: history })
        .withResponse();
      expect(response.headers.get('x-llmops-dropped-params')).toBe('messages[].thinking_blocks');
      expect(response.headers.get('x-llmops-attempts')).toBe('1');
    }
    const known = [...messages, { role: 'assistant', content: 'Hm.' }, ...messages];
    expect(bodies().map((body) => body['messages'])).toEqual([history, known, known]);
  });

  it('does as the account says, from one call to the next', async () => {
    const slug = await host({ streamOptions: 'omit' });
    upstream.respond = withoutStreamOptions;
    const ask = async () =>
      app
        .openai()
        .chat.completions.create({
          model: `@${slug}/m`,
          messages,
          stream: true,
          stream_options: { include_usage: true },
        })
        .withResponse();
    const { data, response } = await ask();
    await collect(data);
    expect(response.headers.get('x-llmops-dropped-params')).toBe('stream_options');
    expect(bodies()).toHaveLength(1);
    const { items } = await app.admin<{ items: { id: string; slug: string; streamOptions: string }[] }>(
      'GET',
      '/providers?limit=100',
    );
    const account = items.find((each) => each.slug === slug);
    expect(account?.streamOptions).toBe('omit');
    const changed = await app.admin('PATCH', `/providers/${account?.id}`, { streamOptions: 'send' });
    expect(changed).toMatchObject({ streamOptions: 'send', developerRole: 'auto' });
    await expect(ask()).rejects.toMatchObject({ status: 400, message: expect.stringContaining('stream_options') });
    await expect(app.admin('PATCH', `/providers/${account?.id}`, { streamOptions: 'no' })).rejects.toThrow(
      /must be one of send, omit, auto/,
    );
  });

  it('makes developer messages system ones where the host refuses them, at the same time as stream_options', async () => {
    const slug = await host();
    upstream.respond = (call, reply) =>
      (call.body.includes('"developer"')
        ? refuse('messages[0].role: unknown variant `developer`, expected one of `system`, `user`')
        : withoutStreamOptions)(call, reply);
    const asked = [{ role: 'developer' as const, content: 'be brief' }, ...messages];
    await collect(await app.openai().chat.completions.create({ model: `@${slug}/m`, messages: asked, stream: true }));
    expect(bodies()).toHaveLength(3);
    expect(bodies()[2]).toEqual({
      model: 'm',
      messages: [{ role: 'system', content: 'be brief' }, ...messages],
      stream: true,
    });
  });

  it('leaves other refusals to the caller, once', async () => {
    const slug = await host();
    upstream.respond = refuse('max_tokens is too large');
    const asked = app.openai().chat.completions.create({ model: `@${slug}/m`, messages, stream: true });
    await expect(asked).rejects.toMatchObject({ status: 400, message: expect.stringContaining('max_tokens') });
    expect(upstream.calls).toHaveLength(1);
  });

  it('fits ids and images and stops, in one request', async () => {
    const slug = await host();
    upstream.respond = json(completion);
    const id = `toolu_${'x'.repeat(60)}`;
    await app.openai().chat.completions.create({
      model: `@${slug}/m`,
      stop: '',
      messages: [
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/jpg;base64,/9j/4AAQ' } }] },
        { role: 'assistant', tool_calls: [{ id, type: 'function', function: { name: 'f', arguments: '{' } }] },
        { role: 'tool', tool_call_id: id, content: 'ok' },
      ],
    });
    const [sent] = bodies() as { stop?: string; messages: Record<string, never>[] }[];
    const fitted = sent?.messages[2]?.['tool_call_id'];
    expect(fitted).toMatch(/^[0-9A-Za-z]{40}$/);
    expect(sent).toEqual({
      model: 'm',
      messages: [
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/jpeg;base64,/9j/4AAQ' } }] },
        { role: 'assistant', tool_calls: [{ id: fitted, type: 'function', function: { name: 'f', arguments: '{' } }] },
        { role: 'tool', tool_call_id: fitted, content: 'ok' },
      ],
    });
  });

  it('gives the official client its vectors where the host knows numbers only', async () => {
    const slug = await host();
    const embedding = [0.5, -1.25, 3];
    upstream.respond = json({
      object: 'list',
      data: [{ object: 'embedding', index: 0, embedding }],
      model: 'm',
      usage: { prompt_tokens: 1, total_tokens: 1 },
    });
    const { data } = await app.openai().embeddings.create({ model: `@${slug}/m`, input: 'x' });
    expect(bodies()[0]?.['encoding_format']).toBe('base64');
    expect([...(data[0]?.embedding ?? [])]).toEqual(embedding);
  });

  it('gives the official client whole tool calls where the host counts none', async () => {
    const slug = await host();
    const call = (name: string) => ({ id: `call_${name}`, type: 'function', function: { name, arguments: '' } });
    const piece = (text: string) => ({ id: '', function: { arguments: text } });
    upstream.respond = stream([
      chunk({ role: 'assistant', content: null }),
      chunk({ tool_calls: [call('a')] }),
      chunk({ tool_calls: [piece('{"x"')] }),
      chunk({ tool_calls: [piece(':1}')] }),
      chunk({ tool_calls: [call('b'), piece('{}')] }),
      chunk({}, { finish_reason: 'tool_calls' }),
    ]);
    const final = await app
      .openai()
      .chat.completions.stream({ model: `@${slug}/m`, messages })
      .finalChatCompletion();
    expect(final.choices[0]?.message.tool_calls).toMatchObject([
      { id: 'call_a', function: { name: 'a', arguments: '{"x":1}' } },
      { id: 'call_b', function: { name: 'b', arguments: '{}' } },
    ]);
  });

  it('tells Groq’s usage once, at the end, and only who asks', async () => {
    await app.provider('groq', `${upstream.url}/openai/v1`, { vendor: 'groq' });
    const usage = { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4, total_time: 0.1 };
    const [first, last] = ANSWER;
    upstream.respond = stream([
      { ...first, x_groq: { id: 'req_1' } },
      { ...last, usage, x_groq: { id: 'req_1', usage } },
    ]);
    for (const asks of [true, false]) {
      const asked = app.openai().chat.completions.create({
        model: '@groq/llama-3.3-70b-versatile',
        messages,
        stream: true,
        ...(asks && { stream_options: { include_usage: true } }),
      });
      const { data, response } = await asked.withResponse();
      const chunks = await collect(data);
      const counted = chunks.filter((each) => each.usage != null);
      expect(counted).toEqual(asks ? [expect.objectContaining({ choices: [], usage })] : []);
      expect(chunks.at(-1)?.choices).toHaveLength(asks ? 0 : 1);
      const row = await app.logOf(response.headers.get('x-llmops-request-id') ?? '');
      expect(Number(row['cost'])).toBeGreaterThan(0);
    }
  });
});
