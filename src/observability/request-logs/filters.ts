import { malformed, type FieldError } from '../../core/http/admin-errors.js';
import { COUNTED_AS, OUTCOMES, type Outcome } from '../outcomes.js';
import { FilterError, toInstant, toPointer, toText, type QueryParameters } from './parameters.js';
import type { SqlParameters } from './sql-parameters.js';

export interface FilterOptions {
  /** Names that are the route's own parameters and no filters. */
  readonly own: readonly string[];
  readonly servedPaths: readonly string[];
}

/** Writes a condition, with its values put among the statement's parameters. */
type ToSql = (parameters: SqlParameters) => string;

/** On columns that rows of the log and the dimensions of usage both have, by the same names. */
export interface DimensionCondition {
  readonly kind: 'dimension';
  readonly name: string;
  readonly toSql: ToSql;
}

/** That a request has this tag, exactly. */
export interface TagCondition {
  readonly kind: 'tag';
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/** On what only single requests have. */
export interface RowCondition {
  readonly kind: 'row';
  readonly name: string;
  /** The shortest duration that is asked for; null where it is about something else. */
  readonly leastMs: number | null;
  /** What counts the requests that it leaves, of the sums of rollups; null where none does. */
  readonly countedAs: string | null;
  readonly toSql: ToSql;
}

export type Condition = DimensionCondition | TagCondition | RowCondition;

/** All of them must hold. */
export interface Filters {
  /** Started at this time or later. */
  readonly from: Date | null;
  /** Started before this time. */
  readonly to: Date | null;
  readonly requestId: string | null;
  readonly conditions: readonly Condition[];
}

/** A value → what it asks for. @throws FilterError */
type ReadFilter = (
  value: string,
  options: FilterOptions,
) => Omit<DimensionCondition, 'name'> | Omit<RowCondition, 'name'>;

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const TRACE_ID = /^[0-9a-f]{32}$/i;
/** Logged besides: `models` for the lists of models, which call no vendor, `unknown` for a path that does not exist. */
const NO_ENDPOINTS = ['models', 'unknown'];
export const TAG_PREFIX = 'tag.';

const FILTERS: Readonly<Record<string, ReadFilter>> = {
  environment: named('environment'),
  secret: named('secret'),
  client: equal('client'),
  session: (value) => ({
    kind: 'row',
    leastMs: null,
    countedAs: null,
    toSql: (parameters) => `session_id = ${parameters.add(value)}`,
  }),
  traceId: (value) => {
    if (!TRACE_ID.test(value)) throw new FilterError('must be a trace id, 32 hex digits');
    const id = value.toLowerCase();
    return { kind: 'row', leastMs: null, countedAs: null, toSql: (parameters) => `trace_id = ${parameters.add(id)}` };
  },
  config: named('config'),
  variant: named('variant'),
  rule: (value) => {
    if (!UUID.test(value)) throw new FilterError('must be the id of a rule');
    return isEqual('rule_id', value);
  },
  provider: named('provider'),
  vendor: equal('vendor'),
  model: equal('model'),
  servedModel: equal('served_model'),
  finishReason: equal('finish_reason'),
  tier: equal('service_tier'),
  endpoint: (value, { servedPaths }) => {
    const logged = [...servedPaths, ...NO_ENDPOINTS];
    if (!logged.includes(value)) throw new FilterError(`must be one of ${logged.join(', ')}`);
    return isEqual('endpoint', value);
  },
  status: (value) => {
    const hundreds = /^([1-5])xx$/i.exec(value)?.[1];
    if (hundreds !== undefined) return isEqual('status / 100', Number(hundreds));
    if (!/^[1-5]\d\d$/.test(value)) throw new FilterError('must be an HTTP status such as 200, or a class such as 5xx');
    return isEqual('status', Number(value));
  },
  outcome: (value) => {
    if (!isOutcome(value)) throw new FilterError(`must be one of ${Object.keys(OUTCOMES).join(', ')}`);
    return { kind: 'row', leastMs: null, countedAs: COUNTED_AS[value], toSql: () => OUTCOMES[value] };
  },
  streaming: (value) => {
    if (value !== 'true' && value !== 'false') throw new FilterError('must be true or false');
    return isEqual('streaming', value === 'true');
  },
  shadow: (value) => {
    if (value !== 'true' && value !== 'false') throw new FilterError('must be true or false');
    const [isNull, countedAs] = value === 'true' ? ['IS NOT NULL', 'shadow_requests'] : ['IS NULL', 'requests'];
    return { kind: 'row', leastMs: null, countedAs, toSql: () => `shadow_of ${isNull}` };
  },
  minLatencyMs: (value) => {
    if (!/^\d{1,12}(\.\d{1,6})?$/.test(value)) throw new FilterError('must be a number of milliseconds, 0 or more');
    const leastMs = Number(value);
    return { kind: 'row', leastMs, countedAs: null, toSql: (parameters) => `latency_ms >= ${parameters.add(leastMs)}` };
  },
};

function isOutcome(value: string): value is Outcome {
  return Object.hasOwn(OUTCOMES, value);
}

function isEqual(expression: string, value: unknown): ReturnType<ReadFilter> {
  return { kind: 'dimension', toSql: (parameters) => `${expression} = ${parameters.add(value)}` };
}

function equal(column: string): ReadFilter {
  return (value) => isEqual(column, value);
}

/** By the name as it was at the time, or by the id, which outlives renaming. */
function named(column: string): ReadFilter {
  return (value) => ({
    kind: 'dimension',
    toSql: (parameters) => {
      const name = `${column} = ${parameters.add(value)}`;
      return UUID.test(value) ? `(${name} OR ${column}_id = ${parameters.add(value)})` : name;
    },
  });
}

/** @throws BadRequestException naming every parameter that is unknown, repeated or has a bad value */
export function readFilters(query: QueryParameters, options: FilterOptions): Filters {
  const errors: FieldError[] = [];
  const conditions: Condition[] = [];
  const apart: { from: Date | null; to: Date | null; requestId: string | null } = {
    from: null,
    to: null,
    requestId: null,
  };
  for (const [name, value] of Object.entries(query)) {
    if (options.own.includes(name)) continue;
    try {
      const text = toText(value);
      if (name === 'from' || name === 'to') apart[name] = toInstant(text);
      else if (name === 'requestId') apart.requestId = toRequestId(text);
      else conditions.push(tagCondition(name, text) ?? { name, ...filterOf(name)(text, options) });
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      errors.push({ pointer: toPointer(name), detail: `${name} ${error.message}` });
    }
  }
  if (apart.from !== null && apart.to !== null && apart.from >= apart.to) {
    errors.push({ pointer: '/from', detail: 'from must be before to' });
  }
  if (errors.length > 0) throw malformed(errors);
  return { ...apart, conditions };
}

/** Conditions of single requests, without those on their time. */
export function toRowConditions(
  { requestId, conditions }: Pick<Filters, 'requestId' | 'conditions'>,
  parameters: SqlParameters,
): string[] {
  const written = conditions.map((condition) =>
    condition.kind === 'tag'
      ? `tags ->> ${parameters.add(condition.key)}::text = ${parameters.add(condition.value)}`
      : condition.toSql(parameters),
  );
  return requestId === null ? written : [`request_id = ${parameters.add(requestId)}`, ...written];
}

function tagCondition(name: string, value: string): TagCondition | null {
  if (!name.startsWith(TAG_PREFIX) || name.length === TAG_PREFIX.length) return null;
  return { kind: 'tag', name, key: toText(name.slice(TAG_PREFIX.length)), value };
}

/** @throws FilterError */
function filterOf(name: string): ReadFilter {
  const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (filter === undefined) throw new FilterError('is not a filter here');
  return filter;
}

function toRequestId(value: string): string {
  if (!UUID.test(value)) throw new FilterError('must be a UUID');
  return value.toLowerCase();
}
