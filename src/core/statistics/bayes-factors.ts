import { logBeta, logGamma } from './log-gamma.js';

/*
 * Evidence that may be looked at after every call: each of these stays below 1/α with a probability of at least 1 − α
 * for as long as the bound holds, however often somebody looks.
 */

/** Counts of two outcomes. */
export interface Counts {
  readonly hits: number;
  readonly misses: number;
}

/** Pseudo-observations of the prior for which arm an error falls to: small against what speaks clearly. */
const PRIOR = 10;

/**
 * That an error falls to an arm with another probability than `share`, the probability if all arms fail alike, whatever
 * an outage does to all of them.
 *
 * @param counts errors of the arm, and of the others
 */
export function logBayesFactorOfShare({ hits, misses }: Counts, share: number): number {
  const [a, b] = [PRIOR * share, PRIOR * (1 - share)];
  return logBeta(a + hits, b + misses) - logBeta(a, b) - times(hits, share) - times(misses, 1 - share);
}

/** That a rate is another than `rate`, for calls that are independent. */
export function logBayesFactorOfRate({ hits, misses }: Counts, rate: number): number {
  return logBeta(0.5 + hits, 0.5 + misses) - logBeta(0.5, 0.5) - times(hits, rate) - times(misses, 1 - rate);
}

/** How surely the planned shares are believed before anybody came. */
const PRIOR_OF_SHARES = 1_000;

/** How many came where how large a share was planned. */
export interface Arrivals {
  readonly count: number;
  /** From 0 to 1; where only some arms are given, those left out had nobody, which changes nothing. */
  readonly share: number;
}

/**
 * That subjects fall to arms by other shares than the planned ones.
 * @see https://arxiv.org/abs/2011.03567 Lindon and Malek, 2022
 */
export function logBayesFactorOfShares(arrivals: readonly Arrivals[], prior = PRIOR_OF_SHARES): number {
  const total = arrivals.reduce((sum, { count }) => sum + count, 0);
  let evidence = logGamma(prior) - logGamma(prior + total);
  for (const { count, share } of arrivals) {
    if (count > 0) evidence += logGamma(prior * share + count) - logGamma(prior * share) - times(count, share);
  }
  return evidence;
}

/** `count · ln p`, 0 where there is nothing to count. */
function times(count: number, probability: number): number {
  return count === 0 ? 0 : count * Math.log(probability);
}
