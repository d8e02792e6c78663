import { METERED_UNITS, type MeteredUnit } from '../core/usage.js';
import type { AudioBilling, ModelRow, PeriodRow } from './models.js';
import type { PriceTerms } from './price.entity.js';
import { priceIdOf } from './price-id.js';
import type { StoredPrice } from './stored-price.js';

/** Rows of models.json → the prices that they name, each as the first of its key. */
export function toCatalogPrices(models: readonly ModelRow[]): readonly StoredPrice[] {
  return models.flatMap(({ vendor, model, prices }) => prices.flatMap((row) => toPrices(row, { vendor, model })));
}

/** What a price of a period has besides what all of them have. */
interface OnePrice {
  readonly unit: MeteredUnit;
  readonly pico: string;
  readonly imageTier?: string;
  readonly abovePromptTokens?: number;
}

function toPrices(period: PeriodRow, model: { readonly vendor: string; readonly model: string }): StoredPrice[] {
  const { effectiveFrom = null, dailyUtc = null, serviceTier = null } = period;
  const toPrice = ({ unit, pico, ...particular }: OnePrice): StoredPrice => {
    const { imageTier = null, abovePromptTokens = null } = particular;
    const key = priceIdOf({ ...model, unit, imageTier, abovePromptTokens, effectiveFrom, dailyUtc, serviceTier });
    // One literal without spreads: thousands are made at each start, in half the time.
    return {
      id: key,
      key,
      revision: 1,
      sequence: null,
      source: 'catalog',
      providerId: null,
      vendor: model.vendor,
      model: model.model,
      unit,
      serviceTier,
      imageTier,
      abovePromptTokens,
      effectiveFromMs: effectiveFrom === null ? null : Date.parse(`${effectiveFrom}T00:00:00Z`),
      effectiveUntilMs: null,
      dailyUtc: dailyUtc && dailyUtc.join('-'),
      pico,
      discountPercent: null,
      terms: termsOf(unit, period),
    };
  };
  return [
    ...toUnitPrices(period.units),
    ...(period.tiers ?? []).flatMap(({ abovePromptTokens, units }) =>
      toUnitPrices(units).map((price) => ({ ...price, abovePromptTokens })),
    ),
    ...(period.imageTiers ?? []).flatMap(toImagePrices),
  ].map(toPrice);
}

function toUnitPrices(units: PeriodRow['units']): OnePrice[] {
  return METERED_UNITS.flatMap((unit) => {
    const pico = units[unit];
    return pico === undefined ? [] : [{ unit, pico }];
  });
}

function toImagePrices({ upTo, ...prices }: NonNullable<PeriodRow['imageTiers']>[number]): OnePrice[] {
  return (['standard', 'hd'] as const).flatMap((quality) => {
    const pico = prices[quality];
    const imageTier = `${Math.max(...upTo)}x${Math.min(...upTo)} ${quality}`;
    return pico === undefined ? [] : [{ unit: 'image' as const, pico, imageTier }];
  });
}

/** Only of the unit that they are about. */
function termsOf(unit: MeteredUnit, { cachedDiffers = [], audioBilling }: PeriodRow): PriceTerms | null {
  if (unit === 'audio-second' && audioBilling !== undefined) return { audioBilling: toAudioBilling(audioBilling) };
  if (unit !== 'cache-read' || cachedDiffers.length === 0) return null;
  return { cachedDiffers: METERED_UNITS.filter((each) => cachedDiffers.includes(each)) };
}

export function toAudioBilling(given: Partial<AudioBilling>): AudioBilling {
  return { atLeastSeconds: 0, wholeSeconds: false, ...given };
}
