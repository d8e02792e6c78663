import { InvalidRequestError } from '../../core/errors.js';
import type { JsonBody } from '../../core/json-body.js';

/** @throws InvalidRequestError */
export function requireMember(body: JsonBody, name: string): void {
  if (!body.has(name)) throw new InvalidRequestError(`Missing required parameter: '${name}'.`, name);
}

/** @throws InvalidRequestError */
export function requireText(body: JsonBody, name: string): void {
  requireMember(body, name);
  if (typeof body.get(name) !== 'string') {
    throw new InvalidRequestError(`Invalid type for '${name}': expected a string.`, name);
  }
}

/** @throws InvalidRequestError */
export function readBoolean(body: JsonBody, name: string): boolean {
  const value = body.get(name);
  if (value === undefined || value === null || value === false) return false;
  if (value === true) return true;
  throw new InvalidRequestError(`${name} must be true or false.`, name);
}

/** A set of names, written as lines of words. */
export function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}
