import type { EntityManager } from 'typeorm';
import { refuse } from '../../core/http/admin-errors.js';
import { recordChange } from '../history/record-change.js';
import type { ReorderRulesBody } from './targeting-rule.dto.js';
import { TargetingRule } from './targeting-rule.entity.js';

/** Room between two rules, for one that comes between them later. */
const STEP = 10;

/**
 * Gives the rules of one environment priorities in the order of their ids: the first is tried first. Only within a config
 * transaction.
 *
 * @throws UnprocessableEntityException where these are not the rules that there are: somebody added or deleted one
 */
export async function reorderRules(
  manager: EntityManager,
  configId: string,
  { environmentId, ruleIds }: ReorderRulesBody,
): Promise<void> {
  const scope = { configId, environmentId: environmentId.toLowerCase() };
  const ids = ruleIds.map((id) => id.toLowerCase());
  const there = new Set((await manager.findBy(TargetingRule, scope)).map(({ id }) => id));
  const isWhole = ids.length === there.size && new Set(ids).size === ids.length && ids.every((id) => there.has(id));
  const detail = 'it must name each rule of the config for the environment once; read the rules again';
  refuse(isWhole ? [] : [{ pointer: '/ruleIds', detail }]);
  await recordChange(manager, { scopes: [scope], action: 'rule.changed' }, async () => {
    for (const [place, id] of ids.entries()) {
      const priority = (ids.length - place) * STEP;
      await manager.update(TargetingRule, { id }, { priority, updatedAt: () => 'now()' });
    }
  });
}
