import { SchemaError } from './migrations.js';
import { systemErrorCode } from '../core/system-error.js';
import { EmbeddedPostgresError } from './embedded-postgres/postgres-binaries.js';
import { SettingsError } from './read-settings.js';
import { DataDirInUseError } from './data-dir-lock.js';
import { describeDatabaseFailure } from './describe-database-failure.js';
import { DatabaseError } from './prepare-database.js';
import { WorkerError } from '../cluster/workers.js';

const SELF_EXPLAINING = [DataDirInUseError, EmbeddedPostgresError, DatabaseError, SchemaError, WorkerError];

/** What a person reads when the gateway does not start: what is wrong and how to mend it. A stack only for unknown causes. */
export function explainFailure(error: unknown): string {
  if (error instanceof SettingsError) {
    const lines = error.problems.map(({ name, detail }) => `  ${name}: ${detail}`);
    return ['The gateway cannot start with these settings (see docs/settings.md):', ...lines].join('\n');
  }
  if (error instanceof Error && SELF_EXPLAINING.some((each) => error instanceof each)) return error.message;
  return listenFailure(error) ?? databaseFailure(error) ?? fileFailure(error) ?? textOf(error);
}

/** Ends a program that could not do its work. */
export function exitWithExplanation(error: unknown): never {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exit(1);
}

const LISTEN_FAILURES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'PORT: it is in use by another program. Stop that one, or set PORT to a free one: PORT=3001 npm start',
  EACCES: 'PORT: this user may not listen on it. Set PORT to one above 1023.',
  EPERM: 'PORT: this user may not listen on it. Set PORT to one above 1023.',
  EADDRNOTAVAIL: 'HOST: this machine has no such address. Set HOST to 127.0.0.1 or 0.0.0.0.',
  ENOTFOUND: 'HOST: nobody knows an address of this name. Set HOST to 127.0.0.1 or 0.0.0.0.',
  EAI_AGAIN: 'HOST: no name server answers for this name. Set HOST to 127.0.0.1 or 0.0.0.0.',
  EAFNOSUPPORT: 'HOST: this machine has no IPv6. Set HOST to 127.0.0.1 or 0.0.0.0.',
};

/** Told by the system call, since EACCES can also be about a file. */
function listenFailure(error: unknown): string | null {
  const isListening = ['listen', 'bind', 'getaddrinfo'].includes(fieldOf(error, 'syscall') ?? '');
  return isListening ? (LISTEN_FAILURES[systemErrorCode(error) ?? ''] ?? null) : null;
}

/**
 * Why a statement can fail after the connection was made, other than by a bug: a missing right or schema, a read-only
 * transaction, a database that went away, is full or busy.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const DATABASE_FAILURE = /^(42501|3F000|08|25006|40|53|55P|57|58)/;
/** Errors of `pg` without a code. */
const CONNECTION_LOST = /^(Connection terminated|the database did not answer|another connection to the same database)/;

function databaseFailure(error: unknown): string | null {
  const code = systemErrorCode(error) ?? '';
  const message = error instanceof Error ? error.message : '';
  const isKnown = (code.length === 5 && DATABASE_FAILURE.test(code)) || CONNECTION_LOST.test(message);
  if (!isKnown) return null;
  const again = `${message.replace(/[.:\s]+$/, '')}. Look into its log and start again.`;
  return `DATABASE_URL: the database cannot be used: ${describeDatabaseFailure(error) ?? again}`;
}

const FILE_FAILURES: Readonly<Record<string, string>> = {
  EACCES: 'this user may not use it; give it to the user that the gateway runs as (chown -R)',
  EPERM: 'this user may not use it; give it to the user that the gateway runs as (chown -R)',
  EROFS: 'its file system is read-only; the data directory (LLMOPS_DATA_DIR) must be on one that can be written',
  ENOSPC: 'its disk is full; make room, or set LLMOPS_DATA_DIR to a directory elsewhere',
  EDQUOT: 'the quota of its disk is used up; make room, or set LLMOPS_DATA_DIR to a directory elsewhere',
  EMFILE: 'too many files are open; raise the limit (ulimit -n)',
};

function fileFailure(error: unknown): string | null {
  const path = fieldOf(error, 'path');
  const code = systemErrorCode(error);
  const reason = FILE_FAILURES[code ?? ''];
  return path === undefined || reason === undefined ? null : `${path}: ${reason} (${code ?? ''}).`;
}

function fieldOf(error: unknown, name: 'syscall' | 'path'): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
