import type { Price } from '../core/price.js';
import { METERED_UNITS, type MeteredUnit } from '../core/usage.js';
import rows from './models.json' with { type: 'json' };

/** Images that are charged by the piece cost by size and quality. */
export interface ImageTier {
  /** Pixels; an image belongs here if it fits, whichever way it is turned. */
  readonly upTo: { readonly short: number; readonly long: number };
  /** Pico-USD an image; undefined where the vendor does not offer it. */
  readonly standard?: bigint;
  readonly hd?: bigint;
}

/** How seconds of audio become seconds that are charged. */
export interface AudioBilling {
  readonly atLeastSeconds: number;
  /** Rounded up to whole ones. */
  readonly wholeSeconds: boolean;
}

/** What a model costs while one set of its prices holds. */
export interface PricePeriod {
  /** UTC midnight from which it holds; null for always. */
  readonly effectiveFrom: Date | null;
  /** Minutes of the UTC day between which it holds, the first included; null for the whole day. */
  readonly dailyUtc: { readonly from: number; readonly until: number } | null;
  readonly units: Price;
  /** Lowest first. Past so many prompt tokens the *whole* request costs this instead. */
  readonly tiers: readonly { readonly abovePromptTokens: number; readonly units: Price }[];
  /** Cached tokens of these kinds cost other than cached text, and usage does not say how many were cached. */
  readonly cachedDiffers: readonly MeteredUnit[];
  /** Smallest first; in place of one price for `image`. */
  readonly imageTiers: readonly ImageTier[];
  readonly audioBilling: AudioBilling | null;
}

export interface CatalogModel {
  readonly vendor: string;
  readonly model: string;
  readonly aliases: readonly string[];
  readonly ownedBy: string | null;
  /** Tokens. */
  readonly contextWindow: number | null;
  /** In order; the last that holds counts. */
  readonly periods: readonly PricePeriod[];
}

/**
 * An account's own names for what its models cost: `{ "<model as called, or *>": "<vendor>/<model, or *>" }`.
 * An exact name wins over `*`; a `*` on the right stands for the model as called. `{ "*": "deepseek/*" }` prices an
 * OpenAI-compatible account as DeepSeek, `{ "my-deployment": "openai/gpt-4o" }` an Azure deployment as its model.
 */
export type PricingModelMap = Readonly<Record<string, string>>;

/** All models, by vendor and then by id. */
export const CATALOG: readonly CatalogModel[] = (rows as readonly CatalogRow[]).map(toModel);

const BY_VENDOR = indexByVendor(CATALOG);

/** Exact id, then alias, else null. What the account's map names is looked up instead of the account's own vendor. */
export function lookup(vendor: string, model: string, map: PricingModelMap): CatalogModel | null {
  const mapped = Object.hasOwn(map, model) ? map[model] : Object.hasOwn(map, '*') ? map['*'] : undefined;
  if (mapped === undefined) return BY_VENDOR.get(vendor)?.get(model) ?? null;
  const slash = mapped.indexOf('/');
  const name = mapped.slice(slash + 1);
  return BY_VENDOR.get(mapped.slice(0, Math.max(0, slash)))?.get(name === '*' ? model : name) ?? null;
}

/** Seconds of audio may have a price: false only where the model is known and charged by other units. */
export function mayChargeBySecond(vendor: string, model: string, map: PricingModelMap): boolean {
  const known = lookup(vendor, model, map);
  return known === null || known.periods.some(({ units }) => units['audio-second'] !== undefined);
}

/** The prices that hold at that moment. */
export function currentPeriod(model: CatalogModel, at: Date): PricePeriod | null {
  return model.periods.findLast((period) => holds(period, at)) ?? null;
}

function holds({ effectiveFrom, dailyUtc }: PricePeriod, at: Date): boolean {
  if (effectiveFrom !== null && at < effectiveFrom) return false;
  if (dailyUtc === null) return true;
  const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
  return minute >= dailyUtc.from && minute < dailyUtc.until;
}

type UnitPrices = Readonly<Partial<Record<MeteredUnit, string>>>;

/** A row of models.json, as `npm run prices` writes it: prices in pico-USD, times as text. */
interface CatalogRow {
  readonly vendor: string;
  readonly model: string;
  readonly aliases?: readonly string[];
  readonly ownedBy?: string;
  readonly contextWindow?: number;
  readonly prices: readonly {
    readonly effectiveFrom?: string;
    readonly dailyUtc?: readonly string[];
    readonly units: UnitPrices;
    readonly tiers?: readonly { readonly abovePromptTokens: number; readonly units: UnitPrices }[];
    readonly cachedDiffers?: readonly string[];
    readonly imageTiers?: readonly {
      readonly upTo: readonly number[];
      readonly standard?: string;
      readonly hd?: string;
    }[];
    readonly audioBilling?: { readonly atLeastSeconds?: number; readonly wholeSeconds?: boolean };
  }[];
}

type PeriodRow = CatalogRow['prices'][number];

function toModel({ vendor, model, aliases = [], ownedBy, contextWindow, prices }: CatalogRow): CatalogModel {
  return {
    vendor,
    model,
    aliases,
    ownedBy: ownedBy ?? null,
    contextWindow: contextWindow ?? null,
    periods: prices.map(toPeriod),
  };
}

function toPeriod({ effectiveFrom, dailyUtc, units, tiers = [], ...row }: PeriodRow): PricePeriod {
  const { cachedDiffers = [], imageTiers = [], audioBilling } = row;
  return {
    effectiveFrom: effectiveFrom === undefined ? null : new Date(`${effectiveFrom}T00:00:00Z`),
    dailyUtc: dailyUtc === undefined ? null : { from: toMinute(dailyUtc[0]), until: toMinute(dailyUtc[1]) },
    units: toPrice(units),
    tiers: tiers.map((tier) => ({ abovePromptTokens: tier.abovePromptTokens, units: toPrice(tier.units) })),
    cachedDiffers: METERED_UNITS.filter((unit) => cachedDiffers.includes(unit)),
    imageTiers: imageTiers.map(({ upTo, standard, hd }) => ({
      upTo: { short: Math.min(...upTo), long: Math.max(...upTo) },
      ...(standard !== undefined && { standard: BigInt(standard) }),
      ...(hd !== undefined && { hd: BigInt(hd) }),
    })),
    audioBilling: audioBilling ? { atLeastSeconds: 0, wholeSeconds: false, ...audioBilling } : null,
  };
}

function toPrice(units: UnitPrices): Price {
  return Object.fromEntries(
    METERED_UNITS.flatMap((unit) => {
      const pico = units[unit];
      return pico === undefined ? [] : [[unit, BigInt(pico)]];
    }),
  );
}

/** `HH:MM` → minutes since midnight. */
function toMinute(time = ''): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function indexByVendor(models: readonly CatalogModel[]): ReadonlyMap<string, ReadonlyMap<string, CatalogModel>> {
  const byVendor = new Map<string, Map<string, CatalogModel>>();
  for (const model of models) {
    const ids = byVendor.get(model.vendor) ?? new Map<string, CatalogModel>();
    byVendor.set(model.vendor, ids);
    for (const id of [...model.aliases, model.model]) ids.set(id, model);
  }
  return byVendor;
}
