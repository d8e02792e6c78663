import { toPointer } from '../../core/http/problem-details.js';
import { isJsonObject } from '../../core/json.js';
import {
  FactSourceError,
  parseConditionName,
  readFact,
  type CallFacts,
  type CallHeaders,
  type FactSource,
} from './call-facts.js';

/** Compiled once; every one of them must hold. */
export type Conditions = readonly Condition[];

export interface Condition {
  /** Of what is tested, headers in lower case. */
  readonly name: string;
  readonly source: FactSource;
  /** Null: it may be missing or there. */
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
 * `{ "<name>": "v" | ["v", "w"] | { "in": [...], "notIn": [...], "prefix": "…", "exists": true } }`. What is missing passes
 * `notIn` and `exists: false` only.
 *
 * @throws ConditionsError
 */
export function parseConditions(json: unknown): Conditions {
  if (!isJsonObject(json)) throw new ConditionsError('', 'conditions must be an object of tags');
  const entries = Object.entries(json);
  if (entries.length > MAX_TAGS) throw new ConditionsError('', `at most ${MAX_TAGS} tags can be asked for`);
  return entries.map(([name, test]) => parseCondition(name, test));
}

/** Whether a call fulfils all conditions. No conditions match every call. */
export function matches(conditions: Conditions | null, call: CallFacts, headers: CallHeaders): boolean {
  return (conditions ?? []).every((condition) => holds(condition, readFact(condition.source, call, headers)));
}

/** One condition, and how a call stands to it. */
export interface ExplainedCondition {
  /** The condition's name. */
  readonly tag: string;
  readonly wanted: {
    readonly exists?: boolean;
    readonly in?: readonly string[];
    readonly notIn?: readonly string[];
    readonly prefix?: string;
  };
  /** What the call has; null where it is missing. */
  readonly actual: string | null;
  readonly matched: boolean;
}

/** The same decision as `matches`, condition by condition. */
export function explainConditions(
  conditions: Conditions | null,
  call: CallFacts,
  headers: CallHeaders,
): readonly ExplainedCondition[] {
  return (conditions ?? []).map((condition) => {
    const { name, source, exists, in: values, notIn, prefix } = condition;
    const actual = readFact(source, call, headers);
    const wanted = {
      ...(exists !== null && { exists }),
      ...(values !== null && { in: [...values] }),
      ...(notIn !== null && { notIn: [...notIn] }),
      ...(prefix !== null && { prefix }),
    };
    return { tag: name, wanted, actual: actual ?? null, matched: holds(condition, actual) };
  });
}

/** Whether a value, or undefined for a missing one, passes this condition. */
export function holds(condition: Condition, value: string | undefined): boolean {
  if (value === undefined) return condition.exists !== true && condition.in === null && condition.prefix === null;
  if (condition.exists === false) return false;
  if (condition.in !== null && !condition.in.has(value)) return false;
  if (condition.notIn?.has(value)) return false;
  return condition.prefix === null || value.startsWith(condition.prefix);
}

type Test = Omit<Condition, 'name' | 'source'>;

const NOTHING: Test = { exists: null, in: null, notIn: null, prefix: null };

function parseCondition(name: string, test: unknown): Condition {
  const pointer = toPointer([name]);
  const source = parseName(name, pointer);
  const canonical = source.kind === 'header' ? name.toLowerCase() : name;
  return {
    name: canonical,
    source,
    ...(source.kind === 'streaming' ? parseStreaming(test, pointer) : parseTest(test, pointer)),
  };
}

function parseName(name: string, pointer: string): FactSource {
  try {
    return parseConditionName(name);
  } catch (error) {
    if (!(error instanceof FactSourceError)) throw error;
    throw new ConditionsError(pointer, error.message);
  }
}

function parseStreaming(test: unknown, pointer: string): Test {
  if (typeof test !== 'boolean') throw new ConditionsError(pointer, 'a request streams or not: true or false');
  return { ...NOTHING, in: new Set([String(test)]) };
}

function parseTest(test: unknown, pointer: string): Test {
  if (typeof test === 'string') return { ...NOTHING, in: new Set([test]) };
  if (Array.isArray(test)) return { ...NOTHING, in: parseValues(test, pointer) };
  if (!isJsonObject(test)) {
    throw new ConditionsError(
      pointer,
      'a condition is a string, a list of strings, or an object of in, notIn, prefix, exists',
    );
  }
  if (Object.keys(test).length === 0) throw new ConditionsError(pointer, 'the condition asks for nothing');
  return parseOperators(test, pointer);
}

function parseOperators(operators: object, pointer: string): Test {
  let test: Test = NOTHING;
  for (const [name, operand] of Object.entries(operators) as [string, unknown][]) {
    test = { ...test, ...parseOperator(name, operand, pointer + toPointer([name])) };
  }
  if (test.exists === false && (test.in !== null || test.prefix !== null)) {
    throw new ConditionsError(pointer, 'what must be missing cannot have a value');
  }
  return test;
}

function parseOperator(name: string, operand: unknown, pointer: string): Partial<Test> {
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
