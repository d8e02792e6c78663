import type { EntityManager } from 'typeorm';
import { selectListOf } from '../core/entity-columns.js';
import { Price } from './price.entity.js';

/** What other modules may read of the table of prices. */
export const PRICE_ENTITIES = [Price];

const COLUMNS = [
  ...(['id', 'key', 'revision', 'sequence', 'source', 'providerId', 'vendor', 'model', 'unit'] as const),
  ...(['serviceTier', 'imageTier', 'abovePromptTokens', 'dailyUtc', 'terms'] as const),
] as const satisfies readonly (keyof Price)[];

/** A row of the table as the configuration snapshot holds it: JSON, with numbers that may be long as text. */
export interface StoredPrice extends Readonly<Pick<Price, Exclude<(typeof COLUMNS)[number], 'sequence'>>> {
  /** Null for one that was not read from the database. */
  readonly sequence: string | null;
  /** Milliseconds since 1970; null for always. */
  readonly effectiveFromMs: number | null;
  /** Excluded; null for no end. */
  readonly effectiveUntilMs: number | null;
  /** Pico-USD a unit; null for a discount, and where the price was taken back. */
  readonly pico: string | null;
  /** Per cent off the list price, without trailing zeros. */
  readonly discountPercent: string | null;
}

/** Times are read as numbers, since the session's settings decide how a date is written. */
const SELECT = () => `SELECT ${selectListOf(Price, COLUMNS, 'prices')},
    (extract(epoch FROM prices.effective_from) * 1000)::float8 AS "effectiveFromMs",
    (extract(epoch FROM prices.effective_until) * 1000)::float8 AS "effectiveUntilMs",
    prices.pico::text AS pico, trim_scale(prices.discount_percent)::text AS "discountPercent"
  FROM prices`;

/** The last revisions of the prices that were changed after `$1`, a sequence, in the order of the changes. */
export function changedPricesSql(): string {
  return `SELECT * FROM (
      SELECT DISTINCT ON (prices.key) * FROM (${SELECT()} WHERE prices.sequence > $1) AS prices ORDER BY key, revision DESC
    ) AS last ORDER BY sequence`;
}

/** Also such as were replaced or taken back since. */
export function loadPricesById(manager: EntityManager, ids: readonly string[]): Promise<StoredPrice[]> {
  return manager.query<StoredPrice[]>(`${SELECT()} WHERE prices.id = ANY ($1::uuid[])`, [ids]);
}

/** The last revisions of these keys, also such as were taken back. */
export async function loadLastPrices(
  manager: EntityManager,
  keys: readonly string[],
): Promise<ReadonlyMap<string, StoredPrice>> {
  const last = await manager.query<StoredPrice[]>(
    `SELECT DISTINCT ON (key) * FROM (${SELECT()} WHERE prices.key = ANY ($1::uuid[])) AS prices ORDER BY key, revision DESC`,
    [keys],
  );
  return new Map(last.map((price) => [price.key, price]));
}

/** A row with who wrote it and when. */
export type PriceRevision = Readonly<Price>;

/** Every revision of the price that has this one among them, the newest first. */
export async function loadRevisions(manager: EntityManager, id: string): Promise<readonly PriceRevision[]> {
  const price = await manager.findOneBy(Price, { id });
  return price === null ? [] : manager.find(Price, { where: { key: price.key }, order: { revision: 'DESC' } });
}

/** The prices that hold or held and were not taken back, kept from one change to the next. */
export class CurrentPrices {
  private byKey = new Map<string, StoredPrice>();
  private all: readonly StoredPrice[] = [];
  private last = '0';

  /** The sequence of the last change that is in it. */
  get sequence(): string {
    return this.last;
  }

  /** The same array while nothing changes. */
  get rows(): readonly StoredPrice[] {
    return this.all;
  }

  /** @param changed in the order of the changes */
  update(changed: readonly StoredPrice[]): void {
    if (changed.length === 0) return;
    for (const row of changed) {
      if (row.pico === null && row.discountPercent === null) this.byKey.delete(row.key);
      else this.byKey.set(row.key, row);
    }
    this.last = changed.at(-1)?.sequence ?? this.last;
    this.all = [...this.byKey.values()];
  }

  /** Forgets all, as for another server, where the same numbers may mean something else. */
  replace(rows: readonly StoredPrice[]): void {
    this.byKey = new Map();
    this.all = [];
    this.last = '0';
    this.update(rows);
  }
}
