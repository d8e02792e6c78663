import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';
import { hasPgbouncer, startPgbouncer, type Pgbouncer } from '../support/pgbouncer.js';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';
import { startProcess } from '../support/start-process.js';
import { startReplica, type Replica } from '../support/start-replica.js';

/** Needs Debian's `pgbouncer`; skipped, and counted so, where that is not installed. */
const withPooler = hasPgbouncer ? describe : describe.skip;
const KEY = Buffer.alloc(32, 7).toString('base64');

async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

withPooler('the start behind PgBouncer', () => {
  let database: TestDatabase;
  let pooler: Pgbouncer;
  let dataDir: string;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    dataDir = mkdtempSync(join(tmpdir(), 'llmops-pooler-'));
  });

  afterEach(async () => {
    await pooler.stop();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const migrate = (directory: string) =>
    startProcess({
      dataDir: join(dataDir, directory),
      script: 'migrate',
      env: { DATABASE_URL: pooler.url, LLMOPS_ENCRYPTION_KEY: KEY },
    });

  it('migrates in transaction mode, however many do so at once, and leaves no lock behind', async () => {
    pooler = await startPgbouncer(database.url, 'transaction');
    const commands = ['one', 'two', 'three', 'four'].map(migrate);
    expect(await Promise.all(commands.map((command) => command.exited))).toEqual([0, 0, 0, 0]);
    const ran = commands.filter((command) => command.output().includes('Ran '));
    expect(ran).toHaveLength(1);
    // Other tests use the same server.
    const own = 'database = (SELECT oid FROM pg_database WHERE datname = current_database())';
    const locks = await ask(database.url, `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND ${own}`);
    expect(locks).toEqual([]);
  }, 200_000);

  it('says in statement mode that it needs transactions', async () => {
    pooler = await startPgbouncer(database.url, 'statement');
    const command = migrate('one');
    expect(await command.exited).toBe(1);
    expect(command.output()).toContain('session or transaction mode');
    expect(command.output()).not.toContain('    at ');
  }, 200_000);
});

withPooler('a replica behind PgBouncer in transaction mode', () => {
  let writer: TestApp;
  let pooler: Pgbouncer;
  let replica: Replica;

  beforeAll(async () => {
    writer = await startApp();
    const name = new URL(writer.settings.databaseUrl).pathname.slice(1);
    await writer.query(`ALTER DATABASE ${name} SET DateStyle = 'SQL, DMY'`);
    await writer.admin('POST', '/providers', { vendor: 'sandbox', name: 'Sandbox', slug: 'sandbox' });
    pooler = await startPgbouncer(writer.settings.databaseUrl, 'transaction');
    replica = await startReplica(writer, { databaseUrl: pooler.url });
  });

  afterAll(async () => {
    await replica.stop();
    await pooler.stop();
    await writer.stop();
  });

  it('serves, administers and is ready', async () => {
    expect(await replica.call(writer.secret)).toEqual({ status: 200, code: null });
    const writes = Array.from({ length: 20 }, (_, index) => replica.admin('POST', '/configs', { name: `C${index}` }));
    expect(new Set(await Promise.all(writes))).toEqual(new Set([201]));
    const reads = ['/configs', '/providers', '/environments', '/requests', '/usage?groupBy=day'];
    const answers = await Promise.all([...reads, ...reads, ...reads].map((path) => replica.admin('GET', path)));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await replica.ready()).toMatchObject({ status: 'ok' });
  });

  it('ships its log', async () => {
    const before = await ask<{ count: string }>(writer.settings.databaseUrl, 'SELECT count(*) FROM request_logs');
    await replica.call(writer.secret);
    await waitFor(async () => {
      const now = await ask<{ count: string }>(writer.settings.databaseUrl, 'SELECT count(*) FROM request_logs');
      return Number(now[0]?.count) > Number(before[0]?.count) ? true : undefined;
    }, 'the log record');
  });

  it('sees what another replica changes, and when a secret ends', async () => {
    const path = `/environments/${writer.environmentId}/secrets`;
    const { id, secret } = await writer.admin<{ id: string; secret: string }>('POST', path, {});
    await waitFor(async () => ((await replica.call(secret)).status === 200 ? true : undefined), 'the new secret');
    await writer.admin('DELETE', `${path}/${id}`);
    await waitFor(
      async () => ((await replica.call(secret)).status === 401 ? true : undefined),
      'the end of the secret',
    );

    const expiresAt = new Date(Date.now() + 8_000).toISOString();
    const short = await writer.admin<{ secret: string }>('POST', path, { expiresAt });
    await waitFor(async () => ((await replica.call(short.secret)).status === 200 ? true : undefined), 'the new secret');
    await waitFor(async () => ((await replica.call(short.secret)).status === 401 ? true : undefined), 'its end');
  });
});
