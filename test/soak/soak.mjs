// `npm run soak` (`-- --seconds=30` for a short one): three replicas on one Postgres, faults injected, the configuration changed under load, one replica killed
// and one drained. It fails where a call failed that a healthy target could have served, where vendors got more than a
// fifth of extra calls, where a record of the log is missing or there twice, or where memory grows.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { buildIfStale } from '../../scripts/build-if-stale.mjs';
import { startVendors, TIMETABLE } from './faulty-vendor.mjs';
import { Replica, SECRET } from './replicas.mjs';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '120' }, rate: { type: 'string', default: '40' } },
});
const SECONDS = Number(values.seconds);
const CALLS_PER_SECOND = Number(values.rate);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

buildIfStale();
const directory = mkdtempSync(join(tmpdir(), 'llmops-soak-'));
chmodSync(directory, 0o711);
const { startEmbeddedPostgres } = await import('../../dist/src/startup/embedded-postgres/embedded-postgres.js');
const postgres = process.env.TEST_DATABASE_URL
  ? { url: process.env.TEST_DATABASE_URL, stop: () => undefined }
  : await startEmbeddedPostgres({ dataDir: join(directory, 'postgres'), maxConnections: 100, durable: false });
const database = `llmops_soak_${process.pid}`;
const onServer = async (sql) => {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};
await onServer(`CREATE DATABASE ${database}`);
const url = new URL(postgres.url);
url.pathname = `/${database}`;
const log = new pg.Client({ connectionString: url.href });
await log.connect();
const vendors = await startVendors();
const replicas = ['one', 'two', 'three'].map((name) => new Replica(name, { databaseUrl: url.href, directory }));

/** Outcomes by what became of them, and the ids of all calls that were answered. */
const tally = { good: 0, failed: [], cutByKill: 0, answered: new Set() };
const problems = [];

try {
  await run();
} finally {
  await Promise.all(replicas.map((replica) => replica.child?.exitCode === null && replica.end('SIGTERM')));
  vendors.close();
  await log.end();
  await onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
console.log(
  problems.length === 0 ? '\nAll holds.' : `\nDoes not hold:\n${problems.map((line) => `  ${line}`).join('\n')}`,
);
process.exit(problems.length === 0 ? 0 : 1);

async function run() {
  await replicas[0].start();
  await Promise.all(replicas.slice(1).map((replica) => replica.start()));
  const rule = await configure(replicas[0]);
  const endAt = performance.now() + SECONDS * 1_000;
  const untilEnd = async (everyMs, work) => {
    while (performance.now() < endAt) {
      await work();
      await sleep(everyMs);
    }
  };
  const watching = setInterval(() => replicas.forEach((replica) => replica.url && void replica.watch()), 100);
  const calls = [];
  const tasks = [
    untilEnd(1_000 / CALLS_PER_SECOND, async () => void calls.push(call())),
    followTimetable(endAt),
    untilEnd(2_000, () => changeConfiguration(rule)),
    loseReplicas(),
  ];
  await Promise.all(tasks);
  await Promise.all(calls);
  clearInterval(watching);
  await judge(calls.length);
}

/** Two variants of one config; the second is the first one's fallback, and has half of the callers of its own. */
async function configure(replica) {
  const variants = [];
  for (const name of ['faulty', 'healthy']) {
    const { id: providerId } = await replica.admin('POST', '/providers', {
      vendor: 'openai-compatible',
      slug: name,
      name,
      baseUrl: vendors.urls[name],
      credentials: { apiKey: 'soak' },
    });
    const version = { providerId, model: 'soak', timeouts: { firstByteMs: 2_000, firstTokenMs: 2_000, idleMs: 5_000 } };
    variants.push((await replica.admin('POST', '/variants', { name, version })).id);
  }
  const { items } = await replica.admin('GET', '/environments');
  const environmentId = items.find(({ slug }) => slug === 'production').id;
  const { id: configId } = await replica.admin('POST', '/configs', { name: 'soak', slug: 'soak' });
  const { id } = await replica.admin('POST', `/configs/${configId}/rules`, {
    environmentId,
    split: weights(variants, 5_000),
    fallbacks: [{ variantId: variants[1] }],
  });
  await sleep(2_000);
  return { path: `/configs/${configId}/rules/${id}`, variants };
}

function weights([first, second], weight) {
  return [
    { variantId: first, weight },
    { variantId: second, weight: 10_000 - weight },
  ];
}

async function changeConfiguration({ path, variants }) {
  const writers = replicas.filter(({ inRotation }) => inRotation);
  const writer = writers[Math.floor(Math.random() * writers.length)];
  const split = weights(variants, 2_000 + Math.floor(Math.random() * 6_000));
  // A replica that is being killed or drained may not answer; the next change goes to another.
  await writer?.admin('PATCH', path, { split }).catch(() => undefined);
}

async function followTimetable(endAt) {
  const slotMs = (SECONDS * 1_000) / TIMETABLE.length;
  for (const fault of TIMETABLE) {
    if (performance.now() >= endAt) break;
    vendors.state.fault = fault;
    await sleep(slotMs);
  }
  vendors.state.fault = 'none';
}

/** One is killed as by the kernel, one drained as by an orchestrator; each comes back on its own data directory. */
async function loseReplicas() {
  await sleep(SECONDS * 300);
  console.log('kill -9', replicas[1].name, await replicas[1].end('SIGKILL'));
  await sleep(2_000);
  await replicas[1].start();
  await sleep(SECONDS * 200);
  const code = await replicas[2].end('SIGTERM');
  if (code !== 0) problems.push(`the drained replica ended with ${code}`);
  await replicas[2].start();
}

/** As a client behind a load balancer: a connection that is refused, or a 503 of a replica that drains, goes to another. */
async function call() {
  const stream = Math.random() < 0.5;
  const userId = `user-${Math.floor(Math.random() * 1_000)}`;
  const body = JSON.stringify({
    model: '@config/soak',
    stream,
    messages: [{ role: 'user', content: 'hello' }],
    metadata: { userId },
  });
  for (let tries = 0; tries < 20; tries++) {
    const ready = replicas.filter(({ inRotation }) => inRotation);
    const replica = ready[Math.floor(Math.random() * ready.length)];
    if (replica === undefined) {
      await sleep(100);
      continue;
    }
    const { child } = replica;
    try {
      const reply = await fetch(`${replica.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
        body,
      });
      const text = await reply.text();
      if (reply.status === 503 && /shutting down/.test(text)) continue;
      tally.answered.add(reply.headers.get('x-llmops-request-id'));
      const isWhole = stream ? text.endsWith('data: [DONE]\n\n') : text.includes('Hello.');
      if (reply.status === 200 && isWhole) tally.good++;
      else tally.failed.push(`${vendors.state.fault}: ${reply.status} ${text.slice(-300)}`);
      return;
    } catch (error) {
      if (error.cause?.code === 'ECONNREFUSED') continue;
      // Whatever was under way in a process that is killed is lost with it.
      await Promise.race([replica.ended, sleep(1_000)]);
      if (child.signalCode === 'SIGKILL') tally.cutByKill++;
      else tally.failed.push(`${vendors.state.fault}: ${error.cause?.code ?? error.message}`);
      return;
    }
  }
  tally.failed.push('no replica was ready');
}

async function judge(made) {
  const { faulty, healthy } = vendors.state;
  const { good, failed, cutByKill, answered } = tally;
  const settled = await recordsSettled(answered.size);
  console.log(`calls ${made}: good ${good}, cut by the kill ${cutByKill}, failed ${failed.length}`);
  console.log(`vendor calls: ${faulty + healthy}, ${((faulty + healthy) / made).toFixed(3)} per call`);
  if (failed.length > 0) problems.push(`${failed.length} calls failed, such as ${failed[0]}`);
  if (good + cutByKill + failed.length !== made) problems.push('some calls never ended');
  if ((faulty + healthy) / made > 1.2) problems.push('vendors got more than a fifth of extra calls');
  const { rows } = await log.query('SELECT request_id AS id, count(*)::int AS count FROM request_logs GROUP BY 1');
  const counts = new Map(rows.map(({ id, count }) => [id, count]));
  const missing = [...answered].filter((id) => !counts.has(id));
  const doubled = rows.filter(({ count }) => count > 1);
  console.log(
    `records: ${rows.length}, missing ${missing.length}, doubled ${doubled.length}${settled ? '' : ' (not settled)'}`,
  );
  if (missing.length > 0) problems.push(`${missing.length} records are missing, such as that of ${missing[0]}`);
  if (doubled.length > 0) problems.push(`${doubled.length} records are there twice`);
  const { rows: totals } = await log.query(`SELECT
      (SELECT row(count(*), sum(input_tokens), sum(output_tokens), coalesce(sum(cost), 0)::numeric(38, 12))::text FROM request_logs) AS records,
      (SELECT row(sum(requests), sum(input_tokens), sum(output_tokens), coalesce(sum(cost), 0)::numeric(38, 12))::text
        FROM usage_rollups WHERE grain = 'hour') AS rollups`);
  console.log(`requests, tokens and cost by rollups: ${totals[0].rollups}, by records: ${totals[0].records}`);
  if (totals[0].rollups !== totals[0].records) problems.push('rollups are not what the records add up to');
  const { rows: hard } = await log.query(`SELECT count(DISTINCT request_id)::int AS count,
      count(DISTINCT request_id) FILTER (WHERE because = 'breaker_open')::int AS spared
    FROM request_attempts`);
  console.log(`calls that took more than one attempt: ${hard[0].count}, that spared a vendor: ${hard[0].spared}`);
  // Otherwise nothing of all this was tried.
  if (hard[0].count < SECONDS / 4 || hard[0].spared === 0) problems.push('the faults did not show');
  const memory = replicas.map((replica) => replica.residentMib());
  console.log(`resident MiB: ${memory.map((mib) => mib.toFixed(0)).join(', ')}`);
  // The first replica has run all the time: the others show what the same load costs a younger process.
  if (memory[0] > 1.3 * Math.max(memory[1], memory[2])) problems.push('the memory of the oldest replica has grown');
}

/** Waits until all records that are due have been shipped, also those of the journal of the killed process. */
async function recordsSettled(wanted) {
  for (let tries = 0; tries < 120; tries++) {
    const { rows } = await log.query('SELECT count(DISTINCT request_id)::int AS count FROM request_logs');
    if (rows[0].count >= wanted) return true;
    await sleep(500);
  }
  return false;
}
