import { METERED_UNITS, type MeteredUnit, type UsageRecord } from '../core/usage.js';
import type { AudioBilling, PriceRow } from './models.js';
import { type AccountModel, type PriceBook, pricedAs } from './price-book.js';

/** What a call costs, and by which prices. */
export interface Cost {
  readonly pico: bigint;
  /** Of the prices of all units that were used. */
  readonly priceIds: readonly string[];
}

/** The unit by whose price a kind of token is charged where it has no price of its own. */
const LIKE: Readonly<Partial<Record<MeteredUnit, MeteredUnit>>> = {
  'input-image': 'input',
  'input-video': 'input',
  'output-image': 'output',
};

/**
 * `usage · price` at that moment; null where nothing was counted, the model is not in the catalog, or a unit that was
 * used has no certain price: an unknown cost is never zero. Fractional quantities (seconds of audio) are counted in
 * thousandths and the sum is rounded half up.
 */
export function costOfUsage(
  prices: PriceBook,
  call: AccountModel & { readonly at: Date },
  usage: UsageRecord,
): Cost | null {
  const { at } = call;
  const { vendor, model } = pricedAs(call);
  const { units, imageKind: tier = null } = usage;
  const contextTokens = promptTokensOf(usage);
  const rowOf = (unit: MeteredUnit) => prices.priceOf({ vendor, model, unit, at, tier, contextTokens });
  const priceIds: string[] = [];
  let milliPico = 0n;
  let isCounted = false;
  for (const unit of METERED_UNITS) {
    const quantity = units[unit];
    if (quantity === undefined) continue;
    isCounted = true;
    const own = rowOf(unit);
    const charged = own?.audioBilling ? chargedSeconds(quantity, own.audioBilling) : quantity;
    if (charged === 0) continue;
    if (own !== null && isUncertain(own, units)) return null;
    const like = LIKE[unit];
    const row = own ?? (like === undefined ? null : rowOf(like));
    if (row === null) return null;
    milliPico += thousandthsOf(charged) * row.pico;
    priceIds.push(row.id);
  }
  // Counts of 0 ask for no price, and cost nothing only where the model's prices are known.
  const isPriced = priceIds.length > 0 || prices.find(vendor, model) !== null;
  return isCounted && isPriced ? { pico: (milliPico + 500n) / 1000n, priceIds } : null;
}

function isUncertain({ parts, cachedDiffers }: PriceRow, units: UsageRecord['units']): boolean {
  return parts.some((part) => units[part] === undefined) || cachedDiffers.some((unit) => (units[unit] ?? 0) > 0);
}

function promptTokensOf({ units }: UsageRecord): number {
  let sum = 0;
  for (const kind of PROMPT) sum += units[kind] ?? 0;
  return sum;
}

const PROMPT = [
  ...(['input', 'input-audio', 'input-image', 'input-video'] as const),
  ...(['cache-read', 'cache-write', 'cache-write-1h'] as const),
] as const;

/** Vendors round seconds up, or charge for a minimum. */
function chargedSeconds(seconds: number, { atLeastSeconds, wholeSeconds }: AudioBilling): number {
  return Math.max(atLeastSeconds, wholeSeconds ? Math.ceil(seconds) : seconds);
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
