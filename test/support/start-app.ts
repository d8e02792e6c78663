import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { Client } from 'pg';
import { createApp, type GatewayApp } from '../../src/app.js';
import type { AppLists } from '../../src/app.module.js';
import type { RuntimeSettings } from '../../src/core/settings.js';
import { readSettings } from '../../src/startup/read-settings.js';
import { hashSecretToken, hintOf, newSecretToken } from '../../src/configs/environments/secret-token.js';
import { ATTEMPTS, BODIES } from '../../src/observability/request-logs/columns-apart.js';
import { createTestDatabase } from './database.js';

/** A running gateway on a real socket and a database of its own. */
export interface TestApp {
  readonly url: string;
  readonly secret: string;
  readonly environmentId: string;
  readonly settings: RuntimeSettings;
  readonly app: GatewayApp;
  /** The admin API; throws what it answers with when that is no 2xx. */
  admin<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Body>;
  /** A provider of the `openai` vendor at this URL. */
  provider(slug: string, baseUrl: string, fields?: object): Promise<{ id: string }>;
  openai(options?: ConstructorParameters<typeof OpenAI>[0]): OpenAI;
  /** The log row of a request, waited for: rows arrive a moment after the reply. */
  logOf(requestId: string): Promise<Record<string, unknown>>;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

export async function startApp(overrides: Partial<RuntimeSettings> = {}, lists?: AppLists): Promise<TestApp> {
  const database = overrides.databaseUrl === undefined ? await createTestDatabase() : null;
  const dataDir = mkdtempSync(join(tmpdir(), 'llmops-test-'));
  const settings: RuntimeSettings = {
    ...readSettings({ PORT: '0', LLMOPS_DATA_DIR: dataDir }),
    databaseUrl: database?.url ?? '',
    adminToken: `admin-${randomBytes(16).toString('hex')}`,
    encryptionKeys: [randomBytes(32)],
    environmentSecret: null,
    workers: 1,
    upstreamAllow: ['127.0.0.0/8', '::1/128'],
    bodyLimitBytes: 10 * 1024 * 1024,
    uploadLimitBytes: 30 * 1024 * 1024,
    journalMaxBytes: 1024 ** 3,
    logFsync: false,
    logContent: false,
    logRetentionDays: 90,
    logContentRetentionDays: 30,
    corsOrigins: [],
    // One attempt unless a test is about several: a vendor that fails on purpose is then called once.
    retryMaxAttempts: 1,
    retryMaxDelayMs: 8_000,
    timeouts: { connectMs: 10_000, firstByteMs: 300_000, firstTokenMs: 300_000, idleMs: 120_000, totalMs: 600_000 },
    streamHeartbeatSeconds: 15,
    ...overrides,
  };
  const client = new Client({ connectionString: settings.databaseUrl });
  await client.connect();
  client.on('error', () => undefined);
  const secret = newSecretToken();
  const environmentId = await insertEnvironment(client, secret);
  const app = await createApp(settings, lists);
  const url = (await app.listen()).replace('[::1]', '127.0.0.1');

  const query = async <Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
    (await client.query(sql, parameters)).rows as Row[];
  const admin = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
    const reply = await fetch(`${url}/llmops/api/admin/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${settings.adminToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  };
  return {
    url,
    secret,
    environmentId,
    settings,
    app,
    admin,
    provider: (slug, baseUrl, fields = {}) =>
      admin('POST', '/providers', {
        vendor: 'openai',
        name: slug,
        slug,
        baseUrl,
        credentials: { apiKey: 'vendor-key' },
        ...fields,
      }),
    openai: (options = {}) => new OpenAI({ apiKey: secret, baseURL: `${url}/v1`, maxRetries: 0, ...options }),
    query,
    logOf: (requestId) =>
      waitFor(
        async () =>
          (
            await query<Record<string, unknown>>(
              `SELECT *, ${ATTEMPTS}, ${BODIES} FROM request_logs WHERE request_id = $1`,
              [requestId],
            )
          )[0],
      ),
    stop: async () => {
      await app.close();
      await client.end();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function insertEnvironment(client: Client, secret: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    "INSERT INTO environments (name, slug, is_production) VALUES ('Production', 'production', true) RETURNING id",
  );
  const id = rows[0]?.id ?? '';
  await client.query('INSERT INTO environment_secrets (environment_id, hash, hint) VALUES ($1, $2, $3)', [
    id,
    hashSecretToken(secret),
    hintOf(secret),
  ]);
  return id;
}

/** Asks until there is an answer; a minute at most, for a machine that does ten other things. */
export async function waitFor<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  what = 'what was waited for',
): Promise<T> {
  for (let tries = 0; tries < 2_400; tries++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what} did not come`);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Waits until a number has stopped growing, since whatever raises it is held back. */
export async function untilStill(count: () => number): Promise<number> {
  let before = -1;
  return waitFor(async () => {
    const now = count();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const isStill = now === before && now === count();
    before = now;
    return isStill ? now : undefined;
  }, 'the number to stand still');
}
