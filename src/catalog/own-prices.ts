import type { ImageKind, MeteredUnit } from '../core/usage.js';
import { imageRowOf, toImageTiers } from './image-prices.js';
import type { PriceRow } from './models.js';
import { toPriceRow } from './price-row.js';
import type { StoredPrice } from './stored-price.js';

/** What an administrator wrote for one model of one provider configuration, or of all. */
export interface OwnPrices {
  /** Null where nothing was written for it: then the catalog's price holds. */
  priceOf(query: OwnPriceQuery): PriceRow | null;
  /** Off what the catalog says. */
  discountAt(at: Date): Discount | null;
  /** Whether a row was agreed for the provider: no discount is on it. */
  isAgreed(row: PriceRow): boolean;
  hasUnit(unit: MeteredUnit): boolean;
}

export interface Discount {
  readonly id: string;
  /** Decimal text; below 0 it is a surcharge. */
  readonly percent: string;
}

interface OwnPriceQuery {
  readonly unit: MeteredUnit;
  readonly at: Date;
  readonly tier: ImageKind | null;
  readonly contextTokens: number;
  readonly serviceTier?: string | null;
}

/** A call's model by all its names. */
interface Names {
  readonly providerId?: string | null;
  /** As the provider calls it. */
  readonly model: string;
  /** As the provider's map names it, and as the catalog does. */
  readonly priced: { readonly vendor: string; readonly model: string; readonly listed: string };
}

/** All models of a provider, in a discount. */
export const ANY_MODEL = '*';

/** Where a price was written: a provider's models go by the names that the provider knows. */
function placeOf(providerId: string | null, vendor: string, model: string): string {
  return providerId === null ? `${vendor}/${model}` : `${providerId} ${model}`;
}

/**
 * Of several places the most particular that has a price for a unit counts: the provider's own model, what its map calls
 * it, then what was written for every provider.
 */
export function buildOwnPrices(prices: readonly StoredPrice[]): (names: Names) => OwnPrices | null {
  const byPlace = new Map<string, StoredPrice[]>();
  for (const price of prices) {
    const place = placeOf(price.providerId, price.vendor, price.model);
    byPlace.set(place, [...(byPlace.get(place) ?? []), price]);
  }
  const agreed = new Set(prices.flatMap(({ id, providerId }) => (providerId === null ? [] : [id])));
  return ({ providerId = null, model, priced: { vendor, model: mapped, listed } }) => {
    const general = [mapped, listed].map((name) => placeOf(null, vendor, name));
    const own =
      providerId === null ? [] : [model, mapped, listed, ANY_MODEL].map((name) => placeOf(providerId, '', name));
    const lists = [...new Set([...own, ...general])].flatMap((place) => {
      const list = byPlace.get(place);
      return list === undefined ? [] : [list];
    });
    if (lists.length === 0) return null;
    return {
      priceOf: (query) => firstOf(lists, (list) => rowOf(list, query)),
      discountAt: (at) => firstOf(lists, (list) => discountOf(list, at)),
      isAgreed: ({ id }) => agreed.has(id),
      hasUnit: (unit) => lists.some((list) => list.some((price) => price.unit === unit)),
    };
  };
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | null): Found | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

/** The highest band of long prompts that is reached, and of those the price that began last. */
function rowOf(prices: readonly StoredPrice[], query: OwnPriceQuery): PriceRow | null {
  const { unit, at, contextTokens, serviceTier = null } = query;
  const holding = prices.filter(
    (price) =>
      price.unit === unit &&
      price.serviceTier === serviceTier &&
      holdsAt(price, at) &&
      (price.abovePromptTokens === null || contextTokens > price.abovePromptTokens),
  );
  const byImage = unit === 'image' ? imageRowOf(toImageTiers(inOrder(holding)), query.tier) : undefined;
  if (byImage !== undefined) return byImage;
  const last = inOrder(holding.filter(({ imageTier }) => imageTier === null)).at(-1);
  return last === undefined ? null : toPriceRow(last);
}

function discountOf(prices: readonly StoredPrice[], at: Date): Discount | null {
  const last = inOrder(prices.filter((price) => price.discountPercent !== null && holdsAt(price, at))).at(-1);
  return last?.discountPercent == null ? null : { id: last.id, percent: last.discountPercent };
}

/** The last one counts. */
function inOrder(prices: readonly StoredPrice[]): readonly StoredPrice[] {
  const band = ({ abovePromptTokens }: StoredPrice) => abovePromptTokens ?? -1;
  const from = ({ effectiveFromMs }: StoredPrice) => effectiveFromMs ?? -Infinity;
  return prices.toSorted((a, b) => band(a) - band(b) || Math.sign(from(a) - from(b)) || 0);
}

function holdsAt({ effectiveFromMs, effectiveUntilMs }: StoredPrice, at: Date): boolean {
  const ms = at.getTime();
  return (effectiveFromMs === null || ms >= effectiveFromMs) && (effectiveUntilMs === null || ms < effectiveUntilMs);
}
