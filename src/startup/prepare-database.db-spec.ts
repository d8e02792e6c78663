import { createServer, type Socket } from 'node:net';
import { DataSource, type QueryRunner } from 'typeorm';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { waitFor } from '../../test/support/start-app.js';
import { startDatabaseProxy } from '../../test/support/tcp-proxy.js';
import { dataSourceOptions, MIGRATIONS } from '../core/database.js';
import { runMigrations, SchemaError, undoMigrations } from './migrations.js';
import { connect, DatabaseError, prepareSchema } from './prepare-database.js';

let database: TestDatabase;
let opened: DataSource[];
const print = (): void => undefined;

beforeEach(() => {
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((dataSource) => dataSource.destroy()));
  await database.drop();
});

async function open(): Promise<DataSource> {
  const dataSource = await connect(database.url, print);
  opened.push(dataSource);
  return dataSource;
}

async function migrationNames(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map((row) => row.name);
}

async function tablesOf(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ tablename: string }[]>(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`,
  );
  return rows.map((row) => row.tablename);
}

/** As PgBouncer answers: an ErrorResponse with severity, SQLSTATE and message. */
function poolerWithoutServer(): Buffer {
  const fields = Buffer.from('SFATAL\0C08P01\0Mserver login has been failing, try again later\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

async function untilOneWaits(runner: QueryRunner, table: string): Promise<void> {
  await waitFor(async () => {
    const rows = (await runner.query(
      `SELECT FROM pg_locks WHERE relation = $1::regclass AND database =
        (SELECT oid FROM pg_database WHERE datname = current_database()) AND NOT granted`,
      [table],
    )) as unknown[];
    return rows.length > 0 ? true : undefined;
  }, `a lock on ${table} that is waited for`);
}

const ALL = MIGRATIONS.map((migration) => migration.name);

describe('prepareSchema', () => {
  it('migrates an empty database, and says so once', async () => {
    database = await createEmptyDatabase();
    const printed: string[] = [];
    await prepareSchema(await open(), { isEmbedded: false, print: (line) => printed.push(line) });
    await prepareSchema(await open(), { isEmbedded: false, print: (line) => printed.push(line) });
    expect(printed).toHaveLength(1);
    expect(await migrationNames(await open())).toEqual(ALL);
  });

  it('lets replicas start together on an empty database', async () => {
    database = await createEmptyDatabase();
    const replicas = await Promise.all([open(), open(), open()]);
    await Promise.all(replicas.map((replica) => prepareSchema(replica, { isEmbedded: false, print })));
    expect(await migrationNames(await open())).toEqual(ALL);
  });

  it('refuses an older schema of a given database, and leaves it as it is', async () => {
    database = await createTestDatabase();
    const dataSource = await open();
    await dataSource.query('DELETE FROM migrations WHERE name = $1', [ALL.at(-1)]);
    await expect(prepareSchema(dataSource, { isEmbedded: false, print })).rejects.toThrow(SchemaError);
    await expect(prepareSchema(dataSource, { isEmbedded: false, print })).rejects.toThrow('npm run migrate');
  });

  it.each([true, false])('refuses a newer schema (embedded: %s)', async (isEmbedded) => {
    database = await createTestDatabase();
    const dataSource = await open();
    await dataSource.query(`INSERT INTO migrations (timestamp, name) VALUES (9000000000000, 'FromTheFuture')`);
    await expect(prepareSchema(dataSource, { isEmbedded, print })).rejects.toThrow('newer');
  });
});

describe('migrations', () => {
  it('run once, however many replicas run them together', async () => {
    database = await createEmptyDatabase();
    const replicas = await Promise.all([open(), open(), open()]);
    const ran = await Promise.all(replicas.map((replica) => runMigrations(replica)));
    expect(ran.flat()).toEqual(ALL);
  });

  it('leave the database as it was when one fails', async () => {
    database = await createEmptyDatabase();
    class Failing9000000000000 {
      name = 'Failing9000000000000';
      async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
        await runner.query('CREATE TABLE half_done (id integer)');
        await runner.query('SELECT nonsense');
      }
      async down(): Promise<void> {
        // Never runs.
      }
    }
    const options = dataSourceOptions(database.url, 2);
    const migrations = [...MIGRATIONS, Failing9000000000000];
    const dataSource = await new DataSource({ ...options, migrations }).initialize();
    opened.push(dataSource);
    await expect(runMigrations(dataSource)).rejects.toThrow('nonsense');
    expect(await tablesOf(dataSource)).toEqual([]);
    expect(await runMigrations(await open())).toEqual(ALL);
  });

  it('try again after a deadlock with a replica that serves meanwhile', async () => {
    database = await createTestDatabase();
    const dataSource = await open();
    while ((await migrationNames(dataSource)).length > 2) await dataSource.undoLastMigration();
    const replica = dataSource.createQueryRunner();
    await replica.startTransaction();
    // PostgreSQL ends the transaction that looks for a deadlock first: the other one.
    await replica.query(`SET LOCAL deadlock_timeout = '120s'`);
    await replica.query('SELECT FROM environment_secrets');
    const migrating = runMigrations(dataSource);
    await untilOneWaits(replica, 'environment_secrets');
    await replica.query('SELECT FROM request_logs');
    await replica.commitTransaction();
    await replica.release();
    expect(await migrating).toEqual(ALL.slice(2));
  });

  it('are undone by name, the newest ones only, all or none, and can run again', async () => {
    database = await createTestDatabase();
    const dataSource = await open();
    const newest = ALL.slice(2);
    for (const names of [[], ALL.slice(2, -1), [...newest, 'Unknown'], ALL]) {
      await expect(undoMigrations(dataSource, names)).rejects.toThrow(SchemaError);
      expect(await migrationNames(dataSource)).toEqual(ALL);
    }
    await undoMigrations(dataSource, newest.toReversed());
    expect(await migrationNames(dataSource)).toEqual(ALL.slice(0, 2));
    expect(await runMigrations(dataSource)).toEqual(newest);
  });

  it('go back to an empty database', async () => {
    database = await createTestDatabase();
    const dataSource = await open();
    for (const name of ALL) {
      expect(name).toBeDefined();
      await dataSource.undoLastMigration();
    }
    expect(await tablesOf(dataSource)).toEqual(['migrations']);
  });
});

describe('connect', () => {
  it('refuses at once what waiting does not help, and shows no password', async () => {
    database = await createEmptyDatabase();
    const missing = new URL(database.url);
    missing.pathname = '/no_such_database';
    missing.password = 'canary';
    const error = await connect(missing.href, print).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(DatabaseError);
    expect((error as Error).message).toContain('no_such_database');
    expect((error as Error).message).not.toContain('canary');
  });
});

describe('connect', () => {
  it.each([
    ['drops', (socket: Socket) => socket.destroy()],
    ['answers that its server is away', (socket: Socket) => socket.end(poolerWithoutServer())],
  ])('waits where what is in front of the database %s', async (_what, refuse) => {
    database = await createEmptyDatabase();
    const proxy = await startDatabaseProxy(database.url);
    const port = Number(new URL(proxy.url).port);
    await proxy.close();
    const balancer = createServer((socket) => socket.on('error', () => undefined).once('data', () => refuse(socket)));
    await new Promise<void>((resolve) => balancer.listen(port, '127.0.0.1', resolve));
    const printed: string[] = [];
    const connecting = connect(proxy.url, (line) => printed.push(line));
    await waitFor(() => Promise.resolve(printed.length > 0 ? true : undefined), 'a line that says so');
    await new Promise((resolve) => balancer.close(resolve));
    await proxy.open();
    opened.push(await connecting);
    expect(printed).toEqual([expect.stringMatching(/^Waiting for the database, .+ …$/)]);
    await Promise.all(opened.splice(0).map((dataSource) => dataSource.destroy()));
    await proxy.close();
  });

  it('refuses a database of another encoding, and says what to do', async () => {
    database = await createEmptyDatabase(`ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`);
    const failure = await connect(database.url, print).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DatabaseError);
    expect(String(failure)).toMatch(/encoded in SQL_ASCII, and UTF8 is needed.*CREATE DATABASE … ENCODING 'UTF8'/);
  });
});
