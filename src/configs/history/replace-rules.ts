import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { In, type EntityManager } from 'typeorm';
import type { FieldError } from '../../core/http/admin-errors.js';
import { checkRule } from '../targeting/check-rule.js';
import { replaceTargets } from '../targeting/replace-targets.js';
import type { UpdateRuleBody } from '../targeting/targeting-rule.dto.js';
import { TargetingRule } from '../targeting/targeting-rule.entity.js';
import { keyOf, loadRuleStates, type RuleScope, type RuleState } from './rule-state.js';

/**
 * Makes these the rules of a scope, each with its id, so that its callers stay on their arms. Rules of other ids go.
 *
 * @param rules checked by `checkStates`
 */
export async function replaceRules(
  manager: EntityManager,
  scope: RuleScope,
  rules: readonly RuleState[],
): Promise<void> {
  const present = new Map(
    ((await loadRuleStates(manager, [scope])).get(keyOf(scope)) ?? []).map((rule) => [rule.id, rule]),
  );
  const wanted = new Set(rules.map(({ id }) => id));
  const gone = [...present.keys()].filter((id) => !wanted.has(id));
  if (gone.length > 0) await manager.delete(TargetingRule, { id: In(gone) });
  for (const rule of rules) {
    const before = present.get(rule.id);
    if (before === undefined) await insertRule(manager, scope, rule);
    else if (!isDeepStrictEqual(before, rule)) await updateRule(manager, rule);
  }
}

async function insertRule(manager: EntityManager, scope: RuleScope, rule: RuleState): Promise<void> {
  // It may have moved to another environment, where it stays.
  const isTaken = await manager.existsBy(TargetingRule, { id: rule.id });
  const id = isTaken ? randomUUID() : rule.id;
  await manager.insert(TargetingRule, { id, ...scope, ...toColumns(rule) });
  await replaceTargets(manager, id, toTargets(rule));
}

async function updateRule(manager: EntityManager, rule: RuleState): Promise<void> {
  await manager.update(TargetingRule, { id: rule.id }, { ...toColumns(rule), updatedAt: () => 'now()' });
  await replaceTargets(manager, rule.id, toTargets(rule));
}

function toColumns({ priority, enabled, conditions, stickyBy, fallbackOn, continueStreams, createdAt }: RuleState) {
  const columns = { priority, enabled, conditions, stickyBy, createdAt: new Date(createdAt) };
  return { ...columns, fallbackOn: fallbackOn && [...fallbackOn], continueStreams: continueStreams ?? false };
}

function toTargets({ split, fallbacks }: RuleState): Required<Pick<UpdateRuleBody, 'split' | 'fallbacks'>> {
  return {
    split: split.map(({ servedVersion: _known, ...arm }) => arm),
    fallbacks: fallbacks.map(({ variantId, version }) => ({ variantId, version })),
  };
}

/**
 * Why these rules cannot be written, such as variants that are gone by now.
 *
 * @param pointer where the request names them
 */
export async function checkStates(
  manager: EntityManager,
  rules: readonly RuleState[],
  pointer: string,
): Promise<FieldError[]> {
  const wrong: FieldError[] = [];
  for (const rule of rules) {
    const { stickyBy } = rule;
    // They were a JSON object when they were written.
    const conditions = rule.conditions as UpdateRuleBody['conditions'];
    const errors = await checkRule(manager, { conditions, stickyBy, ...toTargets(rule) });
    wrong.push(...errors.map((error) => ({ pointer, detail: `rule ${rule.id}, ${error.pointer}: ${error.detail}` })));
  }
  return wrong;
}
