import { openLogFixture, type LogFixture } from '../../test/support/log-fixture.js';
import { logRecord } from '../../test/support/log-record.js';
import { copyIn } from './copy-in.js';
import { COPY, toCopyRows } from './copy-rows.js';
import { toLine } from './log-journal.js';
import type { RequestLogRecord } from './log-record.js';
import { dayOf, ensurePartitions } from './partitions.js';

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

describe('rows for COPY', () => {
  let log: LogFixture;
  beforeAll(async () => {
    log = await openLogFixture();
    await ensurePartitions(log.client, ['2026-11-20', dayOf(new Date())]);
  });
  afterAll(() => log.close());
  afterEach(() => log.client.query('DELETE FROM request_logs'));

  const stored = async (): Promise<unknown[]> => {
    // Numbers as Postgres spells them, and strings of JSON whichever way they were escaped.
    const sql = 'SELECT to_jsonb(log)::text AS row FROM request_logs AS log ORDER BY started_at';
    return (await log.client.query<{ row: string }>(sql)).rows.map(({ row }) => row);
  };
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
    { usage: null, attempts: null, aborted: true, dropped_params: ['a\n', '\\'] },
    ...TEXTS.map((text) => ({ model: text, error_message: text, tags: { [text]: text }, usage: { unit: text } })),
  ];

  it('are what Postgres makes of the same lines as JSON', async () => {
    const lines = toLines(RECORDS.map((members) => logRecord(members)));
    await log.client.query(
      'INSERT INTO request_logs SELECT * FROM json_populate_recordset(null::request_logs, $1::json)',
      [`[${lines.toString().trimEnd().replaceAll('\n', ',')}]`],
    );
    const inserted = await stored();
    await log.client.query('DELETE FROM request_logs');
    await copyIn(log.client, COPY, [toCopyRows(lines) ?? Buffer.alloc(0)]);
    expect(inserted).toHaveLength(RECORDS.length);
    expect(await stored()).toEqual(inserted);
  });

  it('are copied in any number of pieces', async () => {
    const rows = toCopyRows(toLines([logRecord(), logRecord(), logRecord()])) ?? Buffer.alloc(0);
    await copyIn(log.client, COPY, [rows.subarray(0, 100), rows.subarray(100, 101), rows.subarray(101)]);
    expect(await stored()).toHaveLength(3);
  });

  it('are refused as a whole, and the connection goes on', async () => {
    const twice = logRecord();
    const rows = toCopyRows(toLines([logRecord(), twice, twice])) ?? Buffer.alloc(0);
    await expect(copyIn(log.client, COPY, [rows])).rejects.toMatchObject({ code: '23505' });
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['no JSON', 'no JSON\n'],
    ['no object', '[]\n'],
    ['a list that needs quotes', toLine(logRecord({ price_ids: ['a,b'] }))],
    ['a list with a null', toLine(logRecord({ price_ids: ['NULL'] }))],
  ])('are not made of %s', (_, line) => {
    expect(toCopyRows(Buffer.from(toLine(logRecord()) + line))).toBeNull();
  });
});
