import { costOfUsage } from '../../providers/catalog/cost-of-usage.js';
import type { UsageRecord } from '../../core/usage.js';
import type { Target } from '../planning/route-plan.js';
import type { ReplyMeter } from '../reply/reply-meter.js';

/** Exact cost in pico-USD, worked out once; null where the usage or the price of a used unit is not known. */
export function priceReply(meter: ReplyMeter, target: Target, at: Date): bigint | null {
  const { usage } = meter;
  if (usage === null) return null;
  if (meter.cost?.of !== usage) {
    const { vendor, pricingModelMap } = target.account;
    const pico = isCounted(usage) ? costOfUsage(vendor, target.model, pricingModelMap, usage, at) : null;
    meter.cost = { of: usage, pico };
  }
  return meter.cost.pico;
}

/** What a vendor states may be any number; one that no vendor can have counted has no cost that is known. */
function isCounted({ units }: UsageRecord): boolean {
  return Object.values(units).every((count) => count >= 0 && count <= Number.MAX_SAFE_INTEGER);
}
