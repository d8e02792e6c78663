import type { Mean } from './difference-of-means.js';

/** What is measured: `rate` is 0 or 1 for each call, `amount` has no bound, `value` has moderate tails. */
export type MeasureKind = 'rate' | 'amount' | 'value';

const CALLS_AT_LEAST: Readonly<Record<MeasureKind, number>> = { rate: 500, value: 500, amount: 1_000 };
const BUCKETS_AT_LEAST = 100;
const EVENTS_AT_LEAST = 10;

/** What an arm still needs before anything can be said of it: before that, intervals of this kind are not to be trusted. */
export interface Missing {
  readonly what: 'calls' | 'buckets' | 'events' | 'variation';
  readonly has: number;
  readonly needs: number;
}

/** Null where it has enough. */
export function findMissing(kind: MeasureKind, { calls, buckets, mean, variance }: Mean): Missing | null {
  const needed = CALLS_AT_LEAST[kind];
  if (calls < needed) return { what: 'calls', has: calls, needs: needed };
  if (buckets < BUCKETS_AT_LEAST) return { what: 'buckets', has: buckets, needs: BUCKETS_AT_LEAST };
  // Of the rarer of the two outcomes: where hardly anything fails, and where hardly anything does not.
  const events = Math.round(calls * Math.min(mean, 1 - mean));
  if (kind === 'rate' && events < EVENTS_AT_LEAST) return { what: 'events', has: events, needs: EVENTS_AT_LEAST };
  // Values that are all the same have no spread to judge by.
  return variance > 0 ? null : { what: 'variation', has: 0, needs: 1 };
}
