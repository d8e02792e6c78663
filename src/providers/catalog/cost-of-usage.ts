import { costOf, type Price } from '../../core/price.js';
import type { ImageKind, MeteredUnit, UsageRecord } from '../../core/usage.js';
import {
  currentPeriod,
  lookup,
  type AudioBilling,
  type ImageTier,
  type PricePeriod,
  type PricingModelMap,
} from './catalog.js';

/**
 * What this usage of a model costs at that moment, in pico-USD; null where the model is not in the catalog, or a unit
 * that was used has no certain price.
 */
export function costOfUsage(
  vendor: string,
  model: string,
  map: PricingModelMap,
  usage: UsageRecord,
  at: Date,
): bigint | null {
  const known = lookup(vendor, model, map);
  const period = known && currentPeriod(known, at);
  return period === null ? null : costOf(billed(usage, period.audioBilling), priceOf(period, usage));
}

function priceOf(period: PricePeriod, usage: UsageRecord): Price {
  const promptTokens = promptTokensOf(usage);
  const tier = period.tiers.findLast(({ abovePromptTokens }) => promptTokens > abovePromptTokens);
  const price: Partial<Record<MeteredUnit, bigint | undefined>> = { ...(tier?.units ?? period.units) };
  for (const [part, whole] of PARTS) {
    // Where a part costs other than the rest, what was not told apart has no certain price.
    if (price[part] === undefined) price[part] = price[whole];
    else if (usage.units[part] === undefined && price[part] !== price[whole]) price[whole] = undefined;
  }
  if (period.cachedDiffers.some((unit) => (usage.units[unit] ?? 0) > 0)) price['cache-read'] = undefined;
  if (period.imageTiers.length > 0) price.image = imagePriceOf(period.imageTiers, usage.imageKind);
  return price;
}

/** Kinds of token that are charged like the others unless the catalog says otherwise. */
const PARTS = [
  ['input-image', 'input'],
  ['input-video', 'input'],
  ['output-image', 'output'],
] as const satisfies readonly (readonly [MeteredUnit, MeteredUnit])[];

function promptTokensOf({ units }: UsageRecord): number {
  const kinds = ['input', 'cache-read', 'cache-write', 'input-audio', 'input-image', 'input-video'] as const;
  return kinds.reduce((sum, kind) => sum + (units[kind] ?? 0), 0);
}

/** What all vendors with such prices draw unless asked otherwise. */
const DEFAULT_IMAGE_SIZE = '1024x1024';
const FINE: ReadonlySet<string | null> = new Set(['hd', 'high', 'premium']);

/** The price of the smallest size of the list that the image fits in, whichever way it is turned. */
export function imagePriceOf(tiers: readonly ImageTier[], kind: ImageKind | undefined): bigint | undefined {
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

/** Vendors round seconds up, or charge for some at least. */
function billed(usage: UsageRecord, billing: AudioBilling | null): UsageRecord {
  const seconds = usage.units['audio-second'];
  if (billing === null || seconds === undefined) return usage;
  const counted = Math.max(billing.atLeastSeconds, billing.wholeSeconds ? Math.ceil(seconds) : seconds);
  return { ...usage, units: { ...usage.units, 'audio-second': counted } };
}
