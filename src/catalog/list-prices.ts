import { fromCursor, toCursor, type Page } from '../core/http/page.js';
import type { CatalogModel } from './models.js';
import { toPriceView, type PricesQuery, type PriceView } from './price.dto.js';

const DEFAULT_LIMIT = 50;

/**
 * One page of price rows, by vendor and model, each model's in the order in which they came into force.
 * @throws BadRequestException for a cursor of another list
 */
export function listPrices(models: readonly CatalogModel[], query: PricesQuery): Page<PriceView> {
  const { vendor, model, cursor, limit = DEFAULT_LIMIT } = query;
  const after = cursor === undefined ? null : fromCursor(cursor, 3);
  const rows = models
    .filter((row) => vendor === undefined || row.vendor === vendor)
    .filter((row) => model === undefined || row.model === model || row.aliases.includes(model))
    .flatMap((row) =>
      row.periods.map((period, index) => ({ row, period, key: [row.vendor, row.model, index] as const })),
    )
    .filter(({ key }) => after === null || isAfter(key, after));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ row, period }) => toPriceView(row, period)),
    nextCursor: rows.length > limit && last ? toCursor([...last.key]) : null,
  };
}

function isAfter(key: readonly (string | number)[], place: readonly (string | number)[]): boolean {
  for (const [index, part] of key.entries()) {
    const other = place[index] ?? '';
    if (part !== other) return part > other;
  }
  return false;
}
