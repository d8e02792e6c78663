import { Any, In, type EntityManager } from 'typeorm';
import type { RuleState } from '../history/rule-state.js';
import { OPEN_STATES, Rollout } from './rollout.entity.js';
import { isSameSplit, splitOf } from './split-at-weight.js';

/** Ends the rollouts of those rules whose split is not the one that the rollout left. */
export async function endReplacedRollouts(manager: EntityManager, rules: readonly RuleState[]): Promise<void> {
  const where = { ruleId: Any(rules.map(({ id }) => id)), state: In(OPEN_STATES) };
  const rollouts = await manager.findBy(Rollout, where);
  const splits = new Map(rules.map((rule) => [rule.id, splitOf(rule)]));
  const replaced = rollouts.filter(({ ruleId, split }) => !isSameSplit(splits.get(ruleId) ?? [], split));
  if (replaced.length === 0) return;
  await manager.update(Rollout, { id: In(replaced.map(({ id }) => id)) }, REPLACED);
}

const REPLACED = {
  state: 'replaced',
  reason: "the rule's split was changed by something else",
  lookAt: null,
} as const;
