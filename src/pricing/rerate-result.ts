import { formatUsd, type UnpricedReason } from '../catalog/cost-of-usage.js';
import { parseUsd } from '../catalog/parse-usd.js';

/** Of calls of one model of a provider, or of all. USD as decimal text. */
export interface RerateSums {
  /** Records that were looked at. */
  readonly requests: number;
  /** Those whose cost is another one. */
  readonly changed: number;
  /** Of those, the ones whose cost was not known. */
  readonly newlyPriced: number;
  /** Whose cost is not known after it either, or stays what it was since no price is known now. */
  readonly unpriced: number;
  /** Of all that are priced, before and after. */
  readonly costBefore: string;
  readonly costAfter: string;
  /** `costAfter` less `costBefore`. */
  readonly difference: string;
}

export interface ModelSums extends RerateSums {
  readonly provider: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
}

/** Why a call has no price: see `UnpricedReason`; besides, only its prompt or its answer was counted, or the host states costs itself. */
export type RerateReason = UnpricedReason | 'not_whole' | 'stated_by_vendor';

export interface UnpricedCalls {
  readonly provider: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly reason: RerateReason;
  /** The unit whose price is not known. */
  readonly unit: string | null;
  readonly requests: number;
  /** Of those, the ones that keep the cost that they have. */
  readonly kept: number;
  /** One of them. */
  readonly requestId: string;
}

export interface RerateResult {
  readonly total: RerateSums;
  readonly models: readonly ModelSums[];
  readonly unpriced: readonly UnpricedCalls[];
  /** More models or reasons than are listed: the total has them all. */
  readonly isCut: boolean;
}

/** A record, what it cost and what it costs now. */
export interface RatedCall {
  readonly provider: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly requestId: string;
  readonly before: bigint | null;
  /** Null where it is not known. */
  readonly after: bigint | null;
  readonly reason: RerateReason | null;
  readonly unit: string | null;
}

const NOTHING: RerateSums = {
  requests: 0,
  changed: 0,
  newlyPriced: 0,
  unpriced: 0,
  costBefore: '0',
  costAfter: '0',
  difference: '0',
};

export const NO_RESULT: RerateResult = { total: NOTHING, models: [], unpriced: [], isCut: false };

const MAX_LISTED = 500;

/** The result of all batches so far with one more. */
export function addCalls(result: RerateResult, calls: readonly RatedCall[]): RerateResult {
  const models = new Map(result.models.map((sums) => [modelKey(sums), sums]));
  const unpriced = new Map(result.unpriced.map((group) => [reasonKey(group), group]));
  let { total, isCut } = result;
  for (const call of calls) {
    total = addTo(total, call);
    const { provider, vendor, model } = call;
    const key = modelKey(call);
    const sums = models.get(key) ?? { provider, vendor, model, ...NOTHING };
    if (models.has(key) || models.size < MAX_LISTED) models.set(key, { ...sums, ...addTo(sums, call) });
    else isCut = true;
    if (call.reason !== null) isCut = !noteReason(unpriced, call, call.reason) || isCut;
  }
  return { total, models: [...models.values()], unpriced: [...unpriced.values()], isCut };
}

function addTo(sums: RerateSums, { before, after }: RatedCall): RerateSums {
  const kept = after ?? before ?? 0n;
  const costBefore = picoOf(sums.costBefore) + (before ?? 0n);
  const costAfter = picoOf(sums.costAfter) + kept;
  const isChanged = after !== null && after !== before;
  return {
    requests: sums.requests + 1,
    changed: sums.changed + (isChanged ? 1 : 0),
    newlyPriced: sums.newlyPriced + (isChanged && before === null ? 1 : 0),
    unpriced: sums.unpriced + (after === null ? 1 : 0),
    costBefore: formatUsd(costBefore),
    costAfter: formatUsd(costAfter),
    difference: formatSigned(costAfter - costBefore),
  };
}

/** @returns false where there are too many already */
function noteReason(groups: Map<string, UnpricedCalls>, call: RatedCall, reason: RerateReason): boolean {
  const { provider, vendor, model, unit, requestId, before } = call;
  const key = reasonKey({ provider, vendor, model, reason, unit });
  const group = groups.get(key) ?? { provider, vendor, model, reason, unit, requests: 0, kept: 0, requestId };
  if (!groups.has(key) && groups.size >= MAX_LISTED) return false;
  groups.set(key, { ...group, requests: group.requests + 1, kept: group.kept + (before === null ? 0 : 1) });
  return true;
}

function modelKey({ provider, vendor, model }: Pick<ModelSums, 'provider' | 'vendor' | 'model'>): string {
  return JSON.stringify([provider, vendor, model]);
}

function reasonKey(group: Pick<UnpricedCalls, 'provider' | 'vendor' | 'model' | 'reason' | 'unit'>): string {
  return JSON.stringify([modelKey(group), group.reason, group.unit]);
}

function picoOf(usd: string): bigint {
  return parseUsd(usd) ?? 0n;
}

function formatSigned(pico: bigint): string {
  return pico < 0n ? `-${formatUsd(-pico)}` : formatUsd(pico);
}
