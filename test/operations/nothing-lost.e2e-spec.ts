import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '../support/database.js';
import { completion, completionFrames, FakeUpstream, json, sse } from '../support/fake-upstream.js';
import { startApp, waitFor } from '../support/start-app.js';
import { startProcess, type GatewayProcess } from '../support/start-process.js';
import { startDatabaseProxy } from '../support/tcp-proxy.js';

const SECRET = 'environment-secret-of-the-crash-test';
const ADMIN = 'admin-token-of-the-crash-test-000';
const CALLS = 200;
const messages = [{ role: 'user', content: 'hi' }];

/** Answers after a while that differs by call, whole or streamed, so that a crash finds calls in every state. */
async function slowVendor(): Promise<FakeUpstream> {
  const upstream = await FakeUpstream.start();
  upstream.respond = async (call, reply) => {
    await new Promise((resolve) => setTimeout(resolve, 20 + (upstream.calls.length % 40) * 15));
    const isStream = (JSON.parse(call.body.toString()) as { stream?: boolean }).stream === true;
    await (isStream ? sse(completionFrames, { delayMs: 15 }) : json(completion))(call, reply);
  };
  return upstream;
}

/** The request's id where the whole reply was received, null where the connection died. */
async function call(url: string, index: number, secret = SECRET): Promise<string | null> {
  try {
    const stream = index % 2 === 0;
    const reply = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: '@main/gpt-4o-mini', messages, stream, metadata: { index: String(index) } }),
    });
    const text = await reply.text();
    const whole = reply.status === 200 && (stream ? text.endsWith('data: [DONE]\n\n') : text.endsWith('}'));
    return whole ? reply.headers.get('x-llmops-request-id') : null;
  } catch {
    return null;
  }
}

const urlOf = async (gateway: GatewayProcess) => (await gateway.until(/ready on (http:\S+)/))[1] ?? '';

async function admin<Body>(url: string, path: string, body?: object): Promise<Body> {
  const reply = await fetch(`${url}/llmops/api/admin/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${ADMIN}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as Body;
}

/** All request ids of the log, page by page. */
async function loggedIds(url: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: { requestId: string }[]; nextCursor: string | null } = await admin(
      url,
      `/requests?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    ids.push(...page.items.map((item) => item.requestId));
    cursor = page.nextCursor;
  }
  return ids;
}

describe('nothing is lost and nothing is counted twice', () => {
  it('when the gateway is killed in the middle of 200 calls and started again', async () => {
    const root = mkdtempSync(join(tmpdir(), 'llmops-crash-'));
    const upstream = await slowVendor();
    const env = { LLMOPS_ENVIRONMENT_SECRET: SECRET, LLMOPS_ADMIN_TOKEN: ADMIN };
    const started: GatewayProcess[] = [];
    const start = () => {
      const gateway = startProcess({ dataDir: join(root, 'data'), env });
      started.push(gateway);
      return gateway;
    };
    try {
      const first = start();
      const url = await urlOf(first);
      const credentials = { apiKey: 'vendor-key' };
      await admin(url, '/providers', {
        vendor: 'openai',
        name: 'Main',
        slug: 'main',
        baseUrl: `${upstream.url}/v1`,
        credentials,
      });
      const finished: string[] = [];
      const calls = Array.from({ length: CALLS }, async (_, index) => {
        const id = await call(url, index);
        if (id !== null) finished.push(id);
        if (finished.length === CALLS / 2) first.child.kill('SIGKILL');
      });
      await Promise.all(calls);
      await first.exited;
      expect(finished.length).toBeGreaterThanOrEqual(CALLS / 2);
      expect(finished.length).toBeLessThan(CALLS);

      const again = await urlOf(start());
      const ids = await waitFor(async () => {
        const logged = await loggedIds(again);
        return finished.every((id) => logged.includes(id)) ? logged : undefined;
      }, 'every finished call in the log');
      expect(new Set(ids).size).toBe(ids.length);
    } finally {
      for (const { child, exited } of started) {
        child.kill('SIGKILL');
        await exited;
      }
      await upstream.close();
      rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    }
  }, 300_000);

  it('when the database is away for a while, and calls are answered all the same', async () => {
    const database = await createTestDatabase();
    const proxy = await startDatabaseProxy(database.url);
    const upstream = await slowVendor();
    const app = await startApp({ databaseUrl: proxy.url });
    try {
      await app.provider('main', `${upstream.url}/v1`);
      const before = await call(app.url, 0, app.secret);
      await app.logOf(before ?? '');
      await proxy.close();
      const away = await Promise.all(Array.from({ length: 40 }, (_, index) => call(app.url, index, app.secret)));
      expect(away).not.toContain(null);
      const ready = await fetch(`${app.url}/health/ready`);
      expect(ready.status).toBe(200);
      await proxy.open();
      const ids = [before, ...away];
      const rows = await waitFor(async () => {
        const logged = await app
          .admin<{ items: { requestId: string }[] }>('GET', '/requests?limit=200')
          .catch(() => null);
        return logged !== null && logged.items.length >= ids.length ? logged.items : undefined;
      }, 'the rows of the calls made meanwhile');
      expect(rows.map((row) => row.requestId).sort()).toEqual([...ids].sort());
    } finally {
      await app.stop();
      await upstream.close();
      await proxy.close();
      await database.drop();
    }
  }, 120_000);
});
