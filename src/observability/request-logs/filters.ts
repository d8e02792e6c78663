import { malformed, type FieldError } from '../../core/http/admin-errors.js';

/** Query parameters as they came: a repeated one is an array. */
export type QueryParameters = Readonly<Record<string, unknown>>;

/** Collects a statement's parameters and hands out their places. */
export class SqlParameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Why a filter's value cannot be one; becomes a 400 with a pointer to the parameter. */
class FilterError extends Error {}

export interface FilterOptions {
  /** Names that are the route's own parameters and no filters. */
  readonly own: readonly string[];
  readonly servedPaths: readonly string[];
}

/** A value → its SQL condition on `request_logs`. @throws FilterError */
type Filter = (value: string, parameters: SqlParameters, options: FilterOptions) => string;

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
const MAX_LENGTH = 1_000;
/** Logged besides: `models` for the lists of models, which call no vendor, `unknown` for a path that does not exist. */
const NO_ENDPOINTS = ['models', 'unknown'];
export const TAG_PREFIX = 'tag.';

const FILTERS: Readonly<Record<string, Filter>> = {
  from: (value, parameters) => `started_at >= ${parameters.add(toInstant(value))}`,
  to: (value, parameters) => `started_at < ${parameters.add(toInstant(value))}`,
  environment: named('environment'),
  secret: named('secret'),
  client: (value, parameters) => `client = ${parameters.add(value)}`,
  session: (value, parameters) => `session_id = ${parameters.add(value)}`,
  config: named('config'),
  variant: named('variant'),
  provider: named('provider'),
  vendor: (value, parameters) => `vendor = ${parameters.add(value)}`,
  model: (value, parameters) => `model = ${parameters.add(value)}`,
  endpoint: (value, parameters, { servedPaths }) => {
    const logged = [...servedPaths, ...NO_ENDPOINTS];
    if (!logged.includes(value)) throw new FilterError(`must be one of ${logged.join(', ')}`);
    return `endpoint = ${parameters.add(value)}`;
  },
  status: (value, parameters) => {
    const hundreds = /^([1-5])xx$/i.exec(value)?.[1];
    if (hundreds !== undefined) return `status / 100 = ${parameters.add(Number(hundreds))}`;
    if (!/^[1-5]\d\d$/.test(value)) throw new FilterError('must be an HTTP status such as 200, or a class such as 5xx');
    return `status = ${parameters.add(Number(value))}`;
  },
  streaming: (value, parameters) => {
    if (value !== 'true' && value !== 'false') throw new FilterError('must be true or false');
    return `streaming = ${parameters.add(value === 'true')}`;
  },
  minLatencyMs: (value, parameters) => {
    if (!/^\d{1,12}(\.\d{1,6})?$/.test(value)) throw new FilterError('must be a number of milliseconds, 0 or more');
    return `latency_ms >= ${parameters.add(Number(value))}`;
  },
  requestId: (value, parameters) => {
    if (!UUID.test(value)) throw new FilterError('must be a UUID');
    return `request_id = ${parameters.add(value)}`;
  },
};

/** By the name as it was at the time, or by the id, which outlives renaming. */
function named(column: string): Filter {
  return (value, parameters) => {
    const name = `${column} = ${parameters.add(value)}`;
    return UUID.test(value) ? `(${name} OR ${column}_id = ${parameters.add(value)})` : name;
  };
}

/**
 * Filters → SQL conditions, all of which must hold.
 *
 * @throws BadRequestException naming every parameter that is unknown, repeated or has a bad value
 */
export function toConditions(query: QueryParameters, parameters: SqlParameters, options: FilterOptions): string[] {
  const errors: FieldError[] = [];
  const conditions = Object.entries(query).flatMap(([name, value]) => {
    if (options.own.includes(name)) return [];
    try {
      const text = toText(value);
      return [tagCondition(name, text, parameters) ?? filterOf(name)(text, parameters, options)];
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      errors.push({ pointer: toPointer(name), detail: `${name} ${error.message}` });
      return [];
    }
  });
  if (errors.length > 0) throw malformed(errors);
  return conditions;
}

function tagCondition(name: string, value: string, parameters: SqlParameters): string | null {
  if (!name.startsWith(TAG_PREFIX) || name.length === TAG_PREFIX.length) return null;
  return `tags ->> ${parameters.add(toText(name.slice(TAG_PREFIX.length)))}::text = ${parameters.add(value)}`;
}

/** @throws FilterError */
function filterOf(name: string): Filter {
  const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (filter === undefined) throw new FilterError('is not a filter here');
  return filter;
}

/** @throws BadRequestException where the parameter is given and is no point in time */
export function readInstant(query: QueryParameters, name: string): Date | null {
  if (query[name] === undefined) return null;
  try {
    return toInstant(toText(query[name]));
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw malformed([{ pointer: toPointer(name), detail: `${name} ${error.message}` }]);
  }
}

/** Times without a zone are UTC. */
function toInstant(value: string): Date {
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

function toText(value: unknown): string {
  if (typeof value !== 'string') throw new FilterError('must be given once');
  if (value === '' || value.length > MAX_LENGTH || value.includes('\0')) {
    throw new FilterError(`must be text of 1 to ${MAX_LENGTH} characters`);
  }
  return value;
}

function toPointer(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
