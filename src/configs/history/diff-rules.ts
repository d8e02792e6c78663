import { isDeepStrictEqual } from 'node:util';
import type { RuleState } from './rule-state.js';

/** What became of one rule. */
export interface RuleChange {
  readonly ruleId: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Those that differ; empty for a rule that was added or removed. */
  readonly fields: readonly string[];
}

const FIELDS = [
  'priority',
  'enabled',
  'conditions',
  'stickyBy',
  'split',
  'fallbacks',
  'fallbackOn',
  'continueStreams',
  'createdAt',
] as const;

/** In the order the rules are tried, those that are gone last. */
export function diffRules(before: readonly RuleState[], after: readonly RuleState[]): RuleChange[] {
  const earlier = new Map(before.map((rule) => [rule.id, rule]));
  const kept = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap((rule) => changeOf(rule, earlier.get(rule.id))),
    ...before
      .filter(({ id }) => !kept.has(id))
      .map(({ id }): RuleChange => ({ ruleId: id, change: 'removed', fields: [] })),
  ];
}

function changeOf(rule: RuleState, before: RuleState | undefined): RuleChange[] {
  if (before === undefined) return [{ ruleId: rule.id, change: 'added', fields: [] }];
  const fields = FIELDS.filter((field) => !isDeepStrictEqual(rule[field], before[field]));
  return fields.length === 0 ? [] : [{ ruleId: rule.id, change: 'changed', fields }];
}
