import { METERED_UNITS, type MeteredUnit } from '../core/usage.js';
import { amountOf, chargedSeconds, LIKE } from './cost-of-usage.js';
import type { StoredPrice } from './stored-price.js';

/** What one unit of a call came to. */
export interface CostLine {
  readonly unit: MeteredUnit;
  /** As it was counted. */
  readonly count: number;
  /** As it was charged: seconds may be rounded up. */
  readonly charged: number;
  readonly price: StoredPrice;
  /** A discount on it. */
  readonly discount: StoredPrice | null;
  /** `charged · price`, less the discount, to the pico-USD. */
  readonly pico: bigint;
}

/**
 * The lines that a call's cost is the sum of, by the prices that its record names.
 *
 * @param usage units → counts, as the record has them
 * @param prices in the record's order
 * @returns null where these prices are not those of this usage
 */
export function explainCost(
  usage: Readonly<Record<string, unknown>>,
  prices: readonly StoredPrice[],
): readonly CostLine[] | null {
  const discount = prices.find(({ discountPercent }) => discountPercent !== null) ?? null;
  const rest = prices.filter((price) => price !== discount);
  const lines: CostLine[] = [];
  for (const unit of METERED_UNITS) {
    const count = usage[unit];
    if (typeof count !== 'number') continue;
    const [price] = rest;
    const isCharged = price !== undefined && (price.unit === unit || price.unit === LIKE[unit]);
    const billing = isCharged ? price.terms?.audioBilling : undefined;
    const charged = billing === undefined ? count : chargedSeconds(count, billing);
    if (charged === 0) continue;
    if (!isCharged || price.pico === null) return null;
    const own = discount !== null && (price.providerId === null || price.providerId !== discount.providerId);
    const factor = own ? discount : null;
    const pico = amountOf(charged, BigInt(price.pico), factor?.discountPercent ?? null);
    lines.push({ unit, count, charged, price, discount: factor, pico });
    rest.shift();
  }
  return rest.length === 0 ? lines : null;
}
