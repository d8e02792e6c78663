// The log at scale: 5 million calls over 60 days in a database of their own, what shipping costs a row, what a row takes
// on disk, and how long lists and totals take over all of it.
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { threadMicros } from './processes.mjs';
import { median } from './statistics.mjs';

const ROWS = 5_000_000;
const QUICK_ROWS = 200_000;
const DAYS = 60;
const DAY_MS = 24 * 3_600_000;
const SHIPPED = 20_000;
const BATCH = 500;
const REPEATS = 5;
const dist = (path) => import(`../dist/src/${path}.js`);

export async function storageSection(report, { quick }) {
  const rows = quick ? QUICK_ROWS : ROWS;
  const dataDir = mkdtempSync(join(tmpdir(), 'llmops-storage-'));
  chmodSync(dataDir, 0o711);
  const { startEmbeddedPostgres } = await dist('startup/embedded-postgres/embedded-postgres');
  const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), maxConnections: 50 });
  const client = new pg.Client({ connectionString: server.url });
  try {
    await migrate(server.url);
    await client.connect();
    const filled = await fill(client, rows);
    const shipped = await ship(client, dataDir);
    const sizes = await sizesOf(client, rows + SHIPPED);
    report.table(
      `Storage: ${rows.toLocaleString('en')} calls over ${DAYS} days`,
      ['what', 'figure'],
      [...filled, ...shipped, ...sizes],
    );
    report.table(
      'Answers of the admin API, median and slowest of five (ms)',
      ['question', 'median', 'slowest', 'bar'],
      await answers(report, { url: server.url, dataDir, client }),
    );
  } finally {
    await client.end();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function migrate(url) {
  const { dataSourceOptions } = await dist('core/database');
  const { runMigrations } = await dist('startup/migrations');
  const dataSource = await new DataSource(dataSourceOptions(url, 2)).initialize();
  await runMigrations(dataSource);
  await dataSource.destroy();
}

const pick = (list, salt) =>
  `(ARRAY[${list.map((each) => `'${each}'`).join(', ')}])[1 + (hashint8(number * 31 + ${salt}) & 2147483647) % ${list.length}]`;

/** Rows as the version before rollups left them; the gateway's own code then counts them. */
function insertDay(day, from, to) {
  return `INSERT INTO request_logs (started_at, request_id, endpoint, environment_id, environment, secret_id, secret, client,
      provider_id, provider, vendor, model_requested, model, served_model, status, error_code, finish_reason, service_tier,
      upstream_request_id, config_revision, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, usage, cost,
      price_ids, latency_ms, first_token_ms, streaming, aborted, tags, dropped_params, rolled_up)
    SELECT at, (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(number % 4096), 3, '0')
        || '8' || substr(md5(number::text), 1, 15))::uuid,
      'chat/completions', '00000000-0000-4000-8000-000000000001', ${pick(['production', 'staging'], 1)},
      '00000000-0000-4000-8000-000000000002', 'backend', ${pick(['openai-python', 'openai-js'], 2)},
      '00000000-0000-4000-8000-000000000003', 'openai', 'openai', '@openai/' || model, model, model || '-2026-01-01',
      CASE WHEN failed THEN 502 ELSE 200 END, CASE WHEN failed THEN 'upstream_error' END,
      CASE WHEN NOT failed THEN ${pick(['stop', 'stop', 'length'], 3)} END, 'default', 'req_' || md5(number::text), 42,
      tokens, 0, 0, tokens / 4, json_build_object('input', tokens, 'output', tokens / 4), tokens * 0.00000015,
      ARRAY['00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000005']::uuid[],
      300 + (hashint8(number) & 4095), 100 + (hashint8(number) & 1023), number % 2 = 0, false,
      jsonb_build_object('team', ${pick(['search', 'mail', 'ads', 'maps', 'cloud', 'shop'], 4)}), '[]', false
    FROM (SELECT number, '${day}T00:00:00Z'::timestamptz + (number - ${from}) * interval '1 day' / ${to - from} AS at,
        ${pick(['gpt-4o', 'gpt-4o-mini', 'gpt-5', 'gpt-5-mini', 'o3'], 5)} AS model, hashint8(number) % 50 = 0 AS failed,
        100 + (hashint8(number * 7) & 4095) AS tokens
      FROM generate_series(${from}, ${to - 1}) AS number) AS calls`;
}

async function fill(client, rows) {
  const { ensurePartitions, dayOf } = await dist('observability/partitions');
  const { carryOverHour } = await dist('observability/rollups/carry-over');
  const { compactRollups } = await dist('observability/rollups/compact-rollups');
  const perDay = Math.ceil(rows / DAYS);
  let started = performance.now();
  for (let index = 0; index < DAYS; index++) {
    const day = dayOf(new Date(Date.now() - (DAYS - index) * DAY_MS));
    await ensurePartitions(client, [day]);
    await client.query(insertDay(day, index * perDay, (index + 1) * perDay));
  }
  const inserted = performance.now() - started;
  await client.query(`INSERT INTO rollup_backlog SELECT hour FROM generate_series(
    (SELECT date_trunc('hour', min(started_at)) FROM request_logs), clock_timestamp(), interval '1 hour') AS hour`);
  started = performance.now();
  while ((await carryOverHour(client)) !== null);
  const counted = performance.now() - started;
  while ((await compactRollups(client, { from: new Date(0), to: new Date() })) > 0);
  await client.query('VACUUM ANALYZE');
  return [
    ['rows made in the database, a second', (((perDay * DAYS) / inserted) * 1000).toFixed(0)],
    ['older rows counted into rollups, a second', (((perDay * DAYS) / counted) * 1000).toFixed(0)],
  ];
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
    ['CPU of Postgres to take a row (µs)', ((threadMicros(process.pid).database - database) / count).toFixed(1)],
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
      ['a month by a tag', `/usage?${month}&groupBy=tag.team`, 300],
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
        report.bar(name, median(times), bar, 0),
      ]);
    }
    return table;
  } finally {
    await app.close();
  }
}
