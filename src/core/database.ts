import { DataSource, type DataSourceOptions } from 'typeorm';
import { CreateConfigTables1764000000000 } from '../../migrations/1764000000000-CreateConfigTables.js';
import { CreateRequestLog1764000000001 } from '../../migrations/1764000000001-CreateRequestLog.js';
import { NameSecretsAndLimitEnvironments1764000000003 } from '../../migrations/1764000000003-NameSecretsAndLimitEnvironments.js';

/** In order. The schema version a replica understands is the last one's name. */
export const MIGRATIONS = [
  CreateConfigTables1764000000000,
  CreateRequestLog1764000000001,
  NameSecretsAndLimitEnvironments1764000000003,
];

/** One set of options for Nest, the migrate command and tests: they cannot disagree about the schema. */
export function dataSourceOptions(url: string, poolSize = 10): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities: [],
    migrations: MIGRATIONS,
    migrationsRun: false,
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize,
    applicationName: 'llmops-gateway',
    extra: { connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000 },
  };
}

/** Any fixed number that no other program on this database uses. */
const MIGRATION_LOCK = 7_263_410_021;

/**
 * Runs pending migrations, one replica at a time: a second caller waits for the first and then finds nothing to do.
 * A failing migration leaves the database as it was before it.
 *
 * @returns the names of the migrations that ran
 */
export function runMigrations(dataSource: DataSource): Promise<string[]> {
  return underMigrationLock(dataSource, () => migrate(dataSource));
}

/**
 * Migrates an empty database and leaves any other as it is. Emptiness is asked for under the lock: of two replicas that
 * start on a new database, the second waits and does not take the first one's half for an old schema.
 *
 * @returns the names of the migrations that ran
 */
export function migrateIfEmpty(dataSource: DataSource): Promise<string[]> {
  return underMigrationLock(dataSource, async () => ((await isEmptyDatabase(dataSource)) ? migrate(dataSource) : []));
}

async function migrate(dataSource: DataSource): Promise<string[]> {
  await refuseNewerSchema(dataSource);
  const ran = await dataSource.runMigrations();
  return ran.map((migration) => migration.name);
}

async function underMigrationLock<Result>(dataSource: DataSource, work: () => Promise<Result>): Promise<Result> {
  const lock = dataSource.createQueryRunner();
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work();
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
  }
}

export class SchemaError extends Error {}

async function appliedMigrations(dataSource: DataSource): Promise<string[] | null> {
  const found = await dataSource.query<{ exists: boolean }[]>(`SELECT to_regclass('migrations') IS NOT NULL AS exists`);
  if (!found.some((table) => table.exists)) return null;
  const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map((row) => row.name);
}

async function refuseNewerSchema(dataSource: DataSource): Promise<void> {
  const known = new Set(MIGRATIONS.map((migration) => migration.name));
  const newer = (await appliedMigrations(dataSource))?.filter((name) => !known.has(name)) ?? [];
  if (newer.length > 0) {
    throw new SchemaError(
      `The database schema is newer than this version of the gateway (it has ${newer.join(', ')}). ` +
        'Start the version that migrated it, or a later one.',
    );
  }
}

/** True on a database that no migration has touched: a first start may create the schema without being asked. */
export async function isEmptyDatabase(dataSource: DataSource): Promise<boolean> {
  return ((await appliedMigrations(dataSource)) ?? []).length === 0;
}

/** @throws SchemaError where the schema is older or newer than this code understands */
export async function assertSchemaMatches(dataSource: DataSource): Promise<void> {
  await refuseNewerSchema(dataSource);
  const applied = new Set((await appliedMigrations(dataSource)) ?? []);
  const missing = MIGRATIONS.map((migration) => migration.name).filter((name) => !applied.has(name));
  if (missing.length > 0) {
    throw new SchemaError(
      `The database schema is older than this version of the gateway (it lacks ${missing.join(', ')}). ` +
        'Run `npm run migrate` once, then start again.',
    );
  }
}
