import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { BatchInserter } from '../../src/observability/batch-inserter.js';
import { toLine } from '../../src/observability/log-journal.js';
import type { RequestLogRecord } from '../../src/observability/log-record.js';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';
import { logRecord } from '../support/log-record.js';

type Json = ReturnType<typeof JSON.parse>;

/** A percentile, which is at most 1 % off. */
function within1(milliseconds: number): unknown {
  return expect.closeTo(milliseconds, -Math.log10(0.02 * milliseconds));
}

const CONFIG = '00000000-0000-4000-8000-00000000000c';
const VARIANT = '00000000-0000-4000-8000-00000000000d';
const PROVIDER = '00000000-0000-4000-8000-00000000000e';
const DAY = '2026-11-20';

/** Five requests of one morning, each unlike the others in something. */
const LOG: readonly RequestLogRecord[] = [
  logRecord({
    started_at: `${DAY}T08:00:00.000Z`,
    config_id: CONFIG,
    config: 'support',
    variant_id: VARIANT,
    variant: 'Variant B',
    version: 3,
    provider_id: PROVIDER,
    provider: 'my-openai',
    vendor: 'openai',
    model: 'gpt-4o-mini',
    served_model: 'gpt-4o-mini-2024-07-18',
    cost: '0.00045',
    price_ids: ['3939a4dc-12bd-5b99-b182-0e962b677c12'],
    vendor_cost: '0.00044',
    wasted_cost: '0.0021',
    input_tokens: 1000,
    output_tokens: 500,
    latency_ms: 100,
    first_token_ms: 10,
    tags: { team: 'red', 'a/b~c': 'x' },
    attempts: [
      {
        reason: 'first',
        because: null,
        provider: 'my-openai',
        vendor: 'openai',
        model: 'gpt-4o-mini',
        variant: 'Variant B',
        status: 200,
        error: null,
        message: null,
        startedAt: `${DAY}T08:00:00.001Z`,
        latencyMs: 99,
        upstreamRequestId: 'req_1',
      },
    ],
    dropped_params: ['seed'],
    request_body: '{"model":"@config/support"}',
    response_body: '{"id":"1"}',
  }),
  logRecord({
    started_at: `${DAY}T08:30:00.000Z`,
    vendor: 'openai',
    model: 'gpt-4o-mini',
    cost: '0.1',
    input_tokens: 1,
    cache_read_tokens: 2,
    cache_write_tokens: 3,
    output_tokens: 4,
    reasoning_tokens: 4,
    latency_ms: 300,
    first_token_ms: 30,
    streaming: true,
    tags: { team: 'blue' },
  }),
  logRecord({
    started_at: `${DAY}T09:00:00.000Z`,
    environment: 'staging',
    environment_id: '00000000-0000-4000-8000-000000000002',
    vendor: 'sandbox',
    model: 'sandbox-500',
    endpoint: 'embeddings',
    status: 502,
    error_code: 'upstream_error',
    error_message: 'It broke.',
    input_tokens: null,
    cache_read_tokens: null,
    cache_write_tokens: null,
    output_tokens: null,
    usage: null,
    cost: null,
    latency_ms: 900,
    first_token_ms: null,
    tags: { team: 'red' },
  }),
  logRecord({ started_at: `${DAY}T09:00:00.000Z`, vendor: 'other', model: 'unpriced', cost: null, latency_ms: 200 }),
  logRecord({
    started_at: `2026-11-21T00:00:00.000Z`,
    model: 'gpt-4o-mini',
    cost: '0.000000000001',
    latency_ms: 50,
    aborted: true,
    status: 200,
    error_code: 'client_closed_request',
  }),
];

describe('the request log over the admin API', () => {
  let app: TestApp;

  beforeAll(async () => {
    // The log is of fixed days.
    app = await startApp({ logRetentionDays: 36_500 });
    await insert(LOG);
  });
  afterAll(() => app.stop());

  async function insert(records: readonly RequestLogRecord[]): Promise<void> {
    const client = new Client({ connectionString: app.settings.databaseUrl });
    await client.connect();
    await new BatchInserter('/nowhere').insert(client, Buffer.from(records.map(toLine).join('')));
    await client.end();
  }

  function ask(path: string, signal?: AbortSignal): Promise<Response> {
    const headers = { authorization: `Bearer ${app.settings.adminToken}` };
    return fetch(`${app.url}/llmops/api/admin/v1${path}`, { headers, signal: signal ?? null });
  }

  async function get(path: string): Promise<{ status: number; body: Json }> {
    const reply = await ask(path);
    return { status: reply.status, body: await reply.json() };
  }

  /** Which of the five the filters leave, by their places in LOG. */
  async function found(filters: string): Promise<number[]> {
    const { status, body } = await get(`/requests?${filters}`);
    expect(status).toBe(200);
    return body.items.map((item: Json) => LOG.findIndex((record) => record.request_id === item.requestId)).sort();
  }

  describe('GET /requests', () => {
    it('shows a request with all that is known of it', async () => {
      const { body } = await get('/requests?config=support');
      expect(body).toEqual({
        items: [
          {
            requestId: LOG[0]?.request_id,
            startedAt: `${DAY}T08:00:00.000Z`,
            endpoint: 'chat/completions',
            environment: { id: '00000000-0000-4000-8000-000000000001', name: 'production' },
            secret: null,
            client: null,
            session: null,
            subjectHash: null,
            traceId: null,
            configRevision: null,
            config: { id: CONFIG, name: 'support' },
            variant: { id: VARIANT, name: 'Variant B' },
            version: 3,
            weight: null,
            shadowOf: null,
            provider: { id: PROVIDER, name: 'my-openai' },
            vendor: 'openai',
            modelRequested: '@openai/gpt-4o-mini',
            model: 'gpt-4o-mini',
            servedModel: 'gpt-4o-mini-2024-07-18',
            status: 200,
            errorCode: null,
            errorMessage: null,
            finishReason: null,
            serviceTier: null,
            upstreamRequestId: null,
            tokens: { input: 1000, cacheRead: 0, cacheWrite: 0, output: 500, reasoning: null },
            usage: { input: 10, output: 5 },
            cost: '0.00045',
            priceIds: ['3939a4dc-12bd-5b99-b182-0e962b677c12'],
            costSource: 'catalog',
            vendorCost: '0.00044',
            wastedCost: '0.0021',
            latencyMs: 100,
            firstTokenMs: 10,
            streaming: false,
            aborted: false,
            tags: { team: 'red', 'a/b~c': 'x' },
            // Records from before these were kept lack them.
            attempts: LOG[0]?.attempts?.map((attempt) => ({ ...attempt, tokens: null, cost: null })),
            estimated: null,
            notEstimatedBecause: null,
            droppedParams: ['seed'],
          },
        ],
        nextCursor: null,
      });
    });

    it('is null, not zero, where nothing is known', async () => {
      const { body } = await get('/requests?status=502');
      expect(body.items[0]).toMatchObject({
        config: null,
        variant: null,
        provider: null,
        cost: null,
        priceIds: null,
        costSource: null,
        vendorCost: null,
        wastedCost: null,
        usage: null,
        firstTokenMs: null,
        tokens: { input: null, cacheRead: null, cacheWrite: null, output: null, reasoning: null },
      });
    });

    it.each<[string, number[]]>([
      ['', [0, 1, 2, 3, 4]],
      [`from=${DAY}T09:00:00Z`, [2, 3, 4]],
      [`to=${DAY}T09:00:00Z`, [0, 1]],
      [`from=${DAY}T10:00:00%2B02:00&to=${DAY}T08:00:00.001`, [0]],
      ['from=2026-11-21', [4]],
      ['environment=staging', [2]],
      ['environment=00000000-0000-4000-8000-000000000002', [2]],
      [`config=${CONFIG}`, [0]],
      ['variant=Variant%20B', [0]],
      [`variant=${VARIANT.toUpperCase()}`, [0]],
      ['provider=my-openai', [0]],
      [`provider=${PROVIDER}`, [0]],
      ['vendor=openai', [0, 1]],
      ['vendor=openai&streaming=true', [1]],
      ['streaming=false', [0, 2, 3, 4]],
      ['model=gpt-4o-mini', [0, 1, 4]],
      ['endpoint=embeddings', [2]],
      ['status=200', [0, 1, 3, 4]],
      ['status=5xx', [2]],
      ['tag.team=red', [0, 2]],
      ['tag.a/b~c=x', [0]],
      ['tag.team=nobody', []],
      ['minLatencyMs=200', [1, 2, 3]],
      ['minLatencyMs=200.5', [1, 2]],
      [`vendor=${encodeURIComponent("' OR 1=1 --")}`, []],
      [`tag.${encodeURIComponent("x' OR '1'='1")}=1`, []],
    ])('finds by %s', async (filters, places) => {
      expect(await found(filters)).toEqual(places);
      // An id says all of when: the period is ignored, other filters are not.
      const others = new URLSearchParams(filters);
      others.delete('from');
      others.delete('to');
      const isFound = (await found(others.toString())).includes(0);
      expect(await found(`${filters}&requestId=${LOG[0]?.request_id.toUpperCase()}`)).toEqual(isFound ? [0] : []);
    });

    it('goes newest first through pages, over requests of one moment, each once', async () => {
      const ids: string[] = [];
      for (let cursor = ''; ;) {
        const { body } = await get(`/requests?limit=1${cursor}`);
        ids.push(...body.items.map((item: Json) => item.requestId));
        if (body.nextCursor === null) break;
        cursor = `&cursor=${body.nextCursor}`;
      }
      expect(ids).toHaveLength(5);
      expect(new Set(ids)).toEqual(new Set(LOG.map((record) => record.request_id)));
      expect([ids[0], ids[3], ids[4]]).toEqual([4, 1, 0].map((place) => LOG[place]?.request_id));
    });

    it.each<[string, string]>([
      ['from=yesterday', '/from'],
      ['from=2026-13-01', '/from'],
      ['from=2026-02-31', '/from'],
      ['from=2026-02-02&to=2026-02-01', '/from'],
      ['from=2026-02-01&to=2026-02-01T00:00:00%2B00:00', '/from'],
      ['to=1700000000', '/to'],
      ['endpoint=chat', '/endpoint'],
      ['status=99', '/status'],
      ['status=ok', '/status'],
      ['streaming=yes', '/streaming'],
      ['minLatencyMs=-1', '/minLatencyMs'],
      ['minLatencyMs=1e3', '/minLatencyMs'],
      ['requestId=1', '/requestId'],
      ['vendor=', '/vendor'],
      ['vendor=%00', '/vendor'],
      ['vendor=a&vendor=b', '/vendor'],
      ['tag.=1', '/tag.'],
      ['tag.a/b=%00', '/tag.a~1b'],
      ['enviroment=x', '/enviroment'],
      ['constructor=x', '/constructor'],
      ['limit=0', '/limit'],
      ['limit=201', '/limit'],
      ['limit=x', '/limit'],
      ['cursor=x', '/cursor'],
      [`cursor=${Buffer.from('["x","y"]').toString('base64url')}`, '/cursor'],
      [`cursor=${Buffer.from(`["${DAY}T08:00:00.000000Z","${'-'.repeat(36)}"]`).toString('base64url')}`, '/cursor'],
      [`cursor=${Buffer.from(`["${DAY}T25:00:00.000000Z","${CONFIG}"]`).toString('base64url')}`, '/cursor'],
    ])('refuses %s and points at %s', async (filters, pointer) => {
      const { status, body } = await get(`/requests?${filters}`);
      expect({ status, errors: body.errors }).toEqual({
        status: 400,
        errors: [{ pointer, detail: expect.any(String) }],
      });
      if (/^(limit|cursor)/.test(filters)) return;
      expect(await get(`/requests/export?${filters}`)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    });

    it('loses nothing between pages where the database keeps microseconds', async () => {
      const finer = (digits: string) => logRecord({ started_at: `2026-11-22T06:00:00.${digits}Z`, vendor: 'fine' });
      const records = [finer('000001'), finer('000009'), finer('0005'), finer('000999')];
      await insert(records);
      const { body } = await get('/requests?vendor=fine&limit=2');
      const rest = await get(`/requests?vendor=fine&limit=2&cursor=${body.nextCursor}`);
      const ids = [...body.items, ...rest.body.items].map((item: Json) => item.requestId);
      expect([new Set(ids), rest.body.nextCursor]).toEqual([new Set(records.map((each) => each.request_id)), null]);
      await app.query(`DELETE FROM request_logs WHERE vendor = 'fine'`);
    });

    it('ends a page at its bytes, and loses nothing between pages', async () => {
      // As older versions wrote them.
      const large = Array.from({ length: 7 }, (_, index) =>
        logRecord({ started_at: `2026-11-22T08:00:0${index}.000Z`, vendor: 'large', model: 'x'.repeat(900_000) }),
      );
      await insert(large);
      const huge = logRecord({ started_at: '2026-11-22T07:00:00Z', vendor: 'large', model: 'x'.repeat(5_000_000) });
      await insert([huge]);
      const pages: string[][] = [];
      for (let cursor = ''; ;) {
        const { body } = await get(`/requests?vendor=large&limit=200${cursor}`);
        pages.push(body.items.map((item: Json) => item.requestId));
        if (body.nextCursor === null) break;
        cursor = `&cursor=${body.nextCursor}`;
      }
      expect(pages.map((page) => page.length)).toEqual([2, 2, 2, 1, 1]);
      expect(pages.flat()).toEqual([...large.reverse(), huge].map((record) => record.request_id));
      await app.query(`DELETE FROM request_logs WHERE vendor = 'large'`);
    });

    it('names every bad filter at once', async () => {
      const { body } = await get('/requests?status=x&streaming=x&nothing=x');
      expect(body.errors.map((error: Json) => error.pointer)).toEqual(['/status', '/streaming', '/nothing']);
    });
  });

  describe('GET /requests/export', () => {
    it('has every request that the filters leave, a line each, as the list has it', async () => {
      const many = Array.from({ length: 1_101 }, (_, place) =>
        logRecord({ started_at: '2026-11-22T05:00:00Z', vendor: 'many', session_id: `session-${place}` }),
      );
      await insert(many);
      const reply = await ask('/requests/export?vendor=many');
      expect([reply.status, reply.headers.get('content-type'), reply.headers.get('content-disposition')]).toEqual([
        200,
        'application/jsonl; charset=utf-8',
        'attachment; filename="requests.jsonl"',
      ]);
      const lines = (await reply.text())
        .trimEnd()
        .split('\n')
        .map((line): Json => JSON.parse(line));
      expect(lines).toHaveLength(many.length);
      const ids = lines.map((line) => line.requestId);
      expect(ids).toEqual(
        many
          .map((each) => each.request_id)
          .sort()
          .reverse(),
      );
      const { body } = await get(`/requests?vendor=many&limit=2`);
      expect(lines.slice(0, 2)).toEqual(body.items);
      // More groups than an answer lists.
      const cut = await get('/usage/export?vendor=many&groupBy=session&from=2026-11-22&to=2026-11-23&format=csv');
      expect([cut.status, cut.body.errors]).toMatchObject([400, [{ pointer: '/groupBy' }]]);
      await app.query(`DELETE FROM request_logs WHERE vendor = 'many'`);
    });

    it('is CSV in which no cell is taken for a formula', async () => {
      const text = (await (await ask('/requests/export?format=csv&config=support')).text()).trimEnd().split('\n');
      expect(text).toHaveLength(2);
      expect(text[0]?.split(',').slice(0, 4)).toEqual(['startedAt', 'requestId', 'endpoint', 'environment']);
      expect(text[1]).toMatch(`${DAY}T08:00:00.000Z,${LOG[0]?.request_id},chat/completions,production,`);
      expect(text[1]).toMatch('"{""team"":""red"",""a/b~c"":""x""}"');
      expect(text[0]).toMatch(/,model,servedModel,.*,usage,estimated,notEstimatedBecause,/);
      expect(text[1]).toMatch(',gpt-4o-mini,gpt-4o-mini-2024-07-18,200,');
      const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'];
      await insert(
        formulas.map((session_id) => logRecord({ started_at: '2026-11-22T04:00:00Z', vendor: 'formula', session_id })),
      );
      const cells = await (await ask('/requests/export?format=csv&vendor=formula')).text();
      for (const formula of formulas) {
        expect(cells).toMatch(`'${formula}`);
        expect(cells).not.toMatch(`,${formula}`);
      }
      await app.query(`DELETE FROM request_logs WHERE vendor = 'formula'`);
    });

    it('is empty, with a header as CSV, where nothing is found, and refuses what is no filter', async () => {
      expect(await (await ask('/requests/export?vendor=nobody')).text()).toBe('');
      expect(await (await ask('/requests/export?vendor=nobody&format=csv')).text()).toMatch(/^startedAt,[^\n]+\n$/);
      expect((await get('/requests/export?format=xml')).body.errors).toMatchObject([{ pointer: '/format' }]);
      expect((await get('/requests/export?limit=1')).body.errors).toMatchObject([{ pointer: '/limit' }]);
    });

    it('reads on as its reader does, two at a time, and stops when the reader leaves', async () => {
      const large = Array.from({ length: 30 }, () =>
        logRecord({ started_at: '2026-11-22T03:00:00Z', vendor: 'large', model: 'x'.repeat(900_000) }),
      );
      await insert(large);
      const leaving = new AbortController();
      const slow = await Promise.all([1, 2].map(() => ask('/requests/export?vendor=large', leaving.signal)));
      expect(slow.map(({ status }) => status)).toEqual([200, 200]);
      const { status, body } = await get('/requests/export?vendor=large');
      expect([status, body.detail]).toEqual([429, expect.stringContaining('Try again')]);
      leaving.abort();
      const text = await waitFor(async () => {
        const reply = await ask('/requests/export?vendor=large');
        const answer = await reply.text();
        return reply.status === 200 ? answer : undefined;
      }, 'a place for another export');
      expect(text.split('\n')).toHaveLength(large.length + 1);
      await app.query(`DELETE FROM request_logs WHERE vendor = 'large'`);
    });
  });

  describe('GET /requests/{requestId}', () => {
    it('adds the bodies that were kept', async () => {
      const { status, body } = await get(`/requests/${LOG[0]?.request_id}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        requestId: LOG[0]?.request_id,
        attempts: [{ upstreamRequestId: 'req_1' }],
        requestBody: '{"model":"@config/support"}',
        responseBody: '{"id":"1"}',
      });
    });

    it('knows nothing of others', async () => {
      expect((await get(`/requests/${randomUUID()}`)).status).toBe(404);
      expect((await get('/requests/1')).status).toBe(404);
    });
  });

  describe('GET /usage', () => {
    const RANGE = `from=${DAY}&to=2026-11-22`;

    it('adds everything up', async () => {
      const { status, body } = await get(`/usage?${RANGE}`);
      expect(status).toBe(200);
      expect(body).toEqual({
        from: `${DAY}T00:00:00.000Z`,
        to: '2026-11-22T00:00:00.000Z',
        items: [],
        truncated: false,
        total: {
          requests: 5,
          errors: 1,
          aborted: 1,
          tokens: { input: 1021, cacheRead: 2, cacheWrite: 3, output: 514, reasoning: 4 },
          cost: '0.100450000001',
          wastedCost: '0.0021',
          vendorCost: '0.00044',
          unpricedRequests: 1,
          estimated: { requests: 0, share: 0, inputTokens: 0, outputTokens: 0, cost: null },
          shadow: { requests: 0, errors: 0, cost: '0' },
          latencyMs: { p50: within1(200), p95: within1(780), p99: within1(876) },
          timeToFirstTokenMs: { p50: within1(40), p95: within1(50), p99: within1(50) },
        },
        source: 'rollups',
      });
    });

    it('is exported as the same answer in a file, or as CSV with the period before beside it', async () => {
      const question = 'from=2026-11-21&to=2026-11-22&groupBy=model,tag.team&compare=previous';
      const json = await ask(`/usage/export?${question}`);
      expect(json.headers.get('content-disposition')).toBe('attachment; filename="usage.json"');
      const { body } = await get(`/usage?${question}`);
      expect(await json.json()).toEqual(body);
      const csv = await ask(`/usage/export?${question}&format=csv`);
      expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(csv.headers.get('content-disposition')).toBe('attachment; filename="usage.csv"');
      const lines = (await csv.text()).trimEnd().split('\n');
      expect(lines.slice(1)).toHaveLength(body.items.length);
      expect(lines[0]).toMatch(/^from,to,model,tag\.team,other,requests,.*,previousRequests,/);
      const total = (await (await ask(`/usage/export?${RANGE}&format=csv`)).text()).trimEnd().split('\n');
      expect(total).toHaveLength(2);
      expect(total[1]).toMatch(
        `${DAY}T00:00:00.000Z,2026-11-22T00:00:00.000Z,false,5,1,1,1021,2,3,514,4,0.100450000001,`,
      );
      expect((await get('/usage/export?format=xlsx')).body.errors).toMatchObject([{ pointer: '/format' }]);
      expect((await get('/usage/export?groupBy=moon')).body.errors).toMatchObject([{ pointer: '/groupBy' }]);
    });

    it('shows the largest groups, the others as one, and how they have changed', async () => {
      const { body } = await get(`/usage?from=2026-11-21&to=2026-11-22&groupBy=model&top=1&compare=previous`);
      expect(body.previous).toEqual({ from: `${DAY}T00:00:00.000Z`, to: '2026-11-21T00:00:00.000Z' });
      expect(body.total).toMatchObject({ requests: 1, previous: { requests: 4 }, change: { requests: -0.75 } });
      expect(body.items).toMatchObject([
        { group: { model: 'gpt-4o-mini' }, other: false, requests: 1, previous: { requests: 2 } },
        { group: { model: null }, other: true, requests: 0, previous: { requests: 2 }, change: { requests: -1 } },
      ]);
    });

    it('reads single requests where sums do not tell them apart, and says so', async () => {
      const { body } = await get(`/usage?${RANGE}&minLatencyMs=200&groupBy=tag.team`);
      expect(body).toMatchObject({ source: 'requests', total: { requests: 3 } });
    });

    it('groups by several things at once, by time first', async () => {
      const { body } = await get(`/usage?${RANGE}&groupBy=hour,model&vendor=openai`);
      expect(body.total.requests).toBe(2);
      expect(body.items).toMatchObject([
        { group: { hour: `${DAY}T08:00:00Z`, model: 'gpt-4o-mini' }, requests: 2, cost: '0.10045', errors: 0 },
      ]);
      const byDay = await get(`/usage?${RANGE}&groupBy=model,day`);
      expect(byDay.body.items.map((item: Json) => [item.group.day, item.group.model, item.requests])).toEqual([
        [DAY, 'gpt-4o-mini', 2],
        [DAY, 'sandbox-500', 1],
        [DAY, 'unpriced', 1],
        ['2026-11-21', 'gpt-4o-mini', 1],
      ]);
    });

    it.each([
      ...['day', 'hour', 'model', 'servedModel', 'provider', 'vendor', 'config', 'variant', 'version', 'environment'],
      ...['endpoint', 'secret', 'client', 'status', 'finishReason', 'tier', 'streaming', 'session', 'tag.team'],
    ])('groups by %s without losing a request', async (groupBy) => {
      const { body } = await get(`/usage?${RANGE}&groupBy=${groupBy}`);
      const counted = body.items.reduce((sum: number, item: { requests: number }) => sum + item.requests, 0);
      expect(counted).toBe(5);
      expect(body.items.every((item: Json) => groupBy in item.group)).toBe(true);
    });

    it('keeps requests without a tag apart', async () => {
      const { body } = await get(`/usage?${RANGE}&groupBy=tag.team`);
      expect(body.items.map((item: Json) => [item.group['tag.team'], item.requests])).toEqual(
        expect.arrayContaining([
          ['red', 2],
          ['blue', 1],
          [null, 2],
        ]),
      );
    });

    it('knows no cost where none of several is known', async () => {
      const { body } = await get(`/usage?${RANGE}&groupBy=vendor`);
      const other = body.items.find((item: Json) => item.group.vendor === 'other');
      expect(other).toMatchObject({ requests: 1, unpricedRequests: 1, cost: null });
    });

    it('is zero where nothing happened, with no percentiles', async () => {
      const { body } = await get('/usage?from=2020-01-01&to=2020-01-02&groupBy=day');
      expect(body.items).toEqual([]);
      expect(body.total).toMatchObject({ requests: 0, cost: '0', latencyMs: { p50: null, p95: null, p99: null } });
    });

    it('is of the last 24 hours unless asked otherwise', async () => {
      const { body } = await get('/usage');
      expect(Date.parse(body.to) - Date.parse(body.from)).toBe(24 * 3600 * 1000);
      expect(Math.abs(Date.parse(body.to) - Date.now())).toBeLessThan(60_000);
    });

    it.each<[string, string]>([
      ['groupBy=colour', '/groupBy'],
      ['groupBy=', '/groupBy'],
      ['groupBy=day,day', '/groupBy'],
      ['groupBy=day&groupBy=hour', '/groupBy'],
      ['groupBy=tag.', '/groupBy'],
      ['groupBy=constructor', '/groupBy'],
      ['groupBy=day,hour,model,vendor,config', '/groupBy'],
      [`from=${DAY}&to=${DAY}`, '/from'],
      ['from=2020-01-01&to=2026-01-01', '/from'],
      ['to=soon', '/to'],
      ['top=5', '/top'],
      ['top=0&groupBy=model', '/top'],
      ['orderBy=name', '/orderBy'],
      ['compare=yesterday', '/compare'],
      ['from=2026-11-20T10:00&to=2026-11-20T11:30&groupBy=hour&compare=previous', '/compare'],
      ['vendors=openai', '/vendors'],
    ])('refuses %s and points at %s', async (parameters, pointer) => {
      const { status, body } = await get(`/usage?${parameters}`);
      expect({ status, errors: body.errors }).toEqual({
        status: 400,
        errors: [{ pointer, detail: expect.any(String) }],
      });
    });
  });

  it('tells copies that shadows got from what callers asked, and leads from one to the other', async () => {
    const day = '2026-11-23';
    const served = logRecord({ started_at: `${day}T08:00:00.000Z`, cost: '0.25', latency_ms: 100 });
    const copyOf = { shadow_of: served.request_id, variant: 'Tried', version: 2, vendor: 'openai' };
    const [copy, failed] = [
      logRecord({ ...copyOf, started_at: `${day}T08:00:01.000Z`, cost: '0.5', latency_ms: 900 }),
      logRecord({
        ...{ ...copyOf, started_at: `${day}T08:00:02.000Z`, cost: null, usage: null, latency_ms: 5_000 },
        ...{ status: 502, error_code: 'upstream_error', first_token_ms: null },
      }),
    ];
    await insert([served, copy, failed]);
    const ids = async (filters: string) => {
      const { body } = await get(`/requests?from=${day}&to=2026-11-24${filters}`);
      return body.items.map(({ requestId }: Json) => requestId as string);
    };
    expect(await ids('')).toEqual([failed, copy, served].map(({ request_id: id }) => id));
    expect(await ids('&shadow=false')).toEqual([served.request_id]);
    expect(await ids('&shadow=true')).toEqual([failed.request_id, copy.request_id]);
    expect(await ids('&outcome=error')).toEqual([failed.request_id]);
    expect(await ids('&minLatencyMs=1000&vendor=openai')).toEqual([failed.request_id]);
    expect((await get('/requests?shadow=1')).status).toBe(400);

    const { body: whole } = await get(`/requests/${served.request_id}`);
    const common = { variant: 'Tried', version: 2 };
    expect(whole).toMatchObject({ shadowOf: null });
    expect(whole.shadows).toEqual([
      { ...common, requestId: copy.request_id, status: 200, errorCode: null, cost: '0.5', latencyMs: 900 },
      {
        ...common,
        requestId: failed.request_id,
        status: 502,
        errorCode: 'upstream_error',
        cost: null,
        latencyMs: 5_000,
      },
    ]);
    const { body: other } = await get(`/requests/${copy.request_id}`);
    expect(other).toMatchObject({ shadowOf: served.request_id, shadows: [] });
    const csv = await (await ask(`/requests/export?format=csv&from=${day}&to=2026-11-24&shadow=true`)).text();
    expect(csv.match(new RegExp(served.request_id, 'g'))).toHaveLength(2);

    const { body: usage } = await get(`/usage?from=${day}&to=2026-11-24`);
    expect(usage).toMatchObject({
      source: 'rollups',
      total: {
        ...{ requests: 1, errors: 0, cost: '0.75', shadow: { requests: 2, errors: 1, cost: '0.5' } },
        latencyMs: { p99: within1(100) },
      },
    });
    const { body: apart } = await get(`/usage?from=${day}&to=2026-11-24&groupBy=shadow`);
    expect(apart.items).toMatchObject([
      { group: { shadow: 'false' }, requests: 1, cost: '0.25' },
      { group: { shadow: 'true' }, requests: 0, cost: '0.5' },
    ]);
  });

  it('GET /prices pages through the catalog', async () => {
    const { status, body } = await get('/prices?vendor=openai&limit=2');
    expect(status).toBe(200);
    expect(body.items).toHaveLength(2);
    expect((await get(`/prices?vendor=openai&limit=2&cursor=${body.nextCursor}`)).body.items[0]).not.toEqual(
      body.items[0],
    );
    expect((await get('/prices?colour=red')).body.errors).toEqual([{ pointer: '/colour', detail: expect.any(String) }]);
  });
});
