// First: it clears variables that the Postgres driver reads when it is loaded.
import './postgres-variables.js';
import { existsSync } from 'node:fs';
import { assertSchemaMatches } from './migrations.js';
import { createSecretBox } from '../core/secret-box.js';
import type { Settings } from '../core/settings.js';
import { readSettings, SettingsError } from './read-settings.js';
import { lockDataDir } from './data-dir-lock.js';
import { encryptionKeysOf } from './generated-values.js';
import { databaseDirOf, supervisePostgres } from './embedded-postgres/supervise-postgres.js';
import { connect } from './prepare-database.js';
import { print } from './print.js';
import { rotateCredentials, type RotationResult } from '../providers/accounts/rotate-credentials.js';
import { ProviderRegistry } from '../providers/provider-registry.js';
import { readEnvironment } from './read-environment.js';
import { sealWebhookSecretsAgain } from '../webhooks/seal-secrets-again.js';
import { exitWithExplanation } from './start-failure.js';

/** Seals every credential with the first key, in the embedded database too, and ends. docs/key-rotation.md says when. */
async function rotateKey(): Promise<void> {
  const settings = readSettings(readEnvironment());
  const { sealed, unopened } = await rotate(settings);
  print(
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
  const lock = await lockDataDir(settings.dataDir, print);
  const encryptionKeys = encryptionKeysOf(settings, databaseDir);
  const postgres = await supervisePostgres(settings, lock, print);
  try {
    return await rotateAt(postgres.url, encryptionKeys);
  } finally {
    await postgres.stop();
  }
}

async function rotateAt(url: string, encryptionKeys: readonly Buffer[]): Promise<RotationResult> {
  const dataSource = await connect(url, print);
  try {
    await assertSchemaMatches(dataSource);
    const secretBox = createSecretBox(encryptionKeys);
    const result = await rotateCredentials(dataSource.manager, secretBox, new ProviderRegistry());
    const lost = await sealWebhookSecretsAgain(dataSource.manager, secretBox);
    const unopened = lost.map((name) => ({ slug: `webhook "${name}"`, reason: 'no key opens its secret' }));
    return { ...result, unopened: [...result.unopened, ...unopened] };
  } finally {
    await dataSource.destroy();
  }
}

rotateKey().catch(exitWithExplanation);
