import type { RuleState } from '../history/rule-state.js';
import { servingArms } from '../targeting/arm-role.js';

/** An arm as a rule names it. */
export interface SplitArm {
  readonly variantId: string;
  readonly version: number | 'latest';
  readonly weight: number;
}

export type ArmName = Pick<SplitArm, 'variantId' | 'version'>;

const WHOLE = 10_000;

/**
 * The split with this weight for one arm, which is appended where it is not there yet, and the rest for the others in
 * the proportions that they have in `base`. Weights stay whole: what rounding leaves goes to the largest remainders.
 *
 * @param weight from 0 to 10,000
 * @see https://en.wikipedia.org/wiki/Largest_remainders_method
 */
export function splitAtWeight(base: readonly SplitArm[], arm: ArmName, weight: number): SplitArm[] {
  const others = base.filter((each) => !isSameArm(each, arm));
  const total = others.reduce((sum, each) => sum + each.weight, 0);
  if (total === 0) throw new Error('there is no other arm that serves');
  const rest = WHOLE - weight;
  // Products of two weights: exact, and so is the order of their remainders.
  const shares = others.map((each) => ({
    floor: Math.floor((each.weight * rest) / total),
    left: (each.weight * rest) % total,
  }));
  const missing = rest - shares.reduce((sum, { floor }) => sum + floor, 0);
  const larger = shares.map((_share, index) => index).toSorted((a, b) => leftOf(shares, b) - leftOf(shares, a));
  const raised = new Set(larger.slice(0, missing));
  const weights = shares.map(({ floor }, index) => floor + (raised.has(index) ? 1 : 0));
  const weightOf = (each: SplitArm) => weights[others.indexOf(each)] ?? weight;
  return withArm(base, arm).map((each) => ({ ...each, weight: weightOf(each) }));
}

function leftOf(shares: readonly { readonly left: number }[], index: number): number {
  return shares[index]?.left ?? 0;
}

/** The split with the arm in it, so that rules keep its version from being deleted; it gets nobody yet. */
export function withArm(base: readonly SplitArm[], { variantId, version }: ArmName): SplitArm[] {
  const arm = { variantId, version };
  return base.some((each) => isSameArm(each, arm)) ? [...base] : [...base, { ...arm, weight: 0 }];
}

export function isSameArm(one: ArmName, other: ArmName): boolean {
  return one.variantId === other.variantId && one.version === other.version;
}

/** Whether two splits draw the same for every caller. */
export function isSameSplit(one: readonly SplitArm[], other: readonly SplitArm[]): boolean {
  return (
    one.length === other.length &&
    one.every((arm, index) => {
      const counterpart = other[index];
      return counterpart !== undefined && isSameArm(arm, counterpart) && arm.weight === counterpart.weight;
    })
  );
}

/** The arms that serve: a rollout leaves shadows as they are. */
export function splitOf({ split }: RuleState): SplitArm[] {
  return servingArms(split).map(({ variantId, version, weight }) => ({ variantId, version, weight }));
}
