import { logBayesFactorOfRate, type Counts } from './bayes-factors.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A double has 53 binary digits, and further ones for numbers near 0. */
const HALVINGS = 200;

/** The rates that the counts do not speak against, at all times together, for calls that are independent. */
export function intervalOfRate({ hits, misses }: Counts, alpha: number): Interval {
  const limit = Math.log(1 / alpha);
  const isPlausible = (rate: number) => logBayesFactorOfRate({ hits, misses }, rate) < limit;
  const observed = hits + misses === 0 ? 0.5 : hits / (hits + misses);
  const low = hits === 0 ? 0 : boundary(observed, 0, isPlausible);
  const high = misses === 0 ? 1 : boundary(observed, 1, isPlausible);
  return { low, high };
}

/** Where what is plausible ends, between a rate that is and one that is not. */
function boundary(inside: number, outside: number, isPlausible: (rate: number) => boolean): number {
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (inside + outside) / 2;
    if (middle === inside || middle === outside) break;
    if (isPlausible(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
