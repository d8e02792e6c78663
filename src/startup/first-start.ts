import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { newSecretToken } from '../configs/environments/secret-token.js';
import { insertDemo, insertFirstEnvironments, isConfigured } from '../configs/first-configuration.js';
import type { AddressGuard } from '../core/address-guard.js';
import { ADVISORY_LOCKS } from '../core/advisory-locks.js';
import { DEMO_IDS } from '../core/demo.js';
import type { SecretBox } from '../core/secret-box.js';
import type { Environment } from './read-settings.js';
import { insertFirstAccount, vendorsInUse } from '../providers/accounts/account-rows.js';
import type { ProviderRegistry } from '../providers/provider-registry.js';
import { readVendorEnvironment, type EnvironmentProvider, type EnvironmentProviders } from './vendor-environment.js';

export interface FirstStartTools {
  readonly registry: ProviderRegistry;
  readonly secretBox: SecretBox;
  readonly guard: AddressGuard;
  /** LLMOPS_ENVIRONMENT_SECRET, null to make one. */
  readonly environmentSecret: string | null;
  readonly environment: Environment;
}

export interface FirstStart {
  /** Of environment `production`; nothing but its hash is stored. Null: it was given. */
  readonly madeSecret: string | null;
  readonly providers: readonly string[];
  /** Vendors whose environment variables were found but not used, each in one sentence. */
  readonly skipped: readonly string[];
}

const SANDBOX = { id: DEMO_IDS.provider, vendor: 'sandbox', credentials: {}, baseUrl: null };

/**
 * Fills a database that nothing was ever configured in: environments, a secret, the sandbox with a demo config, and a
 * provider for each vendor whose usual environment variables are set. Whole or not at all; replicas that start together
 * do it once.
 *
 * @returns null where there is configuration already
 */
export function seedFirstStart(dataSource: DataSource, tools: FirstStartTools): Promise<FirstStart | null> {
  return dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.firstStart]);
    const isNew = !(await isConfigured(manager)) && (await vendorsInUse(manager)).size === 0;
    return isNew ? seed(manager, tools) : null;
  });
}

/**
 * Vendors whose variables were set, or are not enough, after the first start, which alone reads them: those that no
 * provider exists of.
 */
export async function findLateVendors(
  dataSource: DataSource,
  { registry, environment }: Pick<FirstStartTools, 'registry' | 'environment'>,
): Promise<EnvironmentProviders> {
  const existing = await vendorsInUse(dataSource.manager);
  const { providers, skipped } = readVendorEnvironment(environment, registry);
  return {
    providers: providers.filter(({ vendor }) => !existing.has(vendor)),
    skipped: skipped.filter(({ vendor }) => !existing.has(vendor)),
  };
}

async function seed(manager: EntityManager, tools: FirstStartTools): Promise<FirstStart> {
  const secret = tools.environmentSecret ?? newSecretToken();
  await insertFirstEnvironments(manager, secret);
  await insertProvider(manager, tools, SANDBOX);
  await insertDemo(manager);
  const found = readVendorEnvironment(tools.environment, tools.registry);
  const skipped = found.skipped.map(({ vendor, reason }) => `${vendor}: ${reason}`);
  const providers: string[] = [];
  for (const provider of found.providers) {
    const refusal = refusalOf(provider, tools);
    if (refusal !== null) skipped.push(`${provider.vendor}: ${refusal}`);
    else providers.push(provider.vendor);
    if (refusal === null) await insertProvider(manager, tools, provider);
  }
  return { madeSecret: tools.environmentSecret === null ? secret : null, providers, skipped };
}

/** The same checks as the admin API makes; a bad variable must not stop the start. */
function refusalOf({ vendor, credentials, baseUrl }: EnvironmentProvider, tools: FirstStartTools): string | null {
  const strategy = tools.registry.get(vendor);
  if (strategy === undefined) return 'this version does not know the vendor';
  const problem = strategy.validateCredentials(credentials).at(0);
  if (problem !== undefined) return problem.detail;
  const urls = [...(baseUrl === null ? [] : [baseUrl]), ...strategy.credentialUrls(credentials)];
  const refused = urls.map((url) => tools.guard.checkUrl(url)).find((reason) => reason !== null);
  return refused === undefined ? null : `its address is refused: ${refused}`;
}

async function insertProvider(
  manager: EntityManager,
  { registry, secretBox }: FirstStartTools,
  { id = randomUUID(), vendor, credentials, baseUrl }: Omit<EnvironmentProvider, 'variable'> & { readonly id?: string },
): Promise<void> {
  const sealedCredentials = secretBox.seal(JSON.stringify(credentials), id);
  await insertFirstAccount(manager, {
    ...{ id, vendor, sealedCredentials, baseUrl },
    name: registry.get(vendor)?.label ?? vendor,
  });
}
