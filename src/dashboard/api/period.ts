import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const PERIODS = ['1h', '24h', '7d', '30d'] as const;
export type Period = (typeof PERIODS)[number];

const LENGTH_MS: Readonly<Record<Period, number>> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
};

/** How usage is grouped over so long a time, so that there are some sixty to two hundred steps. */
export function grainOf(lengthMs: number): 'minute' | 'hour' | 'day' {
  if (lengthMs <= 3 * HOUR_MS) return 'minute';
  return lengthMs <= 7 * 24 * HOUR_MS ? 'hour' : 'day';
}

/** Milliseconds. */
export const GRAIN_MS = { minute: MINUTE_MS, hour: HOUR_MS, day: 24 * HOUR_MS } as const;

/**
 * The last hour, day … until the end of this minute or hour: the same for a while, so that an answer can be kept, and of
 * whole hours where that is faster.
 */
export function rangeOf(period: Period, now: number): { readonly from: string; readonly to: string } {
  const step = period === '1h' ? MINUTE_MS : HOUR_MS;
  const to = Math.ceil(now / step) * step;
  return { from: new Date(to - LENGTH_MS[period]).toISOString(), to: new Date(to).toISOString() };
}

/** The time, to the minute, while the page is open. */
export function useMinute(): number {
  const [minute, setMinute] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setMinute(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return minute;
}
