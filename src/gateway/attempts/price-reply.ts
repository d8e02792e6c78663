import { costOfUsage, type Cost } from '../../catalog/cost-of-usage.js';
import type { MeteredUnit, UsageRecord } from '../../core/usage.js';
import type { RequestContext } from '../planning/request-context.js';
import type { Target } from '../planning/route-plan.js';
import type { ReplyMeter } from './reply-meter.js';

/** Exact cost, worked out once; null where the usage or the price of a used unit is not known. */
export function priceReply(
  meter: ReplyMeter,
  target: Target,
  { request, startedAt: at, snapshot }: Pick<RequestContext, 'request' | 'startedAt' | 'snapshot'>,
): Cost | null {
  const { usage } = meter;
  if (usage === null) return null;
  if (meter.cost?.of !== usage) {
    const { vendor, pricingModelMap } = target.account;
    const isKnown = isCounted(usage) && (request?.endpoint.writesText !== true || isWhole(usage));
    const call = { vendor, model: target.model, pricingModelMap, at };
    meter.cost = { of: usage, cost: isKnown ? costOfUsage(snapshot.prices, call, usage) : null };
  }
  return meter.cost.cost;
}

/** What a vendor states may be any number; one that no vendor can have counted has no cost that is known. */
function isCounted({ units }: UsageRecord): boolean {
  return Object.values(units).every((count) => count >= 0 && count <= Number.MAX_SAFE_INTEGER);
}

export const PROMPT = ['input', 'input-audio', 'input-image', 'input-video'] as const;
export const COMPLETION = ['output', 'output-audio', 'output-image'] as const;

/** Text is charged by its prompt and by what was written: where a host counts one of them alone, the other is no 0. */
function isWhole({ units }: UsageRecord): boolean {
  const has = (kinds: readonly MeteredUnit[]) => kinds.some((kind) => units[kind] !== undefined);
  return has(PROMPT) === has(COMPLETION);
}
