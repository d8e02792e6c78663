import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';
import { MIGRATIONS } from '../../src/core/database.js';
import { toLine } from '../../src/observability/log-journal.js';
import type { AttemptRecord, RequestLogRecord } from '../../src/observability/log-record.js';
import { ATTEMPTS, BODIES } from '../../src/observability/request-logs/columns-apart.js';
import { undoMigrations } from '../../src/startup/migrations.js';
import { connect } from '../../src/startup/prepare-database.js';
import { startDatabaseProxy } from '../support/tcp-proxy.js';
import { DEAD, openLogFixture, until, type LogFixture } from '../support/log-fixture.js';
import { idsOf, logRecord, logRecords } from '../support/log-record.js';

describe('the log, from journal to Postgres', () => {
  let log: LogFixture;
  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => (log = await openLogFixture()));
  afterEach(() => log.close());

  function leaveBehind(directory: string, lines: string, segment = 1): void {
    log.leave({ [`0000000${segment}.jsonl`]: lines }, directory);
  }

  it('keeps every member of a record', async () => {
    const id = '00000000-0000-4000-8000-000000000009';
    const record = logRecord({
      secret_id: id,
      secret: 'nightly jobs',
      client: 'openai-python',
      session_id: 's-1',
      subject_hash: 'ab'.repeat(32),
      config_revision: '9007199254740993',
      arm_weight: 2500,
      finish_reason: 'stop',
      service_tier: 'default',
      upstream_request_id: 'req_1',
      config_id: id,
      config: 'support',
      variant_id: id,
      variant: 'B',
      version: 7,
      rule_id: id,
      provider_id: id,
      provider: 'openai',
      vendor: 'openai',
      served_model: 'gpt-4o-mini-2024-07-18',
      input_tokens: 9_007_199_254_740_991,
      reasoning_tokens: 3,
      usage: { input: 1, 'cache-read': 2 },
      cost: '1234.000000000001',
      tags: { userId: 'ü "1"\n' },
      dropped_params: ['seed'],
      request_body: '{"a":1}\n',
      response_body: 'x'.repeat(3_000_000),
    });
    const journal = log.journal();
    log.shipper(journal).onModuleInit();
    journal.append(record);
    await log.arrived([record]);
    const { rows } = await log.client.query(`SELECT *, ${ATTEMPTS}, ${BODIES} FROM request_logs`);
    expect(rows).toEqual([
      {
        ...record,
        started_at: new Date(record.started_at),
        input_tokens: '9007199254740991',
        cache_read_tokens: '0',
        cache_write_tokens: '0',
        output_tokens: '5',
        reasoning_tokens: '3',
        estimated: null,
        not_estimated_because: null,
        cost_history: null,
        attempt_count: 0,
        rolled_up: true,
      },
    ]);
  });

  it('gives attempts and bodies back to the version before, where its migrations are undone', async () => {
    const attempt: AttemptRecord = {
      ...{ reason: 'first', because: null, provider: 'openai', vendor: 'openai', model: 'gpt-4o-mini' },
      ...{ variantId: '00000000-0000-4000-8000-000000000009', variant: 'short', version: 3 },
      ...{ status: 500, error: 'upstream_error', message: 'no "luck"\n', startedAt: '2026-11-20T10:00:00.120Z' },
      ...{ latencyMs: 20.5, upstreamRequestId: null, tokens: null, cost: '0.0000045' },
    };
    const retry: AttemptRecord = { ...attempt, reason: 'retry', status: 200, error: null, message: null };
    const bodies = { request_body: '{"a":1}', response_body: 'ü' };
    const full = logRecord({ attempts: [attempt, retry], ...bodies });
    const bare = logRecord();
    const journal = log.journal();
    const shipper = log.shipper(journal);
    shipper.onModuleInit();
    for (const record of [full, bare]) journal.append(record);
    await log.arrived([full, bare]);
    await shipper.stop();
    const dataSource = await connect(log.databaseUrl, () => undefined);
    const names = MIGRATIONS.map(({ name }) => name);
    await undoMigrations(dataSource, names.slice(names.indexOf('CreateUsageRollups1764000000012')).toReversed());
    await dataSource.destroy();
    const { rows } = await log.client.query(
      'SELECT request_id, attempts, request_body, response_body FROM request_logs ORDER BY started_at',
    );
    expect(rows).toEqual([
      { request_id: full.request_id, attempts: [attempt, retry], ...bodies },
      { request_id: bare.request_id, attempts: [], request_body: null, response_body: null },
    ]);
  });

  it('stores text that JSON can say and Postgres cannot', async () => {
    const journal = log.journal();
    log.shipper(journal).onModuleInit();
    const record = logRecord({ model_requested: 'a\0b\ud800c', tags: { '\0k': '\\u0000', good: '😀' } });
    journal.append(record);
    await log.arrived([record]);
    const { rows } = await log.client.query('SELECT model_requested, tags FROM request_logs');
    expect(rows).toEqual([{ model_requested: 'a\ufffdb\ufffdc', tags: { '\ufffdk': '\\u0000', good: '😀' } }]);
  });

  it('ships thousands in order, across segments, and deletes what has arrived', async () => {
    const journal = log.journal(undefined, { segmentBytes: 200_000 });
    const all = logRecords(2_500);
    for (const record of all) journal.append(record);
    const shipper = log.shipper(journal);
    shipper.onModuleInit();
    await log.arrived(all);
    expect(await log.shippedIds()).toEqual(idsOf(all));
    await until(() => log.files().filter((file) => file.endsWith('.jsonl')).length <= 1, 'segments are deleted');
    await shipper.stop();
    expect(log.files()).toEqual([]);
  });

  it('ships what is left when it stops, and can go on after that', async () => {
    const journal = log.journal();
    const shipper = log.shipper(journal);
    shipper.onModuleInit();
    const first = logRecords(3);
    for (const record of first) journal.append(record);
    await shipper.stop();
    expect(await log.shippedIds()).toEqual(idsOf(first));

    const late = logRecord();
    journal.append(late);
    expect(log.files().some((file) => file.endsWith('.jsonl'))).toBe(true);
    const again = log.shipper(journal);
    again.onModuleInit();
    await again.stop();
    expect(await log.shippedIds()).toEqual(idsOf([...first, late]));
  });

  it('ships the last records though it was at something else when it was stopped', async () => {
    const journal = log.journal();
    const shipper = log.shipper(journal);
    await log.client.query('BEGIN; LOCK TABLE rollup_backlog IN ACCESS EXCLUSIVE MODE');
    shipper.onModuleInit();
    const waits = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'rollup_backlog'::regclass
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await until(async () => (await log.client.query(waits)).rows.length > 0, 'the upkeep of rollups waits');
    const records = logRecords(3);
    for (const record of records) journal.append(record);
    const stopped = shipper.stop();
    await log.client.query('COMMIT');
    await stopped;
    expect(await log.shippedIds()).toEqual(idsOf(records));
  });

  it('inserts nothing twice when the checkpoint is lost', async () => {
    const all = logRecords(40);
    leaveBehind(DEAD, all.map(toLine).join(''));
    const earlier = all.slice(0, 25);
    leaveBehind('4194303-1', earlier.map(toLine).join(''));
    const journal = log.journal();
    const shipper = log.shipper(journal);
    shipper.onModuleInit();
    await log.arrived(all);
    await shipper.stop();
    expect(await log.shippedIds()).toEqual(idsOf(all));
    expect(shipper.quarantinedRecords).toBe(0);
  });

  it('takes over from dead processes, and what those had taken over, but leaves the living alone', async () => {
    const own = logRecords(1);
    const dead = logRecords(2);
    const inherited = logRecords(3);
    leaveBehind(DEAD, dead.map(toLine).join(''));
    leaveBehind(`${DEAD}/adopted-4194303-5`, inherited.map(toLine).join(''));
    const living = `1-${startTimeOf(1)}`;
    leaveBehind(living, logRecords(1).map(toLine).join(''));
    const journal = log.journal();
    for (const record of own) journal.append(record);
    const shipper = log.shipper(journal);
    shipper.onModuleInit();
    await until(async () => (await log.shippedIds()).length === 6, 'all have arrived');
    await shipper.stop();
    expect((await log.shippedIds()).sort()).toEqual(idsOf([...own, ...dead, ...inherited]).sort());
    expect(log.files()).toEqual([living, `${living}/00000001.jsonl`]);
  });

  it('tells a process from a dead one whose pid it was given', async () => {
    const all = logRecords(2);
    leaveBehind(`${process.pid}-1`, all.map(toLine).join(''));
    log.shipper(log.journal()).onModuleInit();
    await log.arrived(all);
  });

  it('leaves out the line that a dying process had begun', async () => {
    const all = logRecords(3);
    leaveBehind(DEAD, all.map(toLine).join('') + toLine(logRecord()).slice(0, 200), 1);
    const more = logRecords(2);
    leaveBehind(DEAD, more.map(toLine).join(''), 2);
    const shipper = log.shipper(log.journal());
    shipper.onModuleInit();
    await log.arrived([...all, ...more]);
    await shipper.stop();
    expect(await log.shippedIds()).toEqual(idsOf([...all, ...more]));
    expect(shipper.quarantinedRecords).toBe(0);
    expect(log.files()).toEqual([]);
  });

  it('waits for the rest of a line that is being written', async () => {
    const journal = log.journal();
    const record = logRecord();
    const line = toLine(record);
    journal.append(logRecord());
    const path = join(journal.directory, '00000001.jsonl');
    appendFileSync(path, line.slice(0, 100));
    log.shipper(journal).onModuleInit();
    await until(async () => (await log.shippedIds()).length === 1, 'the whole line arrives');
    appendFileSync(path, line.slice(100));
    await until(async () => (await log.shippedIds()).includes(record.request_id), 'the other line arrives');
  });

  it('puts aside rows that the database refuses, alone', async () => {
    const good = logRecords(9);
    const bad = [logRecord({ input_tokens: 1.5 }), Object.assign(logRecord(), { environment: null })] as const;
    const lines = good.map(toLine);
    lines.splice(4, 0, toLine(bad[0]), 'no JSON at all\n', '\0\0\0\n');
    lines.push(toLine(bad[1]));
    leaveBehind(DEAD, lines.join(''));
    const shipper = log.shipper(log.journal());
    shipper.onModuleInit();
    await log.arrived(good);
    await until(() => shipper.quarantinedRecords === 4, 'the bad ones are put aside');
    expect(await log.shippedIds()).toEqual(idsOf(good));
    expect(readFileSync(join(log.journalRoot, 'quarantine.jsonl'), 'utf8')).toBe(
      `${toLine(bad[0])}no JSON at all\n\0\0\0\n${toLine(bad[1])}`,
    );
  });

  it('loses nothing and repeats nothing while the database comes and goes', async () => {
    const proxy = await startDatabaseProxy(log.databaseUrl);
    const journal = log.journal(undefined, { segmentBytes: 50_000 });
    const shipper = log.shipper(journal, { databaseUrl: proxy.url });
    shipper.onModuleInit();
    const all: RequestLogRecord[] = [];
    const write = async (count: number) => {
      for (const record of logRecords(count)) {
        journal.append(record);
        all.push(record);
        if (all.length % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    await write(300);
    for (let outage = 0; outage < 3; outage++) {
      await proxy.close();
      await write(300);
      expect(shipper.backlogBytes).toBeGreaterThan(0);
      await proxy.open();
      await write(300);
    }
    await log.arrived(all);
    await shipper.stop();
    expect(await log.shippedIds()).toEqual(idsOf(all));
    expect(shipper).toMatchObject({ reasons: [], droppedRecords: 0, quarantinedRecords: 0, backlogBytes: 0 });
    await proxy.close();
  });

  it('gives up the oldest segments past the limit, counts them, and recovers', async () => {
    const proxy = await startDatabaseProxy(log.databaseUrl);
    await proxy.close();
    const journal = log.journal(undefined, { segmentBytes: 10_000 });
    const shipper = log.shipper(journal, { databaseUrl: proxy.url, journalMaxBytes: 50_000 });
    shipper.onModuleInit();
    const all = logRecords(200);
    for (const record of all) journal.append(record);
    await until(() => shipper.droppedRecords > 0 && shipper.backlogBytes <= 50_000, 'the oldest are given up');
    expect(shipper.reasons).toContainEqual(
      expect.stringMatching(/\d+ log records are lost since the start.*\(production \d+\)/),
    );
    const kept = idsOf(all.slice(shipper.droppedRecords));
    expect(kept.length).toBeGreaterThan(20);
    await proxy.open();
    await until(async () => (await log.shippedIds()).length === kept.length, 'the rest arrives');
    expect(await log.shippedIds()).toEqual(kept);
    // Losses stay reported.
    await until(() => shipper.reasons.length === 1, 'it has recovered');
    expect(shipper.reasons).toEqual([expect.stringMatching(/^\d+ log records are lost since the start/)]);
    await shipper.stop();
    await proxy.close();
  });

  it('makes the partitions of any day, and drops whole days past the retention', async () => {
    const journal = log.journal();
    const day = 24 * 3600 * 1000;
    const ago = (days: number) => logRecord({ started_at: new Date(Date.now() - days * day).toISOString() });
    const kept = [ago(90), ago(2), ago(1)];
    const expired = ago(92);
    for (const record of [...kept, expired]) journal.append(record);
    const shipper = log.shipper(journal);
    shipper.onModuleInit();
    await log.arrived([...kept, expired]);
    await shipper.stop();

    const later = log.shipper(log.journal('4194302-2'));
    later.onModuleInit();
    await until(async () => (await log.shippedIds()).length === 3, 'a day is dropped');
    expect(await log.shippedIds()).toEqual(idsOf(kept));
    await later.stop();
  });

  it('makes partitions from several replicas at once', async () => {
    const journals = Array.from({ length: 4 }, (_replica, index) => log.journal(`419430${index}-3`));
    const shippers = journals.map((journal) => {
      journal.append(logRecord({ started_at: '2026-10-01T00:00:00.000Z' }));
      return log.shipper(journal);
    });
    // Each adopts what it finds of the others; all of it still arrives once.
    for (const shipper of shippers) shipper.onModuleInit();
    await until(async () => (await log.shippedIds()).length === 4, 'all have arrived');
    for (const shipper of shippers) await shipper.stop();
    expect(shippers.map((shipper) => shipper.quarantinedRecords)).toEqual([0, 0, 0, 0]);
  });

  it('has every record that a killed process reported as on disk', async () => {
    const support = fileURLToPath(new URL('../support/register-typescript.mjs', import.meta.url));
    const script = fileURLToPath(new URL('./append-forever.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', support, script, log.dataDir], { stdio: 'inherit' });
    const noted = join(log.dataDir, 'noted');
    const idsNoted = () => (existsSync(noted) ? readFileSync(noted, 'latin1').split('\n') : []);
    await until(() => idsNoted().length > 2_000, 'the process has appended a lot');
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
    const appended = idsNoted().filter((id) => id.length === 36);
    const shipper = log.shipper(log.journal());
    shipper.onModuleInit();
    await until(async () => (await log.shippedIds()).length >= appended.length, 'all have arrived');
    await shipper.stop();
    const shipped = new Set(await log.shippedIds());
    expect(appended.filter((id) => !shipped.has(id))).toEqual([]);
    expect(shipper.quarantinedRecords).toBe(0);
    expect(log.files()).toEqual([]);
  });

  it('never fails a reply: a disk that refuses records degrades the journal until it takes them again', () => {
    const journal = log.journal();
    const shipper = log.shipper(journal);
    rmSync(log.journalRoot, { recursive: true });
    writeFileSync(log.journalRoot, 'in the way');
    journal.append(logRecord());
    journal.append(logRecord());
    expect(shipper.reasons).toContainEqual(expect.stringMatching(/cannot be written/));
    expect(shipper.droppedRecords).toBe(2);
    rmSync(log.journalRoot);
    journal.append(logRecord());
    expect(shipper.reasons).toEqual(['2 log records are lost since the start: the disk refused them']);
    expect(shipper.droppedRecords).toBe(2);
  });
});

function startTimeOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
