import { APIError } from 'openai';
import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from 'openai/resources';
import { defined } from '../support/defined.js';
import { FakeUpstream, json, type Responder, sse } from '../support/fake-upstream.js';
import { event } from '../support/faulty-vendor.js';
import { startApp, type TestApp } from '../support/start-app.js';

const ANSWER = 'A fox jumps over a dog.\n\nThe dog, which is lazy, does not wake up.';
/** Cut behind each word, and so also before the white space that models begin the next word with. */
const WORDS: readonly string[] = ANSWER.match(/\s*\S+/g) ?? [];
/** The other way round: what is sent ends in white space. */
const SPACED: readonly string[] = ANSWER.match(/\S+\s*/g) ?? [];
const messages = [{ role: 'user' as const, content: 'Tell me.' }];

type Format = 'openai' | 'anthropic' | 'mistral';

interface Sent {
  readonly messages: readonly {
    readonly role: string;
    readonly content: string | readonly { readonly text: string }[];
  }[];
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly thinking?: unknown;
}

const chunk = (delta: object, finish: string | null = null, usage?: object) =>
  `data: ${JSON.stringify({
    ...{ id: 'chatcmpl-first', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'first-model' },
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...(usage && { usage }),
  })}\n\n`;
const claude = (index: number, delta: object) => event({ type: 'content_block_delta', index, delta });
const counted = (input: number, output: number) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
});

/** A whole answer as each vendor streams it, with 100 tokens read and 10 written. */
const FRAMES: Record<Format, (words: readonly string[]) => string[]> = {
  openai: (words) => [
    chunk({ role: 'assistant', content: '' }),
    ...words.map((content) => chunk({ content })),
    chunk({}, 'stop'),
    `data: ${JSON.stringify({ id: 'chatcmpl-first', choices: [], usage: counted(100, 10) })}\n\n`,
    'data: [DONE]\n\n',
  ],
  anthropic: (words) => [
    event({ type: 'message_start', message: { id: 'msg_2', type: 'message', usage: { input_tokens: 100 } } }),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    ...words.map((text) => claude(0, { type: 'text_delta', text })),
    event({ type: 'content_block_stop', index: 0 }),
    event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 10 } }),
    event({ type: 'message_stop' }),
  ],
  mistral: (words) => [
    chunk({ role: 'assistant', content: '' }),
    ...words.map((content) => chunk({ content })),
    chunk({ content: '' }, 'stop', counted(100, 10)),
    'data: [DONE]\n\n',
  ],
};
/** Frames before the first word. */
const LEAD: Record<Format, number> = { openai: 1, anthropic: 2, mistral: 1 };

/** So many words of the answer, and then the end of the connection, or of the reply. */
const cutAfter =
  (count: number, format: Format, words = WORDS): Responder =>
  async (call, reply) => {
    const isClosed = count % 2 === 0;
    await sse(FRAMES[format](words).slice(0, LEAD[format] + count), { end: isClosed ? 'open' : 'end' })(call, reply);
    // What was written goes out before.
    if (isClosed) reply.socket?.end();
  };

const begunIn = ({ messages: [, begun] }: Sent): string => {
  const content = begun?.content ?? '';
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('');
};

/** What a vendor adds to the beginning that it was given; Mistral's API says it again. */
const goesOn =
  (format: Format): Responder =>
  (call, reply) => {
    const begun = begunIn(JSON.parse(call.body.toString()) as Sent);
    if (!ANSWER.startsWith(begun)) return json({ error: { message: `cannot follow ${begun}` } }, 500)(call, reply);
    const rest = format === 'mistral' ? ANSWER : ANSWER.slice(begun.length);
    return sse(FRAMES[format](rest.match(/\s*\S+/g) ?? []))(call, reply);
  };

let first: FakeUpstream;
let second: FakeUpstream;
let third: FakeUpstream;
let app: TestApp;
const variants = new Map<string, string>();
let configs = 0;

beforeAll(async () => {
  [first, second, third] = await Promise.all([FakeUpstream.start(), FakeUpstream.start(), FakeUpstream.start()]);
  app = await startApp({ retryMaxAttempts: 2, retryMaxDelayMs: 5 });
  const served = [
    ['openai', first, 'openai', 'gpt-4o-mini'],
    ['anthropic', first, 'anthropic', 'claude-haiku-4-5'],
    ['goes-on', second, 'anthropic', 'claude-sonnet-4-5'],
    ['repeats', second, 'mistral', 'mistral-small-latest'],
    ['begins-anew', second, 'openai', 'gpt-4o-mini'],
    ['refuses', second, 'anthropic', 'claude-opus-4-6'],
    ['last', third, 'anthropic', 'claude-haiku-4-5'],
  ] as const;
  for (const [slug, upstream, vendor, model] of served) {
    const path = vendor === 'anthropic' ? '' : '/v1';
    const { id: providerId } = await app.provider(slug, `${upstream.url}${path}`, { vendor });
    const version = { providerId, model };
    const { id } = await app.admin<{ id: string }>('POST', '/variants', { name: slug, version });
    variants.set(slug, id);
  }
});

afterAll(async () => {
  await app.stop();
  await Promise.all([first.close(), second.close(), third.close()]);
});

/** Health of their own for those that break, so that no test finds an open breaker. */
beforeEach(async () => {
  for (const slug of ['openai', 'anthropic']) {
    await app.admin('PATCH', `/providers/${slug}`, { credentials: { apiKey: `key-${Math.random()}` } });
  }
  for (const upstream of [first, second, third]) upstream.calls.length = 0;
  third.respond = goesOn('anthropic');
});

async function config(slugs: readonly string[], fields: object = { continueStreams: true }): Promise<string> {
  const [main, ...rest] = slugs.map((slug) => variants.get(slug));
  const slug = `config-${++configs}`;
  const { id } = await app.admin<{ id: string }>('POST', '/configs', { name: slug, slug });
  await app.admin('POST', `/configs/${id}/rules`, {
    environmentId: app.environmentId,
    split: [{ variantId: main, weight: 10_000 }],
    fallbacks: rest.map((variantId) => ({ variantId })),
    ...fields,
  });
  return `@config/${slug}`;
}

interface Seen {
  readonly text: string;
  readonly error: string | null;
  readonly chunks: readonly (ChatCompletionChunk & { readonly llmops?: object })[];
  readonly requestId: string;
}

type Row = Record<string, unknown>;

/** By the official client. */
async function stream(model: string, fields: Partial<ChatCompletionCreateParamsStreaming> = {}): Promise<Seen> {
  const chunks: ChatCompletionChunk[] = [];
  let error: string | null = null;
  const request = { model, messages, stream: true as const, ...fields };
  const { data, response } = await app.openai().chat.completions.create(request).withResponse();
  try {
    for await (const each of data) chunks.push(each);
  } catch (thrown) {
    if (!(thrown instanceof APIError)) throw thrown;
    error = thrown.code ?? null;
  }
  const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
  return { text, error, chunks, requestId: response.headers.get('x-llmops-request-id') ?? '' };
}

interface Attempt {
  readonly provider: string;
  readonly reason: string;
  readonly because: string | null;
  readonly error: string | null;
  readonly tokens: { readonly output: number | null } | null;
  readonly cost: string | null;
}

const rowOf = ({ requestId }: Seen) => app.logOf(requestId);
const attemptsOf = (row: Row) => (row['attempts'] ?? []) as readonly Attempt[];
const story = (row: Row) =>
  attemptsOf(row).map(({ provider, reason, because }) => `${provider} ${reason} ${because ?? '-'}`);

describe('a stream that breaks is continued', () => {
  it.each<[Format, string, Format, readonly string[]]>([
    ['openai', 'goes-on', 'anthropic', WORDS],
    ['openai', 'repeats', 'mistral', SPACED],
    ['anthropic', 'goes-on', 'anthropic', SPACED],
    ['anthropic', 'repeats', 'mistral', WORDS],
  ])('from %s by one that %s, wherever it is cut', async (format, spare, spareFormat, words) => {
    const model = await config([format, spare]);
    second.respond = goesOn(spareFormat);
    let seen: Seen | null = null;
    for (const count of [1, 2, 5, 6, words.length - 1, words.length]) {
      first.respond = cutAfter(count, format, words);
      seen = await stream(model);
      const { chunks, text, error } = seen;
      expect({ count, text, error }).toEqual({ count, text: ANSWER, error: null });
      const given = words.slice(0, count).join('').trimEnd();
      expect(begunIn(JSON.parse(second.last.body.toString()) as Sent)).toBe(given);
      const envelopes = new Set(chunks.map(({ id, created, model: name }) => JSON.stringify([id, created, name])));
      expect([...envelopes]).toEqual([expect.stringContaining(format === 'openai' ? 'first' : 'haiku')]);
      expect(chunks.filter(({ choices }) => choices[0]?.delta.role !== undefined)).toHaveLength(1);
      expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(['stop']);
      expect(chunks.map(({ llmops }) => llmops).filter(Boolean)).toEqual([{ continued: true }]);
      expect(chunks.at(-1)?.llmops).toEqual({ continued: true });
    }
    const row = await rowOf(defined(seen ?? undefined));
    expect(story(row)).toEqual([`${format} first -`, `${spare} continued unavailable`]);
    expect(row).toMatchObject({
      ...{ status: 200, error_code: null, provider: spare, finish_reason: 'stop' },
      // The vendor of the stream that broke did not count it.
      ...{ cost: null, input_tokens: null, wasted_cost: null },
    });
    expect(attemptsOf(row)).toMatchObject([
      {
        error: 'upstream_stream_broken',
        tokens: format === 'openai' ? null : { input: 100, output: null },
        cost: null,
      },
      { error: null, tokens: { input: 100, output: 10 }, cost: expect.any(String) as unknown },
    ]);
  });

  it('and both vendors’ tokens and prices are added, where both count', async () => {
    const usage = counted(50, 4);
    first.respond = sse([chunk({ role: 'assistant', content: '' }), chunk({ content: WORDS[0] }, null, usage)]);
    second.respond = goesOn('anthropic');
    const model = await config(['openai', 'goes-on']);
    const seen = await stream(model, { stream_options: { include_usage: true } });
    expect(seen.text).toBe(ANSWER);
    expect(seen.chunks.at(-1)).toMatchObject({ choices: [], usage: counted(150, 14) });
    // 50 and 4 at 0.15 and 0.60 USD per million, and 100 and 10 at 3 and 15.
    const row = await rowOf(seen);
    expect(attemptsOf(row).map(({ cost }) => cost)).toEqual(['0.0000099', '0.00045']);
    expect(row).toMatchObject({ input_tokens: '150', output_tokens: '14', wasted_cost: null });
    expect(Number(row['cost'])).toBe(0.0004599);
    expect(row['price_ids']).toHaveLength(4);
  });

  it('but the tokens are unknown where one did not count', async () => {
    first.respond = cutAfter(2, 'openai');
    second.respond = goesOn('anthropic');
    const seen = await stream(await config(['openai', 'goes-on']), { stream_options: { include_usage: true } });
    expect(seen.chunks.at(-1)).toMatchObject({ choices: [], usage: null });
  });

  it('with less to write, and without thinking again', async () => {
    first.respond = sse([
      chunk({ role: 'assistant', content: '' }),
      chunk({ reasoning_content: 'Hm.' }),
      ...WORDS.slice(0, 3).map((content) => chunk({ content })),
    ]);
    second.respond = goesOn('anthropic');
    const fields = { max_completion_tokens: 2_000, reasoning_effort: 'high' as const };
    const seen = await stream(await config(['openai', 'goes-on']), fields);
    expect(seen.text).toBe(ANSWER);
    const sent = JSON.parse(second.last.body.toString()) as Sent;
    expect([sent.max_tokens, sent.thinking]).toEqual([1_997, undefined]);
    expect((await rowOf(seen))['dropped_params']).toEqual(['reasoning_effort']);
  });

  it('by any target where only thoughts were sent, and their second ones are left out', async () => {
    first.respond = sse([chunk({ role: 'assistant', content: '' }), chunk({ reasoning_content: 'Hm.' })]);
    second.respond = sse([
      chunk({ role: 'assistant', content: '' }),
      chunk({ reasoning_content: 'Let me see.' }),
      ...FRAMES.openai(WORDS).slice(1),
    ]);
    const seen = await stream(await config(['openai', 'begins-anew']));
    expect(seen.text).toBe(ANSWER);
    expect(JSON.parse(second.last.body.toString())).toMatchObject({ messages });
    expect(JSON.stringify(seen.chunks).match(/Hm\.|Let me see/g)).toEqual(['Hm.']);
  });

  it('again by the next one where the second breaks too, or is down', async () => {
    first.respond = cutAfter(3, 'openai');
    second.respond = sse(FRAMES.anthropic(WORDS.slice(3)).slice(0, 4));
    const model = await config(['openai', 'goes-on', 'last']);
    const broken = await stream(model);
    expect([broken.text, broken.error]).toEqual([ANSWER, null]);
    expect(story(await rowOf(broken))).toEqual([
      'openai first -',
      'goes-on continued unavailable',
      'last continued unavailable',
    ]);

    second.respond = json({ error: { message: 'down' } }, 503);
    const down = await stream(model);
    expect([down.text, down.error]).toEqual([ANSWER, null]);
    expect(story(await rowOf(down))).toEqual([
      'openai first -',
      'goes-on continued unavailable',
      'goes-on retry unavailable',
      'last continued unavailable',
    ]);
  });

  it('passing over targets that begin anew', async () => {
    first.respond = cutAfter(3, 'openai');
    const seen = await stream(await config(['openai', 'begins-anew', 'refuses', 'last']));
    expect([seen.text, second.calls]).toEqual([ANSWER, []]);
    expect(story(await rowOf(seen))).toEqual([
      'openai first -',
      'begins-anew skipped capability',
      'refuses skipped capability',
      'last continued capability',
    ]);
  });
});

describe('a stream that breaks ends with the error', () => {
  const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'f', arguments: '{' } };
  const begun = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'A fox' })];

  it.each<[string, readonly string[], Partial<ChatCompletionCreateParamsStreaming>]>([
    ['after a tool call began', [...begun, chunk({ tool_calls: [call] })], {}],
    ['after a refusal', [chunk({ role: 'assistant', refusal: 'I will not' })], {}],
    ['after its end was sent', [...begun, chunk({}, 'stop')], {}],
    ['with several choices', begun, { n: 2 }],
    ['with log probabilities', begun, { logprobs: true }],
    ['of JSON', begun, { response_format: { type: 'json_object' } }],
  ])('%s', async (_name, frames, fields) => {
    first.respond = sse(frames);
    second.respond = goesOn('anthropic');
    const seen = await stream(await config(['openai', 'goes-on']), fields);
    expect([seen.error, second.calls]).toEqual(['upstream_stream_broken', []]);
    expect(await rowOf(seen)).toMatchObject({ status: 200, error_code: 'upstream_stream_broken', provider: 'openai' });
  });

  it.each<[string, readonly string[], object]>([
    ['where the rule does not ask for more', ['openai', 'goes-on'], {}],
    [
      'where the rule does not fall back for it',
      ['openai', 'goes-on'],
      { continueStreams: true, fallbackOn: ['quota'] },
    ],
    ['where no other target can', ['openai', 'begins-anew', 'refuses'], { continueStreams: true }],
    ['where there is no other target', ['openai'], { continueStreams: true }],
  ])('%s', async (_name, slugs, fields) => {
    first.respond = cutAfter(2, 'openai');
    second.respond = goesOn('anthropic');
    const seen = await stream(await config(slugs, fields));
    expect([seen.text, seen.error]).toEqual([WORDS.slice(0, 2).join(''), 'upstream_stream_broken']);
    expect([second.calls, (await rowOf(seen))['provider']]).toEqual([[], 'openai']);
  });

  it('where the others fail, too', async () => {
    first.respond = cutAfter(2, 'openai');
    second.respond = json({ error: { message: 'down' } }, 503);
    const seen = await stream(await config(['openai', 'goes-on']));
    expect([seen.text, seen.error]).toEqual([WORDS.slice(0, 2).join(''), 'upstream_stream_broken']);
    const row = await rowOf(seen);
    expect(row).toMatchObject({ error_code: 'upstream_stream_broken', provider: 'openai' });
    expect(story(row)).toHaveLength(3);
  });

  it('where the time of the call is over', async () => {
    first.respond = sse(FRAMES.openai(WORDS).slice(0, 3), { end: 'open' });
    second.respond = goesOn('anthropic');
    const model = await config(['openai', 'goes-on']);
    const reply = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
        'x-llmops-timeout-ms': '300',
      },
      body: JSON.stringify({ model, messages, stream: true }),
    });
    expect(await reply.text()).toContain('upstream_stream_broken');
    expect(second.calls).toEqual([]);
  });
});
