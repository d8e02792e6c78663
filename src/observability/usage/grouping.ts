import type { HttpException } from '@nestjs/common';
import { malformed } from '../../core/http/admin-errors.js';
import { TAG_PREFIX } from '../request-logs/filters.js';
import type { QueryParameters } from '../request-logs/parameters.js';
import type { SqlParameters } from '../request-logs/sql-parameters.js';

/** What usage can be grouped by → its SQL expression. Days and hours are UTC. */
const DIMENSIONS: Readonly<Record<string, string>> = {
  day: `to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
  hour: `to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24":00:00Z"')`,
  model: 'model',
  provider: 'provider',
  vendor: 'vendor',
  config: 'config',
  variant: 'variant',
  environment: 'environment',
  endpoint: 'endpoint',
  secret: `coalesce(secret, secret_id::text)`,
  client: 'client',
  session: 'session_id',
};
const TIMES = new Set(['day', 'hour']);
const MAX_DIMENSIONS = 4;

export interface Dimension {
  readonly name: string;
  readonly sql: string;
  readonly isTime: boolean;
}

/**
 * `groupBy=day,model,tag.team` → the dimensions, none where it is absent.
 * @throws BadRequestException for unknown, repeated or too many ones
 */
export function readGroupBy(query: QueryParameters, parameters: SqlParameters): Dimension[] {
  const value = query['groupBy'];
  if (value === undefined) return [];
  if (typeof value !== 'string') throw badGroupBy('must be given once, with commas between its parts');
  const names = value.split(',');
  if (names.length > MAX_DIMENSIONS) throw badGroupBy(`can name ${MAX_DIMENSIONS} dimensions at most`);
  if (new Set(names).size < names.length) throw badGroupBy('names a dimension twice');
  return names.map((name) => ({ name, sql: toSql(name, parameters), isTime: TIMES.has(name) }));
}

function toSql(name: string, parameters: SqlParameters): string {
  const key = name.startsWith(TAG_PREFIX) ? name.slice(TAG_PREFIX.length) : '';
  if (key !== '' && !key.includes('\0')) return `tags ->> ${parameters.add(key)}::text`;
  const sql = Object.hasOwn(DIMENSIONS, name) ? DIMENSIONS[name] : undefined;
  if (sql === undefined) {
    throw badGroupBy(`cannot be '${name.slice(0, 100)}': it is of ${Object.keys(DIMENSIONS).join(', ')}, tag.<key>`);
  }
  return sql;
}

function badGroupBy(detail: string): HttpException {
  return malformed([{ pointer: '/groupBy', detail: `groupBy ${detail}` }]);
}
