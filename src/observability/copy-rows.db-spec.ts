import { openLogFixture, type LogFixture } from '../../test/support/log-fixture.js';
import { logRecord } from '../../test/support/log-record.js';
import { copyIn } from './copy-in.js';
import { COPY_ATTEMPTS, COPY_CONTENTS, COPY_RECORDS, toCopyRows } from './copy-rows.js';
import { INSERT_LINES } from './insert-lines.js';
import { toLine } from './log-journal.js';
import type { AttemptRecord, RequestLogRecord } from './log-record.js';
import { dayOf, ensurePartitions } from './partitions.js';
import { Rollup } from './rollups/rollup.js';
import { TagLimits } from './rollups/tag-limits.js';

const TEXTS = [
  '',
  'NULL',
  '\\N',
  '\\.',
  'a\tb\nc\rd\\e',
  '\b\f\v',
  '"{}",\'',
  'ü 😀 \u2028',
  'a\0b\ud800c',
  '\\u0000',
  '\\\\',
];
const ID = '00000000-0000-4000-8000-000000000009';
const ATTEMPT: AttemptRecord = {
  ...{ reason: 'first', because: null, provider: 'p', vendor: 'openai', model: 'm', variant: null, status: 200 },
  ...{ error: null, message: null, startedAt: '2026-11-20T10:00:00.000Z', latencyMs: 1.5, upstreamRequestId: null },
};
const FAILED: Partial<AttemptRecord> = {
  ...{ variant: 'A', version: 2, error: 'upstream_error', message: 'a\tb\\', status: null, cost: '0.000000000001' },
  tokens: { input: 1, cacheRead: null, cacheWrite: null, output: 2, reasoning: null },
};

describe('rows for COPY', () => {
  let log: LogFixture;
  beforeAll(async () => {
    log = await openLogFixture();
    await ensurePartitions(log.client, ['2026-11-20', dayOf(new Date())]);
  });
  afterAll(() => log.close());
  afterEach(() => log.client.query('TRUNCATE request_logs, request_attempts, request_contents'));

  const stored = async (): Promise<unknown[]> => {
    // Numbers as Postgres spells them, and strings of JSON whichever way they were escaped.
    const sql = (table: string) =>
      `SELECT to_jsonb(log)::text AS row FROM ${table} AS log ORDER BY started_at, log::text`;
    const rows: unknown[] = [];
    for (const table of ['request_logs', 'request_attempts', 'request_contents']) {
      rows.push(...(await log.client.query<{ row: string }>(sql(table))).rows.map(({ row }) => row));
    }
    return rows;
  };
  const toRows = (lines: Buffer) => toCopyRows(lines, new Rollup(new TagLimits()));
  const toLines = (records: readonly object[]) =>
    Buffer.from(records.map((record) => toLine(record as RequestLogRecord)).join(''));

  const RECORDS: Partial<RequestLogRecord>[] = [
    {},
    { price_ids: [] },
    { price_ids: [ID, ID], secret_id: ID, version: 7, config_revision: '9007199254740993' },
    {
      input_tokens: Number.MAX_SAFE_INTEGER,
      latency_ms: 1e21,
      first_token_ms: 0.1,
      cost: '999999999999.000000000001',
      wasted_cost: '0.1',
    },
    { attempts: [ATTEMPT, { ...ATTEMPT, ...FAILED }], request_body: 'a\tb\n', response_body: '\\N' },
    { attempts: [], request_body: null, response_body: '' },
    { usage: null, attempts: null, aborted: true, dropped_params: ['a\n', '\\'] },
    ...TEXTS.map((text) => ({ model: text, error_message: text, tags: { [text]: text }, usage: { unit: text } })),
  ];

  it('are what Postgres makes of the same lines as JSON', async () => {
    const lines = toLines(RECORDS.map((members) => logRecord(members)));
    await log.client.query(INSERT_LINES, [`[${lines.toString().trimEnd().replaceAll('\n', ',')}]`]);
    const inserted = await stored();
    await log.client.query('TRUNCATE request_logs, request_attempts, request_contents');
    const rows = toRows(lines);
    await copyIn(log.client, COPY_RECORDS, [Buffer.from(rows?.records ?? '')]);
    await copyIn(log.client, COPY_ATTEMPTS, [Buffer.from(rows?.attempts ?? '')]);
    await copyIn(log.client, COPY_CONTENTS, [Buffer.from(rows?.contents ?? '')]);
    expect(inserted).toHaveLength(RECORDS.length + 4);
    expect(await stored()).toEqual(inserted);
  });

  it('are copied in any number of pieces', async () => {
    const rows = Buffer.from(toRows(toLines([logRecord(), logRecord(), logRecord()]))?.records ?? '');
    await copyIn(log.client, COPY_RECORDS, [rows.subarray(0, 100), rows.subarray(100, 101), rows.subarray(101)]);
    expect(await stored()).toHaveLength(3);
  });

  it('are refused as a whole, and the connection goes on', async () => {
    const twice = logRecord();
    const rows = Buffer.from(toRows(toLines([logRecord(), twice, twice]))?.records ?? '');
    await expect(copyIn(log.client, COPY_RECORDS, [rows])).rejects.toMatchObject({ code: '23505' });
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['no JSON', 'no JSON\n'],
    ['no object', '[]\n'],
    ['a list that needs quotes', toLine(logRecord({ price_ids: ['a,b'] }))],
    ['a list with a null', toLine(logRecord({ price_ids: ['NULL'] }))],
    ['a cost that would be rounded', toLine(logRecord({ cost: '0.0000000000001' }))],
    ['a time of another zone', toLine(logRecord({ started_at: '2026-11-20T23:00:00.000+05' }))],
  ])('are not made of %s', (_, line) => {
    expect(toRows(Buffer.from(toLine(logRecord()) + line))).toBeNull();
  });
});
