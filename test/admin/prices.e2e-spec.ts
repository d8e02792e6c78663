import { completion, FakeUpstream, json } from '../support/fake-upstream.js';
import { startApp, type TestApp } from '../support/start-app.js';

type Json = ReturnType<typeof JSON.parse>;

/** One vendor that counts what the test says, and accounts of it with and without prices of their own. */
let upstream: FakeUpstream;
let app: TestApp;
let contract: string;
let list: string;

beforeAll(async () => {
  upstream = await FakeUpstream.start();
  app = await startApp();
  contract = (await app.provider('contract', `${upstream.url}/v1`)).id;
  list = (await app.provider('list', `${upstream.url}/v1`)).id;
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

const USAGE = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 };

/** A call, as the log shows it. */
async function call(model: string, reply: object = {}): Promise<Json> {
  upstream.respond = json({ ...completion, usage: USAGE, ...reply });
  const response = await app
    .openai()
    .chat.completions.create({ model, messages: [{ role: 'user', content: 'hi' }] })
    .withResponse();
  const id = response.response.headers.get('x-llmops-request-id') ?? '';
  await app.logOf(id);
  return shown(id);
}

const shown = (id: string): Promise<Json> => app.admin('GET', `/requests/${id}`);
const write = (price: object): Promise<Json> => app.admin('POST', '/prices', price);
const sumOf = (lines: readonly Json[]) =>
  lines.reduce<number>((sum, { amount }) => sum + Math.round(Number(amount) * 1e12), 0) / 1e12;

async function upload(body: string, type: string): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${app.url}/llmops/api/admin/v1/prices/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.settings.adminToken}`, 'content-type': type },
    body,
  });
  return { status: response.status, body: await response.json() };
}

describe('the cost of a call', () => {
  it('is shown line by line, with the price that each unit was charged by', async () => {
    const details = { prompt_tokens_details: { cached_tokens: 400 } };
    const request = await call('@list/gpt-4o-mini', { usage: { ...USAGE, ...details } });
    // 600 · 0.15 + 400 · 0.075 + 100 · 0.6 USD per million
    expect(request.cost).toBe('0.00018');
    expect(request.costLines).toMatchObject([
      {
        unit: 'input',
        count: 600,
        charged: 600,
        amount: '0.00009',
        price: { usd: '0.15', per: 1_000_000, source: 'catalog' },
      },
      { unit: 'cache-read', count: 400, amount: '0.00003', price: { usd: '0.075' } },
      { unit: 'output', count: 100, amount: '0.00006', discount: null },
    ]);
    expect(request.costLines.map(({ price }: Json) => price.id)).toEqual(request.priceIds);
    const [{ price }] = request.costLines;
    expect(await app.admin('GET', `/prices/${price.id}`)).toMatchObject({
      source: 'catalog',
      usd: '0.15',
      isCurrent: true,
      changedBy: expect.stringMatching(/^catalog [0-9a-f]{12}$/),
    });
    expect(request.costHistory).toEqual([]);
  });

  it('is that of the tier that the reply names, and not known for a tier without a price', async () => {
    const unknown = await call('@list/gpt-4.1-nano', { service_tier: 'turbo' });
    expect(unknown).toMatchObject({ cost: null, costLines: null, serviceTier: 'turbo' });
    const tier = { vendor: 'openai', model: 'gpt-4.1-nano', serviceTier: 'turbo' };
    await write({ ...tier, unit: 'input', usd: '1' });
    await write({ ...tier, unit: 'output', usd: '2' });
    const known = await call('@list/gpt-4.1-nano', { service_tier: 'turbo' });
    expect(known.cost).toBe('0.0012');
    expect(known.costLines[0].price).toMatchObject({ serviceTier: 'turbo', source: 'own' });
    expect((await call('@list/gpt-4.1-nano', { service_tier: 'default' })).cost).toBe('0.00014');
  });
});

describe('prices of one provider', () => {
  it('hold for its calls alone, at once, from their day on and until their end', async () => {
    const base = { providerId: contract, model: 'gpt-4o', unit: 'input' };
    const price = await write({ ...base, usd: 1, note: 'Contract of 2026' });
    expect(price).toMatchObject({
      source: 'own',
      vendor: 'openai',
      usd: '1',
      per: 1_000_000,
      changedBy: 'admin token',
    });
    // 1,000 · 1 + 100 · 10 USD per million
    const request = await call('@contract/gpt-4o');
    expect(request).toMatchObject({ cost: '0.002', priceIds: [price.id, expect.any(String)] });
    expect(request.costLines.map((line: Json) => line.price.source)).toEqual(['own', 'catalog']);
    expect((await call('@list/gpt-4o')).cost).toBe('0.0035');

    await write({ ...base, usd: '9', effectiveFrom: '2099-01-01T00:00:00Z' });
    expect((await call('@contract/gpt-4o')).cost).toBe('0.002');
    await write({ ...base, usd: '0.5', effectiveFrom: '2026-01-01T00:00:00Z', effectiveUntil: '2026-02-01T00:00:00Z' });
    expect((await call('@contract/gpt-4o')).cost).toBe('0.002');

    const { items } = await app.admin<Json>('GET', `/prices?providerId=${contract}`);
    expect(items.map((item: Json) => [item.effectiveFrom?.slice(0, 4) ?? null, item.prices[0].usd])).toEqual([
      [null, '1'],
      ['2026', '0.5'],
      ['2099', '9'],
    ]);
  });

  it('take a discount off the catalog’s, and none off what was agreed', async () => {
    const discount = await write({ providerId: contract, model: '*', discountPercent: 12.5 });
    // 1,000 · 1, as agreed, + 100 · 10 · 0.875
    const request = await call('@contract/gpt-4o');
    expect(request.cost).toBe('0.001875');
    expect(request.costLines).toMatchObject([
      { amount: '0.001', discount: null },
      { amount: '0.000875', discount: { id: discount.id, percent: '12.5' } },
    ]);
    expect(request.priceIds.at(-1)).toBe(discount.id);
    // A third of a pico-USD cannot be paid: (1,000 · 0.15 + 100 · 0.6) · 0.875
    expect((await call('@contract/gpt-4o-mini')).cost).toBe('0.00018375');
    await app.admin('DELETE', `/prices/${discount.id}`);
    expect((await call('@contract/gpt-4o')).cost).toBe('0.002');
    expect(await shown(request.requestId)).toMatchObject({ cost: '0.001875', costLines: [{}, { discount: {} }] });
  });

  it('are replaced under the same conditions, and calls show what they were charged by', async () => {
    const price = { providerId: list, model: 'gpt-4.1', unit: 'output', usd: '7' };
    const first = await write(price);
    const before = await call('@list/gpt-4.1');
    const second = await write({ ...price, usd: '6', note: 'Renegotiated' });
    expect(second.id).not.toBe(first.id);
    expect((await write({ ...price, usd: '6' })).id).toBe(second.id);
    const after = await call('@list/gpt-4.1');
    // 1,000 · 2 + 100 · 7, and · 6
    expect([before.cost, after.cost]).toEqual(['0.0027', '0.0026']);
    const again = await shown(before.requestId);
    expect(again.costLines[1]).toMatchObject({ amount: '0.0007', price: { id: first.id, usd: '7' } });
    expect(sumOf(again.costLines)).toBe(0.0027);
    expect(await app.admin('GET', `/prices/${first.id}`)).toMatchObject({
      isCurrent: false,
      revisions: [
        { id: second.id, revision: 2, usd: '6', note: 'Renegotiated' },
        { id: first.id, revision: 1, usd: '7', changedBy: 'admin token' },
      ],
    });
    await expect(app.admin('DELETE', `/prices/${first.id}`)).rejects.toThrow(/409.*replaced/);
    await app.admin('DELETE', `/prices/${second.id}`);
    expect((await call('@list/gpt-4.1')).cost).toBe('0.0028');
    await expect(app.admin('DELETE', `/prices/${second.id}`)).rejects.toThrow(/409/);
  });

  it('cannot be deleted where the catalog has them', async () => {
    const catalog = '3939a4dc-12bd-5b99-b182-0e962b677c12';
    await expect(app.admin('DELETE', `/prices/${catalog}`)).rejects.toThrow(/409.*catalog/);
    await expect(app.admin('DELETE', `/prices/${list}`)).rejects.toThrow(/404/);
  });

  it.each<[string, object, RegExp]>([
    ['without a unit', { usd: '1' }, /422.*\/unit/],
    ['without an amount', { unit: 'input' }, /422.*\/usd/],
    ['for nobody', { unit: 'input', usd: '1', vendor: undefined }, /422.*\/vendor/],
    [
      'for a provider that is not there',
      { unit: 'input', usd: '1', providerId: '00000000-0000-4000-8000-00000000ffff' },
      /422.*\/providerId/,
    ],
    ['of a vendor that no call is priced as', { unit: 'input', usd: '1', vendor: 'opnai' }, /422.*\/vendor.*openai/],
    ['that is no number', { unit: 'input', usd: 'free' }, /400.*\/usd/],
    ['below zero', { unit: 'input', usd: '-1' }, /400.*\/usd/],
    ['finer than a pico-USD', { unit: 'input', usd: '0.0000001' }, /422.*\/usd/],
    ['of an unknown unit', { unit: 'words', usd: '1' }, /400.*\/unit/],
    [
      'that ends before it begins',
      { unit: 'input', usd: '1', effectiveFrom: '2026-02-01T00:00:00Z', effectiveUntil: '2026-01-01T00:00:00Z' },
      /422.*\/effectiveUntil/,
    ],
    ['of a size, for tokens', { unit: 'input', usd: '1', imageTier: '1024x1024 hd' }, /422.*\/imageTier/],
    ['on all models', { unit: 'input', usd: '1', model: '*' }, /422.*\/model/],
    ['with a discount', { unit: 'input', usd: '1', discountPercent: 5 }, /422.*\/unit.*\/usd.*\/providerId/],
    ['with a field that is none', { unit: 'input', usd: '1', price: 1 }, /400.*\/price/],
  ])('refuse a price %s, and change nothing', async (_name, fields, refusal) => {
    const count = async () => (await app.query<{ count: string }>('SELECT count(*) FROM prices'))[0]?.count;
    const before = await count();
    await expect(write({ vendor: 'openai', model: 'gpt-4o', ...fields })).rejects.toThrow(refusal);
    expect(await count()).toBe(before);
  });
});

describe('a file of prices', () => {
  const CSV = `vendor,model,unit,usd,per,abovePromptTokens,effectiveFrom,note
nowhere,m-1,input,1.5,,,,
nowhere,m-1,input,3,,500,,"long, dear"
nowhere,m-1,output,0.000002,1,,2026-01-01T00:00:00Z,
`;

  it('is taken as CSV and as JSON, the same twice, for a vendor that a provider is priced as', async () => {
    expect(await upload(CSV, 'text/csv')).toMatchObject({
      status: 422,
      body: {
        errors: [{ pointer: '/prices/0/vendor' }, { pointer: '/prices/1/vendor' }, { pointer: '/prices/2/vendor' }],
      },
    });
    const { id } = await app.provider('elsewhere', `${upstream.url}/v1`, { pricingModelMap: { '*': 'nowhere/*' } });
    const first = await upload(CSV, 'text/csv');
    expect(first).toMatchObject({ status: 200, body: { changed: 3, unchanged: 0 } });
    const prices = [
      { vendor: 'nowhere', model: 'm-1', unit: 'input', usd: '1.5' },
      { vendor: 'nowhere', model: 'm-1', unit: 'input', usd: '3', abovePromptTokens: 500 },
    ];
    const again = await upload(JSON.stringify({ prices }), 'application/json');
    expect(again.body).toEqual({ changed: 0, unchanged: 2, ids: first.body.ids.slice(0, 2) });
    // Past 500 tokens the whole prompt costs 3 USD per million: 1,000 · 3 + 100 · 2
    expect((await call('@elsewhere/m-1')).cost).toBe('0.0032');
    expect(id).toEqual(expect.any(String));
  });

  it('is refused whole where one price is bad, with a pointer to it', async () => {
    const bad = await upload(`${CSV}nowhere,m-2,input,much,,,,\n`, 'text/csv');
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ pointer: '/prices/3/usd' }] } });
    const twice = await upload(`vendor,model,unit,usd\nnowhere,m-3,input,1\nnowhere,m-3,input,2\n`, 'text/csv');
    expect(twice).toMatchObject({ status: 422, body: { errors: [{ pointer: '/prices/1' }] } });
    expect(await upload('a,b\n"', 'text/csv')).toMatchObject({ status: 400 });
    expect(await upload('', 'text/csv')).toMatchObject({ status: 400 });
    expect(await upload(CSV, 'text/plain')).toMatchObject({ status: 415 });
    expect((await app.admin<Json>('GET', '/prices?vendor=nowhere&model=m-3')).items).toEqual([]);
  });
});

describe('charging calls again', () => {
  const period = { from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' };
  const rerate = (fields: object): Promise<Json> => app.admin('POST', '/prices/rerate', { ...period, ...fields });
  const totals = async (model: string) =>
    (
      await app.admin<Json>(
        'GET',
        `/usage?model=${model}&from=2026-01-01&to=${new Date(Date.now() + 60_000).toISOString()}`,
      )
    ).total;

  it('says before what would change, changes it once, and keeps what it was', async () => {
    const calls = [await call('@list/new-model-1'), await call('@list/new-model-1')];
    expect(calls.map(({ cost }) => cost)).toEqual([null, null]);
    const filters = { model: 'new-model-1' };

    const unknown = await rerate({ filters, preview: true });
    expect(unknown).toMatchObject({ state: 'done', preview: true, total: { requests: 2, changed: 0, unpriced: 2 } });
    expect(unknown.unpriced).toEqual([
      {
        ...{ provider: 'list', vendor: 'openai', model: 'new-model-1', reason: 'unknown_model', unit: 'input' },
        ...{ requests: 2, kept: 0, requestId: calls[0].requestId },
      },
    ]);

    await write({ vendor: 'openai', model: 'new-model-1', unit: 'input', usd: '1' });
    await write({ vendor: 'openai', model: 'new-model-1', unit: 'output', usd: '10' });
    const preview = await rerate({ filters, preview: true });
    const expected = {
      requests: 2,
      changed: 2,
      newlyPriced: 2,
      unpriced: 0,
      costBefore: '0',
      costAfter: '0.004',
      difference: '0.004',
    };
    expect(preview.total).toEqual(expected);
    expect(preview.models).toEqual([{ provider: 'list', vendor: 'openai', model: 'new-model-1', ...expected }]);
    expect((await shown(calls[0].requestId)).cost).toBeNull();
    expect(await totals('new-model-1')).toMatchObject({ cost: null, unpricedRequests: 2 });

    const done = await rerate({ filters });
    expect(done).toMatchObject({ state: 'done', preview: false, total: expected, doneUntil: expect.any(String) });
    const changed = await shown(calls[0].requestId);
    expect(changed).toMatchObject({
      cost: '0.002',
      costLines: [{ amount: '0.001' }, { amount: '0.001' }],
      costHistory: [{ cost: null, priceIds: null, reratingId: done.id }],
    });
    expect(await totals('new-model-1')).toMatchObject({ cost: '0.004', unpricedRequests: 0 });

    const again = await rerate({ filters });
    expect(again.total).toMatchObject({ changed: 0, difference: '0', costBefore: '0.004', costAfter: '0.004' });
    expect((await shown(calls[0].requestId)).costHistory).toHaveLength(1);

    await write({ vendor: 'openai', model: 'new-model-1', unit: 'output', usd: '20' });
    expect((await rerate({ filters })).total).toMatchObject({ changed: 2, newlyPriced: 0, difference: '0.002' });
    const twice = await shown(calls[0].requestId);
    expect([twice.cost, twice.costHistory.map(({ cost }: Json) => cost)]).toEqual(['0.003', [null, '0.002']]);
    expect(await totals('new-model-1')).toMatchObject({ cost: '0.006' });
    // Rollups say what the rows say, in hours and in days.
    for (const grain of ['hour', 'day']) {
      const [sums] = await app.query<Json>(
        `SELECT sum(requests)::int AS requests, sum(unpriced_requests)::int AS unpriced, trim_scale(sum(rollup.cost))::text AS cost
         FROM usage_rollups AS rollup JOIN usage_dimensions ON id = dimensions_id WHERE model = $1 AND grain = $2`,
        ['new-model-1', grain],
      );
      expect([grain, sums]).toEqual([grain, { requests: 2, unpriced: 0, cost: '0.006' }]);
    }
    const { items } = await app.admin<Json>('GET', '/prices/reratings?limit=2');
    expect(items.map((item: Json) => item.total.changed)).toEqual([2, 0]);
  });

  it('never takes a known cost away, and counts records once that are charged at the same time', async () => {
    const price = await write({ vendor: 'openai', model: 'new-model-2', unit: 'input', usd: '1' });
    const output = await write({ vendor: 'openai', model: 'new-model-2', unit: 'output', usd: '1' });
    const { requestId } = await call('@list/new-model-2');
    await app.admin('DELETE', `/prices/${price.id}`);
    const filters = { model: 'new-model-2' };
    const kept = await rerate({ filters });
    expect(kept).toMatchObject({
      total: { changed: 0, unpriced: 1 },
      unpriced: [{ kept: 1, reason: 'unknown_model' }],
    });
    expect((await shown(requestId)).cost).toBe('0.0011');
    await write({ vendor: 'openai', model: 'new-model-2', unit: 'input', usd: '2' });
    const all = await Promise.all([1, 2, 3].map(() => rerate({ filters })));
    expect(all.map(({ total }) => total.changed).sort()).toEqual([0, 0, 1]);
    expect(await shown(requestId)).toMatchObject({ cost: '0.0021', costHistory: [{ cost: '0.0011' }] });
    expect(await totals('new-model-2')).toMatchObject({ cost: '0.0021', requests: 1 });
    expect(output.isCurrent).toBe(true);
  });

  it.each<[string, object, RegExp]>([
    ['a filter that is none', { filters: { colour: 'red' } }, /400.*\/filters\/colour/],
    ['another period in the filters', { filters: { from: '2026-01-01' } }, /400.*\/filters\/from/],
    ['a period that ends before it begins', { from: '2099-02-01T00:00:00Z' }, /422.*\/to/],
    ['no period', { from: undefined }, /400.*\/from/],
  ])('refuses %s', async (_name, fields, refusal) => {
    await expect(rerate(fields)).rejects.toThrow(refusal);
  });
});
