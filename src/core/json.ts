/** Any JSON value, and the object every gateway body is. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue | undefined };
export type JsonObject = { [key: string]: JsonValue | undefined };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON text's value; undefined where it is no JSON. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The object that a JSON text is; null where it is anything else. */
export function parseObject(text: string): JsonObject | null {
  const value = parseJson(text);
  return isJsonObject(value) ? value : null;
}

// What vendors and callers send is never trusted to have a form: a member that is missing, or of another type, reads as
// nothing.

export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Without the members that are undefined or null. */
export function withoutUnset(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A whole number that JSON and the database hold exactly, from 0 to 2^53 - 1. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Null where none is stated: unknown is not zero. */
export function countOf(value: unknown): number | null {
  return isCount(value) ? value : null;
}

/**
 * A count that is charged for. Null where none is stated; NaN where what is stated is no count, so that every sum with
 * it is NaN too and the usage as a whole reads as unknown (see readOpenAiUsage) instead of too small.
 */
export function tokensOf(value: unknown): number | null {
  if (typeof value !== 'number') return null;
  return isCount(value) ? value : Number.NaN;
}

/** Seconds, with their fraction. */
export function secondsOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
