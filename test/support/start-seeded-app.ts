import { randomBytes } from 'node:crypto';
import type { AppLists } from '../../src/app.module.js';
import { createAddressGuard } from '../../src/core/address-guard.js';
import { createSecretBox } from '../../src/core/secret-box.js';
import type { RuntimeSettings } from '../../src/core/settings.js';
import { configurationDataSource } from '../../src/startup/prepare-database.js';
import { seedFirstStart } from '../../src/startup/first-start.js';
import type { Environment } from '../../src/startup/read-settings.js';
import { ProviderRegistry } from '../../src/providers/provider-registry.js';
import { startApp, type TestApp } from './start-app.js';

/** A running gateway with what a first start makes in an empty database: environments, sandbox, demo config, a secret. */
export async function startSeededApp(
  environment: Environment = {},
  lists: AppLists = {},
  settings: Partial<RuntimeSettings> = {},
): Promise<TestApp> {
  const encryptionKeys = [randomBytes(32)];
  const app = await startApp({ ...settings, encryptionKeys }, lists);
  await app.query('TRUNCATE environments, providers, configs, variants CASCADE');
  const dataSource = await configurationDataSource(app.settings.databaseUrl).initialize();
  const seeded = await seedFirstStart(dataSource, {
    registry: new ProviderRegistry(lists.vendors),
    secretBox: createSecretBox(encryptionKeys),
    guard: createAddressGuard(app.settings.upstreamAllow),
    environmentSecret: null,
    environment,
  });
  await dataSource.destroy();
  // A write here reads the seeded configuration.
  await app.admin('PATCH', '/configs/demo', {});
  return { ...app, secret: seeded?.madeSecret ?? '' };
}
