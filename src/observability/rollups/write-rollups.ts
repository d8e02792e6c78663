import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { writeExperimentCounts } from '../experiments/write-moments.js';
import { copyIn, toCopyRow } from '../copy-in.js';
import { DETAIL_NAMES, DETAILS, ROLLUP_TABLES, type Detail, type RollupTable } from './details.js';
import { dimensionsRow } from './dimensions.js';
import { MEASURES } from './measures.js';
import type { Rollup, RollupRow } from './rollup.js';

/** Ids of dimensions that the database has, the newest of them. */
const KNOWN_IDS = 20_000;

/** Remembers which dimensions are in the database, so that nearly all batches send none. */
export class KnownDimensions {
  private readonly ids = new Set<string>();

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Only what is committed: a transaction that fails takes its dimensions back. */
  add(ids: Iterable<string>): void {
    for (const id of ids) this.ids.add(id);
    for (const oldest of this.ids) {
      if (this.ids.size <= KNOWN_IDS) return;
      this.ids.delete(oldest);
    }
  }

  /** On a new connection: it may lead to a database that was restored from a backup. */
  clear(): void {
    this.ids.clear();
  }
}

/**
 * Adds what was counted to the rollups, within the caller's transaction, which must be that of the records.
 * @param known is told by the caller once the transaction is committed; without it all dimensions are sent
 */
export async function writeRollup(client: ClientBase, rollup: Rollup, known?: KnownDimensions): Promise<void> {
  if (rollup.isEmpty) return;
  const dimensions = rollup.dimensions();
  for (const detail of DETAIL_NAMES) {
    const missing = [...dimensions[detail]].filter(([id]) => known?.has(id) !== true);
    if (missing.length > 0) await insertDimensions(client, detail, missing);
  }
  await writeRollupRows(client, rollup.rows());
  await writeExperimentCounts(client, rollup.experiments);
}

async function insertDimensions(
  client: ClientBase,
  detail: Detail,
  missing: readonly (readonly [string, string])[],
): Promise<void> {
  const { ids, dimensions: names } = DETAILS[detail];
  const columns = `id, ${names.join(', ')}`;
  // In one order everywhere: transactions that add the same ones wait for each other, and never in a circle.
  const rows = missing
    .toSorted(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .map(([id, dimensions]) => dimensionsRow(names, id, dimensions));
  await client.query(
    `INSERT INTO ${ids} (${columns}) SELECT ${columns} FROM json_populate_recordset(null::${ids}, $1::json)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** Rows that are written, or merged, in one turn of the event loop: some milliseconds. */
export const ROWS_AT_ONCE = 250;

/** Whose dimensions are in the database. */
export async function writeRollupRows(client: ClientBase, rows: readonly RollupRow[]): Promise<void> {
  const copied = new Map<RollupTable, string>();
  for (const [place, { detail, grain, bucketStart, dimensionsId, tag, measures }] of rows.entries()) {
    if (place % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await nextTurn();
    const table = DETAILS[detail][tag === null ? 'totals' : 'tags'];
    const key = tag === null ? [dimensionsId] : [dimensionsId, tag.key, tag.value];
    const row = toCopyRow([grain, bucketStart, ...key, ...measures.values()]);
    copied.set(table, (copied.get(table) ?? '') + row);
  }
  for (const [table, text] of copied) {
    const columns = ['grain', 'bucket_start', ...ROLLUP_TABLES[table], ...MEASURES];
    await copyIn(client, `COPY ${table} (${columns.join(', ')}) FROM STDIN`, [Buffer.from(text)]);
  }
}
