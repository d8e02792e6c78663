import type { DataSource } from 'typeorm';
import { addEncoded, bucketOf, type Histogram } from '../rollups/histogram.js';
import { boundedReading, type Query } from './bounded-query.js';
import { toRowConditions, type Filters, type TagCondition } from './filters.js';
import { readLogPage, type LogPage, type PageRequest } from './log-page.js';
import { SqlParameters } from './sql-parameters.js';

const HOUR_MS = 3600 * 1000;
/** Rows of rollups that one step looks at, where many of them may count nothing that is looked for. */
const LOOKED_AT_ONCE = 5_000;
/** Hours that one statement reads: each may hold a million rows. */
const HOURS_AT_ONCE = 24;
/** After this a page ends with what was found, and its cursor goes on from there. */
const SEARCH_MS = 3_000;
/** Filters that have an index in the log's order. */
const INDEXED: ReadonlySet<string> = new Set(['session', 'traceId']);
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * One page of the log, newest first. Where an index has the order, it is read; else rollups say in which hours there are
 * such requests at all, so that what is rare is found without reading everything between.
 */
export function loadLogPage(dataSource: DataSource, request: PageRequest): Promise<LogPage> {
  return boundedReading(dataSource, (query) =>
    isFoundByIndex(request.filters) ? readLogPage(query, request, null) : searchHours(query, request),
  );
}

function isFoundByIndex({ requestId, conditions }: Filters): boolean {
  return requestId !== null || conditions.length === 0 || conditions.some(({ name }) => INDEXED.has(name));
}

async function searchHours(query: Query, request: PageRequest): Promise<LogPage> {
  const endAt = performance.now() + SEARCH_MS;
  const rows: LogPage['rows'][number][] = [];
  for (let newest = newestHour(request); ;) {
    const limit = request.limit - rows.length;
    const { hours, rest } = await findHours(query, request.filters, { newest, wanted: limit + 1 });
    if (hours.length > 0) {
      const page = await readLogPage(query, { ...request, limit }, hours);
      rows.push(...page.rows);
      if (page.next !== null) return { rows, next: page.next };
    }
    if (rest === null) return { rows, next: null };
    if (rows.length === request.limit || performance.now() > endAt) {
      const startedAt = new Date(rest.getTime() + HOUR_MS).toISOString().replace('Z', '000Z');
      return { rows, next: { startedAt, requestId: LOWEST_ID } };
    }
    newest = rest;
  }
}

/** Null where there is no end. */
function newestHour({ filters: { to }, after }: PageRequest): Date | null {
  const ends = [to?.getTime(), after === null ? undefined : Date.parse(after.startedAt)].filter(
    (end) => end !== undefined,
  );
  return ends.length === 0 ? null : new Date(Math.floor(Math.min(...ends) / HOUR_MS) * HOUR_MS);
}

interface Search {
  /** The last hour to look at; null where there is no end. */
  readonly newest: Date | null;
  /** Rows that are enough. */
  readonly wanted: number;
}

interface FoundHours {
  /** That hold what is looked for, or may do so. */
  readonly hours: readonly Date[];
  /** The newest hour that was not looked at; null where none is left. */
  readonly rest: Date | null;
}

/** Hours in which there are requests that the filters leave, the newest ones, until there are as many as are wanted. */
async function findHours(query: Query, filters: Filters, { newest, wanted }: Search): Promise<FoundHours> {
  const single = filters.conditions.filter((condition) => condition.kind === 'row');
  const slowest = single.map(({ leastMs }) => leastMs).find((leastMs) => leastMs !== null) ?? null;
  const sum =
    single.map(({ countedAs }) => countedAs).find((countedAs) => countedAs !== null) ?? 'requests + shadow_requests';
  // Each row counts a request at least.
  const most = slowest === null ? wanted : LOOKED_AT_ONCE;
  const counted = await loadCounts(query, filters, { newest, slowest, sum, most });
  const oldest = counted.length < most ? null : (counted.at(-1)?.hour ?? null);
  const uncounted = await loadBacklog(query, filters, { newest, oldest });
  const all = [...counted, ...uncounted].sort((a, b) => b.hour.getTime() - a.hour.getTime());
  const hours = new Map<number, number>();
  let found = 0;
  for (const { hour, requests } of all) {
    const known = hours.get(hour.getTime());
    if (known === undefined && (found >= wanted || hours.size === HOURS_AT_ONCE)) return foundHours(hours, hour);
    if (requests === 0) continue;
    hours.set(hour.getTime(), (known ?? 0) + requests);
    found += requests;
  }
  if (oldest === null) return foundHours(hours, null);
  // Not all of the oldest hour has been looked at. Where it is read, or is the only one, all of it is read.
  if (oldest.getTime() === newest?.getTime()) hours.set(oldest.getTime(), 1);
  return foundHours(hours, hours.has(oldest.getTime()) ? new Date(oldest.getTime() - HOUR_MS) : oldest);
}

function foundHours(hours: ReadonlyMap<number, number>, rest: Date | null): FoundHours {
  return { hours: [...hours.keys()].map((hour) => new Date(hour)), rest };
}

interface HourCount {
  readonly hour: Date;
  /** At most so many requests in it are looked for. */
  readonly requests: number;
}

interface Counting {
  readonly newest: Date | null;
  /** The shortest duration that counts; null for all. */
  readonly slowest: number | null;
  /** What counts what is looked for, as far as it is counted: a column, or several added up. */
  readonly sum: string;
  /** Rows. */
  readonly most: number;
}

/** Newest first. */
async function loadCounts(query: Query, filters: Filters, counting: Counting): Promise<HourCount[]> {
  const { newest, slowest, sum, most } = counting;
  const parameters = new SqlParameters();
  const ids = await loadDimensions(query, filters);
  const tag = filters.conditions.find((condition) => condition.kind === 'tag');
  const hours = [
    `grain = 'hour' AND (${sum}) > 0`,
    ...inTime('bucket_start', filters, { newest, oldest: null }, parameters),
  ].join(' AND ');
  const durations = slowest === null ? 'NULL::bytea AS latency' : 'latency';
  const columns = `bucket_start AS hour, ${sum} AS requests, shadow_requests, ${durations}`;
  const newestOf = (table: string, condition: string) =>
    `(SELECT ${columns} FROM ${table} WHERE ${[hours, condition].filter(Boolean).join(' AND ')}
      ORDER BY bucket_start DESC LIMIT ${most})`;
  const rows = await query<CountedHour>(
    `SELECT * FROM (${toCountsSql({ ids, tag, newestOf, parameters })}) AS counts ORDER BY hour DESC LIMIT ${most}`,
    parameters.values,
  );
  return rows.map(({ hour, requests, shadow_requests, latency }) => {
    // How long shadows' calls take is in no histogram.
    const slow = slowest === null ? Infinity : countFrom(latency, slowest) + Number(shadow_requests);
    return { hour, requests: Math.min(Number(requests), slow) };
  });
}

/** As the driver gives it. */
interface CountedHour {
  readonly hour: Date;
  readonly requests: string;
  readonly shadow_requests: string;
  readonly latency: Buffer | null;
}

/** The ids of the dimensions that are asked for; null where all are. */
async function loadDimensions(query: Query, { conditions }: Filters): Promise<readonly string[] | null> {
  const byDimension = conditions.filter(({ kind }) => kind === 'dimension');
  if (byDimension.length === 0) return null;
  const parameters = new SqlParameters();
  const written = toRowConditions({ requestId: null, conditions: byDimension }, parameters);
  const sql = `SELECT id::text AS id FROM usage_dimensions WHERE ${written.join(' AND ')}`;
  return (await query<{ id: string }>(sql, parameters.values)).map(({ id }) => id);
}

interface Counts {
  readonly ids: readonly string[] | null;
  readonly tag: TagCondition | undefined;
  readonly newestOf: (table: string, condition: string) => string;
  readonly parameters: SqlParameters;
}

/** So many dimensions are looked at one by one, each by its index; of more, there are some in nearly every hour. */
const FEW_DIMENSIONS = 200;

function toCountsSql({ ids, tag, newestOf, parameters }: Counts): string {
  const given = ids === null ? null : `${parameters.add(ids)}::bigint[]`;
  if (tag !== undefined) {
    const isOfThese = given === null ? 'true' : `(dimensions_id IS NULL OR dimensions_id = ANY(${given}))`;
    const hasKey = `tag_key = ${parameters.add(tag.key)} AND ${isOfThese}`;
    // Where a tag has too many values, those of no row of their own are counted as null.
    return [`tag_value = ${parameters.add(tag.value)}`, 'tag_value IS NULL']
      .map((value) => newestOf('usage_tag_rollups', `${hasKey} AND ${value}`))
      .join(' UNION ALL ');
  }
  if (ids === null || ids.length > FEW_DIMENSIONS) {
    return newestOf('usage_rollups', given === null ? '' : `dimensions_id = ANY(${given})`);
  }
  return `SELECT counted.* FROM unnest(${given}) AS id
    CROSS JOIN LATERAL ${newestOf('usage_rollups', 'dimensions_id = id')} AS counted`;
}

/** How many durations are in the bucket of this one or a later one. */
function countFrom(latency: Buffer | null, milliseconds: number): number {
  const histogram: Histogram = new Map();
  if (latency !== null) addEncoded(histogram, latency);
  const first = bucketOf(milliseconds);
  return [...histogram].reduce((sum, [bucket, count]) => (bucket < first ? sum : sum + count), 0);
}

interface TimeRange {
  readonly newest: Date | null;
  readonly oldest: Date | null;
}

/** Hours of before there were rollups: nobody has counted what is in them. */
async function loadBacklog(query: Query, filters: Filters, range: TimeRange): Promise<HourCount[]> {
  const parameters = new SqlParameters();
  const conditions = inTime('hour', filters, range, parameters);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const rows = await query<{ hour: Date }>(
    `SELECT hour FROM rollup_backlog ${where} ORDER BY hour DESC`,
    parameters.values,
  );
  return rows.map(({ hour }) => ({ hour, requests: 1 }));
}

function inTime(column: string, { from }: Filters, { newest, oldest }: TimeRange, parameters: SqlParameters): string[] {
  const first = from === null ? null : new Date(Math.floor(from.getTime() / HOUR_MS) * HOUR_MS);
  return [
    ...(first === null ? [] : [`${column} >= ${parameters.add(first)}`]),
    ...(oldest === null ? [] : [`${column} >= ${parameters.add(oldest)}`]),
    ...(newest === null ? [] : [`${column} <= ${parameters.add(newest)}`]),
  ];
}
