import type { ClientBase } from 'pg';
import { ADVISORY_LOCKS } from '../core/advisory-locks.js';
import { inTransaction } from './transaction.js';

const DAY_MS = 24 * 3600 * 1000;
const DAY = /^\d{4}-\d\d-\d\d$/;
const PARTITION = /_(\d{4})(\d\d)(\d\d)$/;

/** All of them have a partition for each day of the log. */
const TABLES = ['request_logs', 'request_attempts', 'request_contents', 'request_feedback'] as const;
type Table = (typeof TABLES)[number];

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
    // The lock also makes the tables visible that other replicas made while we waited.
    await client.query(`LOCK TABLE ${TABLES.join(', ')} IN ACCESS SHARE MODE`);
    for (const { table, day, name } of await missingOf(client, wanted)) {
      await client.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING DEFAULTS)`);
      await client.query(
        `ALTER TABLE ${table} ATTACH PARTITION ${name}
         FOR VALUES FROM ('${day} 00:00:00+00') TO ('${nextDay(day)} 00:00:00+00')`,
      );
    }
  });
}

/** The newest days that hold rows are kept, even if a clock is wrong. */
const KEPT_DAYS = 3;
/** Days that one run drops at most, so that a mistake is noticed before all is gone. */
const DROPPED_AT_ONCE = 3;
const LARGEST_CLOCK_GAP_MS = 3600 * 1000;

/** Days that are kept. */
export interface RetentionDays {
  readonly records: number;
  /** Of bodies; not more than of records. */
  readonly contents: number;
}

/** What one run of the retention did. */
export interface Retention {
  /** The days that are gone. */
  readonly dropped: readonly string[];
  /** Why nothing was dropped; null where there was no reason not to. */
  readonly refusal: string | null;
  /** The oldest day that is left; null where there is none, or nothing may be dropped. */
  readonly oldest: string | null;
}

/**
 * Drops the partitions of whole days that lie more than the retention back by the database's clock, the oldest first
 * and a few at a time. Refuses where our own clock disagrees with it: one of the two is wrong, and what is dropped is
 * gone. Another replica doing the same is left to it.
 */
export async function dropExpiredPartitions(client: ClientBase, kept: RetentionDays, now: Date): Promise<Retention> {
  const databaseNow = await readClock(client);
  const gapMs = Math.abs(databaseNow.getTime() - now.getTime());
  if (gapMs > LARGEST_CLOCK_GAP_MS) return { dropped: [], refusal: clocksDisagree(databaseNow, now), oldest: null };
  const before = (days: number) => dayOf(new Date(databaseNow.getTime() - days * DAY_MS));
  const days = await partitionDays(client, 'request_logs');
  const newest = await newestDaysWithRows(client, days);
  const contentDays = await partitionDays(client, 'request_contents');
  const isExpired = (day: string, oldestKept: string) => day < oldestKept && !newest.has(day);
  await dropDays(
    client,
    ['request_contents'],
    contentDays.filter((day) => isExpired(day, before(kept.contents))),
  );
  // With everything that belongs to them.
  const dropped = await dropDays(
    client,
    TABLES,
    days.filter((day) => isExpired(day, before(kept.records))),
  );
  return { dropped, refusal: null, oldest: days.find((day) => !dropped.includes(day)) ?? null };
}

/** @returns those that are gone */
async function dropDays(client: ClientBase, tables: readonly Table[], expired: readonly string[]): Promise<string[]> {
  const dropped: string[] = [];
  for (const day of expired.slice(0, DROPPED_AT_ONCE)) {
    const names = tables.map((table) => nameOf(table, day));
    if (await dropPartitions(client, names)) dropped.push(day);
  }
  return dropped;
}

async function readClock(client: ClientBase): Promise<Date> {
  // As text of a numeric, which no `extra_float_digits` of the role rounds.
  const { rows } = await client.query<{ ms: string }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::text AS ms',
  );
  return new Date(Number(rows[0]?.ms ?? Number.NaN));
}

function clocksDisagree(database: Date, own: Date): string {
  return `the database's clock says ${database.toISOString()} and this machine's says ${own.toISOString()}; no day of the request log is dropped until they agree within an hour`;
}

/** Oldest first. */
async function partitionDays(client: ClientBase, table: Table): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
     WHERE inhparent = $1::regclass ORDER BY child.relname`,
    [table],
  );
  return rows.flatMap(({ name }) => toDay(name) ?? []);
}

async function newestDaysWithRows(client: ClientBase, days: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const day of days.toReversed()) {
    if (found.size === KEPT_DAYS) break;
    const { rows } = await client.query<{ holds: boolean }>(
      `SELECT EXISTS (SELECT FROM ${nameOf('request_logs', day)}) AS holds`,
    );
    if (rows[0]?.holds) found.add(day);
  }
  return found;
}

/** Dropping locks the whole log for a moment, so it gives up rather than make inserts queue behind a long read. */
function dropPartitions(client: ClientBase, names: readonly string[]): Promise<boolean> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
      ADVISORY_LOCKS.partitions,
    ]);
    if (!rows[0]?.mine) return false;
    await client.query(`SET LOCAL lock_timeout = '1s'`);
    await client.query(`DROP TABLE IF EXISTS ${names.join(', ')}`);
    return true;
  });
}

interface Partition {
  readonly table: Table;
  readonly day: string;
  readonly name: string;
}

async function missingOf(client: ClientBase, days: readonly string[]): Promise<Partition[]> {
  if (days.length === 0) return [];
  const wanted = days.flatMap((day) => TABLES.map((table) => ({ table, day, name: nameOf(table, day) })));
  const { rows } = await client.query<{ name: string; exists: boolean }>(
    'SELECT name, to_regclass(name) IS NOT NULL AS exists FROM unnest($1::text[]) AS name',
    [wanted.map(({ name }) => name)],
  );
  const existing = new Set(rows.filter(({ exists }) => exists).map(({ name }) => name));
  return wanted.filter(({ name }) => !existing.has(name));
}

function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(new Date(text)) === text;
}

function nameOf(table: Table, day: string): string {
  return `${table}_${day.replaceAll('-', '')}`;
}

function toDay(name: string): string | null {
  const [, year, month, date] = PARTITION.exec(name) ?? [];
  return year && month && date ? `${year}-${month}-${date}` : null;
}

function nextDay(day: string): string {
  return dayOf(new Date(Date.parse(day) + DAY_MS));
}
