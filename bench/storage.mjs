// The log at scale: 5 million calls over 60 days in a database of their own, what shipping costs a row, what a row takes
// on disk, and how long lists and totals take over all of it.
// --rows=500000: fewer calls · --postgres=postgres://…: a server of yours, where it makes a database and drops it
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { threadMicros } from './processes.mjs';
import { median } from './statistics.mjs';
import { fill } from './storage-fill.mjs';

const ROWS = 5_000_000;
const QUICK_ROWS = 200_000;
const DAYS = 60;
const DAY_MS = 24 * 3_600_000;
const SHIPPED = 20_000;
const BATCH = 500;
const REPEATS = 7;
const dist = (path) => import(`../dist/src/${path}.js`);

const option = (name) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(`--${name}=`.length) ?? null;

export async function storageSection(report, { quick }) {
  const rows = Number(option('rows') ?? (quick ? QUICK_ROWS : ROWS));
  const dataDir = mkdtempSync(join(tmpdir(), 'llmops-storage-'));
  chmodSync(dataDir, 0o711);
  const server = await openDatabase(dataDir);
  const client = new pg.Client({ connectionString: server.url });
  try {
    await migrate(server.url);
    await client.connect();
    const filled = await fill(client, rows, server.url);
    const shipped = await ship(client, dataDir);
    const sizes = await sizesOf(client, rows + SHIPPED);
    report.table(
      `Storage: ${rows.toLocaleString('en')} calls over ${DAYS} days`,
      ['what', 'figure'],
      [...filled, ...shipped, ...sizes],
    );
    report.table(
      'Answers of the admin API, median and slowest of seven (ms)',
      ['question', 'median', 'slowest', 'bar'],
      await answers(report, { url: server.url, dataDir, client }),
    );
  } finally {
    await client.end();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The embedded one, unless another is given. */
async function openDatabase(dataDir) {
  const given = option('postgres');
  if (given === null) {
    const { startEmbeddedPostgres } = await dist('startup/embedded-postgres/embedded-postgres');
    return startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), maxConnections: 50 });
  }
  const onServer = async (sql) => {
    const client = new pg.Client({ connectionString: given });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const name = `llmops_bench_${randomBytes(4).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(given);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function migrate(url) {
  const { dataSourceOptions } = await dist('core/database');
  const { runMigrations } = await dist('startup/migrations');
  const dataSource = await new DataSource(dataSourceOptions(url, 2)).initialize();
  await runMigrations(dataSource);
  await dataSource.destroy();
}

/** The way of every record: lines of the journal, in batches of the shipper. */
async function ship(client, dataDir) {
  const { BatchInserter } = await dist('observability/batch-inserter');
  const { ensurePartitions, comingDays } = await dist('observability/partitions');
  await ensurePartitions(client, comingDays(new Date()));
  const { rows } = await client.query('SELECT * FROM request_logs ORDER BY started_at DESC LIMIT 1');
  const { attempts: _attempts, rolled_up: _rolledUp, attempt_count: _count, ...example } = rows[0];
  const line = (at) =>
    JSON.stringify({
      ...example,
      ...{ started_at: new Date(Date.now() - SHIPPED + at).toISOString(), request_id: randomUUID(), attempts: null },
      ...{ input_tokens: 10, cache_read_tokens: 0, cache_write_tokens: 0, output_tokens: 5 },
    });
  const batches = Array.from({ length: SHIPPED / BATCH }, (_, batch) =>
    Buffer.from(Array.from({ length: BATCH }, (_each, at) => `${line(batch * BATCH + at)}\n`).join('')),
  );
  const inserter = new BatchInserter(join(dataDir, 'quarantine.jsonl'));
  for (const lines of batches.slice(0, 5)) await inserter.insert(client, lines);
  const rest = batches.slice(5);
  const [cpu, database, started] = [process.cpuUsage(), threadMicros(process.pid).database, performance.now()];
  for (const lines of rest) await inserter.insert(client, lines);
  const count = rest.length * BATCH;
  const { user, system } = process.cpuUsage(cpu);
  return [
    ['rows shipped, a second', ((count / (performance.now() - started)) * 1000).toFixed(0)],
    ['CPU of Node to ship a row (µs)', ((user + system) / count).toFixed(1)],
    // Of a server elsewhere the system here does not say it.
    ...(option('postgres') === null
      ? [['CPU of Postgres to take a row (µs)', ((threadMicros(process.pid).database - database) / count).toFixed(1)]]
      : []),
  ];
}

async function sizesOf(client, rows) {
  const bytes = async (tables) => {
    const sql = `SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class WHERE relkind = 'r' AND relname ~ $1`;
    return Number((await client.query(sql, [tables])).rows[0].bytes);
  };
  const mib = (size) => `${(size / 1024 / 1024).toFixed(0)} MiB`;
  const [log, rollups] = [await bytes('^request_logs_'), await bytes('^usage_')];
  return [
    ['bytes of a row, with its indexes', (log / rows).toFixed(0)],
    ['the log', mib(log)],
    ['rollups of all the days', mib(rollups)],
  ];
}

async function answers(report, { url, dataDir, client }) {
  const { createApp } = await dist('app');
  const { readSettings } = await dist('startup/read-settings');
  const adminToken = randomBytes(16).toString('hex');
  const settings = {
    ...readSettings({ PORT: '0', LLMOPS_DATA_DIR: join(dataDir, 'gateway') }),
    ...{ databaseUrl: url, adminToken, encryptionKeys: [randomBytes(32)] },
  };
  const app = await createApp(settings);
  const origin = (await app.listen()).replace('[::1]', '127.0.0.1');
  const ask = async (path) => {
    const reply = await fetch(`${origin}/llmops/api/admin/v1${path}`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply.json();
  };
  try {
    let cursor = null;
    for (let page = 1; page < 200; page++) {
      ({ nextCursor: cursor } = await ask(
        `/requests?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      ));
    }
    const { rows } = await client.query('SELECT request_id FROM request_logs ORDER BY started_at OFFSET 1000 LIMIT 1');
    const month = `from=${new Date(Date.now() - 30 * DAY_MS).toISOString()}&to=${new Date().toISOString()}`;
    const questions = [
      ['a page of the list', '/requests?limit=50', 100],
      ['its 200th page', `/requests?limit=50&cursor=${encodeURIComponent(cursor)}`, 100],
      ['one request', `/requests/${rows[0].request_id}`, 100],
      ['a month by model', `/usage?${month}&groupBy=model`, 100],
      ['a month by day', `/usage?${month}&groupBy=day`, 100],
      ['a month by a tag of 20 values', `/usage?${month}&groupBy=tag.team`, 300],
      ['a month of one value of a tag, by model', `/usage?${month}&tag.team=team-1&groupBy=model`, 300],
      ['a month by model, compared', `/usage?${month}&groupBy=model&compare=previous`, null],
      ['a month by client, from all kinds', `/usage?${month}&groupBy=client`, null],
    ];
    const table = [];
    for (const [name, path, bar] of questions) {
      const times = [];
      for (let repeat = 0; repeat < REPEATS; repeat++) {
        const started = performance.now();
        await ask(path);
        times.push(performance.now() - started);
      }
      table.push([
        name,
        median(times).toFixed(0),
        Math.max(...times).toFixed(0),
        bar === null ? '–' : report.bar(name, median(times), bar, 0),
      ]);
    }
    return table;
  } finally {
    await app.close();
  }
}
