import { isJsonObject, type JsonObject, type JsonValue } from './json.js';

/** What is not there, or of another type, reads as nothing: what a vendor sends is never trusted to have a form. */

export function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A whole number that JSON and the database hold exactly, from 0 to 2^53 - 1. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Null where none is stated: unknown is not zero. */
export function countOf(value: JsonValue | undefined): number | null {
  return isCount(value) ? value : null;
}

/**
 * A count that is charged for. Null where none is stated; NaN where what is stated is no count, so that every sum with it
 * is none either, and the usage as a whole reads as unknown (see readOpenAiUsage) instead of too small.
 */
export function tokensOf(value: JsonValue | undefined): number | null {
  if (typeof value !== 'number') return null;
  return isCount(value) ? value : Number.NaN;
}

/** Seconds, with their fraction. */
export function secondsOf(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** The object that a JSON text is; null where it is anything else. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
