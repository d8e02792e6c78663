import type { EntityManager } from 'typeorm';
import type { FieldError } from '../../core/http/admin-errors.js';
import { toPointer } from '../../core/http/problem-details.js';
import type { RuleState, TargetState } from '../history/rule-state.js';
import { isShadow, servingArms } from '../targeting/arm-role.js';
import { checkRule } from '../targeting/check-rule.js';
import { MAX_ARMS } from '../targeting/targeting-rule.dto.js';
import { loadLatestNumbers } from '../variants/latest-numbers.js';
import type { GuardBody, PutRolloutBody, RolloutStepBody } from './rollout.dto.js';
import { isSameArm } from './split-at-weight.js';

/** The arm of a rollout: of one content, whatever versions are made while it goes on. */
export interface RolloutArm {
  readonly variantId: string;
  readonly version: number;
}

/** `latest` is the number that it stands for now. */
export async function toArm(manager: EntityManager, { variantId, version }: PutRolloutBody): Promise<RolloutArm> {
  const id = variantId.toLowerCase();
  if (version !== 'latest') return { variantId: id, version };
  return { variantId: id, version: (await loadLatestNumbers(manager, [id])).get(id) ?? 0 };
}

/** What is wrong with a rollout of this arm of a rule, beyond its form. */
export async function checkRollout(
  manager: EntityManager,
  body: PutRolloutBody,
  { rule, arm }: { readonly rule: RuleState; readonly arm: RolloutArm },
): Promise<FieldError[]> {
  const target = { variantId: arm.variantId, version: body.version, weight: 10_000 };
  const missing = await checkRule(manager, { split: [target] });
  return [
    ...missing.map(({ pointer, detail }) => ({ pointer: pointer.replace('/split/0', ''), detail })),
    ...(missing.length > 0 ? [] : checkArm(rule, arm)),
    ...checkSteps(body.steps),
    ...checkGuard(body.guard),
  ];
}

function checkArm({ split }: RuleState, arm: RolloutArm): FieldError[] {
  const isOf = ({ variantId, servedVersion }: TargetState) => isSameArm({ variantId, version: servedVersion }, arm);
  if (split.some((each) => isShadow(each) && isOf(each))) {
    const detail = 'a shadow of the rule is of this version: take it out of the split before it is to serve';
    return [{ pointer: '/version', detail }];
  }
  const serving = servingArms(split);
  const others = serving.filter((each) => !isSameArm(each, arm));
  if (others.some(isOf)) {
    const detail =
      'an arm of the rule that follows `latest` serves this version already: name its number in the split instead, ' +
      'or roll out another version';
    return [{ pointer: '/version', detail }];
  }
  if (others.every(({ weight }) => weight === 0)) {
    return [{ pointer: '', detail: 'no other arm of the rule serves anybody, so there is nothing to roll out' }];
  }
  const isTooMany = others.length === serving.length && split.length >= MAX_ARMS;
  return isTooMany ? [{ pointer: '', detail: `the rule has ${MAX_ARMS} arms already, and can have no more` }] : [];
}

function checkSteps(steps: readonly RolloutStepBody[]): FieldError[] {
  return steps.flatMap(({ weight }, index) => {
    const before = steps[index - 1];
    if (before === undefined || weight > before.weight) return [];
    return [{ pointer: toPointer(['steps', String(index), 'weight']), detail: 'it must be more than the step before' }];
  });
}

function checkGuard(guard: GuardBody | null | undefined): FieldError[] {
  if (guard === null || guard === undefined) return [];
  const { maxErrorRate, maxP95Ms, maxRelativeErrorIncrease } = guard;
  if ([maxErrorRate, maxP95Ms, maxRelativeErrorIncrease].some((bound) => bound !== undefined)) return [];
  return [{ pointer: '/guard', detail: 'it names no bound: maxErrorRate, maxP95Ms or maxRelativeErrorIncrease' }];
}
