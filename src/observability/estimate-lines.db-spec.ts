import { openLogFixture, until, type LogFixture } from '../../test/support/log-fixture.js';
import { logRecord } from '../../test/support/log-record.js';
import { ESTIMATED_COUNTS, UNCOUNTED, usageEstimate } from '../../test/support/usage-estimate.js';
import { splitEstimates } from './estimate-lines.js';
import { segmentName } from './journal-directory.js';
import { toLine } from './log-journal.js';

const COLUMNS = `estimated, not_estimated_because, input_tokens, cache_read_tokens, output_tokens, usage,
  trim_scale(cost)::text AS cost, price_ids`;

const NOTHING = {
  estimated: null,
  not_estimated_because: null,
  input_tokens: null,
  cache_read_tokens: null,
  output_tokens: null,
  usage: null,
  cost: null,
  price_ids: null,
};
const ESTIMATED = {
  ...NOTHING,
  estimated: 'both',
  input_tokens: '10',
  cache_read_tokens: '0',
  output_tokens: '5',
  usage: { input: 10, output: 5 },
  cost: '0.0000045',
  price_ids: ['00000000-0000-4000-8000-000000000009'],
};

describe('estimates of usage', () => {
  let log: LogFixture;
  beforeEach(async () => {
    log = await openLogFixture();
  });
  afterEach(() => log.close());
  const rowOf = async ({ request_id }: { request_id: string }) =>
    (await log.client.query(`SELECT ${COLUMNS} FROM request_logs WHERE request_id = $1`, [request_id])).rows[0];

  it('reach the records that they follow, and no others', async () => {
    const journal = log.journal();
    const [uncounted, partly, image, known, without] = [
      logRecord(UNCOUNTED),
      logRecord({ ...UNCOUNTED, input_tokens: 7, cache_read_tokens: 0, usage: { input: 7 } }),
      logRecord(UNCOUNTED),
      logRecord({ ...UNCOUNTED, cost: '0.5', started_at: '2026-11-22T23:59:59.999Z' }),
      logRecord(UNCOUNTED),
    ];
    for (const record of [uncounted, partly, image, known, without]) journal.append(record);
    journal.appendEstimate(usageEstimate(uncounted));
    const counts = { ...ESTIMATED_COUNTS, ...NO_PRICE, input_tokens: 7, usage: { input: 7, output: 5 } };
    journal.appendEstimate(usageEstimate(partly, { estimated: 'output', counts }));
    const because = { estimated: null, not_estimated_because: 'image_url_in_prompt', counts: null };
    journal.appendEstimate(usageEstimate(image, because));
    journal.appendEstimate(usageEstimate(known));
    // Of a record that was lost.
    journal.appendEstimate(usageEstimate(logRecord()));
    const last = logRecord();
    journal.append(last);
    const shipper = log.shipper(journal);
    shipper.onModuleInit();
    await log.arrived([last]);
    await until(async () => (await rowOf(known)).estimated !== null, 'the last estimate arrives');
    expect(await rowOf(uncounted)).toEqual(ESTIMATED);
    const ofPart = {
      estimated: 'output',
      input_tokens: '7',
      usage: { input: 7, output: 5 },
      cost: null,
      price_ids: null,
    };
    expect(await rowOf(partly)).toEqual({ ...ESTIMATED, ...ofPart });
    expect(await rowOf(image)).toEqual({ ...NOTHING, not_estimated_because: 'image_url_in_prompt' });
    expect(await rowOf(known)).toEqual({ ...ESTIMATED, cost: '0.5', price_ids: null });
    expect(await rowOf(without)).toEqual(NOTHING);
    expect(await log.shippedIds()).toHaveLength(6);
    expect([shipper.droppedRecords, shipper.quarantinedRecords]).toEqual([0, 0]);
  });

  it('are applied once, however often their lines arrive', async () => {
    const record = logRecord(UNCOUNTED);
    const lines = toLine(record) + toLine(usageEstimate(record));
    const other = usageEstimate(record, { estimated: 'input', counts: { ...ESTIMATED_COUNTS, ...NO_PRICE } });
    for (const text of [lines, lines + toLine(other), toLine(other)]) {
      log.leave({ [segmentName(1)]: text });
      const shipper = log.shipper(log.journal());
      shipper.onModuleInit();
      await until(() => log.files().every((file) => !file.endsWith(segmentName(1))), 'the journal is shipped');
      await shipper.stop();
      expect(await rowOf(record)).toEqual(ESTIMATED);
    }
  });

  it('are told from records that only speak of them', () => {
    const record = logRecord({
      model: '"estimate_of":"x"',
      tags: { estimate_of: 'x' },
      started_at: '2026-11-20T00:00:00Z',
    });
    expect(splitEstimates(Buffer.from(toLine(record)))).toBeNull();
    const line = toLine(usageEstimate(record));
    const estimate = usageEstimate(logRecord());
    for (const broken of [line, line.replace('both', 'all'), line.slice(0, 60) + '\n']) {
      const split = splitEstimates(Buffer.from(toLine(record) + broken + toLine(estimate)));
      expect(split).toEqual({ records: Buffer.from(toLine(record) + broken), estimates: [estimate] });
    }
  });
});

const NO_PRICE = { cost: null, price_ids: null };
