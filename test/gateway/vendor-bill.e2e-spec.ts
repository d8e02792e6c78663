import { completion, completionFrames, FakeUpstream, json, type Responder, sse } from '../support/fake-upstream.js';
import { startApp, type TestApp } from '../support/start-app.js';

/** Two accounts of one host that says what its calls cost; one takes its word for it. */
let host: FakeUpstream;
let app: TestApp;

beforeAll(async () => {
  host = await FakeUpstream.start();
  app = await startApp();
  const fields = { vendor: 'openai-compatible', pricingModelMap: { '*': 'openai/*' } };
  await app.provider('ours', `${host.url}/v1`, fields);
  await app.provider('theirs', `${host.url}/v1`, { ...fields, costSource: 'vendor' });
});

afterAll(async () => {
  await app.stop();
  await host.close();
});

interface Shown {
  readonly cost: string | null;
  readonly costSource: string | null;
  readonly vendorCost: string | null;
  readonly wastedCost: string | null;
  readonly priceIds: readonly string[] | null;
  readonly attempts: readonly { readonly cost: string | null }[];
}

async function called(model: string, respond: Responder, fields: object = {}) {
  host.respond = respond;
  const reply = await fetch(`${app.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], ...fields }),
  });
  const text = await reply.text();
  const id = reply.headers.get('x-llmops-request-id') ?? '';
  await app.logOf(id);
  return { text, header: reply.headers.get('x-llmops-cost'), shown: await app.admin<Shown>('GET', `/requests/${id}`) };
}

// At 0.15 and 0.60 USD per million.
const USAGE = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
const OURS = '0.0000045';
const STATED = { ...USAGE, cost: 0.000151, is_byok: false };
const whole = json({ ...completion, usage: STATED });
const frames = [
  ...completionFrames.slice(0, 4),
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [], usage: STATED })}\n\n`,
  'data: [DONE]\n\n',
];

describe('what a host says that a call cost', () => {
  it.each<[string, Responder, object]>([
    ['a whole reply', whole, {}],
    ['a stream', sse(frames), { stream: true }],
  ])('is kept beside the cost of %s', async (_name, respond, fields) => {
    const { shown, header } = await called('@ours/gpt-4o-mini', respond, fields);
    expect(shown).toMatchObject({ cost: OURS, costSource: 'catalog', vendorCost: '0.000151' });
    expect(shown.attempts).toMatchObject([{ cost: OURS }]);
    expect(header).toBe('stream' in fields ? null : OURS);
  });

  it.each<[string, Responder, object]>([
    ['a whole reply', whole, {}],
    ['a stream', sse(frames), { stream: true }],
  ])('is the cost of %s, where the provider says so', async (_name, respond, fields) => {
    const { shown, header } = await called('@theirs/gpt-4o-mini', respond, fields);
    expect(shown).toMatchObject({ cost: '0.000151', costSource: 'vendor', vendorCost: '0.000151', priceIds: [] });
    expect(shown.attempts).toMatchObject([{ cost: '0.000151' }]);
    expect(header).toBe('stream' in fields ? null : '0.000151');
  });

  it('is read from a header, too', async () => {
    const respond: Responder = (call, reply) => {
      reply.setHeader('x-litellm-response-cost', '1.65e-05');
      return json({ ...completion, usage: USAGE })(call, reply);
    };
    const { shown } = await called('@theirs/gpt-4o-mini', respond);
    expect(shown).toMatchObject({ cost: '0.0000165', vendorCost: '0.0000165' });
  });

  it('is null, not ours and not zero, where the host does not say', async () => {
    const { shown, header } = await called('@theirs/gpt-4o-mini', json({ ...completion, usage: USAGE }));
    expect(shown).toMatchObject({ cost: null, costSource: null, vendorCost: null, tokens: { input: 10, output: 5 } });
    expect(header).toBeNull();
  });

  it('is what a failed attempt has wasted', async () => {
    const { shown } = await called('@theirs/gpt-4o-mini', json({ ...completion, choices: [], usage: STATED }));
    expect(shown).toMatchObject({ cost: null, wastedCost: '0.000151', attempts: [{ cost: '0.000151' }] });
  });

  it('cannot be the cost at a vendor that never says it', async () => {
    const account = app.provider('silent', `${host.url}/v1`, { costSource: 'vendor' });
    await expect(account).rejects.toThrow(/422.*\/costSource.*OpenAI does not say what a call costs/);
    const { id } = await app.provider('silent', `${host.url}/v1`);
    await expect(app.admin('PATCH', `/providers/${id}`, { costSource: 'vendor' })).rejects.toThrow(/422.*\/costSource/);
    await expect(app.admin('PATCH', `/providers/${id}`, { costSource: 'list' })).rejects.toThrow(/400.*\/costSource/);
    expect(await app.admin('GET', `/providers/${id}`)).toMatchObject({ costSource: 'catalog' });
  });
});
