import type { ArmOutcomes } from '../../core/arm-outcomes.js';
import { findBreach } from './find-breach.js';
import type { RolloutAction } from './plan-transition.js';
import type { Rollout, RolloutStep } from './rollout.entity.js';

export type Progress = Pick<Rollout, 'state' | 'step' | 'steps' | 'stepStartedAt' | 'startAt' | 'guard'>;

/** What is to be done by itself, and why. */
export interface RolloutDecision {
  readonly action: RolloutAction;
  readonly reason: string;
}

const MINUTE_MS = 60_000;
/** How long after a look there is a next one, where only the log tells. */
const LOOK_EVERY_MS = 1_000;
/** A look may take a twentieth of the time at most: a long step of a busy rule has many rows. */
const PAUSE_PER_LOOK = 20;

export function stepOf({ step, steps }: Pick<Rollout, 'step' | 'steps'>): RolloutStep | undefined {
  return step === null ? undefined : steps[step];
}

/** Whether it cannot be decided without the request log. */
export function needsOutcomes({ guard, ...progress }: Progress): boolean {
  return progress.state !== 'scheduled' && (guard !== null || stepOf(progress)?.minRequests !== undefined);
}

/**
 * Pure. A paused rollout stays at its step, and its guard goes on watching where it may roll back.
 *
 * @param outcomes of the step; null where they are not known: then only what needs none is decided
 * @param nowMs by the database's clock
 */
export function decideRollout(progress: Progress, outcomes: ArmOutcomes | null, nowMs: number): RolloutDecision | null {
  const { state, guard, startAt } = progress;
  if (state === 'scheduled') {
    return startAt === null || nowMs >= startAt.getTime() ? { action: 'advance', reason: 'its time came' } : null;
  }
  const step = stepOf(progress);
  if (!isWatched(progress) || step === undefined) return null;
  if (needsOutcomes(progress) && outcomes === null) return null;
  const breach = guard && outcomes && findBreach(guard, outcomes, step.weight);
  if (guard && breach !== null) return { action: guard.action, reason: breach };
  const calls = outcomes?.calls ?? 0;
  if (state === 'paused' || nowMs < endOf(progress, step) || calls < (step.minRequests ?? 0)) return null;
  const counted = step.minRequests === undefined ? '' : ` and ${calls} calls`;
  return { action: 'advance', reason: `after ${step.minMinutes} minutes${counted} at weight ${step.weight}` };
}

function isWatched({ state, guard }: Progress): boolean {
  return state === 'running' || (state === 'paused' && guard?.action === 'rollback');
}

/** The earliest end of a step. */
function endOf({ stepStartedAt }: Progress, { minMinutes }: RolloutStep): number {
  return (stepStartedAt?.getTime() ?? 0) + minMinutes * MINUTE_MS;
}

/**
 * When there is something to look at next; null for never.
 *
 * @param lookMs how long the last look at the request log took
 */
export function nextLook(progress: Progress, nowMs: number, lookMs: number): Date | null {
  if (progress.state === 'scheduled') return progress.startAt ?? new Date(nowMs);
  const step = stepOf(progress);
  if (!isWatched(progress) || step === undefined) return null;
  const soon = nowMs + Math.max(LOOK_EVERY_MS, PAUSE_PER_LOOK * lookMs);
  if (progress.guard !== null) return new Date(soon);
  const end = endOf(progress, step);
  return new Date(step.minRequests === undefined ? end : Math.max(end, soon));
}
