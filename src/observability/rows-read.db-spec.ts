import { DataSource } from 'typeorm';
import { ALL_TIME, openLogFixture, type LogFixture } from '../../test/support/log-fixture.js';
import { logRecord } from '../../test/support/log-record.js';
import { isJsonObject } from '../core/json.js';
import { systemClock } from '../core/clock.js';
import { dataSourceOptions } from '../core/database.js';
import { BatchInserter } from './batch-inserter.js';
import { toLine } from './log-journal.js';
import type { RequestLogRecord } from './log-record.js';
import { ensurePartitions } from './partitions.js';
import { RequestLogsService } from './request-logs/request-logs.service.js';
import { compactRollups } from './rollups/compact-rollups.js';
import { UsageService } from './usage/usage.service.js';

const DAY_MS = 24 * 3600 * 1000;
const TODAY = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const A_DAY = 300;
const PERIOD = `from=${dayAgo(3)}T00:30:00Z&to=${dayAgo(1)}T12:15:00Z`;

function dayAgo(days: number): string {
  return new Date(TODAY - days * DAY_MS).toISOString().slice(0, 10);
}

/** The same every day, but for something rare on one of the last three. */
function dayOfRecords(daysAgo: number): RequestLogRecord[] {
  return Array.from({ length: A_DAY }, (_, place) => {
    const isRare = daysAgo === 2 && place === 150;
    return logRecord({
      started_at: new Date(TODAY - daysAgo * DAY_MS + (place * DAY_MS) / A_DAY).toISOString(),
      model: isRare ? 'rare' : `model-${place % 4}`,
      status: place % 20 === 0 ? 502 : 200,
      session_id: place % 3 === 0 ? `session-${daysAgo}` : null,
      tags: isRare ? { team: 'rare' } : { team: `team-${place % 3}` },
      latency_ms: isRare ? 90_000 : 100 + place,
    });
  });
}

/** Rows that a plan has read from tables, also those that it threw away. */
function rowsOf(plan: unknown): number {
  if (Array.isArray(plan)) return plan.reduce<number>((sum, each) => sum + rowsOf(each), 0);
  if (!isJsonObject(plan)) return 0;
  const [rows, removed, rechecked, loops] = [
    'Actual Rows',
    'Rows Removed by Filter',
    'Rows Removed by Index Recheck',
    'Actual Loops',
  ].map((name) => Number(plan[name] ?? 0));
  const own =
    plan['Relation Name'] === undefined ? 0 : (Number(rows) + Number(removed) + Number(rechecked)) * Number(loops);
  return own + rowsOf(plan['Plans']) + rowsOf(plan['Plan']);
}

describe('rows read', () => {
  let log: LogFixture;
  let dataSource: DataSource;
  let read = 0;
  beforeAll(async () => {
    log = await openLogFixture();
    // A few rows are cheaper to read all at once; this is about whether an index can answer.
    const { rows } = await log.client.query<{ name: string }>('SELECT current_database() AS name');
    await log.client.query(`ALTER DATABASE ${rows[0]?.name} SET enable_seqscan = off`);
    dataSource = await new DataSource(dataSourceOptions(log.databaseUrl)).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await log.close();
  });

  async function fill(fromDaysAgo: number, toDaysAgo: number): Promise<void> {
    const inserter = new BatchInserter('/nowhere');
    for (let day = fromDaysAgo; day > toDaysAgo; day--) {
      await ensurePartitions(log.client, [dayAgo(day)]);
      await inserter.insert(log.client, Buffer.from(dayOfRecords(day).map(toLine).join('')));
    }
    while ((await compactRollups(log.client, ALL_TIME)) > 0);
    await log.client.query('ANALYZE');
  }

  /** The same, and counts what its statements read. */
  function counting(): DataSource {
    const transaction: DataSource['transaction'] = async (...given: unknown[]) => {
      const work = given.at(-1) as Parameters<DataSource['transaction']>[1];
      return dataSource.transaction('REPEATABLE READ', (manager) => {
        const query: typeof manager.query = async (sql: string, parameters?: unknown[]) => {
          if (sql.startsWith('SET')) return manager.query(sql);
          const [{ 'QUERY PLAN': plan }] = await manager.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, parameters);
          read += rowsOf(plan);
          return manager.query(sql, parameters);
        };
        return work(Object.assign(Object.create(manager), { query }));
      });
    };
    return Object.assign(Object.create(dataSource), { transaction });
  }

  async function readBy(question: string): Promise<number> {
    const [path = '', query] = question.split('?');
    const parameters = Object.fromEntries(new URLSearchParams(query));
    read = 0;
    if (path === 'usage') {
      const { total } = await new UsageService(counting(), systemClock, [], { logRetentionDays: 90 }).totals(
        parameters,
      );
      expect([question, total.requests]).not.toEqual([question, 0]);
    } else {
      const { items } = await new RequestLogsService(counting(), []).list(parameters);
      expect([question, items.length]).not.toEqual([question, 0]);
    }
    return read;
  }

  it('are as many in a log of a month as in one of three days, for every list and total', async () => {
    const requests = dayOfRecords(2);
    const cursor = Buffer.from(JSON.stringify([`${dayAgo(2)}T12:00:00.000000Z`, requests[0]?.request_id])).toString(
      'base64url',
    );
    const questions = [
      ...[
        '',
        `cursor=${cursor}`,
        'status=5xx',
        'model=model-1',
        'model=rare',
        'model=rare&status=200',
        'tag.team=team-1',
      ],
      ...['tag.team=rare', 'tag.team=rare&model=rare', 'session=session-2', 'session=session-2&status=200'],
      ...[`minLatencyMs=80000&from=${dayAgo(3)}`],
    ].map((query) => `requests?limit=20&${query}`);
    const totals = [
      ...[
        '',
        'groupBy=model',
        'groupBy=day',
        'groupBy=hour,model',
        'groupBy=tag.team',
        'groupBy=tag.team,day',
        'model=rare',
      ],
      ...[
        'tag.team=rare',
        'tag.team=team-1&groupBy=model',
        'session=session-2',
        'minLatencyMs=80000',
        'groupBy=session',
      ],
      ...['groupBy=model&top=2', 'status=5xx&tag.team=team-0&groupBy=tag.team'],
    ].map((query) => `usage?${PERIOD}&${query}`);
    await fill(3, 0);
    const few = new Map<string, number>();
    for (const question of [...questions, ...totals]) few.set(question, await readBy(question));
    await fill(30, 3);
    const grown: [string, number, number][] = [];
    for (const [question, before] of few) {
      const now = await readBy(question);
      if (now > before * 1.1 + 20) grown.push([question, before, now]);
    }
    expect(grown).toEqual([]);
    expect(few.get('requests?limit=20&')).toBeLessThan(A_DAY);
  });
});
