import type { Account, ConfigSnapshot, EnvironmentEntry } from '../../configs/snapshot/config-snapshot.js';
import { formatUsd } from '../../core/price.js';
import { METERED_UNITS } from '../../core/usage.js';
import { capabilitiesOf } from '../../catalog/capabilities.js';
import { CATALOG, currentPeriod, lookup, type CatalogModel, type PricePeriod } from '../../catalog/catalog.js';
import { imagePriceOf } from '../../catalog/cost-of-usage.js';
import { mayCallDirectly } from './direct-access.js';
import type { ListedModel } from '../../providers/provider-strategy.js';

/** OpenAI's model object, and what the catalog knows besides. */
export interface ModelEntry {
  readonly id: string;
  readonly object: 'model';
  /** Whole seconds since 1970; 0 where it is not known. */
  readonly created: number;
  readonly owned_by: string;
  /** Tokens; absent where it is not known. */
  readonly context_window?: number;
  /** The endpoints that it answers. */
  readonly capabilities?: readonly string[];
  /** USD for one of each unit, as decimal text; absent where no price is known. */
  readonly pricing?: Readonly<Record<string, string>>;
}

export interface ModelsContext {
  readonly snapshot: ConfigSnapshot;
  readonly environment: EnvironmentEntry;
  readonly at: Date;
  /** The vendor's own list where it is known. */
  readonly listedBy: (account: Account) => readonly ListedModel[] | null;
}

/**
 * `@config/slug` for each config with a rule in the caller's environment, and `@slug/model` for each model of each
 * enabled provider that this environment may call directly: the vendor's own list where it is known, else the catalog's.
 */
export function listModels({ snapshot, environment, at, listedBy }: ModelsContext): readonly ModelEntry[] {
  const configs = [...snapshot.configsBySlug.values()].filter((config) => config.rules.has(environment.id));
  const accounts = [...snapshot.accountsBySlug.values()].filter(
    (account): account is Account =>
      account.enabled && account.connection !== null && mayCallDirectly(environment, account),
  );
  return [
    ...configs.map((config) => ({
      id: `@config/${config.slug}`,
      object: 'model' as const,
      created: 0,
      owned_by: 'llmops',
    })),
    ...accounts.flatMap((account) => modelsOf(account, listedBy(account), at)),
  ];
}

function modelsOf(account: Account, listed: readonly ListedModel[] | null, at: Date): ModelEntry[] {
  const offered = Object.keys(account.connection.endpoints);
  const names: readonly ListedModel[] =
    listed ??
    (BY_VENDOR.get(account.vendor) ?? []).map(({ model, ownedBy }) => ({
      id: model,
      ownedBy: ownedBy ?? account.vendor,
      created: 0,
    }));
  return names.map((name) => {
    const known = lookup(account.vendor, name.id, account.pricingModelMap);
    return {
      id: `@${account.slug}/${name.id}`,
      object: 'model',
      created: name.created,
      owned_by: name.ownedBy,
      // A deployment may be called anything; the map says what it is.
      capabilities: capabilitiesOf(known?.model ?? name.id, offered),
      ...extrasOf(known, at),
    };
  });
}

function extrasOf(known: CatalogModel | null, at: Date): Pick<ModelEntry, 'context_window' | 'pricing'> {
  if (known === null) return {};
  const period = currentPeriod(known, at);
  return {
    ...(known.contextWindow !== null && { context_window: known.contextWindow }),
    ...(period !== null && { pricing: pricingOf(period) }),
  };
}

function pricingOf({ units, imageTiers }: PricePeriod): Record<string, string> {
  // Of images that cost by size and quality, the price of what is drawn when nothing is asked.
  const image = imageTiers.length > 0 ? imagePriceOf(imageTiers, undefined) : units.image;
  return Object.fromEntries(
    METERED_UNITS.flatMap((unit) => {
      const pico = unit === 'image' ? image : units[unit];
      return pico === undefined ? [] : [[unit, formatUsd(pico)]];
    }),
  );
}

const BY_VENDOR = new Map<string, CatalogModel[]>();
for (const model of CATALOG) BY_VENDOR.set(model.vendor, [...(BY_VENDOR.get(model.vendor) ?? []), model]);
