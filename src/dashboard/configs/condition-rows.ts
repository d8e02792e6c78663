import { toJsonObject } from '../components/json-object.js';

export const OPERATORS = [
  { value: 'in', label: 'is one of' },
  { value: 'notIn', label: 'is none of' },
  { value: 'prefix', label: 'begins with' },
  { value: 'exists', label: 'is there' },
  { value: 'missing', label: 'is missing' },
] as const;

export type Operator = (typeof OPERATORS)[number]['value'];

/** One condition as the builder has it. */
export interface ConditionRow {
  /** A tag, `request:…` or `header:…`. */
  readonly name: string;
  readonly operator: Operator;
  /** One for `prefix`, none for `exists` and `missing`. */
  readonly values: readonly string[];
}

/** `true` or `false` without quotes, and no other test. */
export const STREAMING = 'request:streaming';

/** Null where the builder cannot show what the text says: it is no JSON, or asks several things of one name. */
export function toConditionRows(text: string): ConditionRow[] | null {
  const conditions = toJsonObject(text);
  const rows = conditions && Object.entries(conditions).map(([name, test]) => toRow(name, test));
  return rows !== null && rows.every((row) => row !== null) ? rows : null;
}

function toRow(name: string, test: unknown): ConditionRow | null {
  if (name === STREAMING) return typeof test === 'boolean' ? { name, operator: 'in', values: [String(test)] } : null;
  if (typeof test === 'string') return { name, operator: 'in', values: [test] };
  if (isTexts(test)) return { name, operator: 'in', values: test };
  const [first, ...more] = isObject(test) ? Object.entries(test) : [];
  return first === undefined || more.length > 0 ? null : toOperatorRow(name, first);
}

function toOperatorRow(name: string, [operator, wanted]: readonly [string, unknown]): ConditionRow | null {
  if ((operator === 'in' || operator === 'notIn') && isTexts(wanted)) return { name, operator, values: wanted };
  if (operator === 'prefix' && typeof wanted === 'string') return { name, operator, values: [wanted] };
  if (operator === 'exists' && typeof wanted === 'boolean') {
    return { name, operator: wanted ? 'exists' : 'missing', values: [] };
  }
  return null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** In words, where rows can show them; else as JSON. */
export function describeConditions(conditions: object): string {
  const text = JSON.stringify(conditions);
  const rows = toConditionRows(text);
  return rows === null ? text : rows.map(describeRow).join(' and ');
}

function describeRow({ name, operator, values }: ConditionRow): string {
  const test = OPERATORS.find(({ value }) => value === operator)?.label ?? operator;
  const isOne = operator === 'in' && values.length === 1;
  return [name, isOne ? 'is' : test, values.join(', ')].filter((word) => word !== '').join(' ');
}

/** As the API takes them; empty for no row, which matches every call. */
export function toConditionText(rows: readonly ConditionRow[]): string {
  if (rows.length === 0) return '';
  return JSON.stringify(Object.fromEntries(rows.map((row) => [row.name, toTest(row)])), null, 2);
}

function toTest({ name, operator, values }: ConditionRow): unknown {
  if (name === STREAMING) return values[0] === 'true';
  switch (operator) {
    case 'in':
      return values;
    case 'notIn':
      return { notIn: values };
    case 'prefix':
      return { prefix: values[0] ?? '' };
    case 'exists':
      return { exists: true };
    case 'missing':
      return { exists: false };
  }
}

/** What keeps rows from being saved; null where nothing does. */
export function problemWithRows(rows: readonly ConditionRow[]): string | null {
  if (rows.some(({ name }) => name.trim() === '')) return 'Say what each condition looks at, or remove it';
  const twice = rows.find(({ name }, place) => rows.findIndex((row) => row.name === name) !== place);
  if (twice !== undefined) return `${twice.name} is there twice: give one condition all its values`;
  const empty = rows.find(
    ({ operator, values }) => ['in', 'notIn', 'prefix'].includes(operator) && !values.some(Boolean),
  );
  return empty === undefined ? null : `Give ${empty.name} a value`;
}
