import { METERED_UNITS, type MeteredUnit, type UsageRecord } from './usage.js';

/** Pico-USD (10⁻¹² USD) per unit. Token prices are whole numbers of these, so token costs are exact. */
export type Price = Readonly<Partial<Record<MeteredUnit, bigint>>>;

/** What a kind of token costs where no price of its own is known. */
const LIKE: Readonly<Partial<Record<MeteredUnit, MeteredUnit>>> = {
  'input-image': 'input',
  'input-video': 'input',
  'output-image': 'output',
};

export const PICO_PER_USD = 1_000_000_000_000n;

/**
 * `usage · price` in pico-USD, or null when any used unit has no price: an unknown cost is never zero.
 * Fractional quantities (seconds of audio) are counted in thousandths and the product is rounded half up.
 */
export function costOf(usage: UsageRecord | null, price: Price | null): bigint | null {
  if (usage === null || price === null) return null;
  let milliPico = 0n;
  let used = false;
  for (const unit of METERED_UNITS) {
    const quantity = usage.units[unit];
    if (quantity === undefined) continue;
    used = true;
    if (quantity === 0) continue;
    const perUnit = price[unit] ?? price[LIKE[unit] ?? unit];
    if (perUnit === undefined) return null;
    milliPico += thousandthsOf(quantity) * perUnit;
  }
  return used ? (milliPico + 500n) / 1000n : null;
}

/** Exact for every whole number; a product of two numbers would not be past 2^53. */
function thousandthsOf(quantity: number): bigint {
  return Number.isInteger(quantity) ? BigInt(quantity) * 1000n : BigInt(Math.round(quantity * 1000));
}

/** Exact decimal USD, without trailing zeros: `0.00042`. */
export function formatUsd(pico: bigint): string {
  const whole = pico / PICO_PER_USD;
  const fraction = (pico % PICO_PER_USD).toString().padStart(12, '0').replace(/0+$/, '');
  return fraction === '' ? whole.toString() : `${whole}.${fraction}`;
}
