import type { HistoryAction } from '../history/config-history.entity.js';
import type { Rollout, RolloutState } from './rollout.entity.js';
import { splitAtWeight, type SplitArm } from './split-at-weight.js';

export type RolloutAction = 'advance' | 'pause' | 'resume' | 'rollback' | 'complete';

export type Plan = Pick<Rollout, 'state' | 'step' | 'steps' | 'base' | 'split' | 'variantId' | 'version'>;

/** What a rollout becomes, and the split of its rule with it. */
export interface Transition {
  readonly state: RolloutState;
  readonly step: number | null;
  readonly split: readonly SplitArm[];
  readonly entry: HistoryAction;
}

const MAY: Readonly<Record<RolloutAction, readonly RolloutState[]>> = {
  advance: ['scheduled', 'running', 'paused'],
  pause: ['running'],
  resume: ['paused'],
  rollback: ['scheduled', 'running', 'paused', 'completed'],
  complete: ['scheduled', 'running', 'paused'],
};

/** A second call of the same changes nothing, so that it may be repeated; there is no such state of `advance`. */
const DONE: Readonly<Partial<Record<RolloutAction, RolloutState>>> = {
  pause: 'paused',
  resume: 'running',
  rollback: 'rolled_back',
  complete: 'completed',
};

/** @returns null where it is so already, a sentence where it cannot be */
export function planTransition(plan: Plan, action: RolloutAction): Transition | string | null {
  if (DONE[action] === plan.state) return null;
  if (!MAY[action].includes(plan.state)) return `this rollout is ${plan.state}: it cannot ${VERBS[action]}`;
  switch (action) {
    case 'advance':
      return advance(plan);
    case 'pause':
      return { state: 'paused', step: plan.step, split: plan.split, entry: 'rollout.paused' };
    case 'resume':
      return { state: 'running', step: plan.step, split: plan.split, entry: 'rollout.resumed' };
    case 'rollback':
      return { state: 'rolled_back', step: plan.step, split: plan.base, entry: 'rollout.rolled_back' };
    case 'complete':
      return { state: 'completed', ...at(plan, plan.steps.length - 1), entry: 'rollout.completed' };
  }
}

const VERBS: Readonly<Record<RolloutAction, string>> = {
  advance: 'go on to a next step',
  pause: 'be paused',
  resume: 'be resumed',
  rollback: 'be rolled back',
  complete: 'be completed',
};

function advance(plan: Plan): Transition {
  const next = plan.step === null ? 0 : plan.step + 1;
  if (next < plan.steps.length) {
    return { state: 'running', ...at(plan, next), entry: next === 0 ? 'rollout.started' : 'rollout.advanced' };
  }
  return { state: 'completed', step: plan.step, split: plan.split, entry: 'rollout.completed' };
}

function at(plan: Plan, step: number): Pick<Transition, 'step' | 'split'> {
  return { step, split: splitAtWeight(plan.base, plan, plan.steps[step]?.weight ?? 0) };
}
