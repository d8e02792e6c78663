import type { ClientBase } from 'pg';
import { ATTEMPT_COLUMNS, ATTEMPT_FROM_JSON } from '../insert-lines.js';
import { ensurePartitions } from '../partitions.js';
import { inTransaction } from '../transaction.js';
import { COUNTED_COLUMNS, type CountedCall } from './counted-call.js';
import { Rollup } from './rollup.js';
import type { TagLimits } from './tag-limits.js';
import { writeRollup } from './write-rollups.js';

const ROWS_AT_ONCE = 5_000;
/** A busy hour has a million records. */
const STATEMENT_TIMEOUT = '10min';

/** An hour's records of before rollups. */
const OLD = `request_logs.started_at >= $1::timestamptz AND request_logs.started_at < $1::timestamptz + interval '1 hour'
  AND NOT rolled_up`;

const MOVE_ATTEMPTS = `INSERT INTO request_attempts (started_at, request_id, number, ${ATTEMPT_COLUMNS})
  SELECT started_at, request_id, attempt.number, ${ATTEMPT_FROM_JSON}
  FROM request_logs CROSS JOIN json_array_elements(attempts) WITH ORDINALITY AS attempt (value, number) WHERE ${OLD}`;
const MOVE_CONTENTS = `INSERT INTO request_contents (started_at, request_id, request_body, response_body)
  SELECT started_at, request_id, request_body, response_body FROM request_logs
  WHERE ${OLD} AND coalesce(request_body, response_body) IS NOT NULL`;
const CLEAR_MOVED = `UPDATE request_logs
  SET attempt_count = json_array_length(attempts), attempts = NULL, request_body = NULL, response_body = NULL
  WHERE ${OLD} AND (attempts IS NOT NULL OR coalesce(request_body, response_body) IS NOT NULL)`;

/**
 * Counts the records of one hour that are older than the rollups, and moves their attempts and bodies to the tables that
 * new ones use: the newest such hour, in one transaction, so that a replica that dies leaves it to be done. Replicas take
 * different hours.
 * @param limits of all hours that this process carries over: how closely tags are told apart holds for days
 * @returns the hour; null where none is left, or others are at those that are
 */
export async function carryOverHour(client: ClientBase, limits: TagLimits): Promise<string | null> {
  const newest = `SELECT to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"') AS hour
    FROM rollup_backlog ORDER BY rollup_backlog.hour DESC LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return inTransaction(client, async () => {
    const { rows } = await client.query<{ hour: string }>(newest);
    const hour = rows[0]?.hour;
    if (hour === undefined) return null;
    await client.query(`SET LOCAL statement_timeout = '${STATEMENT_TIMEOUT}'`);
    await writeRollup(client, await countHour(client, hour, limits));
    for (const statement of [MOVE_ATTEMPTS, MOVE_CONTENTS, CLEAR_MOVED]) await client.query(statement, [hour]);
    await client.query('DELETE FROM rollup_backlog WHERE hour = $1', [hour]);
    return hour;
  });
}

/** The newest day that has records to be carried over needs partitions of the newer tables. */
export async function prepareCarryOver(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ day: string | null }>(
    `SELECT to_char(max(hour) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM rollup_backlog`,
  );
  const day = rows[0]?.day ?? null;
  if (day !== null) await ensurePartitions(client, [day]);
}

export async function hasBacklog(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>('SELECT EXISTS (SELECT FROM rollup_backlog) AS exists');
  return rows[0]?.exists === true;
}

async function countHour(client: ClientBase, hour: string, limits: TagLimits): Promise<Rollup> {
  const rollup = new Rollup(limits);
  let after = [hour, '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const { rows } = await client.query<CountedCall & { place: string; request_id: string }>(
      `SELECT ${COUNTED_COLUMNS}, request_id, request_logs.started_at::text AS place FROM request_logs
       WHERE ${OLD} AND (request_logs.started_at, request_id) > ($2::timestamptz, $3::uuid)
       ORDER BY request_logs.started_at, request_id LIMIT ${ROWS_AT_ONCE}`,
      [hour, ...after],
    );
    for (const row of rows) rollup.add(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return rollup;
    after = [last.place, last.request_id];
  }
}
