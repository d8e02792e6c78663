import { DataSource } from 'typeorm';
import { ALL_TIME, openLogFixture, type LogFixture } from '../../../test/support/log-fixture.js';
import { logRecord } from '../../../test/support/log-record.js';
import {
  DAY_MS,
  DAYS,
  FIRST_DAY,
  random,
  someFilters,
  someRecord,
  VALUE_OF,
} from '../../../test/support/random-log.js';
import { below } from '../../../test/support/random-numbers.js';
import { dataSourceOptions } from '../../core/database.js';
import { BatchInserter } from '../batch-inserter.js';
import { toLine } from '../log-journal.js';
import type { RequestLogRecord } from '../log-record.js';
import { ensurePartitions } from '../partitions.js';
import { compactRollups } from '../rollups/compact-rollups.js';
import { RequestLogsService } from './request-logs.service.js';

const HOUR_MS = 3600 * 1000;
/** Of before there were rollups, and still to be counted. */
const OLD_HOUR = new Date(FIRST_DAY + DAY_MS + 7 * HOUR_MS);

const ENDED: Readonly<Record<string, (record: RequestLogRecord) => boolean>> = {
  error: ({ aborted, status, error_code }) => !aborted && (status >= 400 || error_code !== null),
  aborted: ({ aborted }) => aborted,
  unpriced: ({ cost, usage, vendor, error_code, first_token_ms }) =>
    cost === null && (usage !== null || (vendor !== null && (error_code === null || first_token_ms !== null))),
};
const OUTCOME_NAMES = Object.keys(ENDED);

describe('a search in the log', () => {
  let log: LogFixture;
  let dataSource: DataSource;
  let requests: RequestLogsService;
  const counted = Array.from({ length: 1_200 }, someRecord);
  const old = Array.from({ length: 30 }, () => {
    const started_at = new Date(OLD_HOUR.getTime() + below(random, HOUR_MS)).toISOString();
    return logRecord({ ...someRecord(), started_at });
  });
  const newestFirst = [...counted, ...old].sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));

  beforeAll(async () => {
    log = await openLogFixture();
    dataSource = await new DataSource(dataSourceOptions(log.databaseUrl)).initialize();
    requests = new RequestLogsService(dataSource, ['chat/completions']);
    const days = Array.from({ length: DAYS }, (_, day) =>
      new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10),
    );
    await ensurePartitions(log.client, days);
    const inserter = new BatchInserter('/nowhere');
    for (let at = 0; at < counted.length; at += 100) {
      await inserter.insert(
        log.client,
        Buffer.from(
          counted
            .slice(at, at + 100)
            .map(toLine)
            .join(''),
        ),
      );
    }
    await log.client.query(
      `INSERT INTO request_logs SELECT * FROM json_populate_recordset(null::request_logs, $1::json)`,
      [JSON.stringify(old.map((record) => ({ ...record, rolled_up: false })))],
    );
    await log.client.query('INSERT INTO rollup_backlog (hour) VALUES ($1)', [OLD_HOUR]);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await log.close();
  });

  function placeOf(record: RequestLogRecord): string {
    return record.started_at + record.request_id;
  }

  async function listed(query: Readonly<Record<string, string>>): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = null; ;) {
      const page: Awaited<ReturnType<RequestLogsService['list']>> = await requests.list({
        ...query,
        ...(cursor !== null && { cursor }),
      });
      ids.push(...page.items.map((row) => row.request_id));
      if (page.nextCursor === null) return ids;
      expect(page.items.length).toBeGreaterThan(0);
      cursor = page.nextCursor;
    }
  }

  async function expectAll(): Promise<void> {
    for (let times = 0; times < 40; times++) {
      const filters = someFilters(Object.keys(VALUE_OF));
      const [from, to] = [random(), random()]
        .sort()
        .map((share) => new Date(FIRST_DAY + share * DAYS * DAY_MS).toISOString());
      const query = {
        ...filters.query,
        ...(random() < 0.3 && { minLatencyMs: '50000' }),
        ...(random() < 0.4 && { outcome: OUTCOME_NAMES[below(random, OUTCOME_NAMES.length)] }),
        ...(random() < 0.5 && { from: String(from) }),
        ...(random() < 0.5 && { to: String(to) }),
      };
      const wanted = newestFirst.filter(
        (record) =>
          filters.matches(record) &&
          (!('minLatencyMs' in query) || record.latency_ms >= 50_000) &&
          (query.outcome === undefined || ENDED[query.outcome]?.(record)) &&
          (query.from === undefined || record.started_at >= query.from) &&
          (query.to === undefined || record.started_at < query.to),
      );
      const ids = await listed({ ...query, limit: String(1 + below(random, 199)) });
      expect([query, ids]).toEqual([query, wanted.map((record) => record.request_id)]);
    }
  }

  it('finds each request once and in order, whatever the filters, period and size of pages', expectAll);

  it('does so in compacted rollups', async () => {
    while ((await compactRollups(log.client, ALL_TIME)) > 0);
    await expectAll();
  });
});
