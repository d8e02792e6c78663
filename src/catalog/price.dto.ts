import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Id, OneOf } from '../core/http/fields.js';
import { PageQuery } from '../core/http/page.js';
import { formatUsd } from './cost-of-usage.js';
import { METERED_UNITS, type MeteredUnit } from '../core/usage.js';
import type { ImageTier, ModelFacts, PricePeriod, PriceRows } from './models.js';
import type { PriceSource } from './price.entity.js';

const PRICE_SOURCES: readonly PriceSource[] = ['catalog', 'own'];

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

  /** Only what was written for this provider configuration. */
  @Id({ optional: true })
  providerId?: string;

  /** `catalog`: what the gateway comes with; `own`: what was written here. */
  @OneOf(PRICE_SOURCES, { optional: true })
  source?: PriceSource;
}

export class UnitPriceView {
  /** As the log's `priceIds` name it; a price that replaces another has an id of its own. */
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

export class DiscountView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  /** Off the catalog's prices; below 0 it is a surcharge. */
  @ApiProperty({ example: '12.5' })
  percent: string;
}

/**
 * What a model costs while one set of its prices holds; of several rows of one source that hold, the last counts. An own
 * price of a unit wins over the catalog's, and one of a provider over one of all providers.
 */
export class PriceView {
  @ApiProperty({ enum: PRICE_SOURCES })
  source: PriceSource;

  /** The provider configuration whose calls cost this; null for all. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  providerId: string | null;

  @ApiProperty({ example: 'openai' })
  vendor: string;

  /** As the catalog calls it; in prices of one provider as that provider does, and `*` in a discount on all its models. */
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

  /** Excluded; null for no end. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  effectiveUntil: string | null;

  /** Of calls that were served at this tier, as the reply says; null for the standard one. */
  @ApiProperty({ type: String, nullable: true, example: 'flex' })
  serviceTier: string | null;

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

  /** In place of prices. */
  @ApiProperty({ type: DiscountView, nullable: true })
  discount: DiscountView | null;
}

export function toPriceView(
  model: ModelFacts,
  period: PricePeriod,
  origin: Pick<PriceView, 'source' | 'providerId' | 'discount'>,
): PriceView {
  return {
    ...origin,
    vendor: model.vendor,
    model: model.model,
    aliases: model.aliases,
    ownedBy: model.ownedBy,
    contextWindow: model.contextWindow,
    effectiveFrom: period.effectiveFrom?.toISOString() ?? null,
    effectiveUntil: period.effectiveUntil?.toISOString() ?? null,
    serviceTier: period.serviceTier,
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

/** Units that a price is stated for: a million tokens or characters, one image, one second of audio. */
export function perOf(unit: MeteredUnit): number {
  return SINGLE_UNITS.has(unit) ? 1 : 1_000_000;
}

function toUnitPrices(rows: PriceRows): UnitPriceView[] {
  return METERED_UNITS.flatMap((unit) => {
    const row = rows[unit];
    const per = perOf(unit);
    return row ? [{ id: row.id, unit, usd: formatUsd(row.pico * BigInt(per)), per }] : [];
  });
}

function toTime(minute: number): string {
  return `${Math.floor(minute / 60)
    .toString()
    .padStart(2, '0')}:${(minute % 60).toString().padStart(2, '0')}`;
}
