import type { JsonValue } from '../core/json.js';
import { BillError, type BillRecord } from '../providers/bill-format.js';

const DAY_MS = 24 * 3600 * 1000;
const DAY_LENGTH = '2026-01-31'.length;
/** Seconds of the years 2001 to 2286. */
const UNIX_SECONDS = /^\d{10}$/;
const HAS_ZONE = /(Z|[+-]\d\d:?\d\d)$/i;

/**
 * The day (UTC) that a record is of, by the names that vendors have for the start and the end of a time bucket.
 *
 * @throws BillError where it has none, or is of several days
 */
export function dayOf(record: BillRecord): string {
  const { start_time, end_time, starting_at, ending_at, usage_date_utc } = record;
  const start = instantOf(start_time ?? starting_at ?? usage_date_utc);
  if (start === null) throw new BillError('it has no start_time, starting_at or usage_date_utc that is a time');
  const end = instantOf(end_time ?? ending_at);
  const day = new Date(start).toISOString().slice(0, DAY_LENGTH);
  if (end !== null && (end > Date.parse(day) + DAY_MS || end < start)) {
    throw new BillError('it is not of one day of UTC: export buckets of a day or less, by UTC');
  }
  return day;
}

/** Milliseconds since 1970; null where it is no time. Without a zone it is UTC, as with all of these vendors. */
function instantOf(value: JsonValue | undefined): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  if (UNIX_SECONDS.test(text)) return Number(text) * 1000;
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return null;
  const isDate = text.length === DAY_LENGTH;
  const instant = Date.parse(isDate || HAS_ZONE.test(text) ? text : `${text}Z`);
  return Number.isNaN(instant) ? null : instant;
}
