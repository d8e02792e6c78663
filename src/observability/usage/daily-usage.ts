import type { DataSource } from 'typeorm';
import { boundedQuery } from '../request-logs/bounded-query.js';

/** What one model was used for on one day (UTC), by the log; sums are texts of any length, null for "of none known". */
export interface DailyUsageRow {
  readonly day: string;
  /** As the reply names it, else as it was sent. */
  readonly model: string;
  /** Whose tokens are known. */
  readonly requests: string;
  readonly input: string | null;
  readonly cache_read: string | null;
  readonly cache_write: string | null;
  readonly output: string | null;
  /** Decimal USD. */
  readonly cost: string | null;
  /** That used what has no known price: they are not in `cost`. */
  readonly unpriced: string;
}

export interface DailyUsageQuery {
  readonly vendor: string;
  /** Slugs or ids; null for all of the vendor. */
  readonly providers: readonly string[] | null;
  /** The first day, and the day after the last. */
  readonly from: string;
  readonly to: string;
}

/** Answers, and the attempts that failed and were billed all the same, which are in no record's own sums. */
export function loadDailyUsage(
  dataSource: DataSource,
  { vendor, providers, from, to }: DailyUsageQuery,
): Promise<DailyUsageRow[]> {
  return boundedQuery<DailyUsageRow>(dataSource, SQL, [from, to, vendor, providers]);
}

const SQL = `
  WITH slugs AS (
    SELECT DISTINCT provider FROM usage_dimensions
    WHERE vendor = $3 AND ($4::text[] IS NULL OR provider = ANY($4) OR provider_id::text = ANY($4))
  ), used AS (
    SELECT bucket_start AS at, coalesce(served_model, model) AS model, counted_requests AS requests,
      input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, cost, unpriced_requests
    FROM usage_rollups JOIN usage_dimensions ON id = dimensions_id
    WHERE grain = 'day' AND bucket_start >= $1::timestamptz AND bucket_start < $2::timestamptz
      AND vendor = $3 AND provider IN (SELECT provider FROM slugs) AND model IS NOT NULL
    UNION ALL
    SELECT started_at, model, 1, (tokens->>'input')::numeric, (tokens->>'cacheRead')::numeric,
      (tokens->>'cacheWrite')::numeric, (tokens->>'output')::numeric, cost, (cost IS NULL)::integer
    FROM request_attempts
    WHERE started_at >= $1::timestamptz AND started_at < $2::timestamptz
      AND vendor = $3 AND provider IN (SELECT provider FROM slugs)
      AND error IS NOT NULL AND (tokens->>'input' IS NOT NULL OR tokens->>'output' IS NOT NULL OR cost IS NOT NULL)
  )
  SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, model, sum(requests)::text AS requests,
    sum(input_tokens)::text AS input, sum(cache_read_tokens)::text AS cache_read,
    sum(cache_write_tokens)::text AS cache_write, sum(output_tokens)::text AS output,
    trim_scale(sum(cost))::text AS cost, sum(unpriced_requests)::text AS unpriced
  FROM used GROUP BY day, model
  HAVING sum(requests) > 0 OR sum(unpriced_requests) > 0 OR sum(cost) > 0`;

/** Those of these providers, by slug or id, that no record of the vendor names. */
export async function findUnusedProviders(
  dataSource: DataSource,
  vendor: string,
  providers: readonly string[],
): Promise<string[]> {
  const rows = await boundedQuery<{ name: string }>(
    dataSource,
    `SELECT name FROM unnest($2::text[]) AS name WHERE NOT EXISTS (
       SELECT FROM usage_dimensions WHERE vendor = $1 AND (provider = name OR provider_id::text = name))`,
    [vendor, providers],
  );
  return rows.map(({ name }) => name);
}
