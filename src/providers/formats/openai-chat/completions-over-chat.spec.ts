import { isJsonObject, type JsonObject } from '../../../core/json.js';
import { anthropic } from '../../vendors/anthropic/index.js';
import { groq } from '../../vendors/groq/index.js';
import type { ProviderStrategy, Translation } from '../../provider-strategy.js';
import { readError } from '../../vendors/openai-compatible/read-error.js';
import { completionsOverChat } from './completions-over-chat.js';

const MODEL = 'claude-sonnet-4-5';

function over(strategy: ProviderStrategy): Translation {
  const transport = { send: () => Promise.reject(new Error('nothing is sent')) };
  const chat = strategy.connect({ credentials: { apiKey: 'k' }, baseUrl: null, transport }).endpoints[
    'chat/completions'
  ];
  if (chat === undefined) throw new Error('no chat');
  return completionsOverChat(chat, { readError });
}

async function prepare(strategy: ProviderStrategy, json: JsonObject) {
  const body = { model: MODEL, prompt: 'Once', ...json };
  const call = { endpoint: 'completions' as const, model: MODEL, stream: json['stream'] === true, body };
  const { request, dropped } = await over(strategy).toRequest(call);
  if (!(request.body instanceof Uint8Array)) throw new Error('no JSON');
  const sent: unknown = JSON.parse(Buffer.from(request.body).toString());
  if (!isJsonObject(sent)) throw new Error('no object');
  return { sent, dropped };
}

describe('completions over a chat', () => {
  it('are one user message, of sixteen tokens unless asked otherwise', async () => {
    expect((await prepare(groq, {})).sent).toEqual({
      model: MODEL,
      messages: [{ role: 'user', content: 'Once' }],
      max_tokens: 16,
    });
    expect((await prepare(groq, { prompt: ['Twice'], max_tokens: 5 })).sent).toMatchObject({
      messages: [{ role: 'user', content: 'Twice' }],
      max_tokens: 5,
    });
  });

  it('leave what is not theirs to the chat: it honours, passes on, or names what it leaves out', async () => {
    const extras = { top_k: 5, foo: 1, n: 1, best_of: 1, echo: false, logprobs: null, suffix: '', logit_bias: {} };
    const claude = await prepare(anthropic, extras);
    expect(claude.sent['top_k']).toBe(5);
    expect(claude.dropped).toEqual(['foo']);
    const passed = await prepare(groq, { foo: 1, echo: false });
    expect([passed.sent['foo'], passed.sent['echo'], passed.dropped]).toEqual([1, undefined, []]);
  });

  it('ask for the count of a stream', async () => {
    const { sent } = await prepare(groq, { stream: true, stream_options: { include_usage: true } });
    expect(sent).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it.each(['n', 'best_of', 'echo', 'logprobs', 'suffix', 'logit_bias'])('refuse %s by name', async (param) => {
    const values: JsonObject = { n: 2, best_of: 2, echo: true, logprobs: 1, suffix: '.', logit_bias: { 5: 1 } };
    await expect(prepare(groq, { [param]: values[param] })).rejects.toMatchObject({ param });
  });

  it.each([
    ['no prompt at all', [], 400],
    ['tokens', [1, 2, 3], 400],
    ['something else', { text: 'a' }, 400],
  ])('refuse %s', async (_, prompt, status) => {
    const completions = over(groq);
    const asked = async () => {
      const call = { endpoint: 'completions' as const, model: MODEL, stream: false, body: { model: MODEL, prompt } };
      for (const each of completions.fanOut?.split(call) ?? []) await completions.toRequest(each);
    };
    await expect(asked()).rejects.toMatchObject({ status, param: 'prompt' });
  });
});
