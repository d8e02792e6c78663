import { MigrationExecutor, type DataSource, type QueryRunner } from 'typeorm';
import { ADVISORY_LOCKS } from '../core/advisory-locks.js';
import { MIGRATIONS, NEVER_UNDONE } from '../core/database.js';
import { ANSWER_WITHIN_MS, DatabaseClient } from '../core/database-client.js';
import { systemErrorCode } from '../core/system-error.js';

/** An index on a log of years can take hours. */
const MIGRATE_WITHIN_MS = 6 * 3_600_000;

/**
 * Runs pending migrations, one replica at a time: a second caller waits for the first and then finds nothing to do.
 * A failing migration leaves the database as it was before all of them.
 *
 * @returns the names of the migrations that ran
 */
export function runMigrations(dataSource: DataSource): Promise<string[]> {
  return underMigrationLock(dataSource, (runner) => migrate(dataSource, runner));
}

/**
 * Migrates an empty database and leaves any other as it is. Emptiness is checked under the lock: of two replicas that
 * start on a new database, the second waits and does not take the first one's half for an old schema.
 * @returns the names of the migrations that ran
 */
export function migrateIfEmpty(dataSource: DataSource): Promise<string[]> {
  return underMigrationLock(dataSource, async (runner) =>
    (await appliedMigrations(runner)).length === 0 ? migrate(dataSource, runner) : [],
  );
}

/**
 * Takes back the newest migrations, for a return to the version before: all of them or none.
 *
 * @param names every migration that the older version does not know
 * @throws SchemaError where these are not the newest ones
 */
export function undoMigrations(dataSource: DataSource, names: readonly string[]): Promise<void> {
  return underMigrationLock(dataSource, async (runner) => {
    const newest = (await appliedMigrations(runner)).slice(-names.length);
    if (names.length === 0) throw new SchemaError('Name the migrations to undo: those that the older version names.');
    if (newest.toSorted().join() !== [...names].toSorted().join()) {
      throw new SchemaError(`Only the newest migrations can be undone, which are: ${newest.join(', ')}.`);
    }
    const kept = names.filter((name) => NEVER_UNDONE.includes(name));
    if (kept.length > 0) throw new SchemaError(`Undoing ${kept.join(', ')} would drop what it made: restore a backup.`);
    const executor = new MigrationExecutor(dataSource, runner);
    for (let undone = 0; undone < names.length; undone++) await executor.undoLastMigration();
  });
}

async function migrate(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  await refuseNewerSchema(runner);
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'all';
  const ran = await executor.executePendingMigrations();
  return ran.map((migration) => migration.name);
}

/** SQLSTATE: two transactions each waited for what the other held, and PostgreSQL ended one of them. */
const DEADLOCK_DETECTED = '40P01';
const DEADLOCK_ATTEMPTS = 5;

/** Runs it again where PostgreSQL ended it: replicas that serve meanwhile lock the same tables in another order. */
async function underMigrationLock<Result>(
  dataSource: DataSource,
  work: (runner: QueryRunner) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inLockedTransaction(dataSource, work);
    } catch (error) {
      if (systemErrorCode(error) !== DEADLOCK_DETECTED || attempt === DEADLOCK_ATTEMPTS) throw error;
    }
  }
}

/**
 * Lock and work are one transaction on one connection: behind a transaction pooler a lock of the session would stay on
 * a connection that others get next, and a second connection might never come. A process that goes silent in the middle
 * loses the lock after a minute.
 */
async function inLockedTransaction<Result>(
  dataSource: DataSource,
  work: (runner: QueryRunner) => Promise<Result>,
): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  const client: unknown = await runner.connect();
  try {
    await runner.startTransaction('READ COMMITTED');
    if (client instanceof DatabaseClient) client.answerWithinMs = MIGRATE_WITHIN_MS;
    await runner.query(
      `SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = '60s'`,
    );
    await runner.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.migrations]);
    const result = await work(runner);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    if (client instanceof DatabaseClient) client.answerWithinMs = ANSWER_WITHIN_MS;
    await runner.release();
  }
}

export class SchemaError extends Error {}

/** A data source, or the one connection that holds the lock. */
interface Queryable {
  query(sql: string): Promise<unknown>;
}

async function appliedMigrations(database: Queryable): Promise<string[]> {
  const found = (await database.query(`SELECT to_regclass('migrations') IS NOT NULL AS exists`)) as {
    exists: boolean;
  }[];
  if (!found.some((table) => table.exists)) return [];
  const rows = (await database.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
  return rows.map((row) => row.name);
}

async function refuseNewerSchema(database: Queryable): Promise<void> {
  const known = new Set(MIGRATIONS.map((migration) => migration.name));
  const newer = (await appliedMigrations(database)).filter((name) => !known.has(name));
  if (newer.length > 0) {
    throw new SchemaError(
      `The database schema is newer than this version of the gateway (it has ${newer.join(', ')}). ` +
        'Start the version that migrated it, or a later one.',
    );
  }
}

/** @throws SchemaError where the schema is older or newer than this code understands */
export async function assertSchemaMatches(dataSource: DataSource): Promise<void> {
  await refuseNewerSchema(dataSource);
  const applied = new Set(await appliedMigrations(dataSource));
  const missing = MIGRATIONS.map((migration) => migration.name).filter((name) => !applied.has(name));
  if (missing.length > 0) {
    throw new SchemaError(
      `The database schema is older than this version of the gateway (it lacks ${missing.join(', ')}). ` +
        'Run `npm run migrate` once, then start again.',
    );
  }
}
