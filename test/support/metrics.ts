import { type Family, parsePrometheusText, type Sample } from './prometheus-text.js';
import { waitFor, type TestApp } from './start-app.js';

type Scraped = ReadonlyMap<string, Family>;

export async function scrape(url: string, adminToken: string | null): Promise<Scraped> {
  const reply = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${adminToken ?? ''}` } });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`/metrics: ${reply.status} ${text}`);
  expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return parsePrometheusText(text);
}

/** The sum of the samples of a metric that carry these labels. */
export function sumOf(scraped: Scraped, name: string, labels: Sample['labels'] = {}): number {
  const family = scraped.get(name) ?? scraped.get(name.replace(/_(count|sum)$/, ''));
  const samples = family?.samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  return (samples ?? []).reduce((sum, { value }) => sum + value, 0);
}

interface Counted {
  readonly environment: string;
  readonly endpoint: string;
  readonly provider: string;
  readonly requests: number;
  readonly errors: number;
  readonly unpriced: number;
  readonly cost: number;
  readonly wasted: number;
  readonly input: number;
  readonly cache_read: number;
  readonly output: number;
  readonly reasoning: number;
  readonly seconds: number;
  readonly answered: number;
}

const RECOUNT = `SELECT environment, endpoint, coalesce(provider, '') AS provider, count(*)::int AS requests,
    (count(*) FILTER (WHERE aborted OR status >= 400 OR error_code IS NOT NULL))::int AS errors,
    (count(*) FILTER (WHERE cost IS NULL AND (usage IS NOT NULL
      OR (vendor IS NOT NULL AND (error_code IS NULL OR first_token_ms IS NOT NULL)))))::int AS unpriced,
    coalesce(sum(cost), 0)::float8 AS cost, coalesce(sum(wasted_cost), 0)::float8 AS wasted,
    coalesce(sum(input_tokens), 0)::float8 AS input, coalesce(sum(cache_read_tokens), 0)::float8 AS cache_read,
    coalesce(sum(output_tokens), 0)::float8 AS output, coalesce(sum(reasoning_tokens), 0)::float8 AS reasoning,
    sum(latency_ms / 1000.0)::float8 AS seconds, count(first_token_ms)::int AS answered
  FROM request_logs GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

/** By provider and reason. A call with one attempt that went well has no row of its own. */
const ATTEMPTS = `SELECT provider, reason, count(*)::int AS count FROM (
    SELECT provider, reason FROM request_attempts
    UNION ALL SELECT provider, 'first' FROM request_logs log WHERE provider IS NOT NULL AND NOT EXISTS (
      SELECT FROM request_attempts attempt WHERE attempt.request_id = log.request_id)
  ) AS made GROUP BY 1, 2 ORDER BY 1, 2`;

/** What the application scrapes is what a recount of its log comes to, whatever calls it has served. */
export async function expectMetricsOfLog(app: TestApp): Promise<Scraped> {
  const scraped = await waitFor(async () => {
    const now = await scrape(app.url, app.settings.adminToken);
    const [logged] = await app.query<{ count: number }>('SELECT count(*)::int AS count FROM request_logs');
    return sumOf(now, 'llmops_requests_total') === logged?.count ? now : undefined;
  }, 'as many records as requests');
  const recounted = await app.query<Counted>(RECOUNT);
  expect(recounted.length).toBeGreaterThan(0);
  for (const row of recounted) {
    const { environment, endpoint, provider } = row;
    const sum = (name: string, labels: Sample['labels'] = {}): number =>
      sumOf(scraped, name, { environment, endpoint, provider, ...labels });
    const tokens = (kind: string): number => sum('llmops_tokens_total', { kind });
    expect({
      ...{ environment, endpoint, provider },
      requests: sum('llmops_requests_total'),
      errors: sum('llmops_request_errors_total'),
      unpriced: sum('llmops_unpriced_requests_total'),
      ...{ cost: sum('llmops_cost_usd_total'), wasted: sum('llmops_wasted_cost_usd_total') },
      ...{ input: tokens('input'), cache_read: tokens('cache_read') },
      ...{ output: tokens('output'), reasoning: tokens('reasoning') },
      seconds: sumOf(scraped, 'llmops_request_duration_seconds_sum', { endpoint, provider }),
      answered: sumOf(scraped, 'llmops_time_to_first_token_seconds_count', { endpoint, provider }),
    }).toEqual({
      ...row,
      ...{ cost: expect.closeTo(row.cost, 9), wasted: expect.closeTo(row.wasted, 9) },
      seconds: expect.closeTo(row.seconds, 6),
    });
  }
  expect(sumOf(scraped, 'llmops_overhead_seconds_count')).toBe(sumOf(scraped, 'llmops_requests_total'));
  for (const { provider, reason, count } of await app.query<{ provider: string; reason: string; count: number }>(
    ATTEMPTS,
  )) {
    const counted = sumOf(scraped, 'llmops_attempts_total', { provider, reason });
    expect({ provider, reason, count: counted }).toEqual({ provider, reason, count });
  }
  return scraped;
}
