import type { RuleArm } from './rule-arm.entity.js';

/** An arm that serves callers. */
export interface ServingRole {
  /** Ten-thousandths of the callers. */
  readonly weight: number;
}

/** An arm that serves nobody: it gets copies of what others answered. */
export interface ShadowRole {
  readonly serve: false;
  /** Ten-thousandths of the calls that the rule serves. */
  readonly share: number;
  /** Decimal USD. */
  readonly maxDailyCost: string;
}

export type ArmRole = ServingRole | ShadowRole;

export function isShadow<Arm extends ArmRole>(arm: Arm): arm is Extract<Arm, ShadowRole> {
  return 'serve' in arm;
}

/** Those that serve callers. */
export function servingArms<Arm extends ArmRole>(split: readonly Arm[]): Exclude<Arm, ShadowRole>[] {
  return split.filter((arm): arm is Exclude<Arm, ShadowRole> => !isShadow(arm));
}

/** As it is shown and kept in the history. */
export function roleOf({ weight, share, maxDailyCost }: Pick<RuleArm, 'weight' | 'share' | 'maxDailyCost'>): ArmRole {
  if (share === null || maxDailyCost === null) return { weight };
  return { serve: false, share, maxDailyCost };
}
