import type { MeteredUnit } from '../core/usage.js';
import { toCatalogPrices } from './catalog-prices.js';
import rows from './models.json' with { type: 'json' };
import { toPeriods } from './price-periods.js';
import type { StoredPrice } from './stored-price.js';

/** What one unit of a model costs under one set of conditions. */
export interface PriceRow {
  /** Made from the conditions and not the amount, see `priceIdOf`; of one that was replaced, from its revision too. */
  readonly id: string;
  /** Pico-USD (10⁻¹² USD). Prices of tokens are whole numbers of these, so what tokens cost is exact. */
  readonly pico: bigint;
  /** Kinds of token with a price of their own: where usage does not tell them apart, this price is not certain. */
  readonly parts: readonly MeteredUnit[];
  /** Kinds of token with another price when read from a cache: where they were used too, this price is not certain. */
  readonly cachedDiffers: readonly MeteredUnit[];
  readonly audioBilling: AudioBilling | null;
}

export type PriceRows = Readonly<Partial<Record<MeteredUnit, PriceRow>>>;

/** Images that are charged by the piece cost by size and quality. */
export interface ImageTier {
  /** Pixels; an image belongs here if it fits, whichever way it is turned. */
  readonly upTo: { readonly short: number; readonly long: number };
  /** For one image; undefined where the vendor does not offer it. */
  readonly standard?: PriceRow;
  readonly hd?: PriceRow;
}

/** How seconds of audio become seconds that are charged. */
export interface AudioBilling {
  readonly atLeastSeconds: number;
  /** Rounded up to whole ones. */
  readonly wholeSeconds: boolean;
}

/** What a model costs while one set of its prices holds. */
export interface PricePeriod {
  /** From when it holds; null for always. */
  readonly effectiveFrom: Date | null;
  /** When it ends; null for never. */
  readonly effectiveUntil: Date | null;
  /** Minutes of the UTC day between which it holds, the first included; null for the whole day. */
  readonly dailyUtc: { readonly from: number; readonly until: number } | null;
  /** Of the calls that were served so, as the reply says; null for the standard one. */
  readonly serviceTier: string | null;
  readonly units: PriceRows;
  /** Lowest first. Past so many prompt tokens the *whole* request costs this instead. */
  readonly tiers: readonly { readonly abovePromptTokens: number; readonly units: PriceRows }[];
  /** Smallest first; in place of one price for `image`. */
  readonly imageTiers: readonly ImageTier[];
  readonly audioBilling: AudioBilling | null;
}

/** What is known of a model besides its prices. */
export interface ModelFacts {
  readonly vendor: string;
  readonly model: string;
  readonly aliases: readonly string[];
  readonly ownedBy: string | null;
  /** Tokens. */
  readonly contextWindow: number | null;
}

export interface CatalogModel extends ModelFacts {
  /** In order; the last that holds counts. */
  readonly periods: readonly PricePeriod[];
}

type UnitPrices = Readonly<Partial<Record<MeteredUnit, string>>>;

/** A row of models.json, as `npm run prices` writes it: prices in pico-USD, times as text. */
export interface ModelRow {
  readonly vendor: string;
  readonly model: string;
  readonly aliases?: readonly string[];
  readonly ownedBy?: string;
  readonly contextWindow?: number;
  readonly prices: readonly PeriodRow[];
}

export interface PeriodRow {
  readonly effectiveFrom?: string;
  readonly dailyUtc?: readonly string[];
  readonly serviceTier?: string;
  readonly units: UnitPrices;
  readonly tiers?: readonly { readonly abovePromptTokens: number; readonly units: UnitPrices }[];
  readonly cachedDiffers?: readonly string[];
  readonly imageTiers?: readonly {
    readonly upTo: readonly number[];
    readonly standard?: string;
    readonly hd?: string;
  }[];
  readonly audioBilling?: { readonly atLeastSeconds?: number; readonly wholeSeconds?: boolean };
}

/** The catalog that the gateway comes with. */
export const CATALOG_ROWS: readonly ModelRow[] = rows;

/** By vendor and then by id; the models that the gateway comes with unless others are given. */
export function readModels(models: readonly ModelRow[] = CATALOG_ROWS): readonly CatalogModel[] {
  return toModels(models, toCatalogPrices(models));
}

/** Models with these prices of the catalog, also those that only a price names, as one of a newer catalog does. */
export function toModels(models: readonly ModelRow[], prices: readonly StoredPrice[]): readonly CatalogModel[] {
  const byModel = new Map<string, StoredPrice[]>(models.map(({ vendor, model }) => [nameOf(vendor, model), []]));
  for (const price of prices) {
    const name = nameOf(price.vendor, price.model);
    const list = byModel.get(name);
    if (list === undefined) byModel.set(name, [price]);
    else list.push(price);
  }
  const facts = new Map(models.map((row) => [nameOf(row.vendor, row.model), toFacts(row)]));
  return [...byModel].map(([name, own]) => {
    const { vendor = '', model = '' } = own[0] ?? {};
    const known = facts.get(name) ?? { vendor, model, aliases: [], ownedBy: null, contextWindow: null };
    return { ...known, periods: toPeriods(own) };
  });
}

function nameOf(vendor: string, model: string): string {
  return `${vendor}/${model}`;
}

function toFacts({ vendor, model, aliases = [], ownedBy, contextWindow }: ModelRow): ModelFacts {
  return { vendor, model, aliases, ownedBy: ownedBy ?? null, contextWindow: contextWindow ?? null };
}
