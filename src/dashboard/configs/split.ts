import type { Rule } from '../api/collections.js';

type Arm = Rule['split'][number];

/** The arms that answer callers, whose weights sum to the whole. */
export function servingArms({ split }: Pick<Rule, 'split'>): Arm[] {
  return split.filter(({ serve }) => serve !== false);
}

/** The arms that get copies and answer nobody. */
export function shadowsOf({ split }: Pick<Rule, 'split'>): Arm[] {
  return split.filter(({ serve }) => serve === false);
}
