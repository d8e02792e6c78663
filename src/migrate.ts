// First: it clears variables that the Postgres driver reads when it is loaded.
import './startup/postgres-variables.js';
import { existsSync } from 'node:fs';
import { runMigrations, SchemaError, undoMigrations } from './startup/migrations.js';
import { readSettings } from './startup/read-settings.js';
import { lockDataDir } from './startup/data-dir-lock.js';
import { makeDataDir, encryptionKeysOf } from './startup/generated-values.js';
import { databaseDirOf, supervisePostgres } from './startup/embedded-postgres/supervise-postgres.js';
import { connect } from './startup/prepare-database.js';
import { print } from './startup/print.js';
import { readEnvironment } from './startup/read-environment.js';
import { exitWithExplanation } from './startup/start-failure.js';

/**
 * Runs pending migrations on the configured database, the embedded one too, and ends; replicas may do it at once.
 * `--undo` and names take the newest ones back instead.
 */
async function migrate(): Promise<void> {
  const [option] = process.argv.slice(2);
  if (option !== undefined && option !== '--undo') throw new SchemaError(`There is no ${option}; --undo takes names.`);
  const settings = readSettings(readEnvironment(), 'migrate');
  if (settings.databaseUrl !== null) return migrateAt(settings.databaseUrl);
  makeDataDir(settings.dataDir);
  const lock = await lockDataDir(settings.dataDir, print);
  // Migrating needs no key, but a new database gets one here: a start refuses a database that was made without.
  if (!existsSync(databaseDirOf(settings))) encryptionKeysOf(settings, databaseDirOf(settings));
  const postgres = await supervisePostgres(settings, lock, print);
  try {
    await migrateAt(postgres.url);
  } finally {
    await postgres.stop();
  }
}

async function migrateAt(url: string): Promise<void> {
  const dataSource = await connect(url, print);
  try {
    const [option, ...names] = process.argv.slice(2);
    if (option === '--undo') {
      await undoMigrations(dataSource, names);
      print(`Undid ${names.join(', ')}`);
      return;
    }
    const ran = await runMigrations(dataSource);
    for (const name of ran) print(`Ran ${name}`);
    print(
      ran.length === 0 ? 'The database is up to date.' : `The database is up to date after ${ran.length} migrations.`,
    );
  } finally {
    await dataSource.destroy();
  }
}

migrate().catch(exitWithExplanation);
