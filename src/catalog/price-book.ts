import { METERED_UNITS, type ImageKind, type MeteredUnit } from '../core/usage.js';
import { imageRowOf } from './image-prices.js';
import { type CatalogModel, type ModelRow, type PricePeriod, type PriceRow, toModels } from './models.js';
import { buildOwnPrices, type OwnPrices } from './own-prices.js';
import type { StoredPrice } from './stored-price.js';

/** All models and what they cost: a value inside the configuration snapshot, so that pricing needs no I/O. */
export interface PriceBook {
  /** By vendor and then by id. */
  readonly models: readonly CatalogModel[];
  /** By exact id, then alias. */
  find(vendor: string, model: string): CatalogModel | null;
  /** What one unit costs by the catalog; null where no price is known. */
  priceOf(query: PriceQuery): PriceRow | null;
  /** What an administrator wrote for these calls; null where nothing. */
  ownPricesOf(call: AccountModel): OwnPrices | null;
}

export const PRICE_BOOK = Symbol('PRICE_BOOK');

interface PriceQuery {
  readonly vendor: string;
  readonly model: string;
  readonly unit: MeteredUnit;
  readonly at: Date;
  /** What was asked of images; null where nothing was. */
  readonly tier: ImageKind | null;
  /** Tokens of the whole prompt. */
  readonly contextTokens: number;
  /** As the reply names it, where it is not the standard one. */
  readonly serviceTier?: string | null;
}

/** The catalog's models with these prices, and the prices that an administrator wrote. */
export function toPriceBook(models: readonly ModelRow[], prices: readonly StoredPrice[]): PriceBook {
  const own = prices.filter(({ source }) => source === 'own');
  const listed = prices.filter(({ source }) => source === 'catalog');
  return buildPriceBook(toModels(models, listed), own);
}

export function buildPriceBook(models: readonly CatalogModel[], own: readonly StoredPrice[] = []): PriceBook {
  const byVendor = new Map<string, Map<string, CatalogModel>>();
  for (const model of models) {
    const ids = byVendor.get(model.vendor) ?? new Map<string, CatalogModel>();
    byVendor.set(model.vendor, ids);
    for (const id of [...model.aliases, model.model]) ids.set(id, model);
  }
  const find = (vendor: string, model: string) => byVendor.get(vendor)?.get(model) ?? null;
  const ownPricesOf = buildOwnPrices(own);
  return {
    models,
    find,
    priceOf(query) {
      const known = find(query.vendor, query.model);
      const period = known && periodAt(known, query);
      return (period && rowOf(period, query)) ?? null;
    },
    ownPricesOf(call) {
      if (own.length === 0) return null;
      const { vendor, model } = pricedAs(call);
      return ownPricesOf({ ...call, priced: { vendor, model, listed: find(vendor, model)?.model ?? model } });
    },
  };
}

/** A loop, for it runs for every unit of every call and a closure each time would cost more. */
function periodAt({ periods }: CatalogModel, { at, serviceTier = null }: PriceQuery): PricePeriod | null {
  let last: PricePeriod | null = null;
  for (const period of periods) if (period.serviceTier === serviceTier && holds(period, at)) last = period;
  return last;
}

function holds({ effectiveFrom, effectiveUntil, dailyUtc }: PricePeriod, at: Date): boolean {
  if (effectiveFrom !== null && at < effectiveFrom) return false;
  if (effectiveUntil !== null && at >= effectiveUntil) return false;
  if (dailyUtc === null) return true;
  const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
  return minute >= dailyUtc.from && minute < dailyUtc.until;
}

function rowOf({ units, tiers, imageTiers }: PricePeriod, query: PriceQuery): PriceRow | undefined {
  if (query.unit === 'image' && imageTiers.length > 0) return imageRowOf(imageTiers, query.tier);
  let rows = units;
  for (const tier of tiers) if (query.contextTokens > tier.abovePromptTokens) rows = tier.units;
  return rows[query.unit];
}

/**
 * An account's own names for what its models cost: `{ "<model as called, or *>": "<vendor>/<model, or *>" }`.
 * An exact name wins over `*`; a `*` on the right stands for the model as called. `{ "*": "deepseek/*" }` prices an
 * OpenAI-compatible account as DeepSeek, `{ "my-deployment": "openai/gpt-4o" }` an Azure deployment as its model.
 */
export type PricingModelMap = Readonly<Record<string, string>>;

/** A model as an account calls it. */
export interface AccountModel {
  readonly vendor: string;
  readonly pricingModelMap: PricingModelMap;
  readonly model: string;
  /** The provider configuration, for prices of its own. */
  readonly providerId?: string | null;
}

/** The name by which the catalog may know it: what the account's map names, else the account's own vendor's. */
export function pricedAs({ vendor, model, pricingModelMap: map }: AccountModel): Pick<PriceQuery, 'vendor' | 'model'> {
  const mapped = Object.hasOwn(map, model) ? map[model] : Object.hasOwn(map, '*') ? map['*'] : undefined;
  if (mapped === undefined) return { vendor, model };
  const slash = mapped.indexOf('/');
  const name = mapped.slice(slash + 1);
  return { vendor: mapped.slice(0, Math.max(0, slash)), model: name === '*' ? model : name };
}

/** Exact id, then alias, else null. */
export function findModel(prices: PriceBook, asked: AccountModel): CatalogModel | null {
  const { vendor, model } = pricedAs(asked);
  return prices.find(vendor, model);
}

/** Whether any price is known of a model: without one no call of it has a known cost. */
export function hasPrice(prices: PriceBook, asked: AccountModel): boolean {
  const own = prices.ownPricesOf(asked);
  const listed = findModel(prices, asked)?.periods.length ?? 0;
  return listed > 0 || (own !== null && METERED_UNITS.some((unit) => own.hasUnit(unit)));
}

/** Seconds of audio may have a price: false only where the model is known and charged by other units. */
export function mayChargeBySecond(prices: PriceBook, asked: AccountModel): boolean {
  const known = findModel(prices, asked);
  if (prices.ownPricesOf(asked)?.hasUnit('audio-second') === true) return true;
  return known === null || known.periods.some(({ units }) => units['audio-second'] !== undefined);
}
