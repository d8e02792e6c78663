import type { ArmOutcomes } from '../../core/arm-outcomes.js';
import { logBayesFactorOfRate, logBayesFactorOfShare, type Counts } from '../../core/statistics/bayes-factors.js';

/** What an arm may do at most while it is rolled out. */
export interface Guard {
  /** Of its calls, from 0 to 1. */
  readonly maxErrorRate?: number;
  readonly maxP95Ms?: number;
  /** Over the rate of the other arms: 0.5 for half as many errors again. */
  readonly maxRelativeErrorIncrease?: number;
  readonly action: 'pause' | 'rollback';
}

/** All bounds of one guard together say something wrong once in twenty rollouts at most, however long they last. */
const FALSE_ALARMS = 0.05;
/** Nothing is said of fewer: where an error is rare enough, a single one would be proof. */
const SUBJECTS_AT_LEAST = 3;
const WHOLE = 10_000;

/**
 * The bound that an arm has certainly broken, in words; null where there is none, or not enough to say so.
 *
 * @param weight of the arm, of 10,000
 */
export function findBreach(guard: Guard, outcomes: ArmOutcomes, weight: number): string | null {
  const { maxErrorRate, maxP95Ms, maxRelativeErrorIncrease } = guard;
  const bounds = [maxErrorRate, maxP95Ms, maxRelativeErrorIncrease].filter((bound) => bound !== undefined);
  const limit = Math.log(bounds.length / FALSE_ALARMS);
  return (
    (maxErrorRate === undefined ? null : findErrors(maxErrorRate, outcomes, limit)) ??
    (maxP95Ms === undefined ? null : findSlowness(maxP95Ms, outcomes, limit)) ??
    (maxRelativeErrorIncrease === undefined
      ? null
      : findIncrease(maxRelativeErrorIncrease, outcomes, { weight, limit }))
  );
}

function findErrors(maxErrorRate: number, { failures, trials }: ArmOutcomes, limit: number): string | null {
  if (!exceeds({ hits: failures, misses: trials - failures }, maxErrorRate, limit)) return null;
  return `maxErrorRate: ${failures} of ${trials} calls failed, first failures of different callers; ${percent(maxErrorRate)} may`;
}

/** Where one call in twenty is slower, the 95th percentile is. */
function findSlowness(maxP95Ms: number, { slow, answers }: ArmOutcomes, limit: number): string | null {
  if (!exceeds({ hits: slow, misses: answers - slow }, 0.05, limit)) return null;
  return `maxP95Ms: ${slow} of ${answers} answers took longer than ${maxP95Ms} ms, first ones of different callers; 5 % may`;
}

function exceeds({ hits, misses }: Counts, rate: number, limit: number): boolean {
  if (hits < SUBJECTS_AT_LEAST || hits <= rate * (hits + misses)) return false;
  return logBayesFactorOfRate({ hits, misses }, rate) >= limit;
}

/** An arm that fails 1 + increase times as often as the others gets this share of the errors; one above it is worse. */
function findIncrease(
  increase: number,
  { failures, otherFailures }: ArmOutcomes,
  { weight, limit }: { readonly weight: number; readonly limit: number },
): string | null {
  if (weight === 0 || weight >= WHOLE || failures < SUBJECTS_AT_LEAST) return null;
  const errors = weight * (1 + increase);
  const share = errors / (errors + WHOLE - weight);
  const isMore = failures > share * (failures + otherFailures);
  if (!isMore || logBayesFactorOfShare({ hits: failures, misses: otherFailures }, share) < limit) return null;
  return (
    `maxRelativeErrorIncrease: of ${failures + otherFailures} callers whose calls failed, ${failures} were on this arm; ` +
    `${percent(share)} may be`
  );
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
