import type { MeteredUnit } from '../core/usage.js';
import type { PriceRow } from './models.js';
import type { StoredPrice } from './stored-price.js';

export const NO_UNITS: readonly MeteredUnit[] = [];

/** @param parts kinds of token that have a price of their own besides it */
export function toPriceRow({ id, pico, terms }: StoredPrice, parts: readonly MeteredUnit[] = NO_UNITS): PriceRow {
  return {
    id,
    pico: BigInt(pico ?? 0),
    parts,
    cachedDiffers: terms?.cachedDiffers ?? NO_UNITS,
    audioBilling: terms?.audioBilling ?? null,
  };
}
