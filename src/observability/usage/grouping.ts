import { TAG_PREFIX } from '../request-logs/filters.js';
import { refused, type QueryParameters } from '../request-logs/parameters.js';

/** Sums are kept of days and hours; minutes are told apart by single requests only. */
export type TimeGrain = 'day' | 'hour' | 'minute';

/** In UTC. */
export interface TimeDimension {
  readonly kind: 'time';
  readonly name: TimeGrain;
  readonly lengthMs: number;
  /** Of Postgres's `to_char`. */
  readonly format: string;
}

/** An expression on columns that rows of the log and the dimensions of usage both have. */
export interface ColumnDimension {
  readonly kind: 'column';
  readonly name: string;
  readonly sql: string;
}

export interface TagDimension {
  readonly kind: 'tag';
  readonly name: string;
  readonly key: string;
}

/** An expression on what only single requests have. */
export interface RowDimension {
  readonly kind: 'row';
  readonly name: string;
  readonly sql: string;
}

export type Dimension = TimeDimension | ColumnDimension | TagDimension | RowDimension;

/** What usage can be grouped by. */
const DIMENSIONS: Readonly<Record<string, Dimension>> = {
  day: { kind: 'time', name: 'day', lengthMs: 86_400_000, format: 'YYYY-MM-DD' },
  hour: { kind: 'time', name: 'hour', lengthMs: 3_600_000, format: 'YYYY-MM-DD"T"HH24":00:00Z"' },
  minute: { kind: 'time', name: 'minute', lengthMs: 60_000, format: 'YYYY-MM-DD"T"HH24:MI":00Z"' },
  model: column('model'),
  servedModel: column('servedModel', 'served_model'),
  provider: column('provider'),
  vendor: column('vendor'),
  config: column('config'),
  variant: column('variant'),
  version: column('version', 'version::text'),
  environment: column('environment'),
  endpoint: column('endpoint'),
  secret: column('secret', 'coalesce(secret, secret_id::text)'),
  client: column('client'),
  status: column('status', 'status::text'),
  finishReason: column('finishReason', 'finish_reason'),
  tier: column('tier', 'service_tier'),
  streaming: column('streaming', 'streaming::text'),
  session: { kind: 'row', name: 'session', sql: 'session_id' },
  shadow: { kind: 'row', name: 'shadow', sql: '(shadow_of IS NOT NULL)::text' },
};
const MAX_DIMENSIONS = 4;
export const DIMENSION_NAMES = [...Object.keys(DIMENSIONS), 'tag.<key>'].join(', ');

function column(name: string, sql = name): ColumnDimension {
  return { kind: 'column', name, sql };
}

/**
 * `groupBy=day,model,tag.team` → the dimensions, none where it is absent.
 * @throws BadRequestException for unknown, repeated or too many ones
 */
export function readGroupBy(query: QueryParameters): Dimension[] {
  const value = query['groupBy'];
  if (value === undefined) return [];
  if (typeof value !== 'string') throw refused('groupBy', 'must be given once, with commas between its parts');
  const names = value.split(',');
  if (names.length > MAX_DIMENSIONS) throw refused('groupBy', `can name ${MAX_DIMENSIONS} dimensions at most`);
  if (new Set(names).size < names.length) throw refused('groupBy', 'names a dimension twice');
  return names.map(toDimension);
}

function toDimension(name: string): Dimension {
  const key = name.startsWith(TAG_PREFIX) ? name.slice(TAG_PREFIX.length) : '';
  if (key !== '' && !key.includes('\0')) return { kind: 'tag', name, key };
  const dimension = Object.hasOwn(DIMENSIONS, name) ? DIMENSIONS[name] : undefined;
  if (dimension !== undefined) return dimension;
  throw refused('groupBy', `cannot be '${name.slice(0, 100)}': it is of ${DIMENSION_NAMES}`);
}
