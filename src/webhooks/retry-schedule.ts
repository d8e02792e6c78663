const [SECOND, MINUTE, HOUR] = [1, 60, 3_600];
/** Seconds after an attempt that failed, as Standard Webhooks proposes: three days in all. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/**
 * @param attempts that were made
 * @param random 0 to 1: up to a tenth more, so that deliveries that failed together do not come together again
 * @returns null where it is given up
 */
export function secondsUntilRetry(attempts: number, random: number): number | null {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? null : Math.round(wait * (1 + random / 10));
}
