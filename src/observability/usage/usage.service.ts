import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../../core/clock.js';
import { SERVED_PATHS } from '../../core/endpoints.js';
import { boundedQuery } from '../request-logs/bounded-query.js';
import { readFilters, toRowConditions, type Filters } from '../request-logs/filters.js';
import { refused, type QueryParameters } from '../request-logs/parameters.js';
import { SqlParameters } from '../request-logs/sql-parameters.js';
import { readGroupBy, type Dimension } from './grouping.js';
import { toUsageTotalsView, type UsageRow, type UsageView } from './usage.dto.js';

const DAY_MS = 24 * 3600 * 1000;
const DEFAULT_RANGE_MS = DAY_MS;
const MAX_RANGE_DAYS = 400;
const MAX_GROUPS = 1_000;

/** Totals of one set of rows. Percentiles are over the same rows, never an average of averages. */
const TOTALS = `
  count(*) AS requests,
  count(*) FILTER (WHERE NOT aborted AND (status >= 400 OR error_code IS NOT NULL)) AS errors,
  count(*) FILTER (WHERE aborted) AS aborted,
  sum(input_tokens) AS input,
  sum(cache_read_tokens) AS cache_read,
  sum(cache_write_tokens) AS cache_write,
  sum(output_tokens) AS output,
  sum(reasoning_tokens) AS reasoning,
  trim_scale(sum(cost))::text AS cost,
  trim_scale(sum(wasted_cost))::text AS wasted_cost,
  count(*) FILTER (
    WHERE cost IS NULL AND (usage IS NOT NULL OR (vendor IS NOT NULL AND (error_code IS NULL OR first_token_ms IS NOT NULL)))
  ) AS unpriced,
  percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS latency,
  percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY first_token_ms) AS first_token`;

type GroupRow = UsageRow & { readonly is_total: boolean; readonly names: readonly (string | null)[] };

/** Adds up the rows of the request log, so that no second count can disagree with them. */
@Injectable()
export class UsageService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SERVED_PATHS) private readonly servedPaths: readonly string[],
  ) {}

  /** @throws BadRequestException */
  async totals(query: QueryParameters): Promise<UsageView> {
    const parameters = new SqlParameters();
    const filters = readFilters(query, { own: ['groupBy'], servedPaths: this.servedPaths });
    const { from, to } = toPeriod(filters, this.clock.now());
    const dimensions = readGroupBy(query, parameters);
    const conditions = [
      `started_at >= ${parameters.add(from)} AND started_at < ${parameters.add(to)}`,
      ...toRowConditions(filters, parameters),
    ];
    const rows = await boundedQuery<GroupRow>(this.dataSource, toSql(dimensions, conditions), parameters.values);
    const groups = rows.filter(({ is_total }) => !is_total);
    const items = groups.slice(0, MAX_GROUPS).map((row) =>
      Object.assign(toUsageTotalsView(row), {
        group: Object.fromEntries(dimensions.map(({ name }, index) => [name, row.names[index] ?? null])),
      }),
    );
    const total = rows.find(({ is_total }) => is_total) ?? NOTHING;
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      total: toUsageTotalsView(total),
      items,
      truncated: groups.length > MAX_GROUPS,
    };
  }
}

/** Groups and their total in one pass over the rows; the total comes first. */
function toSql(dimensions: readonly Dimension[], conditions: readonly string[]): string {
  const columns = dimensions.map((_dimension, index) => `group${index}`);
  const times = columns.filter((_column, index) => dimensions[index]?.isTime);
  const selected = dimensions.map(({ sql }, index) => `, ${sql} AS group${index}`).join('');
  const grouped = columns.length === 0 ? '()' : `GROUPING SETS ((${columns.join(', ')}), ())`;
  const isTotal = columns.length === 0 ? 'true' : `grouping(${columns.join(', ')}) <> 0`;
  return `
    SELECT ${isTotal} AS is_total, ARRAY[${columns.join(', ')}]::text[] AS names, ${TOTALS}
    FROM (SELECT *${selected} FROM request_logs WHERE ${conditions.join(' AND ')}) AS log
    GROUP BY ${grouped}
    ORDER BY ${['is_total DESC', ...times, 'requests DESC', ...columns].join(', ')}
    LIMIT ${MAX_GROUPS + 2}`;
}

const NOTHING: UsageRow = {
  requests: '0',
  errors: '0',
  aborted: '0',
  input: null,
  cache_read: null,
  cache_write: null,
  output: null,
  reasoning: null,
  cost: null,
  wasted_cost: null,
  unpriced: '0',
  latency: null,
  first_token: null,
};

function toPeriod(filters: Filters, now: Date): { from: Date; to: Date } {
  const to = filters.to ?? now;
  const from = filters.from ?? new Date(to.getTime() - DEFAULT_RANGE_MS);
  if (from >= to) throw refused('from', 'must be before to, which is now unless it is given');
  if (to.getTime() - from.getTime() > MAX_RANGE_DAYS * DAY_MS) {
    throw refused('from', `must be at most ${MAX_RANGE_DAYS} days before to`);
  }
  return { from, to };
}
