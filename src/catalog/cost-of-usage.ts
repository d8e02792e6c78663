import { METERED_UNITS, type MeteredUnit, PROMPT, type UsageRecord } from '../core/usage.js';
import type { AudioBilling, PriceRow } from './models.js';
import { type AccountModel, type PriceBook, pricedAs } from './price-book.js';
import { toServiceTier } from './service-tier.js';

/** What a call costs, and by which prices. */
export interface Cost {
  readonly pico: bigint;
  /** Of the prices of all units that were used, and of the discount on them. */
  readonly priceIds: readonly string[];
}

/**
 * Why the cost of a call is not known: nothing was counted, or no whole number; no price of the model, of the tier of
 * service that it was served at, or of a unit; or kinds of token that cost differently were not told apart.
 */
export type UnpricedReason = 'no_usage' | 'unknown_model' | 'unknown_service_tier' | 'no_price' | 'not_told_apart';

export interface Unpriced {
  readonly pico: null;
  readonly reason: UnpricedReason;
  /** The unit whose price is not known. */
  readonly unit: MeteredUnit | null;
}

/** A call to be priced. */
export interface PricedCall extends AccountModel {
  readonly at: Date;
  /** As the reply names it. */
  readonly serviceTier?: string | null;
}

/** The unit by whose price a kind of token is charged where it has no price of its own. */
export const LIKE: Readonly<Partial<Record<MeteredUnit, MeteredUnit>>> = {
  'input-image': 'input',
  'input-video': 'input',
  'output-image': 'output',
};

/** `usage · price` at that moment; null where it is not known, which is never zero. */
export function costOfUsage(prices: PriceBook, call: PricedCall, usage: UsageRecord): Cost | null {
  const cost = rateUsage(prices, call, usage);
  return cost.pico === null ? null : cost;
}

/**
 * `usage · price` at that moment, or why it is not known. What each unit costs is rounded half up to the pico-USD, which
 * changes fractions only: of seconds of audio, and of a discount.
 */
export function rateUsage(prices: PriceBook, call: PricedCall, usage: UsageRecord): Cost | Unpriced {
  const { at } = call;
  const { vendor, model } = pricedAs(call);
  const { units, imageKind: tier = null } = usage;
  if (!isCounted(units)) return unpriced('no_usage', null);
  const own = prices.ownPricesOf(call);
  const discount = own?.discountAt(at) ?? null;
  const serviceTier = toServiceTier(call.serviceTier ?? null);
  const contextTokens = promptTokensOf(usage);
  const rowOf = (unit: MeteredUnit): PriceRow | null => {
    const query = { vendor, model, unit, at, tier, contextTokens, serviceTier };
    return own?.priceOf(query) ?? prices.priceOf(query);
  };
  const priceIds: string[] = [];
  let pico = 0n;
  let isDiscounted = false;
  for (const unit of METERED_UNITS) {
    const quantity = units[unit];
    if (quantity === undefined) continue;
    const exact = rowOf(unit);
    const charged = exact?.audioBilling ? chargedSeconds(quantity, exact.audioBilling) : quantity;
    if (charged === 0) continue;
    if (exact !== null && isUncertain(exact, units)) return unpriced('not_told_apart', unit);
    const like = LIKE[unit];
    const row = exact ?? (like === undefined ? null : rowOf(like));
    if (row === null) return unpriced(reasonOf(prices, { vendor, model, serviceTier }), unit);
    const factor = discount === null || own?.isAgreed(row) === true ? null : discount.percent;
    isDiscounted ||= factor !== null;
    pico += amountOf(charged, row.pico, factor);
    priceIds.push(row.id);
  }
  // Counts of 0 ask for no price, and cost nothing only where the model's prices are known.
  if (priceIds.length === 0 && own === null && prices.find(vendor, model) === null) {
    return unpriced('unknown_model', null);
  }
  if (isDiscounted && discount !== null) priceIds.push(discount.id);
  return { pico, priceIds };
}

function unpriced(reason: UnpricedReason, unit: MeteredUnit | null): Unpriced {
  return { pico: null, reason, unit };
}

function reasonOf(
  prices: PriceBook,
  {
    vendor,
    model,
    serviceTier,
  }: { readonly vendor: string; readonly model: string; readonly serviceTier: string | null },
): UnpricedReason {
  const known = prices.find(vendor, model);
  if (known === null) return 'unknown_model';
  const isOffered = serviceTier === null || known.periods.some((period) => period.serviceTier === serviceTier);
  return isOffered ? 'no_price' : 'unknown_service_tier';
}

/** Something is, and nothing in numbers that cannot be a count: a vendor may state any. */
function isCounted(units: UsageRecord['units']): boolean {
  let isAny = false;
  for (const unit of METERED_UNITS) {
    const count = units[unit];
    if (count === undefined) continue;
    if (!(count >= 0 && count <= Number.MAX_SAFE_INTEGER)) return false;
    isAny = true;
  }
  return isAny;
}

function isUncertain({ parts, cachedDiffers }: PriceRow, units: UsageRecord['units']): boolean {
  return parts.some((part) => units[part] === undefined) || cachedDiffers.some((unit) => (units[unit] ?? 0) > 0);
}

function promptTokensOf({ units }: UsageRecord): number {
  let sum = 0;
  for (const kind of PROMPT_UNITS) sum += units[kind] ?? 0;
  return sum;
}

const PROMPT_UNITS = [...PROMPT, 'cache-read', 'cache-write', 'cache-write-1h'] as const;

/** Vendors round seconds up, or charge for a minimum. */
export function chargedSeconds(seconds: number, { atLeastSeconds, wholeSeconds }: AudioBilling): number {
  return Math.max(atLeastSeconds, wholeSeconds ? Math.ceil(seconds) : seconds);
}

/** What is left of a price after a discount, in millionths. */
const WHOLE = 1_000_000n;

/**
 * Pico-USD of so many units, rounded half up.
 * @param discountPercent decimal text of at most four places; below 0 it is a surcharge
 */
export function amountOf(quantity: number, pico: bigint, discountPercent: string | null): bigint {
  const thousandths = thousandthsOf(quantity) * pico;
  if (discountPercent === null) return (thousandths + 500n) / 1000n;
  const left = WHOLE - BigInt(Math.round(Number(discountPercent) * 10_000));
  return (thousandths * left + 500n * WHOLE) / (1000n * WHOLE);
}

/** Multiplied as a bigint where it can be: a product of two numbers is not exact past 2^53. */
function thousandthsOf(quantity: number): bigint {
  return Number.isInteger(quantity) ? BigInt(quantity) * 1000n : BigInt(Math.round(quantity * 1000));
}

export const PICO_PER_USD = 1_000_000_000_000n;

/** Exact decimal USD of pico-USD (10⁻¹² USD), without trailing zeros: `0.00042`. */
export function formatUsd(pico: bigint): string {
  const whole = pico / PICO_PER_USD;
  const fraction = (pico % PICO_PER_USD).toString().padStart(12, '0').replace(/0+$/, '');
  return fraction === '' ? whole.toString() : `${whole}.${fraction}`;
}
