import { METERED_UNITS, type MeteredUnit } from '../core/usage.js';
import rows from './models.json' with { type: 'json' };
import { priceIdOf, type PriceKey } from './price-id.js';

/** What one unit of a model costs under one set of conditions. */
export interface PriceRow {
  /** Made from the conditions and not the amount, see `priceIdOf`. */
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
  /** UTC midnight from which it holds; null for always. */
  readonly effectiveFrom: Date | null;
  /** Minutes of the UTC day between which it holds, the first included; null for the whole day. */
  readonly dailyUtc: { readonly from: number; readonly until: number } | null;
  readonly units: PriceRows;
  /** Lowest first. Past so many prompt tokens the *whole* request costs this instead. */
  readonly tiers: readonly { readonly abovePromptTokens: number; readonly units: PriceRows }[];
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

/** By vendor and then by id; the models that the gateway comes with unless others are given. */
export function readModels(models: readonly ModelRow[] = rows): readonly CatalogModel[] {
  return models.map(toModel);
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

interface PeriodRow {
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
}

function toModel({ vendor, model, aliases = [], ownedBy, contextWindow, prices }: ModelRow): CatalogModel {
  return {
    vendor,
    model,
    aliases,
    ownedBy: ownedBy ?? null,
    contextWindow: contextWindow ?? null,
    periods: prices.map((row) => toPeriod(row, { vendor, model })),
  };
}

/** What all prices of a period have in common. */
interface PeriodContext {
  readonly key: Omit<PriceKey, 'unit' | 'imageTier' | 'abovePromptTokens'>;
  readonly cachedDiffers: readonly MeteredUnit[];
  readonly audioBilling: AudioBilling | null;
}

function toPeriod(row: PeriodRow, model: Pick<PriceKey, 'vendor' | 'model'>): PricePeriod {
  const { effectiveFrom = null, dailyUtc = null, cachedDiffers = [], audioBilling } = row;
  const context: PeriodContext = {
    key: { ...model, effectiveFrom, dailyUtc },
    cachedDiffers: METERED_UNITS.filter((unit) => cachedDiffers.includes(unit)),
    audioBilling: audioBilling ? { atLeastSeconds: 0, wholeSeconds: false, ...audioBilling } : null,
  };
  return {
    effectiveFrom: effectiveFrom === null ? null : new Date(`${effectiveFrom}T00:00:00Z`),
    dailyUtc: dailyUtc && { from: toMinute(dailyUtc[0]), until: toMinute(dailyUtc[1]) },
    units: toPriceRows(row.units, null, context),
    tiers: (row.tiers ?? []).map(({ abovePromptTokens, units }) => ({
      abovePromptTokens,
      units: toPriceRows(units, abovePromptTokens, context),
    })),
    imageTiers: (row.imageTiers ?? []).map((tier) => toImageTier(tier, context)),
    audioBilling: context.audioBilling,
  };
}

/** Kinds of token that may have another price than the unit they are part of. */
const PARTS: Readonly<Partial<Record<MeteredUnit, readonly MeteredUnit[]>>> = {
  input: ['input-image', 'input-video'],
  output: ['output-image'],
};
const NONE: readonly MeteredUnit[] = [];

function toPriceRows(units: UnitPrices, abovePromptTokens: number | null, context: PeriodContext): PriceRows {
  return Object.fromEntries(
    METERED_UNITS.flatMap((unit) => {
      const pico = units[unit];
      if (pico === undefined) return [];
      const row: PriceRow = {
        id: priceIdOf({ ...context.key, unit, imageTier: null, abovePromptTokens }),
        pico: BigInt(pico),
        parts: PARTS[unit]?.filter((part) => units[part] !== undefined) ?? NONE,
        cachedDiffers: unit === 'cache-read' ? context.cachedDiffers : NONE,
        audioBilling: unit === 'audio-second' ? context.audioBilling : null,
      };
      return [[unit, row]];
    }),
  );
}

function toImageTier({ upTo, standard, hd }: NonNullable<PeriodRow['imageTiers']>[number], { key }: PeriodContext) {
  const sides = { short: Math.min(...upTo), long: Math.max(...upTo) };
  const toRow = (quality: string, pico: string): PriceRow => ({
    id: priceIdOf({
      ...key,
      unit: 'image',
      imageTier: `${sides.long}x${sides.short} ${quality}`,
      abovePromptTokens: null,
    }),
    ...{ pico: BigInt(pico), parts: NONE, cachedDiffers: NONE, audioBilling: null },
  });
  return {
    upTo: sides,
    ...(standard !== undefined && { standard: toRow('standard', standard) }),
    ...(hd !== undefined && { hd: toRow('hd', hd) }),
  };
}

/** `HH:MM` → minutes since midnight. */
function toMinute(time = ''): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
