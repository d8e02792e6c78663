import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../core/http/page.js';
import { formatUsd } from './cost-of-usage.js';
import { METERED_UNITS, type MeteredUnit } from '../core/usage.js';
import type { CatalogModel, ImageTier, PricePeriod, PriceRows } from './models.js';

export class PricesQuery extends PageQuery {
  /** Exactly this vendor's. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  vendor?: string;

  /** Exactly this model, or an alias of it. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  model?: string;
}

export class UnitPriceView {
  /** As the log's `priceIds` name it. Of the conditions under which a price holds: the same whatever it amounts to. */
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: METERED_UNITS })
  unit: MeteredUnit;

  /** Decimal USD for `per` units. */
  @ApiProperty({ example: '0.15' })
  usd: string;

  /** Units that `usd` buys: a million tokens or characters, one image, one second of audio. */
  @ApiProperty({ type: 'integer', example: 1_000_000 })
  per: number;
}

export class PriceTierView {
  /** Past so many prompt tokens the whole request costs this. */
  @ApiProperty({ type: 'integer', example: 200_000 })
  abovePromptTokens: number;

  @ApiProperty({ type: [UnitPriceView] })
  prices: UnitPriceView[];
}

export class DailyHoursView {
  @ApiProperty({ example: '01:00' })
  from: string;

  @ApiProperty({ example: '04:00' })
  until: string;
}

export class ImagePriceView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  /** Pixels; an image costs this if it fits, whichever way it is turned, and fits in none smaller. */
  @ApiProperty({ example: '1024x1024' })
  upTo: string;

  @ApiProperty({ enum: ['standard', 'hd'] })
  quality: string;

  /** Decimal USD an image. */
  @ApiProperty({ example: '0.04' })
  usd: string;
}

/** How seconds of audio become seconds that are charged. */
export class AudioBillingView {
  @ApiProperty({ example: 10 })
  atLeastSeconds: number;

  /** Rounded up to whole seconds. */
  wholeSeconds: boolean;
}

/** What a model costs while one set of its prices holds; of several rows that hold, the last counts. */
export class PriceView {
  @ApiProperty({ example: 'openai' })
  vendor: string;

  @ApiProperty({ example: 'gpt-4o-mini' })
  model: string;

  @ApiProperty({ type: [String], example: ['gpt-4o-mini-2024-07-18'] })
  aliases: readonly string[];

  @ApiProperty({ type: String, nullable: true, example: 'openai' })
  ownedBy: string | null;

  /** Tokens. */
  @ApiProperty({ type: 'integer', nullable: true })
  contextWindow: number | null;

  /** Null for always. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  effectiveFrom: string | null;

  /** Hours of the UTC day; null for all of it. */
  @ApiProperty({ type: DailyHoursView, nullable: true })
  dailyUtc: DailyHoursView | null;

  @ApiProperty({ type: [UnitPriceView] })
  prices: UnitPriceView[];

  @ApiProperty({ type: [PriceTierView] })
  tiers: PriceTierView[];

  /** Where images cost by size and quality, in place of one price for `image`. */
  @ApiProperty({ type: [ImagePriceView] })
  imagePrices: ImagePriceView[];

  @ApiProperty({ type: AudioBillingView, nullable: true })
  audioBilling: AudioBillingView | null;
}

export function toPriceView(model: CatalogModel, period: PricePeriod): PriceView {
  return {
    vendor: model.vendor,
    model: model.model,
    aliases: model.aliases,
    ownedBy: model.ownedBy,
    contextWindow: model.contextWindow,
    effectiveFrom: period.effectiveFrom?.toISOString() ?? null,
    dailyUtc: period.dailyUtc && { from: toTime(period.dailyUtc.from), until: toTime(period.dailyUtc.until) },
    prices: toUnitPrices(period.units),
    tiers: period.tiers.map(({ abovePromptTokens, units }) => ({ abovePromptTokens, prices: toUnitPrices(units) })),
    imagePrices: period.imageTiers.flatMap(toImagePrices),
    audioBilling: period.audioBilling,
  };
}

function toImagePrices({ upTo, ...prices }: ImageTier): ImagePriceView[] {
  return (['standard', 'hd'] as const).flatMap((quality) => {
    const row = prices[quality];
    return row ? [{ id: row.id, upTo: `${upTo.long}x${upTo.short}`, quality, usd: formatUsd(row.pico) }] : [];
  });
}

const SINGLE_UNITS: ReadonlySet<MeteredUnit> = new Set<MeteredUnit>(['image', 'audio-second']);

function toUnitPrices(rows: PriceRows): UnitPriceView[] {
  return METERED_UNITS.flatMap((unit) => {
    const row = rows[unit];
    const per = SINGLE_UNITS.has(unit) ? 1 : 1_000_000;
    return row ? [{ id: row.id, unit, usd: formatUsd(row.pico * BigInt(per)), per }] : [];
  });
}

function toTime(minute: number): string {
  return `${Math.floor(minute / 60)
    .toString()
    .padStart(2, '0')}:${(minute % 60).toString().padStart(2, '0')}`;
}
