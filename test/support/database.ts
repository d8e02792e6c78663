import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  readonly url: string;
  /** Ends every session on it, too. */
  drop(): Promise<void>;
}

/**
 * A migrated database of its own for one test file, copied from the run's template in a fraction of a second.
 * The server is the embedded one, or that of TEST_DATABASE_URL (a user who may create databases).
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = process.env['LLMOPS_TEST_TEMPLATE'];
  if (template === undefined) throw new Error('run by jest only: its global setup makes the template');
  return createDatabase(`TEMPLATE ${template}`);
}

/** The same without any table, for what migrates by itself. */
export function createEmptyDatabase(options = ''): Promise<TestDatabase> {
  return createDatabase(options);
}

async function createDatabase(options: string): Promise<TestDatabase> {
  const name = `llmops_test_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} ${options}`);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

function serverUrl(): string {
  const url = process.env['LLMOPS_TEST_SERVER'];
  if (url === undefined) throw new Error('run by jest only: its global setup starts the server');
  return url;
}

/** Of all test files that run at once, one does it while the others wait. */
export function oneAtATime(work: () => void): Promise<void> {
  return onServer('SELECT pg_advisory_lock(1)', work);
}

async function onServer(sql: string, afterwards = (): void => undefined): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(sql);
    afterwards();
  } finally {
    await client.end();
  }
}
