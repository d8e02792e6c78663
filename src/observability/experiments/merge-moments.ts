import type { ClientBase } from 'pg';
import { ADVISORY_LOCKS } from '../../core/advisory-locks.js';
import { inTransaction } from '../transaction.js';
import type { MomentsGrain, MomentsRow } from './experiment-counts.js';
import { addStored, STORED_COLUMNS, type StoredMoments } from './moments-rows.js';
import { writeMoments } from './write-moments.js';

/** An hour that goes on is merged once it has so many rows for each that it needs. */
const ROWS_FOR_ONE = 8;
const ENDED_AGO = `interval '1 hour'`;
/** Hours that lie further back become a part of their day. */
const HOURS_KEPT = `interval '3 days'`;
const PERIODS_AT_ONCE = 50;
const KEPT = `interval '800 days'`;
/** Subjects of a split that are counted one by one; of more, every sixteenth. */
const SUBJECTS_COUNTED = 100_000;

/** Rows of this period become rows of its grain. */
interface Period {
  readonly grain: MomentsGrain;
  /** ISO 8601, UTC. */
  readonly start: string;
}

const DUE = `
  SELECT grain, to_char(start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS start FROM (
    SELECT 'day' AS grain, date_trunc('day', bucket_start, 'UTC') AS start FROM experiment_moments
    WHERE grain = 'hour' AND bucket_start < date_trunc('day', clock_timestamp() - ${HOURS_KEPT}, 'UTC') GROUP BY 2
    UNION ALL
    SELECT 'hour', bucket_start FROM (
      SELECT bucket_start, count(*) AS rows FROM experiment_moments
      WHERE grain = 'hour' AND bucket_start >= date_trunc('day', clock_timestamp() - ${HOURS_KEPT}, 'UTC')
      GROUP BY bucket_start, rule_id, split_id, arm, served_variant_id, served_version, metric
    ) AS one GROUP BY bucket_start
    HAVING sum(rows) > count(*) * CASE WHEN bucket_start + interval '1 hour' + ${ENDED_AGO} < clock_timestamp() THEN 1
      ELSE ${ROWS_FOR_ONE} END
  ) AS due ORDER BY start LIMIT ${PERIODS_AT_ONCE}`;

/**
 * Merges rows that stand for the same, period by period, each in a transaction: the sum of what a reader sees is the same
 * before and after. Where another replica does it, it is left to it.
 */
export async function mergeMoments(client: ClientBase): Promise<void> {
  const { rows: due } = await client.query<Period>(DUE);
  for (const period of due) if (!(await mergePeriod(client, period))) return;
}

/** @returns false where another replica is at it */
function mergePeriod(client: ClientBase, { grain, start }: Period): Promise<boolean> {
  return inTransaction(client, async () => {
    if (!(await tryLock(client))) return false;
    const { rows: stored } = await client.query<StoredMoments>(
      `DELETE FROM experiment_moments
       WHERE bucket_start >= $1 AND bucket_start < $1::timestamptz + $2::interval RETURNING ${STORED_COLUMNS}`,
      [start, `1 ${grain}`],
    );
    const merged = new Map<string, MomentsRow>();
    for (const row of stored) addStored(merged, row, { grain, bucketStart: start });
    await writeMoments(client, [...merged.values()]);
    return true;
  });
}

/** What is older than usage by day goes, and of splits with very many subjects all but a sample. */
export async function boundExperiments(client: ClientBase): Promise<void> {
  await inTransaction(client, async () => {
    if (!(await tryLock(client))) return;
    await client.query(`
      DELETE FROM experiment_moments WHERE bucket_start < clock_timestamp() - ${KEPT};
      DELETE FROM experiment_subjects WHERE first_at < clock_timestamp() - ${KEPT};
      INSERT INTO experiment_samples (rule_id, split_id)
        SELECT rule_id, split_id FROM experiment_subjects GROUP BY rule_id, split_id
        HAVING count(*) > ${SUBJECTS_COUNTED} ON CONFLICT DO NOTHING;
      DELETE FROM experiment_subjects AS shown USING experiment_samples AS sample
        WHERE shown.rule_id = sample.rule_id AND shown.split_id = sample.split_id AND shown.subject & 15 <> 0;
    `);
  });
}

async function tryLock(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
    ADVISORY_LOCKS.rollups,
  ]);
  return rows[0]?.mine === true;
}
