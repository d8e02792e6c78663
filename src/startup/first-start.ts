import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { hashSecretToken, hintOf, newSecretToken } from '../configs/environments/secret-token.js';
import type { AddressGuard } from '../core/address-guard.js';
import { ADVISORY_LOCKS } from '../core/advisory-locks.js';
import { DEMO_IDS } from '../core/demo.js';
import type { SecretBox } from '../core/secret-box.js';
import type { Environment } from './read-settings.js';
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

const ENVIRONMENTS = [
  { id: DEMO_IDS.environments.production, name: 'Production', slug: 'production', isProduction: true },
  { id: DEMO_IDS.environments.staging, name: 'Staging', slug: 'staging', isProduction: false },
  { id: DEMO_IDS.environments.development, name: 'Development', slug: 'development', isProduction: false },
] as const;

const FIRST_SECRET = 'First start';

const SANDBOX = { id: DEMO_IDS.provider, vendor: 'sandbox', credentials: {}, baseUrl: null };

const DEMO = {
  config: { name: 'Demo', slug: 'demo' },
  variant: 'Demo on the sandbox',
  model: 'sandbox-1',
  systemPrompt: 'You answer {{ input.audience | default: "developers" }} briefly.',
};

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
    return (await isConfigured(manager)) ? null : seed(manager, tools);
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
  const rows = await dataSource.query<{ vendor: string }[]>('SELECT DISTINCT vendor FROM providers');
  const existing = new Set(rows.map((row) => row.vendor));
  const { providers, skipped } = readVendorEnvironment(environment, registry);
  return {
    providers: providers.filter(({ vendor }) => !existing.has(vendor)),
    skipped: skipped.filter(({ vendor }) => !existing.has(vendor)),
  };
}

async function isConfigured(manager: EntityManager): Promise<boolean> {
  const rows = await manager.query<{ configured: boolean }[]>(
    `SELECT EXISTS (SELECT FROM environments) OR EXISTS (SELECT FROM providers) OR EXISTS (SELECT FROM configs) AS configured`,
  );
  return rows.some((row) => row.configured);
}

async function seed(manager: EntityManager, tools: FirstStartTools): Promise<FirstStart> {
  await insertEnvironments(manager);
  const secret = tools.environmentSecret ?? newSecretToken();
  await manager.query('INSERT INTO environment_secrets (environment_id, name, hash, hint) VALUES ($1, $2, $3, $4)', [
    DEMO_IDS.environments.production,
    FIRST_SECRET,
    hashSecretToken(secret),
    hintOf(secret),
  ]);
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

async function insertEnvironments(manager: EntityManager): Promise<void> {
  for (const { id, name, slug, isProduction } of ENVIRONMENTS) {
    await manager.query('INSERT INTO environments (id, name, slug, is_production) VALUES ($1, $2, $3, $4)', [
      id,
      name,
      slug,
      isProduction,
    ]);
  }
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
  tools: FirstStartTools,
  { id = randomUUID(), vendor, credentials, baseUrl }: Omit<EnvironmentProvider, 'variable'> & { readonly id?: string },
): Promise<void> {
  const sealed = tools.secretBox.seal(JSON.stringify(credentials), id);
  await manager.query(
    'INSERT INTO providers (id, vendor, name, slug, sealed_credentials, base_url) VALUES ($1, $2, $3, $2, $4, $5)',
    [id, vendor, tools.registry.get(vendor)?.label ?? vendor, sealed, baseUrl],
  );
}

async function insertDemo(manager: EntityManager): Promise<void> {
  const { config: configId, variant: variantId, provider: providerId } = DEMO_IDS;
  const { name, slug } = DEMO.config;
  await manager.query('INSERT INTO configs (id, name, slug) VALUES ($1, $2, $3)', [configId, name, slug]);
  await manager.query('INSERT INTO variants (id, name) VALUES ($1, $2)', [variantId, DEMO.variant]);
  await manager.query(
    `INSERT INTO variant_versions (variant_id, version, provider_id, model, system_prompt) VALUES ($1, 1, $2, $3, $4)`,
    [variantId, providerId, DEMO.model, DEMO.systemPrompt],
  );
  for (const { id: environmentId, slug: environment } of ENVIRONMENTS) {
    const ruleId = DEMO_IDS.rules[environment];
    await manager.query('INSERT INTO targeting_rules (id, config_id, environment_id) VALUES ($1, $2, $3)', [
      ruleId,
      configId,
      environmentId,
    ]);
    await manager.query('INSERT INTO rule_arms (rule_id, position, variant_id, weight) VALUES ($1, 0, $2, 10000)', [
      ruleId,
      variantId,
    ]);
  }
}
