import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { dataSourceOptions } from '../core/database.js';
import { toCatalogPrices } from './catalog-prices.js';
import { fillCatalogPrices } from './fill-catalog.js';
import { CATALOG_ROWS, type ModelRow, readModels, toModels } from './models.js';
import { changedPricesSql, CurrentPrices, loadPricesById, PRICE_ENTITIES, type StoredPrice } from './stored-price.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await new DataSource({ ...dataSourceOptions(database.url, 3), entities: PRICE_ENTITIES }).initialize();
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

async function load(after = '0'): Promise<CurrentPrices> {
  const current = new CurrentPrices();
  current.update(await dataSource.query<StoredPrice[]>(changedPricesSql(), [after]));
  return current;
}

const count = async () => Number((await dataSource.query<[{ count: string }]>('SELECT count(*) FROM prices'))[0].count);

it('gives back the catalog exactly as it came, whatever the session’s time zone', async () => {
  await dataSource.query(`SET TIME ZONE 'Asia/Kathmandu'`);
  const { rows } = await load();
  expect(toModels(CATALOG_ROWS, rows)).toEqual(readModels());
  expect(rows.map(({ key }) => key).sort()).toEqual(
    toCatalogPrices(CATALOG_ROWS)
      .map(({ key }) => key)
      .sort(),
  );
});

it('is applied once, also by replicas that start together', async () => {
  const before = await count();
  await Promise.all([1, 2, 3].map(() => fillCatalogPrices(dataSource.manager, CATALOG_ROWS)));
  expect(await count()).toBe(before);
});

it('adds what a newer catalog changes, keeps what it replaces, and is not undone by an older version that starts again', async () => {
  const vendor = 'nowhere';
  const older: readonly ModelRow[] = [
    ...CATALOG_ROWS,
    { vendor, model: 'm', prices: [{ units: { input: '10', output: '20', 'cache-read': '1' } }] },
  ];
  const newer: readonly ModelRow[] = [
    ...CATALOG_ROWS,
    {
      vendor,
      model: 'm',
      prices: [{ units: { input: '11', output: '20' } }, { serviceTier: 'flex', units: { input: '5' } }],
    },
  ];
  const units = async () => {
    const { rows } = await load();
    return rows.filter((row) => row.vendor === vendor).map(({ unit, serviceTier, pico }) => [unit, serviceTier, pico]);
  };
  await fillCatalogPrices(dataSource.manager, older);
  const old = (await load()).rows.filter((row) => row.vendor === vendor);
  const { sequence } = await load();

  await fillCatalogPrices(dataSource.manager, newer);
  const expected = [
    ['output', null, '20'],
    ['input', null, '11'],
    ['input', 'flex', '5'],
  ];
  expect((await units()).sort()).toEqual(expected.sort());
  await fillCatalogPrices(dataSource.manager, older);
  expect((await units()).sort()).toEqual(expected.sort());

  const replaced = await loadPricesById(
    dataSource.manager,
    old.map(({ id }) => id),
  );
  expect(replaced.map(({ unit, pico }) => [unit, pico]).sort()).toEqual([
    ['cache-read', '1'],
    ['input', '10'],
    ['output', '20'],
  ]);
  // What was read before, and what was changed since, are the same as all of it.
  const current = new CurrentPrices();
  current.update(old);
  current.update((await load(sequence)).rows);
  const input = current.rows.find(({ unit, serviceTier }) => unit === 'input' && serviceTier === null);
  expect(input).toMatchObject({ pico: '11', revision: 2 });
  expect(input?.id).not.toBe(input?.key);
});

it('refuses to change what was written', async () => {
  await expect(dataSource.query(`UPDATE prices SET pico = 0`)).rejects.toThrow(/immutable/);
  await expect(dataSource.query(`DELETE FROM prices`)).rejects.toThrow(/immutable/);
});
