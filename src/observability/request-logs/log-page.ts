import type { Query } from './bounded-query.js';
import { ATTEMPTS } from './columns-apart.js';
import { toRowConditions, type Filters } from './filters.js';
import type { LogPlace } from './log-cursor.js';
import type { RequestLogRow } from './request-log.dto.js';
import { SqlParameters } from './sql-parameters.js';

/** Of a page's rows as JSON. A page ends before it, but holds one row at least. */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;

export const COLUMNS = `started_at, request_id, endpoint, environment_id, environment, secret_id, secret, client,
  session_id, subject_hash, trace_id, config_revision, config_id, config, variant_id, variant,
  version, rule_id, arm_weight, shadow_of, provider_id, provider, vendor, model_requested, model, served_model, status, error_code, error_message, finish_reason, service_tier,
  upstream_request_id, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, usage,
  estimated, not_estimated_because,
  trim_scale(cost)::text AS cost, price_ids, cost_source,
  trim_scale(vendor_cost)::text AS vendor_cost, trim_scale(wasted_cost)::text AS wasted_cost, latency_ms, first_token_ms, streaming, aborted, tags, ${ATTEMPTS}, dropped_params`;

export interface LogPage {
  readonly rows: readonly RequestLogRow[];
  /** Where the next page begins; null on the last one. */
  readonly next: LogPlace | null;
}

export interface PageRequest {
  readonly filters: Filters;
  readonly after: LogPlace | null;
  readonly limit: number;
}

type PageRow = RequestLogRow & {
  /** Rows before the page was cut to its bytes. */
  readonly found: string;
  /** `started_at`, to the microsecond. */
  readonly place: string;
};

/**
 * One page of the log, newest first. A search by request id ignores the period.
 * @param hours where to look, by when they begin; null for everywhere
 */
export async function readLogPage(
  query: Query,
  { filters, after, limit }: PageRequest,
  hours: readonly Date[] | null,
): Promise<LogPage> {
  const parameters = new SqlParameters();
  const { from, to } = filters.requestId === null ? filters : { from: null, to: null };
  const conditions = [
    ...(from === null ? [] : [`started_at >= ${parameters.add(from)}`]),
    ...(to === null ? [] : [`started_at < ${parameters.add(to)}`]),
    ...toRowConditions(filters, parameters),
    ...(after === null ? [] : [isAfter(after, parameters)]),
  ];
  const most = parameters.add(limit + 1);
  const rowsSql =
    hours === null
      ? toRowsSql(conditions, most)
      : `SELECT listed.* FROM unnest(${parameters.add(hours)}::timestamptz[]) AS hour CROSS JOIN LATERAL (
          ${toRowsSql([...conditions, `started_at >= hour AND started_at < hour + interval '1 hour'`], most)}
        ) AS listed ORDER BY ${ORDER} LIMIT ${most}`;
  const found = await query<PageRow>(toPageSql(rowsSql), parameters.values);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const hasMore = last !== undefined && Number(last.found) > rows.length;
  return { rows, next: hasMore ? { startedAt: last.place, requestId: last.request_id } : null };
}

const ORDER = 'started_at DESC, request_id DESC';

function toRowsSql(conditions: readonly string[], limit: string): string {
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return `SELECT ${COLUMNS} FROM request_logs ${where} ORDER BY ${ORDER} LIMIT ${limit}`;
}

/** The rows that fit into a page, measured in the database, so that what does not fit is not sent. */
function toPageSql(rowsSql: string): string {
  return `
    SELECT * FROM (
      SELECT page.*, to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS place,
        count(*) OVER () AS found,
        sum(octet_length(to_json(page)::text)) OVER (ORDER BY ${ORDER} ROWS UNBOUNDED PRECEDING) AS bytes,
        row_number() OVER (ORDER BY ${ORDER}) AS number
      FROM (${rowsSql}) AS page
    ) AS measured
    WHERE number = 1 OR bytes <= ${MAX_PAGE_BYTES}
    ORDER BY ${ORDER}`;
}

/** Because of the plain comparison, Postgres leaves out the partitions of later days. */
function isAfter({ startedAt, requestId }: LogPlace, parameters: SqlParameters): string {
  const at = `${parameters.add(startedAt)}::timestamptz`;
  return `started_at <= ${at} AND (started_at, request_id) < (${at}, ${parameters.add(requestId)}::uuid)`;
}
