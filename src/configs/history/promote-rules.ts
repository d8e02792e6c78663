import { unprocessable } from '../../core/http/admin-errors.js';
import type { PromoteBody } from './config-history.dto.js';
import { isShadow, servingArms } from '../targeting/arm-role.js';
import type { ChangeCause } from './record-change.js';
import type { ArmState, RuleState, TargetState } from './rule-state.js';

/** The rules of the environment that is promoted from, and of the one that is promoted to. */
export interface BothSides {
  readonly from: readonly RuleState[];
  readonly to: readonly RuleState[];
}

export interface Promotion {
  /** What the rules of the other environment become. */
  readonly rules: readonly RuleState[];
  readonly cause: ChangeCause;
}

/**
 * @param newId for rules that the other environment does not have yet
 * @throws UnprocessableEntityException
 */
export function planPromotion(sides: BothSides, body: PromoteBody, newId: () => string): Promotion {
  const { fromEnvironmentId, variantId } = body;
  if (variantId === undefined) {
    if (body.version !== undefined) {
      throw unprocessable([{ pointer: '/version', detail: 'whose version it is: name the variant as variantId' }]);
    }
    if (sides.from.length === 0) {
      throw unprocessable([{ pointer: '/fromEnvironmentId', detail: 'this config has no rules for this environment' }]);
    }
    return { rules: copyRules(sides, newId), cause: { action: 'rules.promoted', fromEnvironmentId } };
  }
  const promoted = chooseVersion(sides, variantId.toLowerCase(), body.version);
  return {
    rules: withVersion(sides.to, promoted),
    cause: { action: 'version.promoted', fromEnvironmentId, variantId, version: promoted.servedVersion },
  };
}

/**
 * A rule that the other environment has already, of the same priority and conditions, keeps its id there: the id is part
 * of the draw, and the callers there stay on their arms.
 */
function copyRules({ from, to }: BothSides, newId: () => string): RuleState[] {
  const left = [...to];
  return from.map((rule) => {
    const index = left.findIndex((other) => placeOf(other) === placeOf(rule));
    const [counterpart] = index < 0 ? [] : left.splice(index, 1);
    return { ...rule, id: counterpart?.id ?? newId() };
  });
}

/** PostgreSQL keeps the members of a jsonb in one order, so equal conditions have equal texts. */
function placeOf({ priority, conditions }: RuleState): string {
  return JSON.stringify([priority, conditions]);
}

/** What an environment serves of a variant. Where nothing else is asked for, a number: `latest` is not promoted by itself. */
function chooseVersion({ from, to }: BothSides, variantId: string, asked: PromoteBody['version']): TargetState {
  const served = targetsOf(from.filter(({ enabled }) => enabled)).filter((target) => target.variantId === variantId);
  const numbers = [...new Set(served.map(({ servedVersion }) => servedVersion))].toSorted((a, b) => a - b);
  const [number] = numbers;
  if (number === undefined) {
    throw unprocessable([{ pointer: '/variantId', detail: 'no enabled rule of the first environment names it' }]);
  }
  if (!targetsOf(to).some((target) => target.variantId === variantId)) {
    throw unprocessable([{ pointer: '/variantId', detail: 'no rule of the second environment names it' }]);
  }
  const serves = `the first environment serves version ${numbers.join(' and ')}`;
  if (asked === undefined) {
    if (numbers.length > 1) throw unprocessable([{ pointer: '/version', detail: `${serves}: name one` }]);
    return { variantId, version: number, servedVersion: number };
  }
  const found = served.find(({ version, servedVersion }) => version === asked || servedVersion === asked);
  if (found === undefined) throw unprocessable([{ pointer: '/version', detail: serves }]);
  return { variantId, version: asked, servedVersion: found.servedVersion };
}

/** All that may serve a caller. */
function targetsOf(rules: readonly RuleState[]): TargetState[] {
  return rules.flatMap(({ split, fallbacks }) => [...servingArms(split), ...fallbacks]);
}

/**
 * The same rules with this version wherever they serve its variant. Arms that become alike are one, with both weights;
 * shadows stay as they are.
 */
function withVersion(rules: readonly RuleState[], promoted: TargetState): readonly RuleState[] {
  return rules.map((rule) => ({
    ...rule,
    split: mergeArms(rule.split.map((arm) => (isShadow(arm) ? arm : { ...arm, ...versionFor(arm, promoted) }))),
    fallbacks: withoutRepeats(rule.fallbacks.map((fallback) => ({ ...fallback, ...versionFor(fallback, promoted) }))),
  }));
}

function versionFor({ variantId, version, servedVersion }: TargetState, promoted: TargetState) {
  return variantId === promoted.variantId
    ? { version: promoted.version, servedVersion: promoted.servedVersion }
    : { version, servedVersion };
}

function mergeArms(arms: readonly ArmState[]): ArmState[] {
  const serving = servingArms(arms);
  return arms.flatMap((arm): ArmState[] => {
    if (isShadow(arm)) return [arm];
    const alike = serving.filter((other) => isSame(other, arm));
    return alike[0] === arm ? [{ ...arm, weight: alike.reduce((sum, { weight }) => sum + weight, 0) }] : [];
  });
}

function withoutRepeats<Target extends TargetState>(targets: readonly Target[]): Target[] {
  return targets.filter((target, index) => targets.findIndex((other) => isSame(other, target)) === index);
}

function isSame(one: TargetState, other: TargetState): boolean {
  return one.variantId === other.variantId && one.version === other.version;
}
