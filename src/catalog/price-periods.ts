import type { MeteredUnit } from '../core/usage.js';
import { toImageTiers } from './image-prices.js';
import type { PricePeriod, PriceRow, PriceRows } from './models.js';
import { NO_UNITS, toPriceRow } from './price-row.js';
import type { StoredPrice } from './stored-price.js';

/** The prices of one model that hold together: at the same time, and for the same tier of service. */
function periodKeyOf({ effectiveFromMs, effectiveUntilMs, dailyUtc, serviceTier }: StoredPrice): string {
  return JSON.stringify([effectiveFromMs, effectiveUntilMs, dailyUtc, serviceTier]);
}

/** Prices of one model → periods, of which the last that holds counts: a later beginning, and hours of the day before that. */
export function toPeriods(prices: readonly StoredPrice[]): readonly PricePeriod[] {
  const groups = new Map<string, StoredPrice[]>();
  for (const price of prices) {
    const key = periodKeyOf(price);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [price]);
    else group.push(price);
  }
  return [...groups.values()]
    .map((group) => ({ group, order: orderOf(group) }))
    .sort((a, b) => compare(a.order, b.order))
    .map(({ group }) => toPeriod(group));
}

function orderOf([price]: readonly StoredPrice[]): readonly (string | number)[] {
  const from = price?.effectiveFromMs ?? -Infinity;
  return [price?.serviceTier ?? '', price?.dailyUtc == null ? 0 : 1, from, price?.dailyUtc ?? ''];
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

function toPeriod(prices: readonly StoredPrice[]): PricePeriod {
  const [first] = prices;
  const bands = [...new Set(prices.flatMap(({ abovePromptTokens }) => abovePromptTokens ?? []))].sort((a, b) => a - b);
  const rowsOf = (band: number | null) =>
    toPriceRows(prices.filter((price) => price.abovePromptTokens === band && price.imageTier === null));
  const units = rowsOf(null);
  return {
    effectiveFrom: toDate(first?.effectiveFromMs ?? null),
    effectiveUntil: toDate(first?.effectiveUntilMs ?? null),
    dailyUtc: toMinutes(first?.dailyUtc ?? null),
    serviceTier: first?.serviceTier ?? null,
    units,
    tiers: bands.map((abovePromptTokens) => ({ abovePromptTokens, units: rowsOf(abovePromptTokens) })),
    imageTiers: toImageTiers(prices),
    audioBilling: units['audio-second']?.audioBilling ?? null,
  };
}

function toDate(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

/** `01:00-04:00` → minutes since midnight. */
function toMinutes(hours: string | null): PricePeriod['dailyUtc'] {
  if (hours === null) return null;
  const [from = '', until = ''] = hours.split('-');
  return { from: toMinute(from), until: toMinute(until) };
}

function toMinute(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Kinds of token that may have another price than the unit they are part of. */
const PARTS: Readonly<Partial<Record<MeteredUnit, readonly MeteredUnit[]>>> = {
  input: ['input-image', 'input-video'],
  output: ['output-image'],
};

function toPriceRows(prices: readonly StoredPrice[]): PriceRows {
  const rows: Partial<Record<MeteredUnit, PriceRow>> = {};
  for (const price of prices) {
    if (price.unit === null) continue;
    const parts = PARTS[price.unit]?.filter((part) => prices.some(({ unit }) => unit === part)) ?? NO_UNITS;
    rows[price.unit] = toPriceRow(price, parts);
  }
  return rows;
}
