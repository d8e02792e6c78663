import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { inTransaction } from './transaction.js';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const limits = async () => {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE name IN ('idle_in_transaction_session_timeout', 'statement_timeout')`,
  );
  return Object.fromEntries(rows.map(({ name, setting }) => [name, Number(setting)]));
};

it('is ended by the server where its process is cut off, so that nobody waits for its rows for ever', async () => {
  const before = await limits();
  expect(await inTransaction(client, limits)).toEqual({
    idle_in_transaction_session_timeout: 20_000,
    statement_timeout: 30_000,
  });
  // Behind a pooler, the session is another's next.
  expect(await limits()).toEqual(before);
});
