import type { ClientBase, Connection } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { startDatabaseProxy, type DatabaseProxy } from '../../test/support/tcp-proxy.js';
import type { DatabaseClient } from '../core/database-client.js';
import { LogConnection } from './log-connection.js';

let database: TestDatabase;
let proxy: DatabaseProxy;
let connection: LogConnection;

beforeEach(async () => {
  database = await createTestDatabase();
  proxy = await startDatabaseProxy(database.url);
  connection = new LogConnection(proxy.url);
  await connection.use((client) => client.query('CREATE TABLE rows (id integer PRIMARY KEY)'));
});
afterEach(async () => {
  await connection.close();
  await proxy.close();
  await database.drop();
});

const insertRow = async (client: ClientBase): Promise<void> => {
  await client.query(`SET statement_timeout = '10s'`);
  await client.query('INSERT INTO rows VALUES (1)');
};

/** Nothing comes through it any more, and nobody says so. */
async function goesSilent(client: ClientBase): Promise<void> {
  (client as DatabaseClient).answerWithinMs = 200;
  proxy.freezeExisting();
  await client.query('SELECT 1');
}

/** The rows of a `COPY` that has begun never come. */
class SilentCopy {
  handleError: (error: unknown) => void = () => undefined;
  readonly failed = new Promise((resolve) => (this.handleError = resolve));

  submit(server: Connection): void {
    server.query('COPY rows FROM STDIN');
  }

  handleCopyInResponse(): void {
    proxy.freezeExisting();
  }
}

describe('a connection that goes silent', () => {
  it('in a transaction keeps nobody waiting who writes the same row', async () => {
    const silent = connection.use(async (client) => {
      await client.query('BEGIN');
      await insertRow(client);
      await goesSilent(client);
    });
    await expect(silent).rejects.toThrow('did not answer');
    await connection.use(insertRow);
  });

  it('in a COPY, which waits for its rows without a limit of time, keeps nobody waiting', async () => {
    const silent = connection.use(async (client) => {
      await client.query('BEGIN');
      await insertRow(client);
      (client as DatabaseClient).answerWithinMs = 200;
      throw await client.query(new SilentCopy()).failed;
    });
    await expect(silent).rejects.toThrow('did not answer');
    await connection.use(insertRow);
  });

  it('is left although nothing was under way on it', async () => {
    await connection.use(async (client) => {
      await client.query('BEGIN');
      await insertRow(client);
    });
    await connection.use(async (client) => {
      (client as DatabaseClient).destroy('another was found dead');
      await Promise.resolve();
    });
    await connection.use(insertRow);
  });
});

it('ends no session but its own', async () => {
  const other = new LogConnection(proxy.url);
  const pidOf = async (from: LogConnection): Promise<number | undefined> =>
    (await from.use((client) => client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid'))).rows[0]?.pid;
  const before = await pidOf(other);
  await expect(connection.use((client) => client.query('nonsense'))).rejects.toThrow('syntax error');
  await connection.use(insertRow);
  expect(await pidOf(other)).toBe(before);
  await other.close();
});
