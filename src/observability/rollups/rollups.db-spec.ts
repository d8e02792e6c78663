import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { ALL_TIME, openLogFixture, type LogFixture } from '../../../test/support/log-fixture.js';
import { logRecord } from '../../../test/support/log-record.js';
import { randomNumbers } from '../../../test/support/random-numbers.js';
import { dataSourceOptions, MIGRATIONS } from '../../core/database.js';
import { runMigrations, undoMigrations } from '../../startup/migrations.js';
import { BatchInserter } from '../batch-inserter.js';
import { toLine } from '../log-journal.js';
import type { AttemptRecord, RequestLogRecord } from '../log-record.js';
import { ensurePartitions } from '../partitions.js';
import { ATTEMPTS, BODIES } from '../request-logs/columns-apart.js';
import { carryOverHour, hasBacklog } from './carry-over.js';
import { compactEarlier, compactRollups } from './compact-rollups.js';
import { COUNTED_COLUMNS, type CountedCall } from './counted-call.js';
import { DETAILS, type Detail } from './details.js';
import { MODEL_DIMENSIONS } from './dimensions.js';
import { addEncoded, quantilesOf, type Histogram } from './histogram.js';
import { Rollup, type Grain } from './rollup.js';
import { TagLimits } from './tag-limits.js';
import { writeRollup } from './write-rollups.js';

const DAYS = ['2026-11-18', '2026-11-19', '2026-11-20'];

/** Calls of all kinds over three days, of a seed; the last of the hours is a day's last. */
function randomCalls(count: number, seed: number): RequestLogRecord[] {
  const next = randomNumbers(seed);
  const pick = <Value>(...values: readonly Value[]): Value | undefined => values[Math.floor(next() * values.length)];
  const tokens = () => (next() < 0.2 ? null : Math.floor(next() * 5_000));
  return Array.from({ length: count }, (_, at) => {
    const time = `${pick('00:00:00', '07:59:59', '08:00:00', '23:59:59')}.${String(at % 1000).padStart(3, '0')}`;
    const status = pick(200, 200, 200, 400, 502) ?? 200;
    const hasUsage = next() < 0.8;
    const isShadow = next() < 0.2;
    return logRecord({
      started_at: `${pick(...DAYS)}T${time}Z`,
      ...{ model: pick('a', 'b', null) ?? null, vendor: pick('openai', null) ?? null, status },
      ...{ error_code: status === 200 ? null : 'upstream_error', streaming: next() < 0.5 },
      ...{ aborted: !isShadow && next() < 0.1, shadow_of: isShadow ? '00000000-0000-4000-8000-00000000000f' : null },
      ...{ served_model: pick('a-1', null) ?? null, finish_reason: pick('stop', null) ?? null },
      ...{ input_tokens: tokens(), cache_read_tokens: tokens(), cache_write_tokens: tokens() },
      ...{ output_tokens: pick(tokens(), Number.MAX_SAFE_INTEGER) ?? null, reasoning_tokens: tokens() },
      usage: hasUsage ? { input: 1 } : null,
      cost: hasUsage && next() < 0.9 ? (next() * 10 ** Math.floor(next() * 12)).toFixed(12) : null,
      wasted_cost: next() < 0.1 ? next().toFixed(12) : null,
      latency_ms: Math.round(next() * 100_000) / 10,
      first_token_ms: next() < 0.5 ? Math.round(next() * 10_000) / 10 : null,
      tags:
        pick<RequestLogRecord['tags']>({}, { team: 'x', user: `u${at % 7}` }, { team: 'y\t\\' }, { team: '' }) ?? {},
    });
  });
}

const MEASURED = `count(*) FILTER (WHERE shadow_of IS NULL)::text AS requests,
  count(*) FILTER (WHERE shadow_of IS NULL AND NOT aborted AND (status >= 400 OR error_code IS NOT NULL))::text AS errors,
  count(*) FILTER (WHERE shadow_of IS NULL AND aborted)::text AS aborted,
  count(*) FILTER (WHERE shadow_of IS NOT NULL)::text AS shadows,
  count(*) FILTER (WHERE shadow_of IS NOT NULL AND NOT aborted AND (status >= 400 OR error_code IS NOT NULL))::text
    AS shadow_errors,
  (sum(cost) FILTER (WHERE shadow_of IS NOT NULL))::text AS shadow_cost,
  count(*) FILTER (WHERE cost IS NULL AND (usage IS NOT NULL
    OR (vendor IS NOT NULL AND (error_code IS NULL OR first_token_ms IS NOT NULL))))::text AS unpriced,
  count(*) FILTER (WHERE coalesce(input_tokens, output_tokens) IS NOT NULL)::text AS counted,
  sum(input_tokens)::text AS input, sum(cache_read_tokens)::text AS cache_read,
  sum(cache_write_tokens)::text AS cache_write, sum(output_tokens)::text AS output,
  sum(reasoning_tokens)::text AS reasoning, sum(cost)::text AS cost, sum(wasted_cost)::text AS wasted`;
const SUMMED = `sum(requests)::text AS requests, sum(errors)::text AS errors, sum(aborted)::text AS aborted,
  sum(shadow_requests)::text AS shadows, sum(shadow_errors)::text AS shadow_errors, sum(shadow_cost)::text AS shadow_cost,
  sum(unpriced_requests)::text AS unpriced, sum(counted_requests)::text AS counted,
  sum(input_tokens)::text AS input, sum(cache_read_tokens)::text AS cache_read,
  sum(cache_write_tokens)::text AS cache_write, sum(output_tokens)::text AS output,
  sum(reasoning_tokens)::text AS reasoning, sum(cost)::text AS cost, sum(wasted_cost)::text AS wasted`;
const DIMENSIONS = `environment, model, vendor, served_model, finish_reason, status, streaming`;

describe('rollups', () => {
  let log: LogFixture;
  const others: Client[] = [];
  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    log = await openLogFixture();
    await ensurePartitions(log.client, DAYS);
  });
  afterEach(async () => {
    for (const client of others.splice(0)) await client.end();
    await log.close();
  });

  const rowsOf = async (sql: string, parameters: unknown[] = []): Promise<unknown[]> =>
    (await log.client.query<Record<string, unknown>>(sql, parameters)).rows;
  const linesOf = (records: readonly RequestLogRecord[]) => Buffer.from(records.map(toLine).join(''));
  const inserter = () => new BatchInserter(join(log.dataDir, 'quarantine.jsonl'));

  async function another(): Promise<Client> {
    const client = new Client({ connectionString: log.databaseUrl });
    others.push(client);
    await client.connect();
    return client;
  }

  /** All that rollups say, in every bucket and group, is what the rows say. */
  async function expectExact(count: number): Promise<void> {
    expect(await rowsOf('SELECT count(*)::integer AS count FROM request_logs')).toEqual([{ count }]);
    for (const grain of ['hour', 'day'] as const) {
      await expectTotals(grain, 'full', DIMENSIONS);
      await expectTotals(grain, 'model', MODEL_DIMENSIONS.join(', '));
    }
    for (const { totals } of Object.values(DETAILS)) {
      await expectDurations(totals, 'latency', 'latency_ms');
      await expectDurations(totals, 'first_token', 'first_token_ms');
    }
  }

  async function expectTotals(grain: Grain, detail: Detail, dimensions: string): Promise<void> {
    const { ids, totals, tags } = DETAILS[detail];
    const bucket = `date_trunc('${grain}', started_at, 'UTC')`;
    expect(
      await rowsOf(
        `SELECT bucket_start AS bucket, ${dimensions}, ${SUMMED} FROM ${totals}
        JOIN ${ids} ON id = dimensions_id WHERE grain = $1 GROUP BY bucket, ${dimensions}
        ORDER BY bucket, ${dimensions}`,
        [grain],
      ),
    ).toEqual(
      await rowsOf(`SELECT ${bucket} AS bucket, ${dimensions}, ${MEASURED} FROM request_logs
        GROUP BY bucket, ${dimensions} ORDER BY bucket, ${dimensions}`),
    );
    expect(
      await rowsOf(
        `SELECT bucket_start AS bucket, tag_key, tag_value, model, ${SUMMED} FROM ${tags}
        JOIN ${ids} ON id = dimensions_id WHERE grain = $1
        GROUP BY bucket, tag_key, tag_value, model ORDER BY bucket, tag_key, tag_value, model`,
        [grain],
      ),
    ).toEqual(
      await rowsOf(`SELECT ${bucket} AS bucket, tag_key, tag_value, model, ${MEASURED} FROM request_logs
        CROSS JOIN jsonb_each_text(tags) AS tag (tag_key, tag_value)
        GROUP BY bucket, tag_key, tag_value, model ORDER BY bucket, tag_key, tag_value, model`),
    );
  }

  async function expectDurations(table: string, histogram: string, column: string): Promise<void> {
    const sum: Histogram = new Map();
    const sql = `SELECT ${histogram} AS bytes FROM ${table} WHERE grain = 'hour' AND ${histogram} IS NOT NULL`;
    for (const { bytes } of (await log.client.query<{ bytes: Buffer }>(sql)).rows) addEncoded(sum, bytes);
    const { rows } = await log.client.query<{ count: number; exact: number[] | null }>(
      `SELECT count(${column})::integer AS count,
         percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ${column}) AS exact FROM request_logs
       WHERE shadow_of IS NULL`,
    );
    expect([...sum.values()].reduce((total, count) => total + count, 0)).toBe(rows[0]?.count);
    for (const [at, found] of quantilesOf(sum, [0.5, 0.95, 0.99]).entries()) {
      const exact = rows[0]?.exact?.[at] ?? null;
      if (exact === null) expect(found).toBeNull();
      else expect(Math.abs((found ?? Number.NaN) - exact)).toBeLessThanOrEqual(0.01 * exact);
    }
  }

  it('are what the rows add up to, however they came in: copied, repeated, in part, late, twice in a batch', async () => {
    const calls = randomCalls(600, 1);
    const shipper = inserter();
    await shipper.insert(log.client, linesOf(calls.slice(0, 300)));
    await expectExact(300);
    await shipper.insert(log.client, linesOf(calls.slice(0, 300)));
    await expectExact(300);
    await inserter().insert(log.client, linesOf(calls.slice(200, 450)));
    await expectExact(450);
    await inserter().insert(log.client, linesOf([...calls.slice(450), ...calls.slice(500)]));
    await expectExact(600);
    expect(await compactRollups(log.client, ALL_TIME)).toBeGreaterThan(0);
    await expectExact(600);
    const merged = `SELECT count(*) FROM usage_rollups GROUP BY grain, bucket_start, dimensions_id HAVING count(*) > 1`;
    expect(await rowsOf(merged)).toEqual([]);
    expect(await compactRollups(log.client, ALL_TIME)).toBe(0);
  });

  it('are merged back to the oldest, a fortnight at a time', async () => {
    const days = ['2026-03-01', '2026-08-31', '2026-09-30'];
    await ensurePartitions(log.client, days);
    const records = days.map((day) => logRecord({ started_at: `${day}T12:00:00.000Z` }));
    for (let times = 0; times < 2; times++) {
      const repeated = records.map((record) => ({ ...record, request_id: randomUUID() }));
      await inserter().insert(log.client, linesOf(repeated));
    }
    const twice = async () =>
      await rowsOf(`SELECT to_char(bucket_start AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM usage_rollups
        WHERE grain = 'day' GROUP BY bucket_start HAVING count(*) > 1 ORDER BY bucket_start`);
    expect(await twice()).toEqual(days.map((day) => ({ day })));
    let from: Date | null = new Date('2026-10-01T00:00:00Z');
    const steps: string[] = [];
    while (from !== null) {
      steps.push(from.toISOString().slice(0, 10));
      from = await compactEarlier(log.client, from);
      if (steps.length === 2) expect(await twice()).toEqual(days.slice(0, 2).map((day) => ({ day })));
    }
    expect(await twice()).toEqual([]);
    expect([...new Set(steps)].slice(0, 3)).toEqual(['2026-10-01', '2026-09-17', '2026-09-03']);
    expect(steps.at(-1)).toBe('2026-02-19');
    await expectExact(6);
  });

  it('are exact while replicas ship the same calls at once and rows are merged meanwhile', async () => {
    const calls = randomCalls(1_200, 2);
    const batches = Array.from({ length: 24 }, (_, at) => linesOf(calls.slice(at * 50, at * 50 + 50)));
    const ship = async (order: readonly Buffer[]) => {
      const [client, shipper] = [await another(), inserter()];
      for (const lines of order) await shipper.insert(client, lines);
    };
    let isShipping = true;
    const merge = async (client: Client) => {
      while (isShipping) await compactRollups(client, ALL_TIME);
    };
    const merging = Promise.all([merge(await another()), merge(await another())]);
    await Promise.all([
      ship(batches),
      ship(batches.toReversed()),
      ship([...batches.slice(12), ...batches.slice(0, 12)]),
    ]);
    isShipping = false;
    await merging;
    await expectExact(1_200);
  });

  it('leave out what is put aside', async () => {
    const calls = randomCalls(60, 3);
    const lines = calls.map(toLine);
    lines.splice(20, 0, 'no JSON\n', toLine(logRecord({ input_tokens: 1.5 })));
    lines.push(toLine(logRecord({ cost: '9'.repeat(13) })));
    await inserter().insert(log.client, Buffer.from(lines.join('')));
    expect(readFileSync(join(log.dataDir, 'quarantine.jsonl'), 'utf8').split('\n')).toHaveLength(4);
    await expectExact(60);
  });

  it('and rows are there together, or neither', async () => {
    const calls = randomCalls(80, 4);
    await log.client.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON usage_tag_rollups FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const shipper = inserter();
    await expect(shipper.insert(log.client, linesOf(calls))).rejects.toThrow('no room');
    await expectExact(0);
    await log.client.query('DROP TRIGGER refuse ON usage_tag_rollups');
    await shipper.insert(log.client, linesOf(calls));
    await expectExact(80);
    expect(existsSync(join(log.dataDir, 'quarantine.jsonl'))).toBe(false);
  });

  it('change with what a call costs', async () => {
    const calls = randomCalls(100, 5);
    await inserter().insert(log.client, linesOf(calls));
    const counted = `SELECT ${COUNTED_COLUMNS} FROM request_logs ORDER BY request_logs.started_at, request_id`;
    const before = (await rowsOf(counted)) as CountedCall[];
    await log.client.query(`UPDATE request_logs SET cost = CASE WHEN cost IS NULL THEN 0.5 ELSE cost / 3 END`);
    const after = (await rowsOf(counted)) as CountedCall[];
    const rollup = new Rollup(new TagLimits());
    for (const [at, call] of before.entries()) rollup.change(call, after[at] ?? call);
    await writeRollup(log.client, rollup);
    await expectExact(100);
    await compactRollups(log.client, ALL_TIME);
    await expectExact(100);
  });

  it('change once with what is estimated of a call later on', async () => {
    const calls = randomCalls(60, 8);
    const estimates = calls.slice(0, 20).map(({ started_at, request_id }, at) =>
      JSON.stringify({
        ...{ started_at, estimate_of: request_id, environment: 'e', not_estimated_because: null },
        estimated: ['input', 'output', 'both'][at % 3],
        counts: { input_tokens: 7, output_tokens: at, usage: { input: 7 }, cost: '0.25', price_ids: [] },
      }),
    );
    const lines = Buffer.concat([linesOf(calls), Buffer.from(`${estimates.join('\n')}\n`)]);
    for (let time = 0; time < 2; time++) {
      await inserter().insert(log.client, lines);
      await expectExact(60);
    }
    const sql = `SELECT sum(estimated_requests)::integer AS requests, sum(estimated_input_tokens)::integer AS input
      FROM usage_rollups WHERE grain = 'day'`;
    expect(await rowsOf(sql)).toEqual([{ requests: 20, input: 13 * 7 }]);
  });

  it('count what is older than they are, once, and its attempts and bodies move', async () => {
    const attempt: AttemptRecord = {
      ...{ reason: 'first', because: null, provider: 'p', vendor: 'openai', model: 'm', variant: 'A', status: 200 },
      ...{ error: null, message: null, startedAt: '2026-11-20T10:00:00.000Z', latencyMs: 1.5 },
      upstreamRequestId: 'r',
    };
    const calls = randomCalls(200, 6);
    await inserter().insert(log.client, linesOf(calls));
    // As the version before left them.
    await log.client.query(`
      TRUNCATE usage_rollups, usage_tag_rollups, usage_dimensions;
      TRUNCATE usage_model_rollups, usage_model_tag_rollups, usage_model_dimensions;
      UPDATE request_logs SET rolled_up = false, attempt_count = NULL;
      INSERT INTO rollup_backlog SELECT DISTINCT date_trunc('hour', started_at, 'UTC') FROM request_logs`);
    const shown = `SELECT request_id, ${ATTEMPTS}, ${BODIES} FROM request_logs ORDER BY request_id`;
    await log.client.query(
      `UPDATE request_logs SET attempts = CASE WHEN status = 400 THEN '[]' ELSE $1::json END, request_body = 'asked'
       WHERE status >= 400`,
      [JSON.stringify([attempt, { ...attempt, version: 3, cost: '0.5' }])],
    );
    const [old = {}] = (await rowsOf(`${shown} LIMIT 1`)) as object[];
    const before = await rowsOf(shown);
    const more = randomCalls(50, 7);
    await inserter().insert(log.client, linesOf(more));
    const carry = async (client: Client) => {
      const limits = new TagLimits();
      while ((await carryOverHour(client, limits)) !== null);
    };
    await Promise.all([carry(log.client), carry(await another()), carry(await another())]);
    expect(await hasBacklog(log.client)).toBe(false);
    await expectExact(250);
    expect(Object.keys(old)).toEqual(['request_id', 'attempts', 'request_body', 'response_body']);
    const known = (row: unknown) =>
      JSON.parse(JSON.stringify(row, (_, value: unknown) => value ?? undefined)) as unknown;
    const after = (await rowsOf(shown)) as { request_id: string }[];
    const ids = new Set(calls.map((call) => call.request_id));
    expect(after.filter(({ request_id: id }) => ids.has(id)).map(known)).toEqual(before.map(known));
    expect(await rowsOf('SELECT FROM request_logs WHERE attempts IS NOT NULL OR request_body IS NOT NULL')).toEqual([]);
  });

  it('are there in both details for what was counted before there were two, under the same ids', async () => {
    // That a call is a shadow's is not known to the version before.
    const calls = randomCalls(150, 9).map((call) => ({ ...call, shadow_of: null }));
    await inserter().insert(log.client, linesOf(calls));
    const dataSource = await new DataSource(dataSourceOptions(log.databaseUrl)).initialize();
    try {
      const names = MIGRATIONS.map(({ name }) => name);
      await undoMigrations(dataSource, names.slice(names.indexOf('RollUpByModel1764000000019')).toReversed());
      await runMigrations(dataSource);
    } finally {
      await dataSource.destroy();
    }
    await expectExact(150);
    await inserter().insert(log.client, linesOf(randomCalls(150, 10)));
    await expectExact(300);
    const twice = `SELECT FROM usage_model_dimensions GROUP BY ${MODEL_DIMENSIONS.join(', ')} HAVING count(*) > 1`;
    expect(await rowsOf(twice)).toEqual([]);
    while ((await compactRollups(log.client, ALL_TIME)) > 0);
    await expectExact(300);
  });

  it('refuse records that do not say that they are counted, as those of the version before', async () => {
    const columns = `started_at, request_id, endpoint, environment_id, environment, status, latency_ms, streaming, aborted, tags, dropped_params`;
    const old = `INSERT INTO request_logs (${columns}) VALUES
      ('2026-11-20', gen_random_uuid(), 'models', gen_random_uuid(), 'e', 200, 1, false, false, '{}', '[]')`;
    await expect(log.client.query(old)).rejects.toMatchObject({ code: '23502', column: 'rolled_up' });
  });

  it('tell a tag apart by models where there are more kinds of calls than are told apart', async () => {
    const calls = Array.from({ length: 2_500 }, (_, at) =>
      logRecord({ client: `c${at}`, tags: { team: `t${at % 2}` } }),
    );
    await inserter().insert(log.client, linesOf(calls));
    for (const [detail, untold] of [
      ['full', 500],
      ['model', 0],
    ] as const) {
      const requests = `coalesce(sum(requests) FILTER (WHERE dimensions_id IS NULL), 0)::integer`;
      const sql = `SELECT ${requests} AS untold, sum(requests)::integer AS requests FROM ${DETAILS[detail].tags} GROUP BY grain`;
      expect(await rowsOf(sql)).toEqual([1, 2].map(() => ({ untold, requests: 2_500 })));
    }
  });

  it('tell the first thousands of combinations of a tag apart, and mark what they do not', async () => {
    const calls = Array.from({ length: 9_000 }, (_, at) => logRecord({ tags: { request: `r${at}` } }));
    await inserter().insert(log.client, linesOf(calls));
    const kinds = (
      table: string,
    ) => `SELECT dimensions_id IS NULL AS coarse, tag_value IS NULL AS other, sum(requests)::integer AS requests,
      count(*)::integer AS rows FROM ${table} WHERE grain = 'day' GROUP BY 1, 2 ORDER BY 1, 2`;
    const expected = [
      { coarse: false, other: false, requests: 2_000, rows: 2_000 },
      { coarse: true, other: false, requests: 5_000, rows: 5_000 },
      { coarse: true, other: true, requests: 2_000, rows: 1 },
    ];
    for (const { tags } of Object.values(DETAILS)) expect(await rowsOf(kinds(tags))).toEqual(expected);
    await compactRollups(log.client, ALL_TIME);
    for (const { tags } of Object.values(DETAILS)) expect(await rowsOf(kinds(tags))).toEqual(expected);
  });
});
