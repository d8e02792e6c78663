import { planTransition, type Plan, type RolloutAction } from './plan-transition.js';
import { ROLLOUT_STATES, type RolloutState } from './rollout.entity.js';
import { splitAtWeight } from './split-at-weight.js';

const BASE = [{ variantId: 'old', version: 'latest' as const, weight: 10_000 }];
const ARM = { variantId: 'new', version: 3 };
const STEPS = [1_000, 5_000].map((weight) => ({ weight, minMinutes: 60 }));

function plan(state: RolloutState, step: number | null): Plan {
  const split = splitAtWeight(BASE, ARM, step === null ? 0 : (STEPS[step]?.weight ?? 0));
  return { ...ARM, state, step, steps: STEPS, base: BASE, split };
}

/** State, step and weights after it; or the sentence of a refusal. */
function after(from: Plan, action: RolloutAction): unknown {
  const transition = planTransition(from, action);
  if (transition === null || typeof transition === 'string') return transition;
  const { state, step, split, entry } = transition;
  return [state, step, split.map(({ weight }) => weight).join(), entry];
}

describe('planTransition', () => {
  it.each<[RolloutState, number | null, RolloutAction, unknown]>([
    ['scheduled', null, 'advance', ['running', 0, '9000,1000', 'rollout.started']],
    ['running', 0, 'advance', ['running', 1, '5000,5000', 'rollout.advanced']],
    ['running', 1, 'advance', ['completed', 1, '5000,5000', 'rollout.completed']],
    ['paused', 0, 'advance', ['running', 1, '5000,5000', 'rollout.advanced']],
    ['running', 0, 'pause', ['paused', 0, '9000,1000', 'rollout.paused']],
    ['paused', 0, 'pause', null],
    ['paused', 0, 'resume', ['running', 0, '9000,1000', 'rollout.resumed']],
    ['running', 0, 'resume', null],
    ['scheduled', null, 'rollback', ['rolled_back', null, '10000', 'rollout.rolled_back']],
    ['running', 1, 'rollback', ['rolled_back', 1, '10000', 'rollout.rolled_back']],
    ['paused', 0, 'rollback', ['rolled_back', 0, '10000', 'rollout.rolled_back']],
    ['completed', 1, 'rollback', ['rolled_back', 1, '10000', 'rollout.rolled_back']],
    ['rolled_back', 1, 'rollback', null],
    ['scheduled', null, 'complete', ['completed', 1, '5000,5000', 'rollout.completed']],
    ['running', 0, 'complete', ['completed', 1, '5000,5000', 'rollout.completed']],
    ['paused', 0, 'complete', ['completed', 1, '5000,5000', 'rollout.completed']],
    ['completed', 1, 'complete', null],
  ])('%s at %s, %s', (state, step, action, expected) => {
    expect(after(plan(state, step), action)).toEqual(expected);
  });

  it('refuses everything else with a sentence', () => {
    const actions = ['advance', 'pause', 'resume', 'rollback', 'complete'] as const;
    const refused = ROLLOUT_STATES.flatMap((state) =>
      actions
        .filter((action) => typeof planTransition(plan(state, 0), action) === 'string')
        .map((each) => `${state} ${each}`),
    );
    expect(refused).toEqual([
      ...['scheduled pause', 'scheduled resume'],
      ...['completed advance', 'completed pause', 'completed resume'],
      ...['rolled_back advance', 'rolled_back pause', 'rolled_back resume', 'rolled_back complete'],
      ...actions.map((action) => `replaced ${action}`),
    ]);
    expect(planTransition(plan('completed', 1), 'pause')).toBe('this rollout is completed: it cannot be paused');
  });
});
