import type { JsonObject } from '../core/json.js';

/** An account that the machine's environment variables describe, as the vendor's own SDK names them. */
export interface EnvironmentAccount {
  /** The variable that holds its key. */
  readonly variable: string;
  readonly credentials: JsonObject;
  readonly baseUrl: string | null;
}

/** A variable's value; undefined where it is not set or blank. */
export type ReadVariable = (name: string) => string | undefined;

/** Variables that are set and not enough, or not right. The message never holds a value, which may be secret. */
export class UnusableVariablesError extends Error {}

/** The account of a vendor that wants one key; null where it is not set. */
export function accountWithKey(
  read: ReadVariable,
  variable: string,
  { baseUrl, more = {} }: KeyOptions = {},
): EnvironmentAccount | null {
  const apiKey = read(variable);
  if (apiKey === undefined) return null;
  return { variable, credentials: withoutAbsent({ apiKey, ...more }), baseUrl: baseUrl?.replace(/\/+$/, '') ?? null };
}

interface KeyOptions {
  readonly baseUrl?: string | undefined;
  /** Credentials besides the key. */
  readonly more?: Readonly<Record<string, string | undefined>>;
}

/** The values of variables that only make sense together; null where none is set. @throws UnusableVariablesError */
export function readTogether<Name extends string>(
  read: ReadVariable,
  names: readonly Name[],
): Readonly<Record<Name, string>> | null {
  const missing = names.filter((name) => read(name) === undefined);
  if (missing.length === names.length) return null;
  if (missing.length > 0) {
    const present = names.filter((name) => !missing.includes(name));
    throw new UnusableVariablesError(`${list(present)} set, ${list(missing)} missing`);
  }
  return Object.fromEntries(names.map((name) => [name, read(name) ?? ''])) as Record<Name, string>;
}

function list(names: readonly string[]): string {
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'}`;
}

export function withoutAbsent(fields: Readonly<Record<string, string | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
