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

/** Another cost for a record. */
export interface NewCost {
  readonly row: Pick<RatedRow, 'place' | 'request_id'>;
  /** Decimal USD. */
  readonly cost: string;
  readonly priceIds: readonly string[];
}

/** What a record was before it was charged again. */
export interface FormerCost {
  /** When it was charged again. */
  readonly at: string;
  readonly reratingId: string;
  /** Decimal USD, as it was until then. */
  readonly cost: string | null;
  readonly priceIds: readonly string[] | null;
}

/**
 * Changes the costs of records and leaves in each what it was. Under the lock of re-rating only, so that no other one
 * counts the same difference.
 */
export async function writeCosts(
  manager: EntityManager,
  changes: readonly NewCost[],
  reratingId: string,
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ row, cost, priceIds }) => ({ at: row.place, id: row.request_id, cost, priceIds }));
  // `json_array_elements` of null has no rows, so that a first entry stands alone.
  await manager.query(
    `UPDATE request_logs AS log SET cost = change.cost, price_ids = ARRAY(SELECT jsonb_array_elements_text(change."priceIds"))::uuid[],
       cost_history = (
         SELECT json_agg(entry ORDER BY number) FROM (
           SELECT value AS entry, ordinality AS number FROM json_array_elements(log.cost_history) WITH ORDINALITY
           UNION ALL
           SELECT json_build_object('at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
             'reratingId', $2::text, 'cost', trim_scale(log.cost)::text, 'priceIds', log.price_ids), 2147483647
         ) AS entries
       )
     FROM jsonb_to_recordset($1::jsonb) AS change (at timestamptz, id uuid, cost numeric, "priceIds" jsonb)
     WHERE log.started_at = change.at AND log.request_id = change.id`,
    [JSON.stringify(rows), reratingId],
  );
}
