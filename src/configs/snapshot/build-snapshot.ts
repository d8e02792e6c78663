import { hash } from 'node:crypto';
import { toRedact } from '../environments/content-redaction.js';
import { parseUsd } from '../../catalog/parse-usd.js';
import type { PriceBook } from '../../catalog/price-book.js';
import { armKeysOf } from '../targeting/arm-keys.js';
import { DEFAULT_FALLBACK_ON } from '../targeting/fallback-triggers.js';
import { groupBy } from '../group-by.js';
import { SecretBoxError } from '../../core/secret-box.js';
import type { AccountRow } from '../../providers/accounts/account-rows.js';
import type { ProviderConnection } from '../../providers/provider-strategy.js';
import { parseStickyBy } from './call-facts.js';
import type { Conditions } from './conditions.js';
import type {
  Account,
  ConfigEntry,
  ConfigSnapshot,
  EnvironmentEntry,
  RuleArm,
  RuleEntry,
  SecretEntry,
  ShadowArm,
  UnavailableAccount,
  VersionContent,
  VersionEntry,
} from './config-snapshot.js';
import type { ArmRow, EnvironmentRow, RuleRow, SnapshotRows, VersionRow } from './snapshot-rows.js';

/** Parts that were made from the rows beforehand. Each getter throws where its part could not be made. */
export interface SnapshotTools {
  readonly prices: PriceBook;
  connectionOf(accountId: string): ProviderConnection;
  contentOf(versionId: string): VersionContent;
  conditionsOf(row: RuleRow): Conditions | null;
  /** Something was left out of the snapshot, or cannot be used; the rest lives. */
  onSkipped(what: string, error: unknown): void;
}

/** Rows → snapshot. A row that cannot be read is left out, and only it. */
export function buildSnapshot(rows: SnapshotRows, tools: SnapshotTools): ConfigSnapshot {
  const accounts = new Map(rows.accounts.map((row) => [row.id, buildAccount(row, tools)]));
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
    prices: tools.prices,
  });
}

function buildEnvironment(row: EnvironmentRow): EnvironmentEntry {
  return {
    id: row.id,
    slug: row.slug,
    defaultConfigId: row.defaultConfigId,
    logContent: row.logContent,
    redactContent: toRedact(row.contentRedaction),
    directAccess: row.directAccess === null ? null : new Set(row.directAccess),
    maxConcurrentCalls: row.maxConcurrentCalls,
  };
}

function buildSecrets(
  rows: SnapshotRows,
  environments: ReadonlyMap<string, EnvironmentEntry>,
): Map<string, SecretEntry> {
  const secrets = new Map<string, SecretEntry>();
  for (const row of rows.secrets) {
    const environment = environments.get(row.environmentId);
    if (environment === undefined) continue;
    const { id, name, hash } = row;
    secrets.set(hash.toString('hex'), { id, name, hash, environment, expiresAt: toEnd(row.expiresAtMs) });
  }
  return secrets;
}

/** A secret whose end cannot be read counts as ended. */
function toEnd(text: string | null): number | null {
  if (text === null) return null;
  const ms = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(ms) ? -Infinity : ms;
}

function buildAccount(row: AccountRow, tools: SnapshotTools): Account | UnavailableAccount {
  const { id, slug, name, vendor, enabled, pricingModelMap, costSource, timeouts, retry } = row;
  const account = { id, slug, name, vendor, enabled, pricingModelMap, costSource, timeouts, retry };
  try {
    return { ...account, connection: tools.connectionOf(id) };
  } catch (error) {
    tools.onSkipped(`provider ${slug}`, error);
    return { ...account, connection: null, opens: !(error instanceof SecretBoxError) };
  }
}

/** Finds a variant's pinned or latest version; each is built once, however many rules refer to it. */
class VersionIndex {
  private readonly byNumber = new Map<string, VersionEntry>();
  private readonly latest = new Map<string, VersionEntry>();

  constructor(
    rows: readonly VersionRow[],
    accounts: ReadonlyMap<string, Account | UnavailableAccount>,
    tools: SnapshotTools,
  ) {
    for (const row of rows) {
      try {
        const entry = buildVersion(row, found(accounts.get(row.providerId), 'its provider'), tools);
        this.byNumber.set(`${row.variantId}:${row.version}`, entry);
        if (row.isLatest) this.latest.set(row.variantId, entry);
      } catch (error) {
        tools.onSkipped(`version ${row.version} of variant ${row.variantName}`, error);
      }
    }
  }

  find(variantId: string, version: number | null): VersionEntry | undefined {
    return version === null ? this.latest.get(variantId) : this.byNumber.get(`${variantId}:${version}`);
  }
}

function buildVersion(row: VersionRow, account: VersionEntry['account'], tools: SnapshotTools): VersionEntry {
  const { id, variantId, variantName, version } = row;
  return { id, variantId, variantName, version, account, ...tools.contentOf(id) };
}

function buildArms(rows: readonly ArmRow[], versions: VersionIndex): RuleArm[] {
  const serving = rows.filter(({ share }) => share === null);
  const keys = armKeysOf(serving);
  return serving.map(({ variantId, version, weight }, index) => {
    const key = keys[index] ?? variantId;
    return { key, weight, version: found(versions.find(variantId, version), key) };
  });
}

/** One that cannot be built is left out, and only it: whom the rule serves is served all the same. */
function buildShadows(rows: readonly ArmRow[], versions: VersionIndex, tools: SnapshotTools): ShadowArm[] {
  return rows.flatMap(({ ruleId, variantId, version, share, maxDailyCost }) => {
    const cost = parseUsd(maxDailyCost);
    if (share === null || cost === null) return [];
    try {
      return [{ share, maxDailyCost: cost, version: found(versions.find(variantId, version), variantId) }];
    } catch (error) {
      tools.onSkipped(`a shadow of rule ${ruleId}`, error);
      return [];
    }
  });
}

/** The first eight bytes of SHA-256 over what makes a split, as a signed number. */
function splitIdOf(arms: readonly RuleArm[]): string | null {
  const drawn = arms.filter(({ weight }) => weight > 0);
  if (drawn.length < 2) return null;
  const split = drawn.map(({ key, weight, version }) => JSON.stringify([key, weight, version.id])).sort();
  const digest = hash('sha256', split.join(), 'hex').slice(0, 16);
  return BigInt.asIntN(64, BigInt(`0x${digest}`)).toString();
}

/** Config id → environment id → rules, in the order the rows came (highest priority first). */
function buildRules(
  rows: SnapshotRows,
  versions: VersionIndex,
  tools: SnapshotTools,
): Map<string, Map<string, RuleEntry[]>> {
  const armsByRule = groupBy(rows.arms, (arm) => arm.ruleId);
  const fallbacksByRule = groupBy(rows.fallbacks, (fallback) => fallback.ruleId);
  const rules = new Map<string, Map<string, RuleEntry[]>>();
  for (const row of rows.rules) {
    try {
      const armRows = armsByRule.get(row.id) ?? [];
      const arms = buildArms(armRows, versions);
      const fallbacks = (fallbacksByRule.get(row.id) ?? []).map((fallback) =>
        found(versions.find(fallback.variantId, fallback.version), fallback.variantId),
      );
      const byEnvironment = rules.get(row.configId) ?? new Map<string, RuleEntry[]>();
      rules.set(row.configId, byEnvironment);
      const list = byEnvironment.get(row.environmentId) ?? [];
      byEnvironment.set(row.environmentId, list);
      const { id, priority, continueStreams } = row;
      const fallbackOn = row.fallbackOn === null ? DEFAULT_FALLBACK_ON : new Set(row.fallbackOn);
      const stickyBy = row.stickyBy === null ? null : parseStickyBy(row.stickyBy);
      const conditions = tools.conditionsOf(row);
      list.push({
        id,
        priority,
        conditions,
        stickyBy,
        arms,
        shadows: buildShadows(armRows, versions, tools),
        splitId: splitIdOf(arms),
        fallbacks,
        fallbackOn,
        continueStreams,
      });
    } catch (error) {
      tools.onSkipped(`rule ${row.id}`, error);
    }
  }
  return rules;
}

function found<Part>(part: Part | undefined, what: string): Part {
  if (part === undefined) throw new Error(`it refers to ${what}, which could not be built`);
  return part;
}
