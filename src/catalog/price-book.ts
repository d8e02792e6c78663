import type { ImageKind, MeteredUnit } from '../core/usage.js';
import type { CatalogModel, ImageTier, PricePeriod, PriceRow } from './models.js';

/** All models and what they cost: a value inside the configuration snapshot, so that pricing needs no I/O. */
export interface PriceBook {
  /** By vendor and then by id. */
  readonly models: readonly CatalogModel[];
  /** By exact id, then alias. */
  find(vendor: string, model: string): CatalogModel | null;
  /** What one unit costs; null where no price is known. */
  priceOf(query: PriceQuery): PriceRow | null;
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
}

export function buildPriceBook(models: readonly CatalogModel[]): PriceBook {
  const byVendor = new Map<string, Map<string, CatalogModel>>();
  for (const model of models) {
    const ids = byVendor.get(model.vendor) ?? new Map<string, CatalogModel>();
    byVendor.set(model.vendor, ids);
    for (const id of [...model.aliases, model.model]) ids.set(id, model);
  }
  const find = (vendor: string, model: string) => byVendor.get(vendor)?.get(model) ?? null;
  return {
    models,
    find,
    priceOf(query) {
      const known = find(query.vendor, query.model);
      const period = known && periodAt(known, query.at);
      return (period && rowOf(period, query)) ?? null;
    },
  };
}

/** A loop, for it runs for every unit of every call and a closure each time would cost more. */
function periodAt({ periods }: CatalogModel, at: Date): PricePeriod | null {
  let last: PricePeriod | null = null;
  for (const period of periods) if (holds(period, at)) last = period;
  return last;
}

function holds({ effectiveFrom, dailyUtc }: PricePeriod, at: Date): boolean {
  if (effectiveFrom !== null && at < effectiveFrom) return false;
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

/** The default of all vendors that charge by size. */
const DEFAULT_IMAGE_SIZE = '1024x1024';
const FINE: ReadonlySet<string | null> = new Set(['hd', 'high', 'premium']);

/** The price of the smallest size of the list that the image fits in, whichever way it is turned. */
function imageRowOf(tiers: readonly ImageTier[], kind: ImageKind | null): PriceRow | undefined {
  const asked = kind?.size == null || kind.size === 'auto' ? DEFAULT_IMAGE_SIZE : kind.size;
  const sides = sidesOf(asked);
  const tier = sides && tiers.find(({ upTo }) => sides.short <= upTo.short && sides.long <= upTo.long);
  return FINE.has(kind?.quality ?? null) ? tier?.hd : tier?.standard;
}

/** `1024x1792` → its sides, in pixels. */
function sidesOf(size: string): { readonly short: number; readonly long: number } | undefined {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(size);
  if (match === null) return undefined;
  const [width, height] = [Number(match[1]), Number(match[2])];
  return { short: Math.min(width, height), long: Math.max(width, height) };
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

/** Seconds of audio may have a price: false only where the model is known and charged by other units. */
export function mayChargeBySecond(prices: PriceBook, asked: AccountModel): boolean {
  const known = findModel(prices, asked);
  return known === null || known.periods.some(({ units }) => units['audio-second'] !== undefined);
}
