import { costOfUsage } from '../../providers/catalog/cost-of-usage.js';
import type { Target } from '../planning/route-plan.js';
import type { ReplyMeter } from '../reply/reply-meter.js';

/** Exact cost in pico-USD, worked out once; null where the usage or the price of a used unit is not known. */
export function priceReply(meter: ReplyMeter, target: Target, at: Date): bigint | null {
  const { usage } = meter;
  if (usage === null) return null;
  if (meter.cost?.of !== usage) {
    const { vendor, pricingModelMap } = target.account;
    const pico = costOfUsage(vendor, target.model, pricingModelMap, usage, at);
    meter.cost = { of: usage, pico };
  }
  return meter.cost.pico;
}
