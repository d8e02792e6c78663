/** From its beginning up to, and without, its end. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** The parts of a period by what they are read from. Together they are all of it, and none overlaps another. */
export interface SplitPeriod {
  /** Less than an hour at each end: single requests. */
  readonly rows: readonly Period[];
  readonly hours: readonly Period[];
  /** Whole days in UTC. */
  readonly days: readonly Period[];
}

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** @param coarsest what the answer can be made of: days cannot be told apart into hours */
export function splitPeriod(period: Period, coarsest: 'day' | 'hour'): SplitPeriod {
  const hours = cut(period, HOUR_MS);
  if (hours.whole === null) return { rows: [period], hours: [], days: [] };
  const days = coarsest === 'day' ? cut(hours.whole, DAY_MS) : { whole: null, ends: [] };
  if (days.whole === null) return { rows: hours.ends, hours: [hours.whole], days: [] };
  return { rows: hours.ends, hours: days.ends, days: [days.whole] };
}

/** A part of which whole buckets are summed. */
export interface BucketRange extends Period {
  readonly grain: 'hour' | 'day';
}

/** What is read from rollups. */
export function bucketRanges({ hours, days }: SplitPeriod): BucketRange[] {
  return [
    ...hours.map((period) => ({ grain: 'hour' as const, ...period })),
    ...days.map((period) => ({ grain: 'day' as const, ...period })),
  ];
}

/** The parts of some periods that lie in another one. */
export function within(periods: readonly Period[], { from, to }: Period): Period[] {
  return periods
    .map((each) => ({ from: each.from > from ? each.from : from, to: each.to < to ? each.to : to }))
    .filter((each) => each.from < each.to);
}

/** Hours, by when they begin and in order → the periods that they make up. */
export function joinHours(hours: readonly Date[]): Period[] {
  const joined: Period[] = [];
  for (const hour of hours) {
    const last = joined.at(-1);
    const to = new Date(hour.getTime() + HOUR_MS);
    if (last?.to.getTime() === hour.getTime()) joined.splice(-1, 1, { from: last.from, to });
    else joined.push({ from: hour, to });
  }
  return joined;
}

/** The longest part that begins and ends on a multiple of `unitMs` since 1970, and what is left at the ends. */
function cut({ from, to }: Period, unitMs: number): { whole: Period | null; ends: readonly Period[] } {
  const first = new Date(Math.ceil(from.getTime() / unitMs) * unitMs);
  const last = new Date(Math.floor(to.getTime() / unitMs) * unitMs);
  if (first >= last) return { whole: null, ends: [] };
  const ends = [
    { from, to: first },
    { from: last, to },
  ];
  return { whole: { from: first, to: last }, ends: ends.filter((end) => end.from < end.to) };
}
