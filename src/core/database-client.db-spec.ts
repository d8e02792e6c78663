import { Client, Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { startDatabaseProxy, type DatabaseProxy } from '../../test/support/tcp-proxy.js';
import { DatabaseClient, openDatabaseClient, prepareSession } from './database-client.js';

let database: TestDatabase;
let proxy: DatabaseProxy;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startDatabaseProxy(database.url);
});

afterAll(async () => {
  await proxy.close();
  await database.drop();
});

function open(answerWithinMs: number): Promise<DatabaseClient> {
  return openDatabaseClient({ connectionString: proxy.url, answerWithinMs, connectionTimeoutMillis: 5_000 });
}

it('destroys a connection that leaves a statement unanswered', async () => {
  const client = await open(1_000);
  await client.query('SELECT 1');
  proxy.freezeExisting();
  await expect(client.query('SELECT 1')).rejects.toThrow('did not answer within 1 s');
  expect(client.isOpen).toBe(false);
});

it('destroys what is idle beside it, and leaves alone what has not waited as long', async () => {
  const [hasty, idle, busy] = [await open(500), await open(60_000), await open(60_000)];
  const answer = expect(hasty.query('SELECT pg_sleep(60)')).rejects.toThrow('did not answer');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const slow = busy.query<{ done: boolean }>('SELECT pg_sleep(1) IS NOT NULL AS done');
  await answer;
  expect([hasty.isOpen, idle.isOpen]).toEqual([false, false]);
  expect((await slow).rows).toEqual([{ done: true }]);
  await busy.end();
});

it('lets a statement take its time within the deadline, and idle connections live', async () => {
  const client = await open(2_000);
  for (let round = 0; round < 3; round++) await client.query('SELECT pg_sleep(0.1)');
  await expect(client.query('SELECT 1 FROM nowhere')).rejects.toThrow('does not exist');
  await new Promise((resolve) => setTimeout(resolve, 2_200));
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await client.end();
});

it('keeps a pool working whose connections have all gone silent', async () => {
  const options = { connectionString: proxy.url, max: 3, Client: DatabaseClient, onConnect: prepareSession };
  const pool = new Pool({ ...options, answerWithinMs: 2_000 } as typeof options);
  pool.on('error', () => undefined);
  await Promise.all([1, 2, 3].map(() => pool.query('SELECT pg_sleep(0.1)')));
  expect(pool.totalCount).toBe(3);
  proxy.freezeExisting();
  await expect(pool.query('SELECT 1')).rejects.toThrow();
  expect((await pool.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
  expect((await pool.query('SELECT 3 AS three')).rows).toEqual([{ three: 3 }]);
  await pool.end();
});

it('reads dates whatever the role says', async () => {
  const admin = new Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET DateStyle = 'SQL, DMY'`);
  await admin.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET TimeZone = 'Asia/Kolkata'`);
  await admin.end();
  const client = await open(5_000);
  const { rows } = await client.query<{ at: Date }>(`SELECT '2026-02-01T03:04:05Z'::timestamptz AS at`);
  expect(rows[0]?.at).toEqual(new Date('2026-02-01T03:04:05Z'));
  await client.end();
});

it('has the server look for a machine that is gone, where a network lies between', async () => {
  const client = await open(5_000);
  const { rows } = await client.query<{ idle: string; address: string | null }>(
    `SELECT current_setting('tcp_keepalives_idle') AS idle, inet_client_addr()::text AS address`,
  );
  expect(rows[0]?.idle).toBe(rows[0]?.address === null ? '0' : '10');
  await client.end();
});

it('tells a server from what stands between', async () => {
  const client = await open(5_000);
  expect(await client.isDirect()).toBe(true);
  await client.end();
});

it('closes a connection whose other end no longer listens', async () => {
  const client = await open(5_000);
  proxy.freezeExisting();
  await client.end();
  expect(client.isOpen).toBe(false);
});
