import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { CONFIG_ENTITIES } from '../configs/entities.js';
import { dataSourceOptions } from '../core/database.js';
import { ACCOUNT_ENTITIES } from '../providers/accounts/account-rows.js';
import { assertSchemaMatches, migrateIfEmpty, runMigrations } from './migrations.js';
import { systemErrorCode } from '../core/system-error.js';
import { describeDatabaseFailure, describeUnreachable } from './describe-database-failure.js';
import type { Print } from './print.js';

/** The database cannot be used; the message says why and holds no password. */
export class DatabaseError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseError';
  }
}

/** It may only be away for a while, as in an outage. */
export class DatabaseUnreachableError extends DatabaseError {}

/** The oldest PostgreSQL that the migrations are written for. */
const OLDEST_SERVER = 150_000;
export const CONNECT_WITHIN_MS = 30_000;
const RETRY_MS = 1_000;
/**
 * Not there yet, as when a whole stack starts at once: refused, unknown host, starting up or just going down, and what
 * a pooler answers (08P01) while it does not reach the server behind it.
 */
const TRANSIENT = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'],
  ...['57P01', '57P02', '57P03', '08006', '08P01'],
]);
/** Errors of `pg` without a code: a connection that was dropped or not answered, as by a balancer without servers. */
const UNANSWERED = /^(Connection terminated|timeout expired)/;

/** A data source with the tables of the configuration, which the start itself reads and writes. */
export function configurationDataSource(url: string, poolSize?: number): DataSource {
  return new DataSource({ ...dataSourceOptions(url, poolSize), entities: [...ACCOUNT_ENTITIES, ...CONFIG_ENTITIES] });
}

/**
 * Connects, waiting for a database that is only just starting.
 *
 * @throws DatabaseUnreachableError where it cannot be reached within `waitMs`
 * @throws DatabaseError where it refuses us or is too old
 */
export async function connect(url: string, print: Print, waitMs = CONNECT_WITHIN_MS): Promise<DataSource> {
  const deadline = performance.now() + waitMs;
  for (let attempt = 1; ; attempt++) {
    const dataSource = configurationDataSource(url, 2);
    try {
      await dataSource.initialize();
      await refuseUnfit(dataSource);
      await refuseStatementMode(dataSource);
      return dataSource;
    } catch (error) {
      if (dataSource.isInitialized) await dataSource.destroy();
      if (error instanceof DatabaseError) throw error;
      const code = systemErrorCode(error) ?? '';
      const known = describeDatabaseFailure(error);
      const message = error instanceof Error ? error.message : '';
      const words = message === '' ? code : message;
      const unreachable = describeUnreachable(error, url);
      const isTransient = known === null && (TRANSIENT.has(code) || UNANSWERED.test(message));
      if (!isTransient || performance.now() > deadline) {
        const reason = known ?? unreachable ?? words;
        const message = `DATABASE_URL: the database cannot be used: ${reason}`;
        throw new (isTransient ? DatabaseUnreachableError : DatabaseError)(message, { cause: error });
      }
      if (attempt === 1)
        print(`Waiting for the database, ${waitMs / 1_000} seconds at most: ${unreachable ?? words} …`);
      await sleep(RETRY_MS);
    }
  }
}

async function refuseUnfit(dataSource: DataSource): Promise<void> {
  const [row] = await dataSource.query<[{ version: string; encoding: string; name: string }]>(
    `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding,
       current_database() AS name`,
  );
  if (Number(row.version) < OLDEST_SERVER) {
    throw new DatabaseError(`DATABASE_URL: PostgreSQL 15 or newer is needed, this one is ${row.version.slice(0, -4)}.`);
  }
  // Prompts and names hold any character. Another encoding would refuse some records, or store bytes that are no text.
  if (row.encoding !== 'UTF8') {
    throw new DatabaseError(
      `DATABASE_URL: the database '${row.name}' is encoded in ${row.encoding}, and UTF8 is needed. An encoding cannot be ` +
        `changed: make another database with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, and name it in DATABASE_URL.`,
    );
  }
}

/** @see https://www.pgbouncer.org/features.html */
async function refuseStatementMode(dataSource: DataSource): Promise<void> {
  try {
    await dataSource.transaction((manager) => manager.query('SELECT 1'));
  } catch (error) {
    if (!/statement pooling mode/i.test(String(error))) throw error;
    throw new DatabaseError(
      'DATABASE_URL: the pooler in front of this database allows no transactions. Set its pool_mode to session or transaction mode.',
    );
  }
}

export interface SchemaOptions {
  readonly isEmbedded: boolean;
  readonly print: Print;
}

/**
 * Brings the schema to what this code understands: our own database always, one that was given only when it is empty,
 * since its owner decides when all replicas move.
 *
 * @throws SchemaError where a given database is older or newer
 */
export async function prepareSchema(dataSource: DataSource, { isEmbedded, print }: SchemaOptions): Promise<void> {
  const ran = await (isEmbedded ? runMigrations(dataSource) : migrateIfEmpty(dataSource));
  if (ran.length > 0) print(`Migrated the database (${ran.length} migration${ran.length === 1 ? '' : 's'}).`);
  await assertSchemaMatches(dataSource);
}
