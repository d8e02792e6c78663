import type { ClientBase } from 'pg';
import { copyIn, toCopyRow } from '../copy-in.js';
import { DIMENSIONS, dimensionsRow } from './dimensions.js';
import { MEASURES } from './measures.js';
import type { Rollup, RollupRow } from './rollup.js';

const COPY_TOTALS = `COPY usage_rollups (grain, bucket_start, dimensions_id, ${MEASURES.join(', ')}) FROM STDIN`;
const COPY_TAGS = `COPY usage_tag_rollups (grain, bucket_start, dimensions_id, tag_key, tag_value, ${MEASURES.join(', ')})
  FROM STDIN`;
const COLUMNS = `id, ${DIMENSIONS.join(', ')}`;
const INSERT_DIMENSIONS = `INSERT INTO usage_dimensions (${COLUMNS})
  SELECT ${COLUMNS} FROM json_populate_recordset(null::usage_dimensions, $1::json) ON CONFLICT DO NOTHING`;

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
  const missing = [...rollup.dimensions()].filter(([id]) => known?.has(id) !== true);
  if (missing.length > 0) {
    // In one order everywhere: transactions that add the same ones wait for each other, and never in a circle.
    const rows = missing.sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1));
    await client.query(INSERT_DIMENSIONS, [
      JSON.stringify(rows.map(([id, dimensions]) => dimensionsRow(id, dimensions))),
    ]);
  }
  await writeRollupRows(client, rollup.rows());
}

/** Whose dimensions are in the database. */
export async function writeRollupRows(client: ClientBase, rows: readonly RollupRow[]): Promise<void> {
  let totals = '';
  let tags = '';
  for (const { grain, bucketStart, dimensionsId, tag, measures } of rows) {
    const values = measures.values();
    if (tag === null) totals += toCopyRow([grain, bucketStart, dimensionsId, ...values]);
    else tags += toCopyRow([grain, bucketStart, dimensionsId, tag.key, tag.value, ...values]);
  }
  if (totals !== '') await copyIn(client, COPY_TOTALS, [Buffer.from(totals)]);
  if (tags !== '') await copyIn(client, COPY_TAGS, [Buffer.from(tags)]);
}
