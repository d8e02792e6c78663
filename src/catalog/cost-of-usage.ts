import { costOf, type Price } from '../core/price.js';
import type { ImageKind, MeteredUnit, UsageRecord } from '../core/usage.js';
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
  if (period === null) return null;
  const price = priceOf(period, usage);
  if (isUncertain(price, period.cachedDiffers, usage.units)) return null;
  return costOf(billed(usage, period.audioBilling), price);
}

function priceOf({ units, tiers, imageTiers }: PricePeriod, usage: UsageRecord): Price {
  if (imageTiers.length > 0) return { ...units, image: imagePriceOf(imageTiers, usage.imageKind) };
  if (tiers.length === 0) return units;
  const promptTokens = promptTokensOf(usage);
  return tiers.findLast(({ abovePromptTokens }) => promptTokens > abovePromptTokens)?.units ?? units;
}

/** Kinds of token that may cost other than text, and then have to be told apart from it. */
const PARTS = [
  ['input-image', 'input'],
  ['input-video', 'input'],
  ['output-image', 'output'],
] as const satisfies readonly (readonly [MeteredUnit, MeteredUnit])[];

function isUncertain(price: Price, cachedDiffers: readonly MeteredUnit[], units: UsageRecord['units']): boolean {
  if (isUsed(units['cache-read']) && cachedDiffers.some((unit) => isUsed(units[unit]))) return true;
  return PARTS.some(([part, whole]) => price[part] !== undefined && units[part] === undefined && isUsed(units[whole]));
}

function isUsed(quantity: number | undefined): boolean {
  return quantity !== undefined && quantity > 0;
}

function promptTokensOf({ units }: UsageRecord): number {
  return PROMPT.reduce((sum, kind) => sum + (units[kind] ?? 0), 0);
}

const PROMPT = [
  ...(['input', 'input-audio', 'input-image', 'input-video'] as const),
  ...(['cache-read', 'cache-write', 'cache-write-1h'] as const),
] as const;

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
