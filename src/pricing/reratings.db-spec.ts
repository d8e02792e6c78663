import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DataSource } from 'typeorm';
import { ALL_TIME, openLogFixture, until, type LogFixture } from '../../test/support/log-fixture.js';
import { logRecord } from '../../test/support/log-record.js';
import { buildPriceBook } from '../catalog/price-book.js';
import { readModels } from '../catalog/models.js';
import { dataSourceOptions } from '../core/database.js';
import { BatchInserter } from '../observability/batch-inserter.js';
import { toLine } from '../observability/log-journal.js';
import { ensurePartitions } from '../observability/partitions.js';
import { carryOverHour } from '../observability/rollups/carry-over.js';
import { compactRollups } from '../observability/rollups/compact-rollups.js';
import { DETAILS } from '../observability/rollups/details.js';
import { TagLimits } from '../observability/rollups/tag-limits.js';
import { Rerating } from './rerating.entity.js';
import { ReratingsService } from './reratings.service.js';

const START = Date.parse('2026-11-18T22:00:00Z');
const PERIOD = { from: '2026-11-18T00:00:00Z', to: '2026-11-20T00:00:00Z' };
/** 1,000 tokens at 0.15 USD and 500 at 0.60 USD a million. */
const COST = '0.00045';

/** Over four hours of two days: of half of them nobody knew the price. */
function calls(count: number) {
  return Array.from({ length: count }, (_, at) =>
    logRecord({
      started_at: new Date(START + Math.floor((at * 4 * 3_600_000) / count)).toISOString(),
      ...{ vendor: 'openai', model: 'gpt-4o-mini', usage: { input: 1_000, output: 500 } },
      ...{ cost: at % 2 === 0 ? null : '0.1', tags: { team: `t${at % 3}` } },
    }),
  );
}

describe('charging calls again', () => {
  let log: LogFixture;
  let dataSource: DataSource;
  let reratings: ReratingsService;
  const context = { prices: buildPriceBook(readModels()), accounts: new Map() };

  beforeEach(async () => {
    log = await openLogFixture();
    await ensurePartitions(log.client, ['2026-11-18', '2026-11-19']);
    dataSource = await new DataSource({ ...dataSourceOptions(log.databaseUrl, 4), entities: [Rerating] }).initialize();
    reratings = new ReratingsService(dataSource, []);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await log.close();
  });

  async function ship(count: number): Promise<void> {
    const inserter = new BatchInserter('/nowhere');
    const lines = calls(count).map(toLine);
    for (let at = 0; at < count; at += 500) {
      await inserter.insert(log.client, Buffer.from(lines.slice(at, at + 500).join('')));
    }
  }

  const finish = async (id: string) => {
    while (await reratings.runBatch(id, context));
  };

  /** Each call costs what it should, and was changed once; rollups of each kind add up to the same. */
  async function expectCharged(count: number): Promise<void> {
    const rows = await dataSource.query(`
      SELECT trim_scale(cost)::text AS cost, json_array_length(cost_history) AS changes, count(*)::integer AS count
      FROM request_logs GROUP BY 1, 2`);
    expect(rows).toEqual([{ cost: COST, changes: 1, count }]);
    const total = (Number(COST) * count).toFixed(12).replace(/0+$/, '');
    const expected = { requests: count, unpriced: 0, cost: total };
    for (const { totals, tags } of Object.values(DETAILS)) {
      for (const [table, grain] of [
        [totals, 'hour'],
        [totals, 'day'],
        [tags, 'day'],
      ]) {
        const sums = await dataSource.query(
          `SELECT sum(requests)::integer AS requests, sum(unpriced_requests)::integer AS unpriced,
             trim_scale(sum(cost))::text AS cost FROM ${table} WHERE grain = $1`,
          [grain],
        );
        expect([table, grain, ...sums]).toEqual([table, grain, expected]);
      }
    }
  }

  it('goes on where a killed process left it, and counts no call twice', async () => {
    await ship(4_000);
    const { id } = await reratings.create(PERIOD);
    const support = fileURLToPath(new URL('../../test/support/register-typescript.mjs', import.meta.url));
    const script = fileURLToPath(new URL('../../test/support/rerate.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', support, script, log.databaseUrl, id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    // Held up where a batch has changed its records and not counted them yet.
    await log.client.query('BEGIN; LOCK TABLE usage_rollups IN SHARE MODE');
    const waits = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'usage_rollups'::regclass
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await until(async () => (await log.client.query(waits)).rowCount === 1, 'a batch waits');
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
    await log.client.query('ROLLBACK');
    const killed = await reratings.get(id);
    expect(killed.state).toBe('running');
    expect(killed.result.total.changed).toBeGreaterThan(0);
    // What the process was at is rolled back once the database has seen that it is gone.
    await until(async () => {
      await finish(id);
      return (await reratings.get(id)).state === 'done';
    }, 'all are charged');
    const { state, result } = await reratings.get(id);
    expect([state, result.total.requests, result.total.changed, result.total.newlyPriced]).toEqual([
      'done',
      4_000,
      4_000,
      2_000,
    ]);
    await expectCharged(4_000);
    while ((await compactRollups(log.client, ALL_TIME)) > 0);
    await expectCharged(4_000);
  });

  it('is exact in hours that rollups do not count yet, while they are being counted too', async () => {
    await ship(2_000);
    const old = calls(2_500).map((record) => ({ ...record, rolled_up: false }));
    await log.client.query(
      `INSERT INTO request_logs SELECT * FROM json_populate_recordset(null::request_logs, $1::json)`,
      [JSON.stringify(old)],
    );
    await log.client.query(
      `INSERT INTO rollup_backlog SELECT DISTINCT date_trunc('hour', started_at, 'UTC') FROM request_logs`,
    );
    const { id } = await reratings.create(PERIOD);
    const limits = new TagLimits();
    // The newest hour is counted before, the others meanwhile or after.
    expect(await carryOverHour(log.client, limits)).not.toBeNull();
    const carry = async () => {
      while ((await carryOverHour(log.client, limits)) !== null);
    };
    await Promise.all([finish(id), carry()]);
    await carry();
    expect((await reratings.get(id)).result.total).toMatchObject({ requests: 4_500, changed: 4_500 });
    await expectCharged(4_500);
  });
});
