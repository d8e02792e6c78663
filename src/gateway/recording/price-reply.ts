import { costOf } from '../../core/price.js';
import type { UsageRecord } from '../../core/usage.js';
import { priceOf } from '../../providers/catalog/catalog.js';
import type { Target } from '../planning/route-plan.js';

/** Exact cost in pico-USD; null where the usage or the price of a used unit is not known. */
export function priceReply(usage: UsageRecord | null, target: Target, at: Date): bigint | null {
  if (usage === null) return null;
  const { vendor, pricingModelMap } = target.account;
  return costOf(usage, priceOf(vendor, target.model, pricingModelMap, usage, at));
}
