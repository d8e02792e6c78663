import { ApiProperty } from '@nestjs/swagger';
import { formatUsd } from '../catalog/cost-of-usage.js';
import { gapOf, type Comparison, type ComparedBill, type GapStatus, type Measure } from './compare-bill.js';
import type { Bill } from './read-bill.js';

const STATUSES: readonly GapStatus[] = ['equal', 'differs', 'missing-in-ours', 'missing-in-theirs'];

export class CountGapView {
  /** By the log; null where it knows nothing of it. */
  @ApiProperty({ type: 'integer', nullable: true })
  ours: number | null;

  @ApiProperty({ type: 'integer' })
  theirs: number;

  /** Theirs less ours. */
  @ApiProperty({ type: 'integer' })
  gap: number;

  /** Of theirs; null where that is 0. */
  @ApiProperty({ type: Number, nullable: true, example: 3 })
  gapPercent: number | null;
}

export class CostGapView {
  /** USD, by the log. Failed attempts that were billed are in it. */
  @ApiProperty({ type: String, nullable: true, example: '9.7' })
  ours: string | null;

  @ApiProperty({ example: '10' })
  theirs: string;

  /** Theirs less ours. */
  @ApiProperty({ example: '0.3' })
  gap: string;

  /** Of theirs; null where that is 0. */
  @ApiProperty({ type: Number, nullable: true, example: 3 })
  gapPercent: number | null;
}

/** Null where the bill does not state it. `input` is without what was read from or written to a cache. */
export class TokenGapsView {
  @ApiProperty({ type: CountGapView, nullable: true })
  input: CountGapView | null;

  @ApiProperty({ type: CountGapView, nullable: true })
  cacheRead: CountGapView | null;

  @ApiProperty({ type: CountGapView, nullable: true })
  cacheWrite: CountGapView | null;

  @ApiProperty({ type: CountGapView, nullable: true })
  output: CountGapView | null;
}

export class GapView {
  /** `differs`: tokens or cost by more than the tolerance. `missing-in-ours`: the bill has it, and the log has not. */
  @ApiProperty({ enum: STATUSES })
  status: GapStatus;

  tokens: TokenGapsView;

  /** Null where the bill does not state it. */
  @ApiProperty({ type: CostGapView, nullable: true })
  cost: CostGapView | null;

  /** Not part of `status`: vendors count what they refused, too. */
  @ApiProperty({ type: CountGapView, nullable: true })
  requests: CountGapView | null;

  /** Ours, with no known price, which are not in our cost. */
  @ApiProperty({ type: 'integer' })
  unpricedRequests: number;
}

export class ModelGapView extends GapView {
  @ApiProperty({ example: 'gpt-4o' })
  model: string;

  /** What the log calls it. */
  @ApiProperty({ type: [String] })
  ourNames: readonly string[];

  /** What the bill calls it. */
  @ApiProperty({ type: [String] })
  theirNames: readonly string[];
}

export class DayGapView extends GapView {
  @ApiProperty({ example: '2026-01-31' })
  day: string;

  @ApiProperty({ example: 'gpt-4o' })
  model: string;
}

export class ReconciliationView {
  @ApiProperty({ example: 'openai' })
  vendor: string;

  /** The kind of export that was recognised. */
  @ApiProperty({ example: 'openai-costs' })
  format: string;

  /** First and last day (UTC) of the bill; the log's side is the same days. */
  @ApiProperty({ example: '2026-01-01' })
  firstDay: string;

  @ApiProperty({ example: '2026-01-31' })
  lastDay: string;

  /** The last day was not over: either side may still grow. */
  isOpen: boolean;

  /** Per cent. */
  @ApiProperty({ example: 1 })
  tolerance: number;

  total: GapView;

  /** Largest gap first. */
  @ApiProperty({ type: [ModelGapView] })
  models: ModelGapView[];

  /** By day and model, largest gap first. */
  @ApiProperty({ type: [DayGapView] })
  items: DayGapView[];

  /** There are more items than are shown; `models` and `total` count them all. */
  truncated: boolean;
}

const MAX_ITEMS = 5_000;

interface Facts {
  readonly vendor: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly isOpen: boolean;
  readonly tolerance: number;
}

export function toReconciliationView({ format }: Bill, compared: ComparedBill, facts: Facts): ReconciliationView {
  const { total, models, days } = compared;
  const { vendor, ...rest } = facts;
  return {
    vendor,
    format: format.name,
    ...rest,
    total: toGapView(total),
    models: models.map((each) => {
      const { model, ourNames, theirNames } = each;
      return Object.assign(toGapView(each), { model, ourNames, theirNames });
    }),
    items: days.slice(0, MAX_ITEMS).map((each) => Object.assign(toGapView(each), { day: each.day, model: each.model })),
    truncated: days.length > MAX_ITEMS,
  };
}

function toGapView(comparison: Comparison): GapView {
  const count = (measure: Measure) => toCountGap(comparison, measure);
  return {
    status: comparison.status,
    tokens: {
      input: count('input'),
      cacheRead: count('cacheRead'),
      cacheWrite: count('cacheWrite'),
      output: count('output'),
    },
    cost: toCostGap(comparison),
    requests: count('requests'),
    unpricedRequests: Number(comparison.unpriced),
  };
}

function toCountGap({ ours, theirs }: Comparison, measure: Measure): CountGapView | null {
  const [own, stated] = [ours[measure], theirs[measure]];
  if (stated === null) return null;
  const gap = gapOf(stated, own);
  return {
    ours: own === null ? null : Number(own),
    theirs: Number(stated),
    gap: Number(gap),
    gapPercent: percentOf(gap, stated),
  };
}

function toCostGap({ ours: { cost: own }, theirs: { cost: stated } }: Comparison): CostGapView | null {
  if (stated === null) return null;
  const gap = gapOf(stated, own);
  const ours = own === null ? null : usdOf(own);
  return { ours, theirs: usdOf(stated), gap: usdOf(gap), gapPercent: percentOf(gap, stated) };
}

function usdOf(pico: bigint): string {
  return pico < 0n ? `-${formatUsd(-pico)}` : formatUsd(pico);
}

/** To a thousandth of a per cent. */
function percentOf(gap: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Number((gap * 100_000n) / whole) / 1000;
}
