import type { ImageKind } from '../core/usage.js';
import type { ImageTier, PriceRow } from './models.js';
import { toPriceRow } from './price-row.js';
import type { StoredPrice } from './stored-price.js';

/** The default of all vendors that charge by size. */
const DEFAULT_IMAGE_SIZE = '1024x1024';
const FINE: ReadonlySet<string | null> = new Set(['hd', 'high', 'premium']);

/** The price of the smallest size of the list that the image fits in, whichever way it is turned. */
export function imageRowOf(tiers: readonly ImageTier[], kind: ImageKind | null): PriceRow | undefined {
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

/** Smallest first. */
export function toImageTiers(prices: readonly StoredPrice[]): readonly ImageTier[] {
  const bySize = new Map<string, { upTo: ImageTier['upTo']; standard?: PriceRow; hd?: PriceRow }>();
  for (const price of prices) {
    const match = /^(\d+)x(\d+) (standard|hd)$/.exec(price.imageTier ?? '');
    if (match === null) continue;
    const [, long = '', short = '', quality] = match;
    const tier = bySize.get(`${long}x${short}`) ?? { upTo: { short: Number(short), long: Number(long) } };
    bySize.set(`${long}x${short}`, tier);
    tier[quality === 'hd' ? 'hd' : 'standard'] = toPriceRow(price);
  }
  return [...bySize.values()].sort((a, b) => a.upTo.long * a.upTo.short - b.upTo.long * b.upTo.short);
}
