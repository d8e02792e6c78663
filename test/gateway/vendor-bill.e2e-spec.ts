import { readFileSync } from 'node:fs';
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

interface Gap {
  readonly status: string;
  readonly cost: { readonly ours: string; readonly theirs: string; readonly gap: string; readonly gapPercent: number };
  readonly model: string;
  readonly day: string;
}

interface Reconciliation {
  readonly total: Gap;
  readonly models: readonly Gap[];
  readonly items: readonly Gap[];
}

/** Rollups of what a model was used for on a day, as the log would have written them. */
async function logged(
  id: number,
  { day, model, cost, served = null }: { day: string; model: string; cost: string; served?: string | null },
) {
  await app.query(
    `INSERT INTO usage_dimensions (id, environment_id, environment, provider, vendor, model, served_model, endpoint, status, streaming)
     VALUES ($1, gen_random_uuid(), 'production', 'main', 'openai', $2, $3, 'chat/completions', 200, false) ON CONFLICT DO NOTHING`,
    [id, model, served],
  );
  // In two parts, as they are before they are merged; the hours are the same again, and not asked for.
  for (const grain of ['day', 'day', 'hour', 'hour']) {
    await app.query(
      `INSERT INTO usage_rollups (grain, bucket_start, dimensions_id, requests, errors, aborted, unpriced_requests,
         counted_requests, estimated_requests, input_tokens, output_tokens, cost)
       VALUES ($1, $2, $3, 5, 0, 0, 0, 5, 0, 500, 50, $4::numeric / 2)`,
      [grain, `${day}T00:00:00Z`, id, cost],
    );
  }
}

async function reconcile(
  query: string,
  body: string,
  type = 'application/json',
): Promise<{ status: number; body: Reconciliation & { errors: { detail: string }[] } }> {
  const reply = await fetch(`${app.url}/llmops/api/admin/v1/prices/reconcile${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.settings.adminToken}`, 'content-type': type },
    body,
  });
  return { status: reply.status, body: JSON.parse(await reply.text()) };
}

const DAYS = ['2026-01-29', '2026-01-30', '2026-01-31'];
const bucketOf = (day: string, results: readonly object[]) => {
  const start = Date.parse(`${day}T00:00:00Z`) / 1000;
  return { object: 'bucket', start_time: start, end_time: start + 86_400, results };
};
const charged = (item: string, usd: number, project = 'proj_a') => ({
  object: 'organization.costs.result',
  amount: { value: usd, currency: 'usd' },
  line_item: item,
  project_id: project,
});

describe('POST /prices/reconcile', () => {
  beforeAll(async () => {
    for (const day of DAYS) {
      await logged(1, { day, model: 'gpt-4o', served: 'gpt-4o-2024-08-06', cost: '10' });
      await logged(2, { day, model: 'gpt-4o-mini', cost: '2' });
      await logged(3, { day, model: 'o3', served: 'o3-2025-04-16', cost: '5' });
    }
    // Days that the bill is not of.
    await logged(1, { day: '2026-01-28', model: 'gpt-4o', cost: '99' });
    await logged(1, { day: '2026-02-01', model: 'gpt-4o', cost: '99' });
    await app.query('CREATE TABLE request_attempts_all PARTITION OF request_attempts DEFAULT');
    await app.query(
      `INSERT INTO request_attempts (started_at, request_id, number, reason, provider, vendor, model, error, latency_ms, tokens, cost)
       SELECT '2026-01-31T23:59:59Z', gen_random_uuid(), 1, 'first', 'main', 'openai', 'gpt-4o-mini', error, 1, '{"input": 10, "output": 1}', 0.5
       FROM unnest(ARRAY['upstream_invalid_response', NULL]) AS error`,
    );
  });

  const bill = JSON.stringify({
    object: 'page',
    has_more: false,
    data: DAYS.map((day) =>
      bucketOf(day, [
        charged('gpt-4o-2024-08-06, input', 4),
        charged('gpt-4o-2024-08-06, output', 6),
        charged('gpt-4o-mini-2024-07-18, input', day === '2026-01-31' ? 2.5 : 2),
        // 3 % more than the log knows of.
        charged('o3-2025-04-16, output', 5.15, 'proj_b'),
      ]),
    ),
  });

  it('finds a gap of 3 % at the model and the days that have it', async () => {
    const { status, body } = await reconcile('', bill);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ vendor: 'openai', format: 'openai-costs', firstDay: '2026-01-29', lastDay: '2026-01-31', isOpen: false },
      tolerance: 1,
      truncated: false,
      total: { status: 'equal', cost: { ours: '51.5', theirs: '51.95', gap: '0.45' } },
    });
    expect(body.models.map(({ model, status: found, cost }) => [model, found, cost.gap])).toEqual([
      ['o3-20250416', 'differs', '0.45'],
      // A failed attempt that was billed is on both sides.
      ['gpt-4o-20240806', 'equal', '0'],
      ['gpt-4o-mini', 'equal', '0'],
    ]);
    expect(body.models[0]?.cost).toEqual({ ours: '15', theirs: '15.45', gap: '0.45', gapPercent: 2.912 });
    const off = body.items.filter((item) => item.status === 'differs');
    expect(off.map(({ day, model }) => `${day} ${model}`).sort()).toEqual(DAYS.map((day) => `${day} o3-20250416`));
  });

  it('takes a larger tolerance, one project, one provider', async () => {
    expect((await reconcile('?tolerance=3', bill)).body.models.map(({ status }) => status)).toEqual(
      Array(3).fill('equal'),
    );
    const { body } = await reconcile('?group=proj_b&provider=main', bill);
    expect(body.models.map(({ model, status }) => [model, status])).toEqual([
      ['o3-20250416', 'differs'],
      ['gpt-4o-20240806', 'missing-in-theirs'],
      ['gpt-4o-mini', 'missing-in-theirs'],
    ]);
  });

  it('reads what consoles export, and says what the log lacks', async () => {
    const csv = readFileSync(new URL('../fixtures/bills/anthropic-cost.csv', import.meta.url), 'utf8');
    const { status, body } = await reconcile('', csv, 'text/csv; charset=utf-8');
    expect(status).toBe(200);
    expect(body.models.map((each) => [each.model, each.status, each.cost.gap])).toEqual([
      ['claude-haiku-4-5', 'missing-in-ours', '0.22'],
      ['web-search', 'missing-in-ours', '0.02'],
    ]);
  });

  it.each<[string, number, string, string, string, RegExp]>([
    ['a line that cannot be read', 422, '', 'usage_date_utc,cost_usd\n2026-01-31,x\n', 'text/csv', /line 2: cost_usd/],
    ['a provider that was never called', 422, '?provider=main,nobody', bill, 'application/json', /provider nobody/],
    ['a group that the bill has not', 422, '?group=proj_z', bill, 'application/json', /none of this group/],
    ['a tolerance that is none', 400, '?tolerance=much', bill, 'application/json', /tolerance must be a number/],
    ['a filter that is none', 400, '?model=o3', bill, 'application/json', /model is not a field/],
    ['no file', 400, '', '', 'text/csv', /empty/],
    ['a form', 415, '', 'x=1', 'application/x-www-form-urlencoded', /application\/json or text\/csv/],
    ['a file that is too large', 413, '', ' '.repeat(8 * 1024 * 1024 + 1), 'application/json', /8/],
  ])('refuses %s', async (_name, status, query, body, type, message) => {
    const reply = await reconcile(query, body, type);
    expect([reply.status, JSON.stringify(reply.body)]).toEqual([status, expect.stringMatching(message)]);
  });
});
