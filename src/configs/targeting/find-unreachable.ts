import { ConditionsError, holds, parseConditions, type Condition, type Conditions } from '../snapshot/conditions.js';
import type { TargetingRule } from './targeting-rule.entity.js';

/** Something in a rule that its writer hardly means. The rule is written all the same. */
export interface RuleWarning {
  /** JSON pointer into the rule. */
  readonly pointer: string;
  readonly detail: string;
}

export type OrderedRule = Pick<TargetingRule, 'id' | 'priority' | 'conditions'>;

/**
 * What a rule's writer should know: that no call can reach the rule, or that it keeps all calls from rules below it.
 *
 * @param rules the enabled ones of its config and environment, in the order they are tried; empty warnings where it is
 *   not among them
 */
export function findUnreachable(id: string, rules: readonly OrderedRule[]): RuleWarning[] {
  const readable = rules.flatMap(toReadable);
  const place = readable.findIndex((rule) => rule.id === id);
  const rule = readable[place];
  if (rule === undefined) return [];
  const impossible = rule.conditions.find((condition) => !canHold(condition));
  if (impossible !== undefined) return [warn(`no call can match: nothing passes the tests of ${impossible.name}`)];
  const above = readable.slice(0, place).find((other) => implies(rule.conditions, other.conditions));
  if (above !== undefined) {
    const which = `rule ${above.id} (priority ${above.priority})`;
    return [warn(`no call can get here: ${which} is tried before, and matches every call that this one does`)];
  }
  return readable
    .slice(place + 1)
    .filter((other) => implies(other.conditions, rule.conditions))
    .slice(0, MAX_WARNINGS)
    .map((other) =>
      warn(`no call can get to rule ${other.id} (priority ${other.priority}): this one matches all of its`),
    );
}

const MAX_WARNINGS = 100;

function warn(detail: string): RuleWarning {
  return { pointer: '/conditions', detail };
}

interface ReadableRule extends Pick<TargetingRule, 'id' | 'priority'> {
  readonly conditions: Conditions;
}

/** A rule whose conditions cannot be read is left out of the snapshot, so it matches nothing. */
function toReadable({ id, priority, conditions }: OrderedRule): ReadableRule[] {
  try {
    return [{ id, priority, conditions: conditions === null ? [] : parseConditions(conditions) }];
  } catch (error) {
    if (error instanceof ConditionsError) return [];
    throw error;
  }
}

/** Whether every call that fulfils `specific` fulfils `general`, too. */
export function implies(specific: Conditions, general: Conditions): boolean {
  const byName = new Map(specific.map((condition) => [condition.name, condition]));
  return general.every((wanted) => {
    const given = byName.get(wanted.name);
    return given !== undefined && entails(given, wanted);
  });
}

/** Whether each value that passes `given`, and a missing one that does, passes `wanted`. */
function entails(given: Condition, wanted: Condition): boolean {
  if (holds(given, undefined) && !holds(wanted, undefined)) return false;
  if (given.exists === false) return true;
  if (given.in !== null) return [...given.in].every((value) => !holds(given, value) || holds(wanted, value));
  // What passes is without end now: no list holds all of it.
  if (wanted.exists === false || wanted.in !== null) return false;
  if (wanted.prefix !== null && !given.prefix?.startsWith(wanted.prefix)) return false;
  return [...(wanted.notIn ?? [])].every((value) => !holds(given, value));
}

function canHold(condition: Condition): boolean {
  if (condition.in === null || holds(condition, undefined)) return true;
  return [...condition.in].some((value) => holds(condition, value));
}
