import { ApiProperty } from '@nestjs/swagger';
import { type CostLine, explainCost } from '../../catalog/explain-cost.js';
import { formatUsd } from '../../catalog/cost-of-usage.js';
import { perOf } from '../../catalog/price.dto.js';
import type { StoredPrice } from '../../catalog/stored-price.js';
import { METERED_UNITS, type MeteredUnit } from '../../core/usage.js';
import type { FormerCost } from '../rerating/write-costs.js';
import type { RequestLogRow } from './request-log.dto.js';

/** The price by which a unit was charged; `GET /prices/{id}` says who wrote it and when, and what replaced it. */
export class LinePriceView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: ['catalog', 'own'] })
  source: StoredPrice['source'];

  vendor: string;
  model: string;

  /** Unit of the price: `input` where `input-image` has no price of its own. */
  @ApiProperty({ enum: METERED_UNITS })
  unit: MeteredUnit;

  @ApiProperty({ type: String, nullable: true })
  serviceTier: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  abovePromptTokens: number | null;

  @ApiProperty({ type: String, nullable: true })
  imageTier: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  effectiveFrom: string | null;

  /** Decimal USD for `per` units. */
  @ApiProperty({ example: '0.15' })
  usd: string;

  @ApiProperty({ type: 'integer', example: 1_000_000 })
  per: number;
}

export class LineDiscountView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: '12.5' })
  percent: string;
}

/** `charged · usd / per`, less the discount. The amounts of all lines add up to the cost, to the last digit. */
export class CostLineView {
  @ApiProperty({ enum: METERED_UNITS })
  unit: MeteredUnit;

  /** As it was counted. */
  @ApiProperty({ example: 1_200 })
  count: number;

  /** As it was charged: more than `count` where the vendor rounds seconds up. */
  @ApiProperty({ example: 1_200 })
  charged: number;

  price: LinePriceView;

  @ApiProperty({ type: LineDiscountView, nullable: true })
  discount: LineDiscountView | null;

  /** Decimal USD, rounded half up to the pico-USD. */
  @ApiProperty({ example: '0.00018' })
  amount: string;
}

/** What a call cost before it was charged again. */
export class FormerCostView implements FormerCost {
  /** When it was charged again. */
  @ApiProperty({ format: 'date-time' })
  at: string;

  /** `GET /prices/reratings/{id}` says what else it changed. */
  @ApiProperty({ format: 'uuid' })
  reratingId: string;

  @ApiProperty({ type: String, nullable: true, example: '0.00042' })
  cost: string | null;

  @ApiProperty({ type: [String], format: 'uuid', nullable: true })
  priceIds: readonly string[] | null;
}

/**
 * A record's cost line by line; null where there is none, where a vendor stated it, and where the prices that the record
 * names are no longer those that it was charged by, as of a call before prices were kept.
 */
export function toCostLines(
  row: Pick<RequestLogRow, 'cost' | 'cost_source' | 'usage' | 'price_ids'>,
  known: readonly StoredPrice[],
): CostLineView[] | null {
  const { cost, usage, price_ids: ids } = row;
  if (row.cost_source === 'vendor' || cost === null || usage === null || ids === null) return null;
  const byId = new Map(known.map((price) => [price.id, price]));
  const prices = ids.flatMap((id) => byId.get(id) ?? []);
  const lines = prices.length === ids.length ? explainCost(usage, prices) : null;
  const sum = lines?.reduce((total, { pico }) => total + pico, 0n);
  return lines === null || sum === undefined || formatUsd(sum) !== cost ? null : lines.map(toCostLineView);
}

function toCostLineView({ unit, count, charged, price, discount, pico }: CostLine): CostLineView {
  return {
    ...{ unit, count, charged },
    price: toLinePriceView(price, price.unit ?? unit),
    discount: discount && { id: discount.id, percent: discount.discountPercent ?? '0' },
    amount: formatUsd(pico),
  };
}

function toLinePriceView(price: StoredPrice, unit: MeteredUnit): LinePriceView {
  const { id, source, vendor, model, serviceTier, abovePromptTokens, imageTier, effectiveFromMs, pico } = price;
  const per = perOf(unit);
  return {
    ...{ id, source, vendor, model, unit, serviceTier, abovePromptTokens, imageTier, per },
    effectiveFrom: effectiveFromMs === null ? null : new Date(effectiveFromMs).toISOString(),
    usd: formatUsd(BigInt(pico ?? 0) * BigInt(per)),
  };
}
