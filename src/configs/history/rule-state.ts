import { Any, type EntityManager } from 'typeorm';
import { groupBy } from '../group-by.js';
import { roleOf, type ArmRole } from '../targeting/arm-role.js';
import type { FallbackTrigger } from '../targeting/fallback-triggers.js';
import { RuleArm } from '../targeting/rule-arm.entity.js';
import { RuleFallback } from '../targeting/rule-fallback.entity.js';
import { inPosition } from '../targeting/targeting-rule.dto.js';
import { TargetingRule } from '../targeting/targeting-rule.entity.js';
import { loadLatestNumbers } from '../variants/latest-numbers.js';

/** The rules of one config for one environment: what one history is of. */
export interface RuleScope {
  readonly configId: string;
  readonly environmentId: string;
}

export interface TargetState {
  readonly variantId: string;
  readonly version: number | 'latest';
  /** The number that `latest` stood for, or the version's own. */
  readonly servedVersion: number;
}

export type ArmState = TargetState & ArmRole;

/** A rule as it is written to the history, in full. */
export interface RuleState {
  readonly id: string;
  readonly priority: number;
  readonly enabled: boolean;
  readonly conditions: object | null;
  readonly stickyBy: string | null;
  readonly split: readonly ArmState[];
  readonly fallbacks: readonly TargetState[];
  readonly fallbackOn: readonly FallbackTrigger[] | null;
  /** Only where it does, so that states from before there was a choice are the same as now. */
  readonly continueStreams?: true;
  /** Of two rules of the same priority the older one is tried first. */
  readonly createdAt: string;
}

/** What a rule is without its targets. */
function fieldsOf(rule: Omit<TargetingRule, 'createdAt'>) {
  const { id, priority, enabled, conditions, stickyBy, fallbackOn, continueStreams } = rule;
  const fields = { id, priority, enabled, conditions, stickyBy, fallbackOn };
  return continueStreams ? { ...fields, continueStreams } : fields;
}

export function keyOf({ configId, environmentId }: RuleScope): string {
  return `${configId}:${environmentId}`;
}

/** The rules of each scope, by its key, in the order they are tried. */
export async function loadRuleStates(
  manager: EntityManager,
  scopes: readonly RuleScope[],
): Promise<ReadonlyMap<string, readonly RuleState[]>> {
  const rules = await manager.find(TargetingRule, {
    where: scopes.map(({ configId, environmentId }) => ({ configId, environmentId })),
    order: { priority: 'DESC', createdAt: 'ASC', id: 'ASC' },
  });
  const where = { ruleId: Any(rules.map(({ id }) => id)) };
  const arms = await manager.findBy(RuleArm, where);
  const fallbacks = await manager.findBy(RuleFallback, where);
  const variantIds = new Set([...arms, ...fallbacks].map(({ variantId }) => variantId));
  const latest = await loadLatestNumbers(manager, [...variantIds]);
  const toTarget = ({ variantId, version }: RuleArm | RuleFallback): TargetState => ({
    variantId,
    version: version ?? 'latest',
    servedVersion: version ?? latest.get(variantId) ?? 0,
  });
  const armsOf = groupBy(arms, ({ ruleId }) => ruleId);
  const fallbacksOf = groupBy(fallbacks, ({ ruleId }) => ruleId);
  const states = new Map<string, RuleState[]>();
  for (const [key, group] of groupBy(rules, keyOf)) {
    const toState = ({ createdAt, ...rule }: TargetingRule): RuleState => ({
      ...fieldsOf(rule),
      split: inPosition(armsOf.get(rule.id) ?? []).map((arm) => ({ ...toTarget(arm), ...roleOf(arm) })),
      fallbacks: inPosition(fallbacksOf.get(rule.id) ?? []).map(toTarget),
      createdAt: createdAt.toISOString(),
    });
    states.set(key, group.map(toState));
  }
  return states;
}
