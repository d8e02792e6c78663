import { parseUsd } from '../../../catalog/parse-usd.js';
import { isJsonObject, type JsonObject } from '../../../core/json.js';

/** Ticks are 10⁻¹⁰ USD. */
const TICK_DIGITS = 10;
const COST_HEADER = 'x-litellm-response-cost';

/**
 * What a host says that a call cost, in pico-USD; null where it does not. Hosts are told apart by what they say: one
 * behind a proxy of any name says the same.
 *
 * @param headers of a whole reply; those of a stream are sent before it is counted
 * @see https://openrouter.ai/docs/use-cases/usage-accounting
 * @see https://docs.x.ai/developers/cost-tracking
 * @see https://docs.litellm.ai/docs/proxy/response_headers
 */
export function readStatedCost(usage: unknown, headers?: Readonly<Record<string, string>>): bigint | null {
  return (isJsonObject(usage) ? costIn(usage) : null) ?? parseUsd(headers?.[COST_HEADER]);
}

function costIn(usage: JsonObject): bigint | null {
  const { cost } = usage;
  if (usage['cost_in_usd_ticks'] !== undefined) return parseUsd(usage['cost_in_usd_ticks'], TICK_DIGITS);
  if (usage['is_byok'] === true) return costWithOwnKey(usage);
  // Perplexity itemises it.
  if (isJsonObject(cost)) return isInUsd(cost) ? parseUsd(cost['total_cost']) : null;
  // DeepInfra's word for it.
  return parseUsd(cost) ?? parseUsd(usage['estimated_cost']);
}

/** OpenRouter's `cost` is only its fee where the key of the vendor behind it is one's own: that vendor charges, too. */
function costWithOwnKey({ cost, cost_details: details }: JsonObject): bigint | null {
  const fee = parseUsd(cost);
  const upstream = isJsonObject(details) ? parseUsd(details['upstream_inference_cost']) : null;
  return fee === null || upstream === null ? null : fee + upstream;
}

function isInUsd({ currency = 'USD' }: JsonObject): boolean {
  return currency === 'USD';
}
