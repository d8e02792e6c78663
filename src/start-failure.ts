import { SchemaError } from './core/database.js';
import { EmbeddedPostgresError, systemErrorCode } from './core/postgres-binaries.js';
import { SettingsError } from './core/settings.js';
import { DatabaseError } from './prepare-database.js';
import { WorkerError } from './workers.js';

const SELF_EXPLAINING = [EmbeddedPostgresError, DatabaseError, SchemaError, WorkerError];

/** What a person reads when the gateway does not start: what is wrong and what would be right, no stack where we know. */
export function explainFailure(error: unknown): string {
  if (error instanceof SettingsError) {
    const lines = error.problems.map(({ name, detail }) => `  ${name}: ${detail}`);
    return ['The gateway cannot start with these settings (see docs/settings.md):', ...lines].join('\n');
  }
  if (error instanceof Error && SELF_EXPLAINING.some((each) => error instanceof each)) return error.message;
  const code = systemErrorCode(error);
  if (code === 'EADDRINUSE') return 'PORT: it is in use by another program. Stop that one, or set PORT to a free one.';
  if (code === 'EACCES') return 'PORT: this user may not listen on it. Set PORT to one above 1023.';
  if (code === 'EADDRNOTAVAIL') return 'HOST: this machine has no such address. Set HOST to 127.0.0.1 or 0.0.0.0.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
