// First: it clears variables that the Postgres driver reads when it is loaded.
import './postgres-variables.js';
import { existsSync } from 'node:fs';
import { assertSchemaMatches } from './migrations.js';
import { createSecretBox } from '../core/secret-box.js';
import type { Settings } from '../core/settings.js';
import { readSettings, SettingsError } from './read-settings.js';
import { lockDataDir } from './data-dir-lock.js';
import { encryptionKeysOf } from './generated-values.js';
import { databaseDirOf, keepPostgres } from './embedded-postgres/keep-postgres.js';
import { connect } from './prepare-database.js';
import { rotateCredentials, type RotationResult } from '../providers/accounts/rotate-credentials.js';
import { ProviderRegistry } from '../providers/provider-registry.js';
import { readEnvironment } from './read-environment.js';
import { explainFailure } from './start-failure.js';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Seals every credential with the first key, in the embedded database too, and ends. docs/key-rotation.md says when. */
async function rotateKey(): Promise<void> {
  const settings = readSettings(readEnvironment());
  const { sealed, unopened } = await rotate(settings);
  say(
    sealed.length === 0
      ? 'No credentials were sealed.'
      : `Sealed the credentials of ${sealed.length} provider${sealed.length === 1 ? '' : 's'} with the first key: ${sealed.join(', ')}.`,
  );
  if (unopened.length === 0) return;
  const list = unopened.map(({ slug, reason }) => `  ${slug}: ${reason}`).join('\n');
  process.stderr.write(`These credentials do not open and were left as they are:\n${list}\n`);
  process.exitCode = 1;
}

async function rotate(settings: Settings): Promise<RotationResult> {
  const databaseDir = databaseDirOf(settings);
  if (settings.databaseUrl !== null) return rotateAt(settings.databaseUrl, settings.encryptionKeys);
  if (!existsSync(databaseDir)) {
    const detail = `There is no embedded database in ${settings.dataDir}. Give the directory that the gateway uses.`;
    throw new SettingsError([{ name: 'LLMOPS_DATA_DIR', detail }]);
  }
  const lock = await lockDataDir(settings.dataDir, say);
  const encryptionKeys = encryptionKeysOf(settings, databaseDir);
  const postgres = await keepPostgres(settings, lock, say);
  try {
    return await rotateAt(postgres.url, encryptionKeys);
  } finally {
    await postgres.stop();
  }
}

async function rotateAt(url: string, encryptionKeys: readonly Buffer[]): Promise<RotationResult> {
  const dataSource = await connect(url, say);
  try {
    await assertSchemaMatches(dataSource);
    return await rotateCredentials(dataSource.manager, createSecretBox(encryptionKeys), new ProviderRegistry());
  } finally {
    await dataSource.destroy();
  }
}

rotateKey().catch((error: unknown) => {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exit(1);
});
