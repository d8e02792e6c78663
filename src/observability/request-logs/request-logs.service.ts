import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { SERVED_PATHS } from '../../core/endpoints.js';
import { existing, malformed } from '../../core/http/admin-errors.js';
import { fromCursor, toCursor, type Page } from '../../core/http/page.js';
import { boundedQuery } from './bounded-query.js';
import { SqlParameters, toConditions, UUID, type QueryParameters } from './filters.js';
import type { RequestLogRow } from './request-log.dto.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
/** Of a page's rows as JSON. A page ends before it, but holds one row at least. */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;

const COLUMNS = `started_at, request_id, endpoint, environment_id, environment, secret_id, secret, client,
  session_id, subject_hash, config_revision, config_id, config, variant_id, variant,
  version, rule_id, arm_weight, provider_id, provider, vendor, model_requested, model, status, error_code, error_message, finish_reason, service_tier,
  upstream_request_id, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, usage,
  trim_scale(cost)::text AS cost, price_ids, trim_scale(wasted_cost)::text AS wasted_cost, latency_ms, first_token_ms, streaming, aborted, tags, attempts, dropped_params`;

/** Reads the request log. A call's record arrives a moment after its reply. */
@Injectable()
export class RequestLogsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SERVED_PATHS) private readonly servedPaths: readonly string[],
  ) {}

  /** Newest first. @throws BadRequestException */
  async list(query: QueryParameters): Promise<Page<RequestLogRow>> {
    const parameters = new SqlParameters();
    const conditions = toConditions(query, parameters, { own: ['limit', 'cursor'], servedPaths: this.servedPaths });
    const limit = readLimit(query['limit']);
    if (query['cursor'] !== undefined) conditions.push(afterCursor(query['cursor'], parameters));
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const rows = await boundedQuery<ListedRow>(this.dataSource, toPageSql(where, parameters.add(limit + 1)), [
      ...parameters.values,
    ]);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const hasMore = last !== undefined && Number(last.found) > items.length;
    return { items, nextCursor: hasMore ? toCursor([last.started_at.toISOString(), last.request_id]) : null };
  }

  /** @throws NotFoundException also for a request whose record is still on its way */
  async get(requestId: string): Promise<RequestLogRow> {
    const rows = await boundedQuery<RequestLogRow>(
      this.dataSource,
      `SELECT ${COLUMNS}, request_body, response_body FROM request_logs WHERE request_id = $1`,
      [requestId],
    );
    return existing(rows[0], 'request');
  }
}

type ListedRow = RequestLogRow & {
  /** Rows before the page was cut to its bytes. */
  readonly found: string;
};

/** The rows that fit into a page, measured in the database, so that what does not fit is not sent. */
function toPageSql(where: string, limit: string): string {
  const order = 'started_at DESC, request_id DESC';
  return `
    SELECT * FROM (
      SELECT page.*, count(*) OVER () AS found,
        sum(octet_length(to_json(page)::text)) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING) AS bytes,
        row_number() OVER (ORDER BY ${order}) AS place
      FROM (SELECT ${COLUMNS} FROM request_logs ${where} ORDER BY ${order} LIMIT ${limit}) AS page
    ) AS measured
    WHERE place = 1 OR bytes <= ${MAX_PAGE_BYTES}
    ORDER BY ${order}`;
}

function readLimit(value: unknown): number {
  if (value === undefined) return DEFAULT_LIMIT;
  const limit = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw malformed([{ pointer: '/limit', detail: `limit must be a whole number from 1 to ${MAX_LIMIT}` }]);
}

/** Because of the plain comparison, Postgres leaves out the partitions of later days. */
function afterCursor(cursor: unknown, parameters: SqlParameters): string {
  const [startedAt, requestId] = fromCursor(typeof cursor === 'string' ? cursor : '', 2);
  if (typeof startedAt !== 'string' || Number.isNaN(Date.parse(startedAt)) || !UUID.test(String(requestId))) {
    throw malformed([{ pointer: '/cursor', detail: 'cursor must be the nextCursor of an earlier page' }]);
  }
  const at = `${parameters.add(startedAt)}::timestamptz`;
  return `started_at <= ${at} AND (started_at, request_id) < (${at}, ${parameters.add(requestId)}::uuid)`;
}
