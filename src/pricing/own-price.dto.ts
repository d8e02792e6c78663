import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { StoredPrice } from '../catalog/stored-price.js';
import { AudioBillingView } from '../catalog/price.dto.js';
import { Decimal, field, Flag, Id, ListOf, Moment, Nested, OneOf, Text, Usd, Whole } from '../core/http/fields.js';
import { METERED_UNITS, type MeteredUnit } from '../core/usage.js';

class AudioBillingBody {
  @Decimal(0, 3_600, { optional: true, description: 'Shorter recordings cost as much' })
  atLeastSeconds?: number;

  @Flag({ optional: true, description: 'Rounded up to whole seconds' })
  wholeSeconds?: boolean;
}

/** Either `usd` for a `unit`, or `discountPercent`. */
export class PriceBody {
  @Id({ optional: true, nullable: true, description: 'Only for the calls of this provider configuration' })
  providerId?: string | null;

  @Text(100, { optional: true, description: 'Needed without `providerId`', example: 'openai' })
  vendor?: string;

  @Text(500, {
    description:
      'As the catalog calls it; with `providerId` as that provider does, and `*` in a discount on all of them',
    example: 'gpt-4o-mini',
  })
  model: string;

  @OneOf(METERED_UNITS, { optional: true })
  unit?: MeteredUnit;

  @Usd({ optional: true, description: 'For `per` units' })
  usd?: string | number;

  @Whole(1, 1_000_000_000, {
    optional: true,
    description: 'Units that `usd` buys: unless it is given a million tokens or characters, one image, one second',
  })
  per?: number;

  @Decimal(-1_000, 100, {
    optional: true,
    description: 'Off the catalog’s prices, with at most four decimals; below 0 it is a surcharge',
    example: 12.5,
  })
  discountPercent?: number;

  @Text(64, { optional: true, nullable: true, description: 'As replies name it; without it the standard tier' })
  serviceTier?: string | null;

  @Whole(1, 2_000_000_000, {
    optional: true,
    nullable: true,
    description: 'Of requests with more prompt tokens than this; without it of all',
  })
  abovePromptTokens?: number | null;

  @field(
    { optional: true, nullable: true, description: 'Largest size and quality of an image' },
    { type: String, example: '1024x1024 hd' },
    [
      Matches(/^[1-9]\d{0,4}x[1-9]\d{0,4} (standard|hd)$/, {
        message: '$property must be a size and a quality such as "1024x1024 standard" or "1024x1024 hd"',
      }),
    ],
  )
  imageTier?: string | null;

  @Moment({ optional: true, nullable: true, description: 'Without it the price has always held' })
  effectiveFrom?: string | null;

  @Moment({ optional: true, nullable: true, description: 'Excluded; without it the price has no end' })
  effectiveUntil?: string | null;

  @Nested(AudioBillingBody, { optional: true, description: 'For `audio-second`; without it as the catalog says' })
  audioBilling?: AudioBillingBody;

  @Text(500, { optional: true, nullable: true, description: 'Why, for whoever reads it later' })
  note?: string | null;
}

/** Of one upload. */
const MAX_PRICES = 5_000;

export class UploadBody {
  @ListOf(PriceBody, [1, MAX_PRICES])
  prices: PriceBody[];
}

/** One change of a price. */
export class PriceRevisionView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ type: 'integer' })
  revision: number;

  /** Null where the price was taken back, and in a discount. */
  @ApiProperty({ type: String, nullable: true })
  usd: string | null;

  @ApiProperty({ type: String, nullable: true })
  discountPercent: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  effectiveUntil: string | null;

  /** An administrator, or the catalog of a release. */
  changedBy: string;

  @ApiProperty({ format: 'date-time' })
  changedAt: string;

  @ApiProperty({ type: String, nullable: true })
  note: string | null;
}

export class StoredPriceView extends PriceRevisionView {
  @ApiProperty({ enum: ['catalog', 'own'] })
  source: StoredPrice['source'];

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  providerId: string | null;

  vendor: string;
  model: string;

  /** Null for a discount. */
  @ApiProperty({ type: String, enum: METERED_UNITS, nullable: true })
  unit: MeteredUnit | null;

  /** Units that `usd` buys. */
  @ApiProperty({ type: 'integer', example: 1_000_000 })
  per: number;

  @ApiProperty({ type: String, nullable: true })
  serviceTier: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  abovePromptTokens: number | null;

  @ApiProperty({ type: String, nullable: true })
  imageTier: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  effectiveFrom: string | null;

  /** Hours of the UTC day, `01:00-04:00`; null for all of it. */
  @ApiProperty({ type: String, nullable: true })
  dailyUtc: string | null;

  @ApiProperty({ type: AudioBillingView, nullable: true })
  audioBilling: AudioBillingView | null;

  /** False for one that was replaced or taken back: it is kept for the calls that it was charged by. */
  isCurrent: boolean;

  /** Every change of the price under these conditions, the newest first. */
  @ApiProperty({ type: [PriceRevisionView] })
  revisions: PriceRevisionView[];
}

export class UploadView {
  /** Prices that are others now. */
  @ApiProperty({ type: 'integer' })
  changed: number;

  /** Prices that were so before. */
  @ApiProperty({ type: 'integer' })
  unchanged: number;

  /** Of each price of the file, in its order. */
  @ApiProperty({ type: [String], format: 'uuid' })
  ids: readonly string[];
}
