import { rateUsage, type Cost } from '../catalog/cost-of-usage.js';
import { parseUsd } from '../catalog/parse-usd.js';
import type { PriceBook, PricingModelMap } from '../catalog/price-book.js';
import { TEXT_ENDPOINTS } from '../core/endpoints.js';
import type { JsonObject } from '../core/json.js';
import { isWhole, METERED_UNITS, type MeteredUnit, type UsageRecord } from '../core/usage.js';
import type { RatedRow } from '../observability/rerating/rated-rows.js';
import type { RatedCall, RerateReason } from './rerate-result.js';

/** What a provider configuration says of prices. */
export interface PricedAccount {
  readonly vendor: string;
  readonly pricingModelMap: PricingModelMap;
  readonly costSource: 'catalog' | 'vendor';
}

export interface RateContext {
  readonly prices: PriceBook;
  /** By id; those that are gone have no map any more. */
  readonly accounts: ReadonlyMap<string, PricedAccount>;
}

interface Rated {
  readonly call: RatedCall;
  /** By the prices of now; null where it is not known. */
  readonly cost: Cost | null;
}

/** A record of the log by the prices that are known now for the moment at which it began. */
export function rateRow(row: RatedRow, context: RateContext): Rated {
  const { provider, vendor, model, request_id: requestId } = row;
  const found = priceOf(row, context);
  const cost = found.pico === null ? null : found;
  const why = found.pico === null ? found : { reason: null, unit: null };
  const before = row.cost === null ? null : parseUsd(row.cost);
  return { cost, call: { provider, vendor, model, requestId, before, after: cost?.pico ?? null, ...why } };
}

type Unknown = { readonly pico: null; readonly reason: RerateReason; readonly unit: MeteredUnit | null };

function priceOf(row: RatedRow, { prices, accounts }: RateContext): Cost | Unknown {
  const unknown = (reason: RerateReason): Unknown => ({ pico: null, reason, unit: null });
  const account = row.provider_id === null ? undefined : accounts.get(row.provider_id);
  if (account?.costSource === 'vendor') return unknown('stated_by_vendor');
  const usage = row.usage === null ? null : toUsage(row.usage);
  if (usage === null || row.model === null) return unknown('no_usage');
  if (TEXT_ENDPOINTS.has(row.endpoint) && !isWhole(usage)) return unknown('not_whole');
  const { vendor = row.vendor ?? '', pricingModelMap = {} } = account ?? {};
  const call = { vendor, pricingModelMap, model: row.model, providerId: row.provider_id };
  return rateUsage(prices, { ...call, at: row.started_at, serviceTier: row.service_tier }, usage);
}

/** The record's own words back into what was counted. */
function toUsage({ imageSize, imageQuality, ...counts }: JsonObject): UsageRecord {
  const units: Partial<Record<MeteredUnit, number>> = {};
  for (const unit of METERED_UNITS) {
    const count = counts[unit];
    if (typeof count === 'number') units[unit] = count;
  }
  const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
  const imageKind = { size: textOf(imageSize), quality: textOf(imageQuality) };
  return { units, reasoningTokens: null, imageKind };
}
