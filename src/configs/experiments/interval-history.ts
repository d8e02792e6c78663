import type { IntervalPointView } from './interval-point.dto.js';

const MAX_POINTS = 120;

/** Those of some hours or days at which a history has points: the last one, and others at equal steps before it. */
export function shownTimes(rows: readonly { readonly bucketStart: string }[]): {
  readonly times: readonly string[];
  readonly shown: ReadonlySet<string>;
} {
  const times = [...new Set(rows.map(({ bucketStart }) => bucketStart))].sort();
  const step = Math.max(1, Math.ceil(times.length / MAX_POINTS));
  return { times, shown: new Set(times.filter((_, index) => (times.length - 1 - index) % step === 0)) };
}

/** Null while nothing may be said. */
export function toPoint(
  at: string,
  {
    difference,
    low,
    high,
  }: { readonly difference: number | null; readonly low: number | null; readonly high: number | null },
): IntervalPointView | null {
  return difference === null || low === null || high === null ? null : { at, difference, low, high };
}
