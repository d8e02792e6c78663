import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { ADVISORY_LOCKS } from '../../core/advisory-locks.js';
import { inTransaction } from '../transaction.js';
import { DETAIL_NAMES, DETAILS, ROLLUP_TABLE_NAMES, ROLLUP_TABLES, type Detail, type RollupTable } from './details.js';
import { MEASURES, Measures, type MeasuresRow } from './measures.js';
import type { Grain, RollupRow } from './rollup.js';
import { ROWS_AT_ONCE, writeRollupRows } from './write-rollups.js';

/** A bucket is merged once it has so many rows for each that it needs: merging at every row would write it all again. */
const ROWS_FOR_ONE = 4;
/** After this nothing much is added to a bucket any more, and any two rows for one are merged. */
const ENDED_AGO = `interval '1 hour'`;
const BUCKETS_AT_ONCE = 200;

interface Bucket {
  readonly grain: Grain;
  readonly start: string;
}

type MergedRow = MeasuresRow & {
  readonly dimensions_id: string | null;
  readonly tag_key?: string;
  readonly tag_value?: string | null;
};

/** From its beginning up to, and without, its end. */
interface Period {
  readonly from: Date;
  readonly to: Date;
}

/**
 * Merges rows that stand for the same in the buckets of a period, bucket by bucket, each in a transaction. Shippers go on
 * adding rows meanwhile, and readers see the rows of before or of after; their sum is the same. Where another replica does
 * it, it is left to it.
 * @returns how many buckets were merged; 0 where nothing is left to do
 */
export async function compactRollups(client: ClientBase, period: Period): Promise<number> {
  let merged = 0;
  for (const detail of DETAIL_NAMES) {
    for (const table of [DETAILS[detail].totals, DETAILS[detail].tags]) {
      for (const bucket of await bucketsToMerge(client, table, period)) {
        if (!(await mergeBucket(client, { detail, table, bucket }))) return merged;
        merged++;
      }
    }
  }
  return merged;
}

async function bucketsToMerge(client: ClientBase, table: RollupTable, { from, to }: Period): Promise<Bucket[]> {
  const rows = `(SELECT grain, bucket_start, count(*) AS rows FROM ${table}
    WHERE grain IN ('hour', 'day') AND bucket_start >= $1 AND bucket_start < $2
    GROUP BY grain, bucket_start, ${ROLLUP_TABLES[table].join(', ')})`;
  const { rows: buckets } = await client.query<Bucket>(
    `SELECT grain, to_char(bucket_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS start
     FROM ${rows} AS one GROUP BY grain, bucket_start
     HAVING sum(rows) > count(*) * CASE
       WHEN bucket_start + ('1 ' || grain)::interval + ${ENDED_AGO} < clock_timestamp() THEN 1 ELSE ${ROWS_FOR_ONE} END
     ORDER BY bucket_start DESC LIMIT ${BUCKETS_AT_ONCE}`,
    [from, to],
  );
  return buckets;
}

/** Days that are looked at together: all of two years would be read in one go. */
const EARLIER_MS = 14 * 24 * 3_600_000;

/**
 * Goes a step back through what is older than this.
 * @returns from when on all is merged now; null where nothing is older
 */
export async function compactEarlier(client: ClientBase, before: Date): Promise<Date | null> {
  const oldest = await oldestBucket(client);
  if (oldest === null || oldest >= before) return null;
  const from = new Date(before.getTime() - EARLIER_MS);
  const merged = await compactRollups(client, { from, to: before });
  return merged === 0 ? from : before;
}

async function oldestBucket(client: ClientBase): Promise<Date | null> {
  const oldest = ROLLUP_TABLE_NAMES.flatMap((table) =>
    ['hour', 'day'].map((grain) => `(SELECT min(bucket_start) FROM ${table} WHERE grain = '${grain}')`),
  );
  const { rows } = await client.query<{ oldest: Date | null }>(`SELECT least(${oldest.join(', ')}) AS oldest`);
  return rows[0]?.oldest ?? null;
}

interface Merge {
  readonly detail: Detail;
  readonly table: RollupTable;
  readonly bucket: Bucket;
}

/** @returns false where another replica is at it */
function mergeBucket(client: ClientBase, { detail, table, bucket }: Merge): Promise<boolean> {
  return inTransaction(client, async () => {
    const { rows: locks } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
      ADVISORY_LOCKS.rollups,
    ]);
    if (locks[0]?.mine !== true) return false;
    const { rows } = await client.query<MergedRow>(
      `DELETE FROM ${table} WHERE grain = $1 AND bucket_start = $2
       RETURNING ${[...ROLLUP_TABLES[table], ...MEASURES].join(', ')}`,
      [bucket.grain, bucket.start],
    );
    await writeRollupRows(client, await mergeRows(detail, bucket, rows));
    return true;
  });
}

async function mergeRows(
  detail: Detail,
  { grain, start }: Bucket,
  rows: readonly MergedRow[],
): Promise<readonly RollupRow[]> {
  const merged = new Map<string, RollupRow>();
  for (const [place, row] of rows.entries()) {
    if (place % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await nextTurn();
    const { dimensions_id: dimensionsId, tag_key: key, tag_value: value = null } = row;
    const name = JSON.stringify([dimensionsId, key, value]);
    const tag = key === undefined ? null : { key, value };
    const sum = merged.get(name) ?? { detail, grain, bucketStart: start, dimensionsId, tag, measures: new Measures() };
    merged.set(name, sum);
    sum.measures.addRow(row);
  }
  return [...merged.values()].sort(byTag);
}

/** Those of a tag lie together then, and whoever asks for one reads a third of the pages. */
function byTag({ tag: a }: RollupRow, { tag: b }: RollupRow): number {
  const [one, other] = [a?.key ?? '', b?.key ?? ''];
  return one < other ? -1 : Number(one > other);
}

const KEPT_DAYS = 800;

/** Hours go with the records that they count; days are kept for a little more than two years. */
export async function dropExpiredRollups(client: ClientBase, oldestDay: string): Promise<void> {
  for (const table of ROLLUP_TABLE_NAMES) {
    await inTransaction(client, async () => {
      await client.query(`DELETE FROM ${table} WHERE grain = 'hour' AND bucket_start < $1`, [`${oldestDay}T00:00:00Z`]);
      await client.query(
        `DELETE FROM ${table} WHERE grain = 'day' AND bucket_start < clock_timestamp() - interval '${KEPT_DAYS} days'`,
      );
    });
  }
}
