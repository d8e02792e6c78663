import { ApiProperty } from '@nestjs/swagger';
import type { StoredPrice } from '../../catalog/stored-price.js';
import { FeedbackView } from '../feedback/feedback.dto.js';
import type { FormerCost } from '../rerating/write-costs.js';
import { CostLineView, FormerCostView, toCostLines } from './cost-line.dto.js';
import { RequestView, toRequestView, type RequestLogRow } from './request-log.dto.js';

/** A copy that a shadow arm got: `GET /requests/{requestId}` has all of it. */
export class ShadowRequestView {
  @ApiProperty({ format: 'uuid' })
  requestId: string;

  @ApiProperty({ type: String, nullable: true, description: 'Name as it was' })
  variant: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  version: number | null;

  @ApiProperty({ type: 'integer', example: 200 })
  status: number;

  @ApiProperty({ type: String, nullable: true })
  errorCode: string | null;

  /** USD. Null where it is not known. */
  @ApiProperty({ type: String, nullable: true, example: '0.00042' })
  cost: string | null;

  latencyMs: number;
}

export class RequestDetailView extends RequestView {
  /** Only where content is logged. */
  @ApiProperty({ type: String, nullable: true })
  requestBody: string | null;

  /** Only where content is logged. */
  @ApiProperty({ type: String, nullable: true })
  responseBody: string | null;

  /**
   * What `cost` is the sum of; null where it is not known, where the host stated it, and for calls of before prices were
   * kept.
   */
  @ApiProperty({ type: [CostLineView], nullable: true })
  costLines: readonly CostLineView[] | null;

  /** What it cost before it was charged again, the oldest first. */
  @ApiProperty({ type: [FormerCostView] })
  costHistory: readonly FormerCostView[];

  /** Copies of it that shadow arms got, the oldest first. */
  @ApiProperty({ type: [ShadowRequestView] })
  shadows: readonly ShadowRequestView[];

  /** What was said of the answer, by name. */
  @ApiProperty({ type: [FeedbackView] })
  feedback: readonly FeedbackView[];
}

/** A row with what only the view of one request shows. */
export interface DetailRow extends RequestLogRow {
  readonly cost_history: readonly FormerCost[] | null;
  /** That `price_ids` names, as far as they are known. */
  readonly prices: readonly StoredPrice[];
  readonly feedback: readonly FeedbackView[] | null;
  readonly shadows: readonly ShadowRequestView[] | null;
}

export function toRequestDetailView(row: DetailRow): RequestDetailView {
  return Object.assign(toRequestView(row), {
    requestBody: row.request_body,
    responseBody: row.response_body,
    costLines: toCostLines(row, row.prices),
    costHistory: row.cost_history ?? [],
    shadows: row.shadows ?? [],
    feedback: row.feedback ?? [],
  });
}
