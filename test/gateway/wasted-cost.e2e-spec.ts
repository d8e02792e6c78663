import { completion, completionFrames, FakeUpstream, json, type Responder, sse } from '../support/fake-upstream.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { describeShadowCalls } from './shadow-calls.js';

/** Two accounts of models whose prices are known; what the first answers is the test's, the second answers well. */
let first: FakeUpstream;
let second: FakeUpstream;
let app: TestApp;

beforeAll(async () => {
  [first, second] = await Promise.all([FakeUpstream.start(), FakeUpstream.start()]);
  app = await startApp({ retryMaxAttempts: 1, retryMaxDelayMs: 10 });
  await app.provider('a', `${first.url}/v1`);
  await app.provider('b', `${second.url}/v1`);
  for (const vendor of ['anthropic', 'gemini', 'mistral']) {
    await app.provider(vendor, first.url, { vendor });
  }
  second.respond = async (call, reply) =>
    JSON.parse(call.body.toString()).stream === true
      ? sse(completionFrames)(call, reply)
      : json(completion)(call, reply);
});

afterAll(async () => {
  await app.stop();
  await Promise.all([first.close(), second.close()]);
});

interface Spent {
  readonly provider: string;
  readonly tokens: { readonly input: number; readonly output: number } | null;
  readonly cost: string | null;
}

interface Shown {
  readonly cost: string | null;
  readonly wastedCost: string | null;
  readonly attempts: readonly Spent[];
}

async function called(respond: Responder, fields: object): Promise<Shown> {
  first.respond = respond;
  const reply = await fetch(`${app.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], ...fields }),
  });
  await reply.text();
  const id = reply.headers.get('x-llmops-request-id') ?? '';
  await app.logOf(id);
  return app.admin<Shown>('GET', `/requests/${id}`);
}

const BOTH = { models: ['@a/gpt-4o-mini', '@b/gpt-4o-mini'] };
const USAGE = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
// At 0.15 and 0.60 USD per million: 1,000 and 100 tokens, and the 10 and 5 of the answer.
const WASTED = '0.00021';
const COST = '0.0000045';

const usageFrame = `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [], usage: USAGE })}\n\n`;

describe('what failed attempts cost', () => {
  it.each<[string, Responder, object]>([
    ['a reply without choices', json({ ...completion, choices: [], usage: USAGE }), BOTH],
    ['an error inside a 200', json({ error: { message: 'no' }, usage: USAGE }), BOTH],
    ['a stream that ends before its first piece', sse([usageFrame]), { ...BOTH, stream: true }],
    ['a stream of an error', sse([usageFrame, 'data: {"error":{"message":"no"}}\n\n']), { ...BOTH, stream: true }],
  ])('is counted beside the answer: %s', async (_name, respond, fields) => {
    const { cost, wastedCost, attempts } = await called(respond, fields);
    expect({ cost, wastedCost }).toEqual({ cost: COST, wastedCost: WASTED });
    expect(attempts).toMatchObject([
      { provider: 'a', tokens: { input: 1000, output: 100 }, cost: WASTED },
      { provider: 'b', tokens: { input: 10, output: 5 }, cost: COST },
    ]);
  });

  it.each<[string, object]>([
    ['anthropic/claude-haiku-4-5', { type: 'message', usage: { input_tokens: 1000, output_tokens: 100 } }],
    [
      'gemini/gemini-2.5-flash',
      { candidates: [], usageMetadata: { promptTokenCount: 1000, candidatesTokenCount: 100 } },
    ],
    ['mistral/mistral-small-latest', { choices: [], usage: USAGE }],
  ])('is counted in the words of %s', async (model, reply) => {
    const { wastedCost, attempts } = await called(json(reply), { models: [`@${model}`, '@b/gpt-4o-mini'] });
    expect(attempts).toMatchObject([
      { status: 200, tokens: { input: 1000, output: 100 }, cost: wastedCost },
      { provider: 'b', tokens: { input: 10, output: 5 }, cost: COST },
    ]);
    expect(wastedCost).toMatch(/^0\.\d+$/);
  });

  it('is counted where no target answered', async () => {
    const shown = await called(json({ ...completion, choices: [], usage: USAGE }), { model: '@a/gpt-4o-mini' });
    expect(shown).toMatchObject({ cost: null, wastedCost: WASTED, attempts: [{ cost: WASTED }] });
  });

  it.each<[string, Responder, object]>([
    ['a refusal', json({ error: { message: 'down' } }, 503), BOTH],
    ['an answer that counts nothing', json({ ...completion, choices: [], usage: null }), BOTH],
    ['an answer', json(completion), BOTH],
    [
      'a stream that broke when text was sent',
      sse(completionFrames.slice(0, 2), { end: 'cut' }),
      { ...BOTH, stream: true },
    ],
  ])('is null, not zero, for %s', async (_name, respond, fields) => {
    expect((await called(respond, fields)).wastedCost).toBeNull();
  });

  it('is not known where a price is not', async () => {
    const models = ['@a/gpt-unheard-of', '@a/gpt-4o-mini', '@b/gpt-4o-mini'];
    const shown = await called(json({ ...completion, choices: [], usage: USAGE }), { models });
    expect(shown).toMatchObject({ cost: COST, wastedCost: null });
    expect(shown.attempts).toMatchObject([
      { tokens: { input: 1000, output: 100 }, cost: null },
      { cost: WASTED },
      { cost: COST },
    ]);
  });

  it('adds up in the totals', async () => {
    const usage = await app.admin<{ total: { wastedCost: string | null } }>('GET', '/usage');
    const items = (await app.admin<{ items: readonly Shown[] }>('GET', '/requests')).items;
    const sum = items.reduce((total, { wastedCost }) => total + Number(wastedCost), 0);
    expect(sum).toBeGreaterThan(0.00105);
    expect(Number(usage.total.wastedCost)).toBeCloseTo(sum, 12);
  });
});

describe('copies that shadows get', () => {
  describeShadowCalls(() => ({ app, served: second, shadow: first }));
});
