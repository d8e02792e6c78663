import type { Account, ConfigSnapshot, EnvironmentEntry } from '../../configs/snapshot/config-snapshot.js';
import { formatUsd } from '../../catalog/cost-of-usage.js';
import { METERED_UNITS } from '../../core/usage.js';
import { capabilitiesOf } from '../../catalog/capabilities.js';
import { findModel, type PriceBook } from '../../catalog/price-book.js';
import type { CatalogModel } from '../../catalog/models.js';
import { mayCallDirectly } from './plan-route.js';
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
    ...accounts.flatMap((account) => modelsOf(account, { prices: snapshot.prices, listed: listedBy(account), at })),
  ];
}

interface Knowledge {
  readonly prices: PriceBook;
  readonly listed: readonly ListedModel[] | null;
  readonly at: Date;
}

function modelsOf(account: Account, { prices, listed, at }: Knowledge): ModelEntry[] {
  const { vendor, pricingModelMap } = account;
  const offered = Object.keys(account.connection.endpoints);
  return (listed ?? catalogOf(prices, vendor)).map((name) => {
    const known = findModel(prices, { vendor, model: name.id, pricingModelMap });
    return {
      id: `@${account.slug}/${name.id}`,
      object: 'model',
      created: name.created,
      owned_by: name.ownedBy,
      capabilities:
        account.connection.capabilitiesOf?.(name.id) ??
        // A deployment may be called anything; the map says what it is.
        capabilitiesOf(known?.model ?? name.id, offered),
      ...(known && extrasOf(known, prices, at)),
    };
  });
}

function catalogOf({ models }: PriceBook, vendor: string): ListedModel[] {
  return models
    .filter((model) => model.vendor === vendor)
    .map(({ model, ownedBy }) => ({ id: model, ownedBy: ownedBy ?? vendor, created: 0 }));
}

function extrasOf(
  { vendor, model, contextWindow }: CatalogModel,
  prices: PriceBook,
  at: Date,
): Pick<ModelEntry, 'context_window' | 'pricing'> {
  // Where the price depends on size, quality or a long prompt: the price of a call that sets none of them.
  const rows = METERED_UNITS.map(
    (unit) => [unit, prices.priceOf({ vendor, model, unit, at, tier: null, contextTokens: 0 })] as const,
  );
  const pricing = rows.flatMap(([unit, row]) => (row === null ? [] : [[unit, formatUsd(row.pico)] as const]));
  return {
    ...(contextWindow !== null && { context_window: contextWindow }),
    ...(pricing.length > 0 && { pricing: Object.fromEntries(pricing) }),
  };
}
