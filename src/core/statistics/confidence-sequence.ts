/*
 * Intervals around a difference of means that hold at all times together: somebody may look after every call, and stop
 * whenever it pleases.
 * @see https://arxiv.org/abs/2103.06476 Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, 2024
 */

/** The number of calls at which the interval is narrowest against one for a single look. */
const NARROWEST_AT = 5_000;

/** The parameter ρ² of the mixture that is narrowest at so many calls. */
export function mixtureVariance(alpha: number, narrowestAt: number = NARROWEST_AT): number {
  const twice = -2 * Math.log(alpha);
  return (twice + Math.log(twice + 1)) / narrowestAt;
}

/**
 * Half the width of the interval, in standard errors.
 * @param calls of both arms together
 * @param alpha the probability that the interval ever misses the truth
 */
export function widthOf(calls: number, alpha: number): number {
  const scaled = calls * mixtureVariance(alpha);
  return Math.sqrt(2 * (1 + 1 / scaled) * Math.log(Math.sqrt(scaled + 1) / alpha));
}
