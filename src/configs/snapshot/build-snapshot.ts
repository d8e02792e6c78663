import { groupBy } from '../../core/group-by.js';
import type { JsonObject } from '../../core/json.js';
import type { ProviderConnection } from '../../providers/provider-strategy.js';
import { parseConditions } from './conditions.js';
import type {
  Account,
  ConfigEntry,
  ConfigSnapshot,
  EnvironmentEntry,
  RuleArm,
  RuleEntry,
  SecretEntry,
  VersionEntry,
} from './config-snapshot.js';
import { compilePrompt } from './prompt-template.js';
import type { EnvironmentRow, ProviderRow, RuleRow, SnapshotRows, VersionRow } from './snapshot-rows.js';

/** What building needs of the outside: how an account's row becomes a connection. */
export interface SnapshotTools {
  connect(row: ProviderRow): ProviderConnection;
  /** Something was left out of the snapshot; the rest lives. */
  onSkipped(what: string, error: unknown): void;
}

/** Rows → snapshot. What does not build (credentials that do not open, a bad row) is left out alone. */
export function buildSnapshot(rows: SnapshotRows, tools: SnapshotTools): ConfigSnapshot {
  const accounts = buildAccounts(rows, tools);
  const versions = new VersionIndex(rows.versions, accounts, tools);
  const rules = buildRules(rows, versions, tools);
  const configs = rows.configs.map((row): ConfigEntry => ({ ...row, rules: rules.get(row.id) ?? new Map() }));
  const environmentsById = new Map(rows.environments.map((row) => [row.id, buildEnvironment(row)]));
  return Object.freeze<ConfigSnapshot>({
    revision: rows.revision,
    environmentsById,
    secrets: buildSecrets(rows, environmentsById),
    accountsBySlug: new Map([...accounts.values()].map((account) => [account.slug, account])),
    configsBySlug: new Map(configs.map((config) => [config.slug, config])),
    configsById: new Map(configs.map((config) => [config.id, config])),
  });
}

function buildEnvironment(row: EnvironmentRow): EnvironmentEntry {
  return {
    id: row.id,
    slug: row.slug,
    defaultConfigId: row.default_config_id,
    logContent: row.log_content,
    directAccess: row.direct_access === null ? null : new Set(row.direct_access),
    maxConcurrentCalls: row.max_concurrent_calls,
  };
}

function buildSecrets(
  rows: SnapshotRows,
  environments: ReadonlyMap<string, EnvironmentEntry>,
): Map<string, SecretEntry> {
  const secrets = new Map<string, SecretEntry>();
  for (const row of rows.secrets) {
    const environment = environments.get(row.environment_id);
    if (environment === undefined) continue;
    const expiresAt = row.expires_at?.getTime() ?? null;
    const { id, name, hash } = row;
    secrets.set(hash.toString('hex'), { id, name, hash, environment, expiresAt });
  }
  return secrets;
}

function buildAccounts(rows: SnapshotRows, tools: SnapshotTools): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const row of rows.providers) {
    try {
      accounts.set(row.id, {
        id: row.id,
        slug: row.slug,
        name: row.name,
        vendor: row.vendor,
        enabled: row.enabled,
        pricingModelMap: row.pricing_model_map,
        connection: tools.connect(row),
      });
    } catch (error) {
      tools.onSkipped(`provider ${row.slug}`, error);
    }
  }
  return accounts;
}

/** Finds a variant's pinned or latest version; each is built once, whoever refers to it. */
class VersionIndex {
  private readonly byNumber = new Map<string, VersionEntry>();
  private readonly latest = new Map<string, VersionEntry>();

  constructor(rows: readonly VersionRow[], accounts: ReadonlyMap<string, Account>, tools: SnapshotTools) {
    for (const row of rows) {
      try {
        const entry = buildVersion(row, accounts);
        this.byNumber.set(`${row.variant_id}:${row.version}`, entry);
        if (row.is_latest) this.latest.set(row.variant_id, entry);
      } catch (error) {
        tools.onSkipped(`version ${row.version} of variant ${row.variant_name}`, error);
      }
    }
  }

  find(variantId: string, version: number | null): VersionEntry | undefined {
    return version === null ? this.latest.get(variantId) : this.byNumber.get(`${variantId}:${version}`);
  }
}

function buildVersion(row: VersionRow, accounts: ReadonlyMap<string, Account>): VersionEntry {
  return {
    id: row.id,
    variantId: row.variant_id,
    variantName: row.variant_name,
    version: row.version,
    account: accounts.get(row.provider_id) ?? null,
    model: row.model,
    parameters: row.parameters,
    parameterModes: row.parameter_modes,
    prompt: row.system_prompt === null || row.system_prompt === '' ? null : compilePrompt(row.system_prompt),
    timeouts: row.timeouts,
    retry: row.retry,
  };
}

/** Config id → environment id → rules, in the order the rows came (highest priority first). */
function buildRules(
  rows: SnapshotRows,
  versions: VersionIndex,
  tools: SnapshotTools,
): Map<string, Map<string, RuleEntry[]>> {
  const armsByRule = groupBy(rows.arms, (arm) => arm.rule_id);
  const fallbacksByRule = groupBy(rows.fallbacks, (fallback) => fallback.rule_id);
  const rules = new Map<string, Map<string, RuleEntry[]>>();
  for (const row of rows.rules) {
    try {
      const arms = (armsByRule.get(row.id) ?? []).map((arm): RuleArm => {
        const key = `${arm.variant_id}:${arm.version ?? 'latest'}`;
        return { key, weight: arm.weight, version: found(versions.find(arm.variant_id, arm.version), key) };
      });
      const fallbacks = (fallbacksByRule.get(row.id) ?? []).map((fallback) =>
        found(versions.find(fallback.variant_id, fallback.version), fallback.variant_id),
      );
      const byEnvironment = rules.get(row.config_id) ?? new Map<string, RuleEntry[]>();
      rules.set(row.config_id, byEnvironment);
      const list = byEnvironment.get(row.environment_id) ?? [];
      byEnvironment.set(row.environment_id, list);
      list.push(buildRule(row, arms, fallbacks));
    } catch (error) {
      tools.onSkipped(`rule ${row.id}`, error);
    }
  }
  return rules;
}

function buildRule(row: RuleRow, arms: readonly RuleArm[], fallbacks: readonly VersionEntry[]): RuleEntry {
  const conditions: JsonObject | null = row.conditions;
  return {
    id: row.id,
    priority: row.priority,
    conditions: conditions === null ? null : parseConditions(conditions),
    arms,
    fallbacks,
  };
}

function found(version: VersionEntry | undefined, what: string): VersionEntry {
  if (version === undefined) throw new Error(`it refers to ${what}, which could not be built`);
  return version;
}
