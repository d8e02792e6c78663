import { fromCursor, toCursor, type Page } from '../core/http/page.js';
import { type ModelRow, toModels } from './models.js';
import { type PricesQuery, type PriceView, toPriceView } from './price.dto.js';
import { toPeriods } from './price-periods.js';
import type { StoredPrice } from './stored-price.js';

const DEFAULT_LIMIT = 50;

export interface PriceLists {
  readonly models: readonly ModelRow[];
  /** Those that hold or held, and were not taken back. */
  readonly prices: readonly StoredPrice[];
}

type Key = readonly (string | number)[];

interface Listed {
  /** The list's order. */
  readonly key: Key;
  readonly view: PriceView;
}

/**
 * One page of prices, by vendor and model, each model's in the order in which they came into force: the catalog's first,
 * then an administrator's for all providers and for single ones.
 * @throws BadRequestException for a cursor of another list
 */
export function listPrices({ models, prices }: PriceLists, query: PricesQuery): Page<PriceView> {
  const { vendor, model, providerId, source, cursor, limit = DEFAULT_LIMIT } = query;
  const after = cursor === undefined ? null : fromCursor(cursor, 4);
  const known = models.filter((row) => vendor === undefined || row.vendor === vendor);
  const names = model === undefined ? null : namesOf(known, model);
  const wanted = prices.filter(
    (price) =>
      (vendor === undefined || price.vendor === vendor) &&
      (names === null || names.has(price.model)) &&
      (providerId === undefined || price.providerId === providerId.toLowerCase()) &&
      (source === undefined || price.source === source),
  );
  const rows = [...listCatalog(known, wanted), ...listOwn(wanted)]
    .sort((a, b) => compare(a.key, b.key))
    .filter(({ key }) => after === null || compare(key, after) > 0);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ view }) => view),
    nextCursor: rows.length > limit && last ? toCursor([...last.key]) : null,
  };
}

/** The name itself, and what the catalog calls the model of which it is an alias. */
function namesOf(models: readonly ModelRow[], name: string): ReadonlySet<string> {
  const aliased = models.filter(({ aliases = [] }) => aliases.includes(name)).map(({ model }) => model);
  return new Set([name, ...aliased]);
}

function listCatalog(models: readonly ModelRow[], prices: readonly StoredPrice[]): Listed[] {
  const listed = prices.filter(({ source }) => source === 'catalog');
  return toModels(models, listed).flatMap((model) =>
    model.periods.map((period, index) => ({
      key: [model.vendor, model.model, '', index],
      view: toPriceView(model, period, { source: 'catalog', providerId: null, discount: null }),
    })),
  );
}

/** What was written together for one model of one provider, or of all; each discount by itself. */
function listOwn(prices: readonly StoredPrice[]): Listed[] {
  const groups = new Map<string, StoredPrice[]>();
  for (const price of prices.filter(({ source }) => source === 'own')) {
    const key = JSON.stringify([price.vendor, price.model, price.providerId, price.unit === null ? price.key : null]);
    groups.set(key, [...(groups.get(key) ?? []), price]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { vendor, model, providerId, id, discountPercent } = first;
    const discount = discountPercent === null ? null : { id, percent: discountPercent };
    const facts = { vendor, model, aliases: [], ownedBy: null, contextWindow: null };
    const place = `own ${providerId ?? ''} ${discount === null ? '' : id}`;
    return toPeriods(group).map((period, index) => ({
      key: [vendor, model, place, index],
      view: toPriceView(facts, period, { source: 'own', providerId, discount }),
    }));
  });
}

function compare(key: Key, place: Key): number {
  for (const [index, part] of key.entries()) {
    const other = place[index] ?? '';
    if (part !== other) return part > other ? 1 : -1;
  }
  return 0;
}
