import { BUCKETS } from '../../core/statistics/difference-of-means.js';
import type { RequestLogRecord, ServedCall } from '../log-record.js';
import { picoOf } from '../rollups/measures.js';
import { placeOf, type Arm } from './exposure.js';
import { logOf } from './measure-call.js';

/** What of a shadow's record tells what it measured beside the call that a caller was served. */
export interface ShadowCall extends Pick<
  RequestLogRecord,
  | ('rule_id' | 'variant_id' | 'version' | 'subject_hash')
  | ('error_code' | 'cost' | 'latency_ms' | 'first_token_ms' | 'output_tokens')
> {
  readonly shadow_of?: string | null;
  readonly served_call?: ServedCall | null;
}

/** A request that two arms answered, each on its own. */
export interface Pair {
  readonly arm: Arm;
  readonly bucket: number;
  readonly served: ServedCall;
}

/** What pairs are compared by. `pair:calls` counts all of them. */
export const PAIR_METRICS = [
  ...(['pair:calls', 'pair:failed', 'pair:cost', 'pair:latency', 'pair:first_token', 'pair:output_tokens'] as const),
] as const;
export type PairMetric = (typeof PAIR_METRICS)[number];

/** In the units of a sum. `both` is 1 where both failed, else nothing. */
export interface PairMeasurement {
  readonly metric: PairMetric;
  readonly served: bigint;
  readonly shadow: bigint;
  readonly both?: bigint;
}

/** The cells of a bucket: the sums of a pair's sides lie as many cells apart as there are buckets. */
export const SIDES = { served: 0, shadow: 1, both: 2 } as const;

export function cellOf(bucket: number, side: keyof typeof SIDES): number {
  return SIDES[side] * BUCKETS + bucket;
}

/** Null for a call that is no shadow's, or says nothing of it. */
export function pairOf(call: ShadowCall): Pair | null {
  const { rule_id: ruleId, variant_id: variantId, version, shadow_of: shadowOf, served_call: served } = call;
  if (!isSet(shadowOf) || !isSet(served) || ruleId === null || variantId === null || version === null) return null;
  // A shadow has no share of the weights, and belongs to no split.
  const arm = { ruleId, splitId: '0', key: `${variantId}:${version}`, variantId, version, weight: 0 };
  return {
    arm: { ...arm, served: { variantId: served.variantId, version: served.version } },
    bucket: placeOf(ruleId, call.subject_hash ?? shadowOf).bucket,
    served,
  };
}

/**
 * What is not known of one of the two is not known of the pair. Costs are those of when the calls were made, for both:
 * charging one of them again would compare two price lists.
 */
export function measurePair(call: ShadowCall, { served }: Pair): PairMeasurement[] {
  const found: PairMeasurement[] = [{ metric: 'pair:calls', served: 0n, shadow: 0n }];
  // What the shutdown cut says nothing of the shadow.
  if (call.error_code === 'cut_by_shutdown') return found;
  const failed = { served: served.failed, shadow: call.error_code !== null };
  const toNumber = (isTrue: boolean) => (isTrue ? 1n : 0n);
  found.push({
    metric: 'pair:failed',
    served: toNumber(failed.served),
    shadow: toNumber(failed.shadow),
    both: toNumber(failed.served && failed.shadow),
  });
  return failed.served || failed.shadow ? found : [...found, ...measureAnswers(call, served)];
}

function measureAnswers(call: ShadowCall, served: ServedCall): PairMeasurement[] {
  const found: PairMeasurement[] = [
    { metric: 'pair:latency', served: logOf(served.latencyMs), shadow: logOf(call.latency_ms) },
  ];
  if (served.cost !== null && call.cost !== null) {
    found.push({ metric: 'pair:cost', served: picoOf(served.cost), shadow: picoOf(call.cost) });
  }
  if (served.firstTokenMs !== null && call.first_token_ms !== null) {
    const [first, second] = [logOf(served.firstTokenMs), logOf(call.first_token_ms)];
    found.push({ metric: 'pair:first_token', served: first, shadow: second });
  }
  if (served.outputTokens !== null && call.output_tokens !== null) {
    const [first, second] = [BigInt(served.outputTokens), BigInt(call.output_tokens)];
    found.push({ metric: 'pair:output_tokens', served: first, shadow: second });
  }
  return found;
}

function isSet<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
