import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { completionFrames, FakeUpstream } from '../support/fake-upstream.js';
import { waitFor } from '../support/start-app.js';
import { startProcess, type GatewayProcess } from '../support/start-process.js';

const SECRET = 'environment-secret-of-the-shutdown-test';
const ADMIN = 'admin-token-of-the-shutdown-test-0';
const ADMIN_PATH = '/llmops/api/admin/v1';

let database: TestDatabase;
let client: Client;
let upstream: FakeUpstream;
let directory: string;
let gateway: GatewayProcess;
let url: string;
/** The vendor's reply, of which only the first frame was sent. */
let vendorReply: ServerResponse | null;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'llmops-shutdown-'));
  vendorReply = null;
});

afterEach(async () => {
  gateway.child.kill('SIGKILL');
  await gateway.exited;
  await client.end();
  await upstream.close();
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

async function start(drainSeconds: number, workers = 1): Promise<void> {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  upstream = await FakeUpstream.start();
  upstream.respond = (_call, reply) => {
    reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(completionFrames[0]);
    vendorReply = reply;
  };
  gateway = startProcess({
    dataDir: join(directory, 'data'),
    env: {
      DATABASE_URL: database.url,
      LLMOPS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      LLMOPS_ENVIRONMENT_SECRET: SECRET,
      LLMOPS_ADMIN_TOKEN: ADMIN,
      LLMOPS_UPSTREAM_ALLOW: '127.0.0.0/8',
      LLMOPS_DRAIN_SECONDS: String(drainSeconds),
      LLMOPS_WORKERS: String(workers),
    },
  });
  [, url = ''] = await gateway.until(/ready on (http:\S+)/);
  const credentials = { apiKey: 'vendor-key' };
  const provider = { vendor: 'openai', name: 'Main', slug: 'main', baseUrl: `${upstream.url}/v1`, credentials };
  expect((await write('/providers', provider)).status).toBe(201);
}

function write(path: string, body: object): Promise<Response> {
  return fetch(`${url}${ADMIN_PATH}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function openStream(): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: '@main/gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }], stream: true }),
  });
}

/** An admin write that waits for a lock of ours; resolves once it does. */
async function startBlockedWrite(): Promise<{ answer: Promise<Response | Error> }> {
  await client.query('BEGIN');
  await client.query('SELECT revision FROM config_revision FOR UPDATE');
  const answer = write('/configs', { name: 'Written at the end' }).catch((error: unknown) => error as Error);
  await waitFor(async () => {
    const waiting = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.rows[0] as object | undefined;
  }, 'the write, waiting for the lock');
  return { answer };
}

const statusOfCalls = async () => (await client.query('SELECT status, error_code FROM request_logs')).rows;
const configs = async () => (await client.query(`SELECT slug FROM configs WHERE slug = 'written-at-the-end'`)).rows;

describe('a process that is told to end while a stream is open and an admin write is under way', () => {
  it.each(['call', 'write'])('finishes both, the %s first, loses nothing and exits with 0', async (first) => {
    await start(60);
    const stream = await openStream();
    const { answer } = await startBlockedWrite();
    const endings = {
      write: async () => {
        await client.query('COMMIT');
        expect(await answer).toMatchObject({ status: 201 });
      },
      call: async () => {
        vendorReply?.end([...completionFrames.slice(1)].join(''));
        expect(await stream.text()).toMatch(/data: \[DONE\]\n\n$/);
      },
    };
    gateway.child.kill('SIGTERM');
    await gateway.until(/Finishing open calls/);
    if (first === 'write') await endings.write();
    await endings.call();
    // Long enough for a process that forgets the write to have closed its connection.
    if (first === 'call') await setTimeout(300).then(endings.write);
    expect(await gateway.exited).toBe(0);
    expect(await configs()).toHaveLength(1);
    expect(await statusOfCalls()).toEqual([{ status: 200, error_code: null }]);
  });

  it('cuts both when the time is up, whole: the stream is told so, the write is either there or not, and exits with 0', async () => {
    await start(0);
    const stream = await openStream();
    const { answer } = await startBlockedWrite();
    gateway.child.kill('SIGTERM');
    expect(await stream.text()).toContain('The gateway was stopped before the reply was complete.');
    await client.query('COMMIT');
    const isAnswered = !((await answer) instanceof Error);
    expect(await gateway.exited).toBe(0);
    // A write that was answered as done is in the database.
    if (isAnswered) expect(await configs()).toHaveLength(1);
    expect(await statusOfCalls()).toEqual([{ status: 200, error_code: 'cut_by_shutdown' }]);
  });
});

describe('a process that is told to end twice while a stream is open', () => {
  it.each([1, 2])('ends at once with 1 by %d workers, and the stream is told so and recorded', async (workers) => {
    await start(600, workers);
    const stream = await waitFor(async () => {
      const reply = await openStream();
      return reply.status === 200 ? reply : undefined;
    }, 'a worker that knows the provider');
    gateway.child.kill('SIGTERM');
    await gateway.until(/Finishing open calls/);
    // Two signals within a second are taken for one.
    await setTimeout(1_100);
    gateway.child.kill('SIGTERM');
    expect(await stream.text()).toContain('The gateway was stopped before the reply was complete.');
    expect(await gateway.exited).toBe(1);
    const journal = join(directory, 'data', 'journal');
    const kept = readdirSync(journal, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(journal, name)).isFile())
      .map((name) => readFileSync(join(journal, name), 'utf8'));
    // Shipped or not, it is kept.
    const isKept = kept.some((text) => text.includes('cut_by_shutdown'));
    expect(isKept || (await statusOfCalls()).some((row) => row.error_code === 'cut_by_shutdown')).toBe(true);
  });
});
