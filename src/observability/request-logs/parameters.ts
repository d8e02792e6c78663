import { malformed } from '../../core/http/admin-errors.js';

/** Query parameters as they came: a repeated one is an array. */
export type QueryParameters = Readonly<Record<string, unknown>>;

/** Why a parameter's value cannot be one; becomes a 400 with a pointer to the parameter. */
export class FilterError extends Error {}

const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
const MAX_LENGTH = 1_000;

/** Times without a zone are UTC. @throws FilterError */
export function toInstant(value: string): Date {
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(value) || !value.includes('T');
  const instant = new Date(hasZone ? value : `${value}Z`);
  if (!INSTANT.test(value) || Number.isNaN(instant.getTime()) || !isOnCalendar(value)) {
    throw new FilterError('must be an ISO 8601 time such as 2026-01-31T12:00:00Z');
  }
  return instant;
}

/** `Date` takes the 31st of February for a day in March. */
function isOnCalendar(value: string): boolean {
  const day = value.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** @throws FilterError */
export function toText(value: unknown): string {
  if (typeof value !== 'string') throw new FilterError('must be given once');
  if (value === '' || value.length > MAX_LENGTH || value.includes('\0')) {
    throw new FilterError(`must be text of 1 to ${MAX_LENGTH} characters`);
  }
  return value;
}

/** One of a few words, the first where the parameter is not given. @throws BadRequestException */
export function readWord<Word extends string>(
  query: QueryParameters,
  name: string,
  words: readonly [Word, ...Word[]],
): Word {
  const value = query[name];
  if (value === undefined) return words[0];
  const word = words.find((each) => each === value);
  if (word === undefined) throw refused(name, `must be one of ${words.join(', ')}`);
  return word;
}

/** Null where the parameter is not given. @throws BadRequestException */
export function readWhole(
  query: QueryParameters,
  name: string,
  [least, most]: readonly [number, number],
): number | null {
  const value = query[name];
  if (value === undefined) return null;
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most)) throw refused(name, `must be a whole number from ${least} to ${most}`);
  return number;
}

/** 400 that points at one parameter. */
export function refused(name: string, detail: string) {
  return malformed([{ pointer: toPointer(name), detail: `${name} ${detail}` }]);
}

export function toPointer(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
