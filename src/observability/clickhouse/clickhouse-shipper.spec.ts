import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClickhouse } from '../../../test/support/fake-clickhouse.js';
import { logRecords } from '../../../test/support/log-record.js';
import { listSegments } from '../journal-directory.js';
import { LogJournal } from '../log-journal.js';
import { SegmentReader } from '../segment-reader.js';
import { ClickhouseShipper } from './clickhouse-shipper.js';

let root: string;
let clickhouse: FakeClickhouse;
let journal: LogJournal;
let shipper: ClickhouseShipper;

const openJournal = (name: string) => {
  const directory = join(root, name);
  return new LogJournal({
    directory,
    segmentBytes: 20_000,
    fsync: false,
    copyDirectory: join(directory, 'clickhouse'),
  });
};

function ship(settings: { journalMaxBytes?: number } = {}): ClickhouseShipper {
  const { journalMaxBytes = 1024 ** 2 } = settings;
  shipper = new ClickhouseShipper({ clickhouseUrl: clickhouse.url, journalMaxBytes, workers: 1 }, journal);
  shipper.onModuleInit();
  return shipper;
}

/** Writes records and returns their ids. */
function write(count: number, into = journal): string[] {
  const records = logRecords(count);
  for (const record of records) into.append(record);
  return records.map(({ request_id }) => request_id);
}

/** Reads as the way to Postgres does, and deletes what it has read. */
async function readForPostgres(): Promise<number> {
  const reader = new SegmentReader(journal.directory, { liveSegment: () => journal.liveSegment });
  let count = 0;
  for (let batch = await reader.read(500); batch !== null; batch = await reader.read(500)) {
    count += batch.records;
    await reader.commit(batch);
  }
  return count;
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'llmops-clickhouse-'));
  clickhouse = await FakeClickhouse.start();
  journal = openJournal('1-1');
});

afterEach(async () => {
  await shipper.stop(0);
  await clickhouse.close();
  rmSync(root, { recursive: true, force: true });
});

describe('the way to ClickHouse', () => {
  it('makes its tables and brings every record there, once and in order', async () => {
    const ids = write(100);
    await ship().stop();
    expect(clickhouse.idsOf('request_logs')).toEqual(ids);
    expect(clickhouse.statements).toEqual([
      expect.stringMatching(
        /^CREATE TABLE IF NOT EXISTS request_logs \([^]*ReplacingMergeTree[^]*ORDER BY \(started_at, request_id\)/,
      ),
      expect.stringMatching(/^ALTER TABLE request_logs ADD COLUMN IF NOT EXISTS started_at/),
      expect.stringMatching(/^CREATE TABLE IF NOT EXISTS request_usage_estimates/),
      expect.stringMatching(/^ALTER TABLE request_usage_estimates/),
    ]);
    const user = `Basic ${Buffer.from('writer:s3cret').toString('base64')} llm`;
    expect(new Set(clickhouse.users)).toEqual(new Set([user]));
    expect(shipper.reasons).toEqual([]);
  });

  it('sends what becomes known of a request later to a table of its own', async () => {
    const [id = ''] = write(1);
    const counts = {
      ...{ input_tokens: 7, cache_read_tokens: 0, cache_write_tokens: 0, output_tokens: 3, reasoning_tokens: null },
      ...{ usage: { input: 7, output: 3 }, cost: '0.1', price_ids: null },
    };
    const started_at = '2026-01-31T12:00:00.000Z';
    journal.appendEstimate({
      ...{ started_at, estimate_of: id, environment: 'production' },
      ...{ estimated: 'both', not_estimated_because: null, counts },
    });
    await ship().stop();
    expect(clickhouse.idsOf('request_logs')).toEqual([id]);
    expect(clickhouse.rows.get('request_usage_estimates')).toEqual([
      expect.objectContaining({ request_id: id, started_at, estimated: 'both', output_tokens: 3, cost: '0.1' }),
    ]);
  });

  it('neither waits for Postgres nor keeps it waiting', async () => {
    await clickhouse.close();
    ship();
    const first = write(150);
    expect(listSegments(journal.directory).length).toBeGreaterThan(2);
    journal.rotate();
    expect(await readForPostgres()).toBe(150);
    // Gone from where Postgres reads, and still there for ClickHouse.
    expect(listSegments(journal.directory)).toEqual([]);
    await shipper.stop();
    expect(shipper.backlogBytes).toBeGreaterThan(50_000);
    expect(shipper.reasons).toEqual([
      expect.stringMatching(/does not reach ClickHouse: .*\d+ bytes wait in the journal/),
    ]);
    expect(shipper.reasons.join()).not.toContain('s3cret');
    await clickhouse.listen();
    const second = write(50);
    await ship().stop();
    expect(clickhouse.idsOf('request_logs')).toEqual([...first, ...second]);
    // Now Postgres is behind, and has all of it still.
    expect(await readForPostgres()).toBe(50);
    expect(existsSync(join(journal.directory, 'clickhouse'))).toBe(false);
  });

  it('sends a batch again under the same token where no answer came, so that it counts once', async () => {
    const ids = write(10);
    clickhouse.cutsAnswers = true;
    await ship().stop();
    expect(shipper.backlogBytes).toBeGreaterThan(0);
    clickhouse.cutsAnswers = false;
    await ship().stop();
    expect(clickhouse.tokens.length).toBeGreaterThan(1);
    expect(new Set(clickhouse.tokens).size).toBe(1);
    expect(clickhouse.tokens[0]).toMatch(/^request_logs clickhouse:1:0:[\da-f]{32}$/);
    expect(clickhouse.idsOf('request_logs')).toEqual(ids);
  });

  it('says what ClickHouse refuses, and waits', async () => {
    const text = 'Code: 497. DB::Exception: writer: Not enough privileges. (ACCESS_DENIED)';
    clickhouse.refusal = { status: 403, text };
    const ids = write(5);
    await ship().stop();
    expect(shipper.reasons).toEqual([expect.stringContaining('Not enough privileges')]);
    clickhouse.refusal = null;
    await ship().stop();
    expect(clickhouse.idsOf('request_logs')).toEqual(ids);
  });

  it('gives up the oldest where its part of the journal is full, and says how many', async () => {
    await clickhouse.close();
    write(300);
    ship({ journalMaxBytes: 60_000 });
    await shipper.stop();
    const [, lost = ''] = /(\d+) log records will not reach ClickHouse/.exec(shipper.reasons.join()) ?? [];
    expect(Number(lost)).toBeGreaterThan(100);
    expect(shipper.lostRecords).toBe(Number(lost));
    expect(shipper.oldestWaitingMs).toBeGreaterThan(0);
    expect(shipper.backlogBytes).toBeLessThanOrEqual(60_000);
    // Postgres keeps what it has not read.
    expect(await readForPostgres()).toBe(300);
    await clickhouse.listen();
    await ship().stop();
    expect(clickhouse.idsOf('request_logs')).toHaveLength(300 - Number(lost));
  });

  it('brings what a dead process had left, once Postgres has adopted its journal', async () => {
    const dead = openJournal('2-2');
    const left = write(60, dead);
    dead.rotate();
    renameSync(join(root, '2-2'), join(journal.directory, 'adopted-2-2'));
    const own = write(10);
    await ship().stop();
    expect(new Set(clickhouse.idsOf('request_logs'))).toEqual(new Set([...left, ...own]));
    expect(existsSync(join(journal.directory, 'adopted-2-2', 'clickhouse'))).toBe(false);
  });

  it('keeps the log for Postgres where a segment cannot get its second name, and says so', async () => {
    mkdirSync(join(root, '3-3', 'clickhouse'), { recursive: true });
    writeFileSync(join(root, '3-3', 'clickhouse', '00000001.jsonl'), '');
    journal = openJournal('3-3');
    write(3);
    await ship().stop();
    expect(shipper.reasons).toEqual([expect.stringMatching(/the log journal is not kept for ClickHouse: EEXIST/)]);
    expect(shipper.lostRecords).toBe(3);
    expect(await readForPostgres()).toBe(3);
  });

  it('does nothing where no URL is set', async () => {
    journal = new LogJournal({ directory: join(root, '4-4'), segmentBytes: 20_000, fsync: false });
    shipper = new ClickhouseShipper({ clickhouseUrl: null, journalMaxBytes: 1024, workers: 1 }, journal);
    shipper.onModuleInit();
    write(3);
    await shipper.stop();
    expect([shipper.reasons, shipper.backlogBytes, clickhouse.tokens]).toEqual([[], 0, []]);
    expect(existsSync(join(journal.directory, 'clickhouse'))).toBe(false);
  });
});
