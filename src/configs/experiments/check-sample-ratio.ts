import { logBayesFactorOfShares } from '../../core/statistics/bayes-factors.js';
import type { SubjectCount } from '../../observability/experiments/experiment-reader.js';
import type { MomentsRow } from '../../observability/experiments/experiment-counts.js';

/** One arm of a split: the share that it was to get, and who came. */
export interface ArmArrivals {
  readonly key: string;
  /** From 0 to 1. */
  readonly planned: number;
  /** Subjects, and calls without one. */
  readonly arrivals: number;
}

export interface SplitArrivals {
  readonly splitId: string;
  readonly arms: readonly ArmArrivals[];
  readonly logBayesFactor: number;
}

export interface SampleRatio {
  /** `alarm`: calls do not come to the arms as their weights say, which no chance explains. */
  readonly status: 'alarm' | 'as_planned' | 'nothing_yet';
  /** The alarm sounds where a split's evidence is as large. */
  readonly alarmAt: number;
  readonly splits: readonly SplitArrivals[];
}

const ALPHA = 0.01;
const WHOLE = 10_000;

/** Whether subjects come to the arms of each split as their weights say; to be looked at all the time. */
export function checkSampleRatio(rows: readonly MomentsRow[], subjects: readonly SubjectCount[]): SampleRatio {
  const splits = new Map<string, Map<string, ArmArrivals>>();
  const add = (splitId: string, { key, planned, arrivals }: ArmArrivals): void => {
    const arms = splits.get(splitId) ?? new Map<string, ArmArrivals>();
    splits.set(splitId, arms);
    arms.set(key, { key, planned, arrivals: arrivals + (arms.get(key)?.arrivals ?? 0) });
  };
  for (const { splitId, arm, weight, subjects: count } of subjects) {
    add(splitId, { key: arm, planned: weight / WHOLE, arrivals: count });
  }
  for (const { arm, metric, moments } of rows) {
    if (metric !== 'calls') continue;
    let alone = 0n;
    for (const [, , sum] of moments) alone += sum;
    add(arm.splitId, { key: arm.key, planned: arm.weight / WHOLE, arrivals: Number(alone) });
  }
  const checked = [...splits].map(([splitId, byKey]): SplitArrivals => {
    const arms = [...byKey.values()].sort((a, b) => b.planned - a.planned || (a.key < b.key ? -1 : 1));
    const counts = arms.map(({ planned: share, arrivals: count }) => ({ count, share }));
    return { splitId, arms, logBayesFactor: logBayesFactorOfShares(counts) };
  });
  // All splits of a rule together alarm falsely once in a hundred times.
  const alarmAt = Math.log(Math.max(checked.length, 1) / ALPHA);
  const isAlarm = checked.some(({ logBayesFactor }) => logBayesFactor >= alarmAt);
  const hasAny = checked.some(({ arms }) => arms.some(({ arrivals }) => arrivals > 0));
  return { status: isAlarm ? 'alarm' : hasAny ? 'as_planned' : 'nothing_yet', alarmAt, splits: checked };
}
