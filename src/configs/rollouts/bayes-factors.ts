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

/** `count · ln p`, 0 where there is nothing to count. */
function times(count: number, probability: number): number {
  return count === 0 ? 0 : count * Math.log(probability);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** From there on the series is exact to the last digits of a double. */
const SERIES_FROM = 15;

/** Stirling's series, brought there by Γ(x + 1) = x · Γ(x). @see https://dlmf.nist.gov/5.11#E1 */
function logGamma(value: number): number {
  let [x, product] = [value, 1];
  for (; x < SERIES_FROM; x++) product *= x;
  const inverse = 1 / (x * x);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}
