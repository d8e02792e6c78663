import { findModel, type PriceBook } from '../../catalog/price-book.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { Target } from './route-plan.js';

/**
 * Bytes of JSON per token of the prompt, at the most that text usually has: English has about four and a half, other
 * languages and code fewer. What is too long by this measure is too long.
 */
const BYTES_PER_TOKEN = 6;
/** Images, sound and files, whose tokens have nothing to do with their bytes. */
const ENCODED = ';base64,';
const DATA = '"data"';

/**
 * The targets whose model takes a prompt of this length by the catalog, where it is known and others are left; else all.
 * @returns also those that are passed over
 */
export function splitByContext(
  targets: readonly [Target, ...Target[]],
  request: GatewayRequest,
  prices: PriceBook,
): { readonly kept: readonly [Target, ...Target[]]; readonly tooSmall: readonly Target[] } {
  // One target says itself what it does not take.
  if (targets.length === 1) return { kept: targets, tooSmall: [] };
  const tooSmall = targets.filter((target) => exceedsContext(target, request, prices));
  const [first, ...rest] = targets.filter((target) => !tooSmall.includes(target));
  return first === undefined ? { kept: targets, tooSmall: [] } : { kept: [first, ...rest], tooSmall };
}

function exceedsContext({ account, model }: Target, { endpoint, body }: GatewayRequest, prices: PriceBook): boolean {
  if (!endpoint.writesText) return false;
  const { vendor, pricingModelMap } = account;
  const window = findModel(prices, { vendor, model, pricingModelMap })?.contextWindow ?? null;
  if (window === null || body.bytes.length / BYTES_PER_TOKEN <= window) return false;
  return !body.bytes.includes(ENCODED) && !body.bytes.includes(DATA);
}
