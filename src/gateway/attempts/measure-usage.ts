import type { JsonBody } from '../../core/json-body.js';
import type { JsonObject } from '../../core/json.js';
import { readDurationUsage, readOpenAiUsage, usageOfSeconds, type UsageRecord } from '../../core/usage.js';
import type { UpstreamCall } from '../../providers/provider-strategy.js';
import { mayChargeBySecond, type PriceBook } from '../../catalog/price-book.js';
import type { EndpointSpec } from '../endpoints/endpoint-spec.js';
import type { Target } from '../planning/route-plan.js';
import type { AudioLength } from './audio-length.js';

/**
 * What a reply used, in the units its endpoint is charged by: the vendor's own count where it gives one, else what can
 * be counted from request and reply without guessing. Null where nothing can.
 */
export function measureUsage(endpoint: EndpointSpec, body: JsonBody, reply: JsonObject | null): UsageRecord | null {
  const counted = reply === null ? null : (readOpenAiUsage(reply['usage']) ?? readDurationUsage(reply['usage']));
  return counted ?? endpoint.usageWithoutVendor?.(body, reply) ?? null;
}

/** How long a finished reply waits for the length of its recording; past that its cost is not known. */
const PATIENCE_MS = 1_000;

/**
 * The length of a recording, for a vendor that charges by it and may not count it; begun beside the call, for it may
 * take as long. Null where there is nothing to measure.
 */
export function beginMeasuring(
  { file, model }: UpstreamCall<JsonBody>,
  { vendor, pricingModelMap }: Target['account'],
  { prices, audioLength }: { readonly prices: PriceBook; readonly audioLength: AudioLength },
): Promise<UsageRecord | null> | null {
  if (file === undefined || !mayChargeBySecond(prices, { vendor, model, pricingModelMap })) return null;
  return audioLength.of(file).then(usageOfSeconds);
}

/** What was measured, if it comes soon. */
export async function measured(measuring: Promise<UsageRecord | null> | null): Promise<UsageRecord | null> {
  if (measuring === null) return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([measuring, late]);
  } finally {
    clearTimeout(timer);
  }
}
