import type { EntityManager } from 'typeorm';
import type { JsonObject } from '../../core/json.js';
import { toRowConditions, type Filters } from '../request-logs/filters.js';
import type { LogPlace } from '../request-logs/log-cursor.js';
import { SqlParameters } from '../request-logs/sql-parameters.js';

/** What a record says of its cost, and what that depends on. */
export interface RatedRow {
  /** `started_at`, to the microsecond. */
  readonly place: string;
  readonly request_id: string;
  readonly started_at: Date;
  readonly endpoint: string;
  readonly provider_id: string | null;
  readonly provider: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly service_tier: string | null;
  readonly usage: JsonObject | null;
  /** Decimal USD. */
  readonly cost: string | null;
  readonly price_ids: readonly string[] | null;
}

export interface RatedBatch {
  readonly filters: Filters;
  readonly after: LogPlace | null;
  readonly limit: number;
}

/**
 * Records of calls that cost something, or whose cost is not known, oldest first. What a host itself said that a call
 * cost is not ours to work out.
 */
export function loadRatedRows(
  manager: EntityManager,
  { filters, after, limit }: RatedBatch,
): Promise<readonly RatedRow[]> {
  const parameters = new SqlParameters();
  const { from, to } = filters;
  const conditions = [
    ...(from === null ? [] : [`started_at >= ${parameters.add(from)}`]),
    ...(to === null ? [] : [`started_at < ${parameters.add(to)}`]),
    ...toRowConditions(filters, parameters),
    `cost_source IS DISTINCT FROM 'vendor'`,
    `(usage IS NOT NULL OR (vendor IS NOT NULL AND (error_code IS NULL OR first_token_ms IS NOT NULL)))`,
    ...(after === null ? [] : [isAfter(after, parameters)]),
  ];
  return manager.query<RatedRow[]>(
    `SELECT to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS place, request_id, started_at,
       endpoint, provider_id, provider, vendor, model, service_tier, usage, trim_scale(cost)::text AS cost, price_ids
     FROM request_logs WHERE ${conditions.join(' AND ')}
     ORDER BY started_at, request_id LIMIT ${parameters.add(limit)}`,
    parameters.values,
  );
}

/** Because of the plain comparison, Postgres leaves out the partitions of earlier days. */
function isAfter({ startedAt, requestId }: LogPlace, parameters: SqlParameters): string {
  const at = `${parameters.add(startedAt)}::timestamptz`;
  return `started_at >= ${at} AND (started_at, request_id) > (${at}, ${parameters.add(requestId)}::uuid)`;
}
