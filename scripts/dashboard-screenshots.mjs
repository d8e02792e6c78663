// `npm run dashboard:screenshots`: the pictures of docs/images, of the built dashboard with a day of invented calls.
import { randomBytes, randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import OpenAI from 'openai';
import pg from 'pg';
import { chromium } from 'playwright-core';
import { buildIfStale, root } from './build-if-stale.mjs';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const IMAGES = join(root, 'docs/images');
const PORT = 3997;
const URL = `http://127.0.0.1:${PORT}`;
const SIZE = { width: 1280, height: 800 };
const CALLS = 6_000;
const HOURS = 47;
const HOUR_MS = 3_600_000;
const [adminToken, secret] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
const dist = (path) => import(`../dist/src/${path}.js`);

/** Model → vendor, how often of a hundred, USD for a token in and out, milliseconds. */
const MODELS = {
  'gpt-5-mini': ['openai', 48, 0.25e-6, 2e-6, 900],
  'claude-sonnet-4-5': ['anthropic', 27, 3e-6, 15e-6, 1_600],
  'gemini-2.5-flash': ['gemini', 19, 0.3e-6, 2.5e-6, 700],
  'gpt-5': ['openai', 6, 1.25e-6, 10e-6, 3_200],
};

buildIfStale();
const dataDir = mkdtempSync(join(tmpdir(), 'llmops-screenshots-'));
const { startEmbeddedPostgres } = await dist('startup/embedded-postgres/embedded-postgres');
const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), maxConnections: 50 });
const server = spawn(process.execPath, [join(root, 'dist/src/main.js')], {
  env: {
    ...{ PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(PORT), DATABASE_URL: postgres.url },
    ...{ LLMOPS_DATA_DIR: join(dataDir, 'gateway'), LLMOPS_ADMIN_TOKEN: adminToken, LLMOPS_ENVIRONMENT_SECRET: secret },
    ...{ LLMOPS_ENCRYPTION_KEY: randomBytes(32).toString('base64'), LLMOPS_LOG_CONTENT: 'on' },
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  await untilReady();
  const requestId = await callSandbox();
  await fillLog();
  await takePictures(requestId);
} finally {
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function untilReady() {
  for (let tries = 0; tries < 600; tries++, await delay(200)) {
    const reply = await fetch(`${URL}/health/ready`).catch(() => null);
    if (reply?.ok) return;
  }
  throw new Error('the gateway does not start');
}

/** @returns the id of a call whose first attempts fail, for the picture of one request */
async function callSandbox() {
  const client = new OpenAI({ baseURL: `${URL}/v1`, apiKey: secret, maxRetries: 0 });
  const messages = [{ role: 'user', content: 'How do I change my plan?' }];
  const metadata = { userId: 'user-17', team: 'support' };
  await client.chat.completions.create({ model: '@config/demo', messages, metadata });
  const models = ['@sandbox/sandbox-500', '@sandbox/sandbox-1'];
  const { response } = await client.chat.completions
    .create({ model: models[0], models, messages, metadata })
    .withResponse();
  return response.headers.get('x-request-id');
}

/** Rows like that of a real call, more of them by day than by night, the way that every record takes. */
async function fillLog() {
  const { BatchInserter } = await dist('observability/batch-inserter');
  const { ensurePartitions, dayOf } = await dist('observability/partitions');
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const example = await untilLogged(client);
  const end = Date.now();
  await ensurePartitions(client, new Set([0, 24, 48].map((hours) => dayOf(new Date(end - hours * HOUR_MS)))));
  const inserter = new BatchInserter(join(dataDir, 'quarantine.jsonl'));
  const lines = Array.from({ length: CALLS }, () => JSON.stringify(someCall(example, end)) + '\n');
  for (let at = 0; at < CALLS; at += 500)
    await inserter.insert(client, Buffer.from(lines.slice(at, at + 500).join('')));
  await client.end();
}

async function untilLogged(client) {
  for (let tries = 0; tries < 100; tries++, await delay(100)) {
    const { rows } = await client.query(`SELECT * FROM request_logs WHERE config = 'demo'`);
    const { rolled_up: _rolledUp, attempt_count: _count, ...example } = rows[0] ?? {};
    if (rows.length > 0) return example;
  }
  throw new Error('the log holds no call');
}

function someCall(example, end) {
  const at = end - Math.random() * HOURS * HOUR_MS;
  // Twice as many at noon as at midnight.
  const hour = new Date(at).getUTCHours();
  if (Math.random() > 0.5 + 0.5 * Math.sin((Math.PI * hour) / 24)) return someCall(example, end);
  const [model, [vendor, , usdIn, usdOut, ms]] = pickModel();
  const isBad = Math.random() < 0.012;
  const [input, output] = [200 + Math.round(Math.random() * 3_000), 20 + Math.round(Math.random() * 600)];
  const latency = ms * Math.exp(Math.random() - 0.5);
  return {
    ...example,
    ...{ started_at: new Date(at).toISOString(), request_id: randomUUID(), attempts: null, price_ids: null },
    ...{
      config: 'support-answers',
      variant: `Answers by ${model}`,
      variant_id: null,
      config_id: null,
      subject_hash: null,
    },
    ...{
      provider: vendor,
      vendor,
      model,
      served_model: model,
      client: 'openai-python',
      trace_id: null,
    },
    ...{ model_requested: '@config/support-answers', streaming: Math.random() < 0.7, tags: { team: 'support' } },
    ...{ status: isBad ? 502 : 200, error_code: isBad ? 'upstream_error' : null, finish_reason: isBad ? null : 'stop' },
    ...{ usage: isBad ? null : { input, output }, cost: isBad ? null : (input * usdIn + output * usdOut).toFixed(9) },
    ...{
      input_tokens: isBad ? null : input,
      output_tokens: isBad ? null : output,
      request_body: null,
      response_body: null,
    },
    ...{ latency_ms: Math.round(latency), first_token_ms: isBad ? null : Math.round(latency / 4) },
  };
}

function pickModel() {
  let left = Math.random() * 100;
  const models = Object.entries(MODELS);
  return models.find(([, [, share]]) => (left -= share) < 0) ?? models[0];
}

async function takePictures(requestId) {
  mkdirSync(IMAGES, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: SIZE, reducedMotion: 'reduce', colorScheme: 'light' });
  await page.goto(`${URL}/llmops/`);
  await page.getByLabel('Admin token').fill(adminToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
  const screens = {
    overview: '/overview',
    log: '/log?facets=true',
    request: `/log?open=${requestId}`,
    usage: '/usage?period=24h',
    connect: '/connect?setup=Vercel AI SDK',
  };
  for (const [name, path] of Object.entries(screens)) {
    await page.goto(`${URL}/llmops${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(IMAGES, `dashboard-${name}.png`) });
  }
  await browser.close();
}
