import { toPointer } from '../../core/http/problem-details.js';
import { isJsonObject } from '../../core/json.js';

/** Compiled once; every one of them must hold. */
export type Conditions = readonly Condition[];

interface Condition {
  readonly tag: string;
  /** Null: the tag may be missing or there. */
  readonly exists: boolean | null;
  readonly in: ReadonlySet<string> | null;
  readonly notIn: ReadonlySet<string> | null;
  readonly prefix: string | null;
}

/** Conditions that cannot be parsed. `pointer` is a JSON pointer into them. */
export class ConditionsError extends Error {
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message);
  }
}

const MAX_TAGS = 50;
const MAX_VALUES = 1000;

/**
 * `{ "<tag>": "v" | ["v", "w"] | { "in": [...], "notIn": [...], "prefix": "…", "exists": true } }`. A missing tag passes
 * `notIn` and `exists: false` only.
 *
 * @throws ConditionsError
 */
export function parseConditions(json: unknown): Conditions {
  if (!isJsonObject(json)) throw new ConditionsError('', 'conditions must be an object of tags');
  const entries = Object.entries(json);
  if (entries.length > MAX_TAGS) throw new ConditionsError('', `at most ${MAX_TAGS} tags can be asked for`);
  return entries.map(([tag, test]) => parseCondition(tag, test));
}

/** Whether a call with these tags fulfils all conditions. No conditions match every call. */
export function matches(conditions: Conditions | null, tags: Readonly<Record<string, string>>): boolean {
  return (conditions ?? []).every((condition) =>
    holds(condition, Object.hasOwn(tags, condition.tag) ? tags[condition.tag] : undefined),
  );
}

/** One condition, and how a call stands to it. */
export interface ExplainedCondition {
  readonly tag: string;
  readonly wanted: {
    readonly exists?: boolean;
    readonly in?: readonly string[];
    readonly notIn?: readonly string[];
    readonly prefix?: string;
  };
  /** The tag's value in the call; null where it is missing. */
  readonly actual: string | null;
  readonly matched: boolean;
}

/** The same decision as `matches`, condition by condition. */
export function explainConditions(
  conditions: Conditions | null,
  tags: Readonly<Record<string, string>>,
): readonly ExplainedCondition[] {
  return (conditions ?? []).map((condition) => {
    const { tag, exists, in: values, notIn, prefix } = condition;
    const actual = Object.hasOwn(tags, tag) ? tags[tag] : undefined;
    const wanted = {
      ...(exists !== null && { exists }),
      ...(values !== null && { in: [...values] }),
      ...(notIn !== null && { notIn: [...notIn] }),
      ...(prefix !== null && { prefix }),
    };
    return { tag, wanted, actual: actual ?? null, matched: holds(condition, actual) };
  });
}

function holds(condition: Condition, value: string | undefined): boolean {
  if (value === undefined) return condition.exists !== true && condition.in === null && condition.prefix === null;
  if (condition.exists === false) return false;
  if (condition.in !== null && !condition.in.has(value)) return false;
  if (condition.notIn?.has(value)) return false;
  return condition.prefix === null || value.startsWith(condition.prefix);
}

const NOTHING: Omit<Condition, 'tag'> = { exists: null, in: null, notIn: null, prefix: null };

function parseCondition(tag: string, test: unknown): Condition {
  const pointer = toPointer([tag]);
  if (tag === '') throw new ConditionsError(pointer, 'a tag has a name');
  if (typeof test === 'string') return { ...NOTHING, tag, in: new Set([test]) };
  if (Array.isArray(test)) return { ...NOTHING, tag, in: parseValues(test, pointer) };
  if (!isJsonObject(test)) {
    throw new ConditionsError(
      pointer,
      'a condition is a string, a list of strings, or an object of in, notIn, prefix, exists',
    );
  }
  if (Object.keys(test).length === 0) throw new ConditionsError(pointer, 'the condition asks for nothing');
  return parseOperators(tag, test, pointer);
}

function parseOperators(tag: string, operators: object, pointer: string): Condition {
  let condition: Condition = { ...NOTHING, tag };
  for (const [name, operand] of Object.entries(operators) as [string, unknown][]) {
    condition = { ...condition, ...parseOperator(name, operand, pointer + toPointer([name])) };
  }
  if (condition.exists === false && (condition.in !== null || condition.prefix !== null)) {
    throw new ConditionsError(pointer, 'a tag that must be missing cannot have a value');
  }
  return condition;
}

function parseOperator(name: string, operand: unknown, pointer: string): Partial<Condition> {
  switch (name) {
    case 'in':
    case 'notIn':
      return { [name]: parseValues(operand, pointer) };
    case 'prefix':
      if (typeof operand !== 'string' || operand === '') throw new ConditionsError(pointer, 'prefix must be a string');
      return { prefix: operand };
    case 'exists':
      if (typeof operand !== 'boolean') throw new ConditionsError(pointer, 'exists must be true or false');
      return { exists: operand };
    default:
      throw new ConditionsError(pointer, `${name} is not one of in, notIn, prefix, exists`);
  }
}

function parseValues(values: unknown, pointer: string): ReadonlySet<string> {
  const isList = Array.isArray(values) && values.every((value): value is string => typeof value === 'string');
  if (!isList || values.length === 0 || values.length > MAX_VALUES) {
    throw new ConditionsError(pointer, `it must be a list of 1 to ${MAX_VALUES} strings, as tags are strings`);
  }
  return new Set(values);
}
