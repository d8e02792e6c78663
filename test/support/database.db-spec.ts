import { Client } from 'pg';
import { createEmptyDatabase, createTestDatabase } from './database.js';

async function tablesOf(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    return rows.map((row) => row.name);
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  it('gives every caller a migrated database of its own', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    expect(one.url).not.toBe(other.url);
    expect(await tablesOf(one.url)).toEqual(expect.arrayContaining(['environments', 'request_logs', 'migrations']));
    await one.drop();
    await expect(tablesOf(one.url)).rejects.toThrow('does not exist');
    expect(await tablesOf(other.url)).toContain('environments');
    await other.drop();
  });

  it('gives an empty one to what migrates by itself', async () => {
    const empty = await createEmptyDatabase();
    expect(await tablesOf(empty.url)).toEqual([]);
    await empty.drop();
  });
});
