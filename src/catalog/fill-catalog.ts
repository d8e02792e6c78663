import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { configTransaction } from '../core/config-transaction.js';
import { toCatalogPrices } from './catalog-prices.js';
import type { ModelRow } from './models.js';
import { changedPricesSql, type StoredPrice } from './stored-price.js';
import { insertPrices, type PriceChange } from './write-prices.js';

/**
 * Writes the prices of a catalog that the database has not seen before: what is new, what costs something else now, and
 * what the catalog no longer knows. What an administrator wrote stays, and so do the rows that are replaced. A catalog is
 * applied once, so that an older version that starts again does not bring its prices back.
 */
export async function fillCatalogPrices(manager: EntityManager, models: readonly ModelRow[]): Promise<void> {
  const digest = hash('sha256', JSON.stringify(models), 'hex');
  if (await isApplied(manager, digest)) return;
  await configTransaction(manager, async (transaction) => {
    // Of replicas that start together the first one writes.
    if (await isApplied(transaction, digest)) return;
    const stored = await transaction.query<StoredPrice[]>(changedPricesSql(), [0]);
    const changes = planCatalogChanges(stored, toCatalogPrices(models));
    await insertPrices(transaction, changes, `catalog ${digest.slice(0, 12)}`);
    await transaction.query('INSERT INTO price_catalogs (hash) VALUES ($1)', [digest]);
  });
}

async function isApplied(manager: EntityManager, digest: string): Promise<boolean> {
  return (await manager.query<unknown[]>('SELECT 1 FROM price_catalogs WHERE hash = $1', [digest])).length > 0;
}

/** @param stored the last revisions, also those that were taken back */
export function planCatalogChanges(
  stored: readonly StoredPrice[],
  catalog: readonly StoredPrice[],
): readonly PriceChange[] {
  const before = new Map(stored.filter(({ source }) => source === 'catalog').map((price) => [price.key, price]));
  const wanted = new Set(catalog.map(({ key }) => key));
  const changed = catalog.filter((price) => {
    const last = before.get(price.key);
    return last?.pico !== price.pico || !isDeepStrictEqual(last.terms, price.terms);
  });
  const gone = [...before.values()].filter(({ key, pico }) => pico !== null && !wanted.has(key));
  return [...changed, ...gone.map((price) => ({ ...price, pico: null, terms: null }))];
}
