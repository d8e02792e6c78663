import { DEFAULT_FALLBACK_ON } from '../../src/configs/targeting/fallback-triggers.js';
import { readModels } from '../../src/catalog/models.js';
import { buildPriceBook } from '../../src/catalog/price-book.js';
import type {
  Account,
  ConfigSnapshot,
  EnvironmentEntry,
  RuleEntry,
  UnavailableAccount,
  VersionEntry,
} from '../../src/configs/snapshot/config-snapshot.js';

/** What the gateway comes with. */
export const prices = buildPriceBook(readModels());

/** A configuration made of values, for tests of pure functions. */
export const environment: EnvironmentEntry = {
  id: 'env-1',
  slug: 'production',
  defaultConfigId: null,
  logContent: null,
  redactContent: (text) => text,
  directAccess: null,
  maxConcurrentCalls: null,
};

export function account(slug: string, fields: Partial<Account> = {}): Account {
  return {
    id: `account-${slug}`,
    slug,
    name: slug,
    vendor: 'openai',
    enabled: true,
    pricingModelMap: {},
    costSource: 'catalog',
    timeouts: null,
    retry: null,
    connection: {
      endpoints: {},
      sign: (request) => request,
      readError: () => ({ kind: 'overloaded', message: 'not used' }),
      requestIdHeaders: [],
      extensionParameters: { embeddings: ['input_type'] },
    },
    ...fields,
  };
}

export function unavailable(slug: string, fields: Partial<UnavailableAccount> = {}): UnavailableAccount {
  return { ...account(slug), connection: null, opens: false, ...fields };
}

export function version(variantName: string, fields: Partial<VersionEntry> = {}): VersionEntry {
  return {
    id: `version-of-${variantName}`,
    variantId: `variant-${variantName}`,
    variantName,
    version: 1,
    account: account('main'),
    model: `model-of-${variantName}`,
    parameters: {},
    parameterModes: {},
    prompt: null,
    timeouts: {},
    retry: {},
    ...fields,
  };
}

export function rule(id: string, arms: readonly [VersionEntry, number][], fields: Partial<RuleEntry> = {}): RuleEntry {
  return {
    id,
    priority: 0,
    conditions: null,
    stickyBy: null,
    fallbackOn: DEFAULT_FALLBACK_ON,
    continueStreams: false,
    splitId: null,
    shadows: [],
    arms: arms.map(([entry, weight]) => ({ key: entry.variantId, weight, version: entry })),
    fallbacks: [],
    ...fields,
  };
}

export function snapshot(
  accounts: readonly (Account | UnavailableAccount)[],
  configs: Readonly<Record<string, readonly RuleEntry[]>>,
): ConfigSnapshot {
  const entries = Object.entries(configs).map(([slug, rules], index) => ({
    id: `00000000-0000-4000-8000-00000000000${index}`,
    slug,
    name: slug,
    rules: new Map(rules.length > 0 ? [[environment.id, rules]] : []),
  }));
  return {
    revision: '7',
    environmentsById: new Map([[environment.id, environment]]),
    secrets: new Map(),
    accountsBySlug: new Map(accounts.map((entry) => [entry.slug, entry])),
    configsBySlug: new Map(entries.map((entry) => [entry.slug, entry])),
    configsById: new Map(entries.map((entry) => [entry.id, entry])),
    prices,
  };
}
