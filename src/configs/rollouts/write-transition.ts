import { IsNull, Not, type EntityManager } from 'typeorm';
import { loadRevisionWithin } from '../../core/config-revision.js';
import { recordChange, type ChangeCause } from '../history/record-change.js';
import { roleOf } from '../targeting/arm-role.js';
import { replaceTargets } from '../targeting/replace-targets.js';
import { RuleArm } from '../targeting/rule-arm.entity.js';
import type { ArmBody } from '../targeting/targeting-rule.dto.js';
import { TargetingRule } from '../targeting/targeting-rule.entity.js';
import { nextLook } from './decide-rollout.js';
import type { Transition } from './plan-transition.js';
import { Rollout } from './rollout.entity.js';
import type { RolloutTerms } from './rollout-terms.js';

/** One that is not in the database yet. */
export type NewRollout = RolloutTerms & Pick<Rollout, 'id' | 'ruleId' | 'state' | 'step' | 'base' | 'split'>;

export interface RolloutWrite {
  readonly transition: Transition;
  readonly cause: Pick<ChangeCause, 'changedBy'> & { readonly reason: string | null };
}

/** The rule's split, the rollout and their entry in the history, in the one config transaction around it. */
export async function writeTransition(
  manager: EntityManager,
  rollout: Rollout | NewRollout,
  { transition, cause }: RolloutWrite,
): Promise<void> {
  const { id, ruleId, steps, startAt, guard } = rollout;
  const { configId, environmentId } = await manager.findOneByOrFail(TargetingRule, { id: ruleId });
  const scopes = [{ configId, environmentId }];
  const { entry, ...changed } = transition;
  await recordChange(manager, { scopes, action: entry, rolloutId: id, ...cause }, async () => {
    const beginsStep = changed.state === 'running';
    const moment = await writeRule(manager, ruleId, transition);
    const step = beginsStep
      ? { stepStartedAt: moment.at, stepRevision: moment.revision, measured: null }
      : { stepStartedAt: 'stepStartedAt' in rollout ? rollout.stepStartedAt : null };
    const lookAt = nextLook({ steps, startAt, guard, ...changed, ...step }, moment.at.getTime(), 0);
    const row = { ...changed, ...step, reason: cause.reason, lookAt };
    if ('createdAt' in rollout) await manager.update(Rollout, { id }, row);
    else await manager.insert(Rollout, { ...rollout, ...row });
  });
}

/**
 * Also where the split stays as it is: the change gives the configuration a new revision, by which the log knows the
 * calls of a step that begins.
 */
async function writeRule(manager: EntityManager, ruleId: string, { split }: Transition) {
  await manager.update(TargetingRule, { id: ruleId }, { updatedAt: () => 'now()' });
  await replaceTargets(manager, ruleId, { split: [...split, ...(await loadShadows(manager, ruleId))] });
  const { revision, databaseMs } = await loadRevisionWithin(manager);
  return { revision, at: new Date(databaseMs) };
}

/** They stay as they are: a rollout moves those whom a rule serves. */
async function loadShadows(manager: EntityManager, ruleId: string): Promise<ArmBody[]> {
  const rows = await manager.find(RuleArm, { where: { ruleId, share: Not(IsNull()) }, order: { position: 'ASC' } });
  return rows.map((row) => ({ variantId: row.variantId, version: row.version ?? 'latest', ...roleOf(row) }));
}
