import { ApiProperty } from '@nestjs/swagger';

export class TokenTotalsView {
  /** Not counting those read from or written to a cache. */
  @ApiProperty({ type: 'integer' })
  input: number;

  @ApiProperty({ type: 'integer' })
  cacheRead: number;

  @ApiProperty({ type: 'integer' })
  cacheWrite: number;

  @ApiProperty({ type: 'integer' })
  output: number;

  /** Part of `output`. */
  @ApiProperty({ type: 'integer' })
  reasoning: number;
}

/** Milliseconds; null where nothing was measured. */
export class PercentilesView {
  @ApiProperty({ type: Number, nullable: true })
  p50: number | null;

  @ApiProperty({ type: Number, nullable: true })
  p95: number | null;

  @ApiProperty({ type: Number, nullable: true })
  p99: number | null;
}

export class UsageTotalsView {
  @ApiProperty({ type: 'integer' })
  requests: number;

  /** Not counting callers who left. */
  @ApiProperty({ type: 'integer' })
  errors: number;

  /** The caller left before the end. */
  @ApiProperty({ type: 'integer' })
  aborted: number;

  tokens: TokenTotalsView;

  /** USD, of the requests whose cost is known; null where there are costs and none of them is known. */
  @ApiProperty({ type: String, nullable: true, example: '1.0375' })
  cost: string | null;

  /** USD, of the attempts that failed and were billed; not in `cost`. Null where none is known. */
  @ApiProperty({ type: String, nullable: true, example: '0.0021' })
  wastedCost: string | null;

  /** Requests that used something whose price is not known: they are not in `cost`. */
  @ApiProperty({ type: 'integer' })
  unpricedRequests: number;

  latencyMs: PercentilesView;

  timeToFirstTokenMs: PercentilesView;
}

export class UsageGroupView extends UsageTotalsView {
  /** By the names of `groupBy`; null for requests that have none of it. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', nullable: true },
    example: { day: '2026-01-31', model: 'gpt-4o-mini' },
  })
  group: Record<string, string | null>;
}

export class UsageView {
  @ApiProperty({ format: 'date-time' })
  from: string;

  @ApiProperty({ format: 'date-time' })
  to: string;

  total: UsageTotalsView;

  /** By time where it is grouped by time, then most requests first. */
  @ApiProperty({ type: [UsageGroupView] })
  items: UsageGroupView[];

  /** There are more groups than are shown; `total` counts them all. */
  truncated: boolean;
}

/** One row of the totals, as the driver gives it: sums of 64-bit numbers are text. */
export interface UsageRow {
  readonly requests: string;
  readonly errors: string;
  readonly aborted: string;
  readonly input: string | null;
  readonly cache_read: string | null;
  readonly cache_write: string | null;
  readonly output: string | null;
  readonly reasoning: string | null;
  readonly cost: string | null;
  readonly wasted_cost: string | null;
  readonly unpriced: string;
  readonly latency: readonly number[] | null;
  readonly first_token: readonly number[] | null;
}

export function toUsageTotalsView(row: UsageRow): UsageTotalsView {
  return {
    requests: Number(row.requests),
    errors: Number(row.errors),
    aborted: Number(row.aborted),
    tokens: {
      input: Number(row.input),
      cacheRead: Number(row.cache_read),
      cacheWrite: Number(row.cache_write),
      output: Number(row.output),
      reasoning: Number(row.reasoning),
    },
    cost: row.cost ?? (row.unpriced === '0' ? '0' : null),
    wastedCost: row.wasted_cost,
    unpricedRequests: Number(row.unpriced),
    latencyMs: toPercentiles(row.latency),
    timeToFirstTokenMs: toPercentiles(row.first_token),
  };
}

function toPercentiles(values: readonly number[] | null): PercentilesView {
  const [p50 = null, p95 = null, p99 = null] = (values ?? []).map((value) => Math.round(value * 10) / 10);
  return { p50, p95, p99 };
}
