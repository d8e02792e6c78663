import OpenAI from 'openai';
import { json, type FakeUpstream } from '../support/fake-upstream.js';
import {
  ALL,
  bytesOf,
  EXACT,
  isStream,
  replay,
  startRecordedVendors,
  type RecordedVendors,
} from '../support/recorded-vendors.js';
import { recordingsOf, type Recording } from '../support/recordings.js';
import type { TestApp } from '../support/start-app.js';

const CHAT_APIS = new Set([
  'chat',
  'messages',
  'converse',
  'converse-stream',
  'generateContent',
  'streamGenerateContent',
]);
const messages = [{ role: 'user' as const, content: 'hi' }];
const USAGE_ONLY = /"choices":\s*\[\]/;

describe('recordings of real vendors, through the gateway', () => {
  let vendors: RecordedVendors;
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    vendors = await startRecordedVendors();
    ({ app, upstream } = vendors);
  });

  afterAll(() => vendors.stop());

  const answerWith = (recording: Recording, size?: number) => vendors.answer(replay(recording, size));

  const modelOf = (recording: Recording) => {
    const named =
      recording.request?.json?.['model'] ??
      /models?\/([^/:?]+)/.exec(decodeURIComponent(recording.request?.url ?? ''))?.[1];
    return `@${recording.provider}/${typeof named === 'string' ? named : 'some-model'}`;
  };

  const post = (body: object) =>
    fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  describe.each(EXACT)('%s, byte for byte', (provider) => {
    const chats = recordingsOf(provider).filter(({ api, response }) => api === 'chat' && response.status === 200);

    it.each(chats.filter((chat) => !isStream(chat)).map((chat) => [chat.id, chat] as const))('%s', async (_, chat) => {
      answerWith(chat, 100_000);
      const { metadata: _metadata, ...request } = chat.request?.json ?? {};
      const asked = { ...request, model: modelOf(chat), messages: request['messages'] ?? messages, stream: false };
      const reply = await post(asked);
      expect(Buffer.from(await reply.arrayBuffer()).equals(bytesOf(chat))).toBe(true);
      expect(JSON.parse(upstream.last.body.toString())).toEqual({
        ...asked,
        model: modelOf(chat).slice(provider.length + 2),
      });
    });

    it.each(chats.filter(isStream).map((chat) => [chat.id, chat] as const))('%s', async (_, chat) => {
      const whole = bytesOf(chat).toString();
      const failing = chat.kinds.includes('stream-error');
      for (const [include_usage, size] of [
        [true, 61],
        [false, 100_000],
      ] as const) {
        answerWith(chat, size);
        const reply = await post({ model: modelOf(chat), messages, stream: true, stream_options: { include_usage } });
        const text = await reply.text();
        if (failing) {
          expect(text).not.toContain('[DONE]');
          expect(text).toContain('"error"');
          continue;
        }
        const frames = whole.split(/(?<=\r?\n\r?\n)/);
        const expected = frames.filter(
          (frame) => include_usage || !(USAGE_ONLY.test(frame) && /"usage":\s*\{/.test(frame)),
        );
        expect(text).toBe(expected.join(''));
      }
    });
  });

  it('one stream, split at every byte', async () => {
    const streams = recordingsOf('openai').filter(({ api, response }) => api === 'chat' && response.sse !== undefined);
    const [shortest] = streams.map(bytesOf).sort((a, b) => a.length - b.length);
    const bytes = shortest?.subarray(-1500) ?? Buffer.alloc(0);
    const framed = bytes.subarray(bytes.indexOf('\n\n') + 2);
    upstream.respond = (call, reply) => {
      const cut = Number(JSON.parse(call.body.toString()).seed);
      reply.writeHead(200, { 'content-type': 'text/event-stream' });
      reply.write(framed.subarray(0, cut));
      setImmediate(() => void reply.end(framed.subarray(cut)));
    };
    const ask = async (seed: number) => {
      const reply = await post({
        model: '@openai/m',
        messages,
        stream: true,
        seed,
        stream_options: { include_usage: true },
      });
      expect(await reply.text()).toBe(framed.toString());
    };
    for (let cut = 1; cut < framed.length; cut += 20) {
      await Promise.all(Array.from({ length: Math.min(20, framed.length - cut) }, (_, index) => ask(cut + index)));
    }
  });

  // Worked out by hand: tokens of the recording times USD per million tokens of the price list.
  it.each([
    // 76 new input at 0.15, 4,480 cached at 0.075, 4 output at 0.60
    ['openai', 'openai-cache-read-plain-1', 'gpt-4o-mini', '0.0003498'],
    // 8 input at 0.05, 271 output (192 of them reasoning) at 0.40
    ['azure', 'azure-text-plain-1', 'gpt-5-nano', '0.0001088'],
    // 13 input at 3, 1 cached at 0.30, 2 written to the cache at 3.75, 32 output at 15
    ['anthropic', 'anthropic-cache-read-plain-1', 'claude-sonnet-4-5-20250929', '0.0005268'],
    // 12 input at 3, 1,028 cached at 0.30, 185 output at 15
    ['bedrock', 'bedrock-cache-read-plain-1', 'us.anthropic.claude-3-7-sonnet-20250219-v1:0', '0.0031194'],
    // 10 input at 1.10, 7,351 written to the cache at 1.375, 4 output at 5.50
    ['bedrock', 'bedrock-cache-write-plain-1', 'us.anthropic.claude-haiku-4-5-20251001-v1:0', '0.010140625'],
    // 369 input at 0.30, 2,993 cached at 0.03, 212 output and 869 thoughts at 2.50
    ['vertex', 'vertex-cache-read-plain-1', 'gemini-2.5-flash', '0.00290299'],
    // 6 input at 0.30, 1,081 cached at 0.03, 2 output and 21 thoughts at 2.50
    ['gemini', 'gemini-cache-read-plain-1', 'gemini-2.5-flash', '0.00009173'],
    // 260 input at 0.075, 100 output (70 of them reasoning) at 0.30
    ['groq', 'groq-reasoning-plain-1', 'openai/gpt-oss-20b', '0.0000495'],
    // 25 input at 0.10, 141 output at 0.30
    ['mistral', 'mistral-text-plain-2', 'mistral-small-latest', '0.0000448'],
    // 16 of 93 tokens came from a cache whose price is not listed: not known is not zero
    ['mistral', 'mistral-cache-read-plain-1', 'mistral-small-latest', null],
  ])('%s: %s costs what it costs', async (provider, id, model, cost) => {
    const chat = recordingsOf(provider).find((each) => each.id === id);
    if (chat === undefined) throw new Error(`there is no recording ${id}`);
    answerWith(chat);
    const { response } = await app
      .openai()
      .chat.completions.create({ model: `@${provider}/${model}`, messages })
      .withResponse();
    expect(response.headers.get('x-llmops-cost')).toBe(cost);
    const row = await app.logOf(response.headers.get('x-llmops-request-id') ?? '');
    expect(row['cost'] === null ? null : Number(row['cost'])).toBe(cost === null ? null : Number(cost));
  });

  it('fetches another token when a cached one is refused, once, and asks again', async () => {
    const chat = recordingsOf('vertex').find(({ id }) => id === 'vertex-cache-read-plain-1');
    if (chat === undefined) throw new Error('there is no such recording');
    const answer = replay(chat);
    let issued = 0;
    let accepted = '';
    const seen: unknown[] = [];
    upstream.respond = (call, reply) => {
      if (call.path === '/token') {
        return json({ access_token: `fresh-${++issued}`, expires_in: 3600, token_type: 'Bearer' })(call, reply);
      }
      seen.push(call.headers['authorization']);
      const refusal = json({ error: { code: 401, message: 'revoked', status: 'UNAUTHENTICATED' } }, 401);
      return (call.headers['authorization'] === accepted ? answer : refusal)(call, reply);
    };
    // Whatever token earlier tests left behind is revoked; the next one is good.
    accepted = 'Bearer fresh-1';
    const { response } = await app
      .openai()
      .chat.completions.create({ model: '@vertex/gemini-2.5-flash', messages })
      .withResponse();
    expect(response.headers.get('x-llmops-attempts')).toBe('1');
    expect([seen.length, seen.at(-1), issued]).toEqual([2, 'Bearer fresh-1', 1]);
    accepted = 'none is good';
    const refused = app.openai().chat.completions.create({ model: '@vertex/gemini-2.5-flash', messages });
    await expect(refused).rejects.toMatchObject({ status: 502, code: 'upstream_credentials_rejected' });
    expect(seen).toHaveLength(4);
  });

  describe.each(ALL)('%s, by the official client', (provider) => {
    const chats = recordingsOf(provider).filter(({ api }) => CHAT_APIS.has(api));

    it.each(chats.map((chat) => [chat.id, chat] as const))('%s', async (_, chat) => {
      answerWith(chat);
      const ask = { model: modelOf(chat), messages };
      if (chat.response.status >= 400 || chat.kinds.includes('stream-error')) {
        const asked = app.openai().chat.completions.create({ ...ask, stream: isStream(chat) });
        await expect(asked.then(drain)).rejects.toBeInstanceOf(OpenAI.APIError);
        return;
      }
      if (!isStream(chat)) {
        const reply = await app.openai().chat.completions.create(ask);
        const [choice] = reply.choices;
        expect(reply.object).toBe('chat.completion');
        // A reply that is passed through is the vendor's own, also an old or odd one.
        const vendors = EXACT.includes(provider) ? chat.response.json?.['choices'] : undefined;
        expect(reply.choices).toEqual(vendors ?? reply.choices);
        if (vendors === undefined) expect(choice?.finish_reason).toEqual(expect.any(String));
        expect(choice?.message.role).toBe('assistant');
        return;
      }
      const stream = app.openai().chat.completions.stream({ ...ask, stream_options: { include_usage: true } });
      const final = await stream.finalChatCompletion();
      expect(final.choices[0]?.finish_reason).toEqual(expect.any(String));
      for (const call of final.choices[0]?.message.tool_calls ?? []) {
        if (final.choices[0]?.finish_reason === 'tool_calls') JSON.parse(call.function.arguments);
      }
    });
  });
});

async function drain(reply: unknown): Promise<void> {
  if (typeof reply === 'object' && reply !== null && Symbol.asyncIterator in reply) {
    for await (const chunk of reply as AsyncIterable<unknown>) void chunk;
  }
}
