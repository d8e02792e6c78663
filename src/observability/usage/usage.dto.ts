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

/** Milliseconds, at most 1 % off; null where nothing was measured. */
export class PercentilesView {
  @ApiProperty({ type: Number, nullable: true })
  p50: number | null;

  @ApiProperty({ type: Number, nullable: true })
  p95: number | null;

  @ApiProperty({ type: Number, nullable: true })
  p99: number | null;
}

/** How much of the totals was estimated, for vendors that did not say what they counted. It is part of them. */
export class EstimatedView {
  @ApiProperty({ type: 'integer' })
  requests: number;

  /** Of the requests whose usage is known; null where it is of none. */
  @ApiProperty({ type: Number, nullable: true, example: 0.013 })
  share: number | null;

  @ApiProperty({ type: 'integer' })
  inputTokens: number;

  @ApiProperty({ type: 'integer' })
  outputTokens: number;

  /** USD; null where none was estimated. */
  @ApiProperty({ type: String, nullable: true, example: '0.0173' })
  cost: string | null;
}

/** Copies of requests that shadow arms got: no callers' requests, though what they cost is spent. */
export class ShadowTotalsView {
  @ApiProperty({ type: 'integer' })
  requests: number;

  @ApiProperty({ type: 'integer' })
  errors: number;

  /** USD, a part of the `cost` of all; null where there are copies and the cost of none of them is known. */
  @ApiProperty({ type: String, nullable: true, example: '0.0421' })
  cost: string | null;
}

/** Requests, errors and durations are of callers' requests; tokens and money of all calls, those of shadows too. */
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

  /** USD, as vendors themselves say it, where they do; null where none does. */
  @ApiProperty({ type: String, nullable: true, example: '1.0375' })
  vendorCost: string | null;

  /** Requests that used something whose price is not known: they are not in `cost`. */
  @ApiProperty({ type: 'integer' })
  unpricedRequests: number;

  estimated: EstimatedView;

  shadow: ShadowTotalsView;

  latencyMs: PercentilesView;

  timeToFirstTokenMs: PercentilesView;
}

/** (this period − the one before) ÷ the one before, so 0.25 is a quarter more; null where there was nothing before. */
export class ChangeView {
  @ApiProperty({ type: Number, nullable: true, example: 0.25 })
  requests: number | null;

  @ApiProperty({ type: Number, nullable: true, example: -0.5 })
  errors: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 0.1 })
  inputTokens: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 0.1 })
  outputTokens: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 0.1 })
  cost: number | null;

  @ApiProperty({ type: Number, nullable: true, example: -0.02 })
  latencyP95: number | null;
}

export class ComparedTotalsView extends UsageTotalsView {
  /** Of the same length just before; with `compare=previous` only. */
  @ApiProperty({ type: UsageTotalsView, required: false })
  previous?: UsageTotalsView;

  /** With `compare=previous` only. */
  @ApiProperty({ type: ChangeView, required: false })
  change?: ChangeView;
}

export class UsageGroupView extends ComparedTotalsView {
  /** By the names of `groupBy`; null for requests that have none of it. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', nullable: true },
    example: { day: '2026-01-31', model: 'gpt-4o-mini' },
  })
  group: Record<string, string | null>;

  /** Everything that is not among the `top` groups; `group` holds nothing but its time then. */
  other: boolean;
}

export class PeriodView {
  @ApiProperty({ format: 'date-time' })
  from: string;

  @ApiProperty({ format: 'date-time' })
  to: string;
}

export class UsageView extends PeriodView {
  /** The period that is compared with; with `compare=previous` only. */
  @ApiProperty({ type: PeriodView, required: false })
  previous?: PeriodView;

  total: ComparedTotalsView;

  /** By time where it is grouped by time, then by `orderBy`, the largest first. */
  @ApiProperty({ type: [UsageGroupView] })
  items: UsageGroupView[];

  /** There are more groups than are shown; `total` counts them all. */
  truncated: boolean;

  /** What was added up: sums of hours and days, or single requests. See docs/usage.md. */
  @ApiProperty({ enum: ['rollups', 'requests'] })
  source: 'rollups' | 'requests';
}
