import { grainOf, GRAIN_MS, rangeOf } from '../api/period.js';
import type { LogFilters, LogPeriod } from './log-search.js';

const DAY_MS = GRAIN_MS.day;
/** The longest that usage adds up. */
const LONGEST_DAYS = 400;

/** What is asked for: by its own times, else so much of what was last. */
export interface LogRange {
  /** For the list: open at the end where no end is given, so that what arrives is in it. */
  readonly listed: { readonly from?: string; readonly to?: string };
  /** For sums, which need both ends. */
  readonly summed: { readonly from: string; readonly to: string };
  readonly grain: keyof typeof GRAIN_MS;
}

/** @param now milliseconds since 1970 */
export function toLogRange({ from, to }: LogFilters, period: LogPeriod, now: number): LogRange {
  const given = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const isGiven = from !== undefined || to !== undefined;
  const recent = period === 'all' ? null : rangeOf(period, now);
  const end = toIso(to, Math.ceil(now / GRAIN_MS.minute) * GRAIN_MS.minute);
  const oldest = Math.floor(Date.parse(end) / DAY_MS) * DAY_MS - (LONGEST_DAYS - 1) * DAY_MS;
  const summed = isGiven || recent === null ? { from: toIso(from, oldest), to: end } : recent;
  return {
    listed: isGiven || recent === null ? given : { from: recent.from },
    summed,
    grain: grainOf(Date.parse(summed.to) - Date.parse(summed.from)),
  };
}

/** What is no time is left for the API to refuse. */
function toIso(time: string | undefined, otherwise: number): string {
  return time ?? new Date(otherwise).toISOString();
}
