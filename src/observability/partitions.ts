import type { ClientBase } from 'pg';
import { ADVISORY_LOCKS } from '../core/advisory-locks.js';

const DAY_MS = 24 * 3600 * 1000;
const DAY = /^\d{4}-\d\d-\d\d$/;
const PARTITION = /^request_logs_(\d{4})(\d\d)(\d\d)$/;

/** `YYYY-MM-DD`, in UTC as everything in the log. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Today and tomorrow, so that no request of midnight waits for its partition. */
export function comingDays(now: Date): string[] {
  return [dayOf(now), dayOf(new Date(now.getTime() + DAY_MS))];
}

/**
 * Makes the daily partitions that are missing; what is no day is left out. Safe from several replicas at once.
 * A table is made first and attached then: that lets inserts and reads of the other days go on.
 */
export async function ensurePartitions(client: ClientBase, days: Iterable<string>): Promise<void> {
  const wanted = [...days].filter(isDay);
  if ((await missingOf(client, wanted)).length === 0) return;
  await inTransaction(client, async () => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.partitions]);
    for (const day of await missingOf(client, wanted)) {
      const table = tableOf(day);
      await client.query(`CREATE TABLE ${table} (LIKE request_logs INCLUDING DEFAULTS)`);
      await client.query(
        `ALTER TABLE request_logs ATTACH PARTITION ${table}
         FOR VALUES FROM ('${day} 00:00:00+00') TO ('${nextDay(day)} 00:00:00+00')`,
      );
    }
  });
}

/**
 * Drops the partitions of whole days that lie more than `retentionDays` back; another replica doing so is left to it.
 * Dropping locks the whole log for a moment, so it gives up rather than make inserts queue behind a long read.
 *
 * @returns the days that are gone
 */
export async function dropExpiredPartitions(client: ClientBase, retentionDays: number, now: Date): Promise<string[]> {
  const oldestKept = dayOf(new Date(now.getTime() - retentionDays * DAY_MS));
  const { rows } = await client.query<{ name: string }>(
    `SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
     WHERE inhparent = 'request_logs'::regclass ORDER BY child.relname`,
  );
  const expired = rows.map(({ name }) => toDay(name)).filter((day) => day !== null && day < oldestKept);
  const dropped: string[] = [];
  for (const day of expired) {
    if (day !== null && (await dropPartition(client, day))) dropped.push(day);
  }
  return dropped;
}

function dropPartition(client: ClientBase, day: string): Promise<boolean> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
      ADVISORY_LOCKS.partitions,
    ]);
    if (!rows[0]?.mine) return false;
    await client.query(`SET LOCAL lock_timeout = '1s'`);
    await client.query(`DROP TABLE IF EXISTS ${tableOf(day)}`);
    return true;
  });
}

async function inTransaction<Result>(client: ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function missingOf(client: ClientBase, days: readonly string[]): Promise<string[]> {
  if (days.length === 0) return [];
  const { rows } = await client.query<{ name: string; exists: boolean }>(
    'SELECT name, to_regclass(name) IS NOT NULL AS exists FROM unnest($1::text[]) AS name',
    [days.map(tableOf)],
  );
  const existing = new Set(rows.filter(({ exists }) => exists).map(({ name }) => name));
  return days.filter((day) => !existing.has(tableOf(day)));
}

function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(new Date(text)) === text;
}

function tableOf(day: string): string {
  return `request_logs_${day.replaceAll('-', '')}`;
}

function toDay(table: string): string | null {
  const [, year, month, date] = PARTITION.exec(table) ?? [];
  return year && month && date ? `${year}-${month}-${date}` : null;
}

function nextDay(day: string): string {
  return dayOf(new Date(Date.parse(day) + DAY_MS));
}
