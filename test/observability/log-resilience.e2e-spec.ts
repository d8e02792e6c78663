import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Logger } from '@nestjs/common';
import { BatchInserter } from '../../src/observability/batch-inserter.js';
import { toLine } from '../../src/observability/log-journal.js';
import type { RequestLogRecord } from '../../src/observability/log-record.js';
import { dayOf, dropExpiredPartitions, ensurePartitions } from '../../src/observability/partitions.js';
import { dropExpiredRollups } from '../../src/observability/rollups/compact-rollups.js';
import { startDatabaseProxy } from '../support/tcp-proxy.js';
import { startApp, waitFor } from '../support/start-app.js';
import { DEAD, openLogFixture, until, type LogFixture } from '../support/log-fixture.js';
import { idsOf, logRecord, logRecords } from '../support/log-record.js';

const DAY_MS = 24 * 3600 * 1000;

describe('the log on a bad day', () => {
  let log: LogFixture;
  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => (log = await openLogFixture()));
  afterEach(() => log.close());

  describe('the limit of the journal', () => {
    it('takes records of the environment that fills it, and leaves the others theirs', async () => {
      const proxy = await startDatabaseProxy(log.databaseUrl);
      await proxy.close();
      const journal = log.journal(undefined, { segmentBytes: 20_000 });
      const shipper = log.shipper(journal, { databaseUrl: proxy.url, journalMaxBytes: 160_000 });
      const quiet: RequestLogRecord[] = [];
      const noisy: RequestLogRecord[] = [];
      for (let index = 0; index < 600; index++) {
        const isQuiet = index % 20 === 0;
        const record = logRecord({ environment: isQuiet ? 'quiet' : 'noisy' });
        (isQuiet ? quiet : noisy).push(record);
        journal.append(record);
      }
      shipper.onModuleInit();
      await until(() => shipper.droppedRecords > 0 && shipper.backlogBytes <= 160_000, 'the limit holds');
      expect(shipper.reasons).toContainEqual(expect.stringMatching(/ lost since the start.*\(noisy \d+\)$/));
      const lost = shipper.droppedRecords;
      await proxy.open();
      await log.arrived([...quiet, ...noisy.slice(lost)]);
      await shipper.stop();
      expect(new Set(await log.shippedIds())).toEqual(new Set(idsOf([...quiet, ...noisy.slice(lost)])));
      expect(shipper.droppedRecords).toBe(lost);
      expect(log.files()).toEqual([]);
      await proxy.close();
    });

    it('counts from where the database had got to', async () => {
      const lines = logRecords(400, { environment: 'noisy' }).map(toLine);
      const shipped = lines.slice(0, 100).join('');
      log.leave({
        '00000001.jsonl.new': lines.slice(0, 10).join(''),
        '00000001.jsonl': lines.slice(0, 300).join(''),
        '00000002.jsonl': lines.slice(300).join(''),
        'checkpoint.json': JSON.stringify({ segment: 1, offset: Buffer.byteLength(shipped) }),
      });
      const shipper = log.shipper(log.journal(), { journalMaxBytes: Buffer.byteLength(shipped) });
      shipper.onModuleInit();
      await until(async () => (await log.shippedIds()).length > 0, 'what is kept arrives');
      await shipper.stop();
      expect((await log.shippedIds()).length + shipper.droppedRecords).toBe(300);
      expect(shipper.droppedRecords).toBeGreaterThanOrEqual(200);
      expect(log.files()).toEqual([]);
    });
  });

  it('gives up a whole segment where what is kept of it cannot be written, and counts everybody’s', async () => {
    const [quiet, noisy, kept] = [
      logRecords(5, { environment: 'quiet' }),
      logRecords(95, { environment: 'noisy' }),
      logRecords(20, { environment: 'noisy' }),
    ];
    log.leave({
      '00000001.jsonl': [...quiet, ...noisy].map(toLine).join(''),
      '00000002.jsonl': kept.map(toLine).join(''),
    });
    mkdirSync(join(log.journalRoot, DEAD, '00000001.jsonl.new'));
    const shipper = log.shipper(log.journal(), { journalMaxBytes: Buffer.byteLength(noisy.map(toLine).join('')) });
    shipper.onModuleInit();
    await log.arrived(kept);
    expect(await log.shippedIds()).toEqual(idsOf(kept));
    expect(shipper.reasons).toEqual([expect.stringMatching(/^100 log records .*\(noisy 95, quiet 5\)$/)]);
  });

  it('tells readiness, which stays 200', async () => {
    mkdirSync(log.journalRoot, { recursive: true });
    writeFileSync(join(log.journalRoot, 'quarantine.jsonl'), 'one\n');
    const app = await startApp({ dataDir: log.dataDir });
    const ready = await waitFor(async () => {
      const reply = await fetch(`${app.url}/health/ready`);
      const health = (await reply.json()) as { status: string; reasons: string[] };
      return health.status === 'ok' ? undefined : { code: reply.status, ...health };
    });
    expect(ready).toMatchObject({
      code: 200,
      status: 'degraded',
      reasons: ['1 log records that the database refused lie in journal/quarantine.jsonl'],
    });
    await app.stop();
  });

  it.each([
    ['beyond all segments', { segment: 99, offset: 0 }],
    ['beyond all numbers', { segment: 1e300, offset: 0 }],
    ['past the end of a segment', { segment: 1, offset: 10_000_000 }],
    ['into the middle of a line', { segment: 1, offset: 300 }],
    ['before the first', { segment: -1, offset: -5 }],
    ['nowhere', { segment: null }],
  ])('deletes nothing for a checkpoint that points %s', async (_, checkpoint) => {
    const [first, second] = [logRecords(3), logRecords(3)];
    log.leave({
      '00000001.jsonl': first.map(toLine).join(''),
      '00000002.jsonl': second.map(toLine).join(''),
      'checkpoint.json': JSON.stringify(checkpoint),
    });
    const shipper = log.shipper(log.journal());
    shipper.onModuleInit();
    await log.arrived([...first, ...second]);
    await shipper.stop();
    expect(shipper.quarantinedRecords).toBe(0);
    expect(log.files()).toEqual([]);
  });

  it('goes on when its directory vanishes, and counts what vanished with it', async () => {
    const proxy = await startDatabaseProxy(log.databaseUrl);
    const journal = log.journal(undefined, { segmentBytes: 5_000 });
    const shipper = log.shipper(journal, { databaseUrl: proxy.url });
    shipper.onModuleInit();
    const before = logRecords(5);
    for (const record of before) journal.append(record);
    await log.arrived(before);
    await proxy.close();
    for (const record of logRecords(50)) journal.append(record);
    rmSync(log.journalRoot, { recursive: true });
    await until(() => journal.liveSegment === null, 'the journal lets go of its deleted file');
    await proxy.open();
    const after = logRecords(5);
    for (const record of after) journal.append(record);
    await log.arrived(after);
    await until(() => shipper.droppedRecords > 0, 'the loss is counted');
    expect((await log.shippedIds()).length + shipper.droppedRecords).toBe(60);
    expect(shipper.reasons).toContainEqual(expect.stringMatching(/records are lost since the start/));
    await shipper.stop();
    await proxy.close();
  });

  it('survives a journal that cannot be looked at, and is well again', async () => {
    const journal = log.journal();
    const shipper = log.shipper(journal);
    shipper.onModuleInit();
    const before = logRecords(2);
    for (const record of before) journal.append(record);
    await log.arrived(before);
    journal.rotate();
    const aside = `${log.journalRoot}-aside`;
    renameSync(log.journalRoot, aside);
    writeFileSync(log.journalRoot, 'in the way');
    journal.append(logRecord());
    await until(() => shipper.reasons.some((reason) => /does not reach|cannot be written/.test(reason)), 'it is told');
    expect(shipper.backlogBytes).toEqual(expect.any(Number));
    rmSync(log.journalRoot);
    renameSync(aside, log.journalRoot);
    const after = logRecords(2);
    for (const record of after) journal.append(record);
    await log.arrived(after);
    expect(shipper.droppedRecords).toBe(1);
  });

  it.each([
    ['files', 'ulimit -n 400', 90],
    ['room in a file', 'ulimit -f 9', 301],
    ['room for a group', 'ulimit -f 9', 301],
  ])('keeps what can be kept by a process that runs out of %s, and counts the rest', async (what, limit, least) => {
    const support = fileURLToPath(new URL('../support/register-typescript.mjs', import.meta.url));
    const script = fileURLToPath(new URL('./run-short.ts', import.meta.url));
    const run = `${limit} && exec "$0" --import "$1" "$2" "$3" "$4" "$5"`;
    const parameters = ['-c', run, process.execPath, support, script, log.dataDir, log.databaseUrl, what];
    const { stdout } = await promisify(execFile)('bash', parameters);
    const { appended, dropped, seen } = JSON.parse(stdout) as { appended: number; dropped: number; seen: string[] };
    expect(appended + dropped).toBe(301);
    if (dropped > 0) expect(seen).toContain('N log records are lost since the start: the disk refused them');
    expect(appended).toBeGreaterThanOrEqual(least);
    expect(await log.shippedIds()).toHaveLength(appended);
    expect(log.files()).toEqual([]);
  });

  it('counts what an earlier process put aside', async () => {
    mkdirSync(log.journalRoot, { recursive: true });
    writeFileSync(join(log.journalRoot, 'quarantine.jsonl'), 'one\ntwo\n');
    const shipper = log.shipper(log.journal());
    shipper.onModuleInit();
    await until(() => shipper.quarantinedRecords === 2, 'they are counted');
    expect(shipper.reasons).toContainEqual(expect.stringMatching(/^2 log records that the database refused/));
  });

  describe('a database that refuses', () => {
    const refuse = (condition: string, sqlState: string) =>
      log.client.query(`
        CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF ${condition} THEN RAISE EXCEPTION 'not this one' USING ERRCODE = '${sqlState}'; END IF;
          RETURN NEW;
        END $$;
        CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON request_logs FOR EACH ROW EXECUTE FUNCTION refuse()`);

    it.each(['P0001', '42501', '22P05', 'XX000'])('puts one record aside, whatever the class: %s', async (sqlState) => {
      await refuse(`NEW.model = 'bad'`, sqlState);
      const [good, bad, more] = [logRecords(5), logRecord({ model: 'bad' }), logRecords(5)];
      const journal = log.journal();
      for (const record of [...good, bad, ...more]) journal.append(record);
      const shipper = log.shipper(journal);
      shipper.onModuleInit();
      await log.arrived([...good, ...more]);
      await until(() => shipper.quarantinedRecords === 1, 'it is put aside');
      expect(readFileSync(join(log.journalRoot, 'quarantine.jsonl'), 'utf8')).toBe(toLine(bad));
      expect(shipper.reasons).toEqual([expect.stringMatching(/^1 log records that the database refused/)]);
    });

    it.each(['P0001', '22P05', '23514', '53100', '57P03'])(
      'puts nobody aside where it refuses all: %s',
      async (sqlState) => {
        await refuse('true', sqlState);
        const all = logRecords(5, { started_at: new Date(Date.now() - 7_000_000).toISOString() });
        const journal = log.journal();
        for (const record of all) journal.append(record);
        const shipper = log.shipper(journal);
        shipper.onModuleInit();
        await until(() => shipper.reasons.length > 0, 'it is told');
        expect(shipper.reasons).toEqual([
          expect.stringMatching(
            /does not reach the database: not this one; \d+ bytes .* the oldest record for 70\d\d s$/,
          ),
        ]);
        await log.client.query('DROP TRIGGER refuse ON request_logs');
        await log.arrived(all);
        expect(shipper.quarantinedRecords).toBe(0);
        await until(() => shipper.reasons.length === 0, 'it is well again');
      },
    );

    it('waits for a table that is missing, and for rights', async () => {
      await log.client.query('ALTER TABLE request_logs RENAME TO elsewhere');
      const all = logRecords(3);
      const journal = log.journal();
      for (const record of all) journal.append(record);
      const shipper = log.shipper(journal);
      shipper.onModuleInit();
      await until(() => shipper.reasons.some((reason) => /does not exist/.test(reason)), 'it is told');
      await log.client.query('ALTER TABLE elsewhere RENAME TO request_logs');
      await log.arrived(all);
      expect(shipper.quarantinedRecords).toBe(0);
    });

    it('ships into partitions that exist where it may make none', async () => {
      const name = `writer_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
      const tables = `request_logs, request_attempts, request_contents, usage_rollups, usage_dimensions, usage_tag_rollups,
        usage_model_dimensions, usage_model_rollups, usage_model_tag_rollups, experiment_moments, experiment_subjects,
        experiment_samples`;
      const all = logRecords(3);
      await ensurePartitions(log.client, ['2026-11-20']);
      await log.client.query(`CREATE ROLE ${name} LOGIN PASSWORD 'writer'; REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
      await log.client.query(`GRANT SELECT ON ${tables} TO ${name}`);
      const url = new URL(log.databaseUrl);
      url.username = name;
      url.password = 'writer';
      const journal = log.journal();
      for (const record of all) journal.append(record);
      const shipper = log.shipper(journal, { databaseUrl: url.href });
      shipper.onModuleInit();
      await until(() => shipper.reasons.some((reason) => /permission denied/.test(reason)), 'it is told');
      await log.client.query(`GRANT INSERT, DELETE ON ${tables} TO ${name}`);
      await log.arrived(all);
      expect(shipper.quarantinedRecords).toBe(0);
      await shipper.stop();
      await log.client.query(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
    });
  });

  describe('retention', () => {
    const daysAgo = (count: number) => dayOf(new Date(Date.now() - count * DAY_MS));
    const days = async () => {
      const sql = `SELECT DISTINCT to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM request_logs ORDER BY 1`;
      return (await log.client.query<{ day: string }>(sql)).rows.map(({ day }) => day);
    };

    async function hold(...ages: number[]): Promise<void> {
      const all = ages.map((age) => logRecord({ started_at: `${daysAgo(age)}T12:00:00.000Z`, request_body: '{}' }));
      await ensurePartitions(log.client, ages.map(daysAgo));
      await new BatchInserter('/dev/null').insert(log.client, Buffer.from(all.map(toLine).join('')));
    }

    it.each([90, -90, 0.05, -0.05])('refuses where our clock is %d days ahead', async (ahead) => {
      await hold(200, 199, 3, 2, 1);
      const now = new Date(Date.now() + ahead * DAY_MS);
      const { dropped, refusal } = await dropExpiredPartitions(log.client, { records: 90, contents: 30 }, now);
      expect(dropped).toEqual([]);
      expect(refusal).toMatch(/clock says .* no day of the request log is dropped/);
      expect(await days()).toHaveLength(5);
    });

    it('drops a few days a turn, the oldest first', async () => {
      await hold(200, 199, 198, 197, 92, 90, 2, 1);
      const turn = () => dropExpiredPartitions(log.client, { records: 90, contents: 30 }, new Date());
      expect(await turn()).toMatchObject({ dropped: [200, 199, 198].map(daysAgo), refusal: null });
      expect(await turn()).toMatchObject({ dropped: [197, 92].map(daysAgo), refusal: null });
      expect(await turn()).toMatchObject({ dropped: [], refusal: null });
      expect(await days()).toEqual([90, 2, 1].map(daysAgo));
    });

    it('drops bodies sooner than their records, and rollups by the hour with them', async () => {
      await hold(200, 199, 40, 31, 3, 2, 1);
      const turn = () => dropExpiredPartitions(log.client, { records: 90, contents: 30 }, new Date());
      expect(await turn()).toMatchObject({ dropped: [200, 199].map(daysAgo), oldest: daysAgo(40) });
      await turn();
      await dropExpiredRollups(log.client, daysAgo(40));
      const sql = `SELECT to_char(min(started_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS contents,
        (SELECT count(*) FROM usage_rollups WHERE grain = 'hour') AS hours,
        (SELECT count(*) FROM usage_rollups WHERE grain = 'day') AS days FROM request_contents`;
      expect((await log.client.query(sql)).rows).toEqual([{ contents: daysAgo(3), hours: '5', days: '7' }]);
    });

    it('keeps the newest days that hold rows, whatever both clocks say', async () => {
      await hold(200, 199, 198, 197);
      await ensurePartitions(log.client, [daysAgo(0), daysAgo(-1), daysAgo(150)]);
      expect((await dropExpiredPartitions(log.client, { records: 90, contents: 30 }, new Date())).dropped).toEqual([
        daysAgo(200),
        daysAgo(150),
      ]);
      expect(await days()).toEqual([199, 198, 197].map(daysAgo));
    });
  });
});
