import { hash } from 'node:crypto';
import { BUCKETS } from '../../core/statistics/difference-of-means.js';
import type { DrawnArm, RequestLogRecord } from '../log-record.js';

/** What of a record tells to which arm its call was drawn. Records of the version before lack what is optional. */
export interface DrawnCall extends Pick<
  RequestLogRecord,
  'request_id' | 'rule_id' | 'variant_id' | 'version' | 'arm_weight' | 'subject_hash'
> {
  readonly split_id?: string | null;
  readonly drawn_arm?: DrawnArm | null;
  readonly shadow_of?: string | null;
}

/** A version of a variant. */
export interface VariantVersion {
  readonly variantId: string;
  readonly version: number;
}

/** An arm of one split: weights and versions, which change only with another split. */
export interface Arm {
  readonly ruleId: string;
  /** Of the rule's weights and versions, together. */
  readonly splitId: string;
  /** The same over all splits of a rule. */
  readonly key: string;
  readonly variantId: string;
  readonly version: number;
  readonly weight: number;
  /** Of a shadow, in pairs: what served the requests that it got copies of. */
  readonly served?: VariantVersion;
}

/** A call that was drawn to an arm, of a rule that has several. */
export interface Exposure {
  readonly arm: Arm;
  /** Of the subject, or of the call where it has none: a signed number of 64 bits. */
  readonly unit: bigint;
  readonly bucket: number;
  readonly hasSubject: boolean;
  /** Whether the arm answered or failed by itself; else what was called in its place says nothing of its errors. */
  readonly outcome: DrawnArm['outcome'];
}

/** Null for a call that belongs to no split, as a shadow's does not: nobody was served by it. */
export function exposureOf(call: DrawnCall): Exposure | null {
  const { split_id: splitId = null, drawn_arm: drawn = null, shadow_of: shadowOf = null, rule_id: ruleId } = call;
  if (splitId === null || ruleId === null || shadowOf !== null) return null;
  const [key, variantId] = [drawn?.key ?? call.variant_id, drawn?.variantId ?? call.variant_id];
  const [version, weight] = [drawn?.version ?? call.version, drawn?.weight ?? call.arm_weight];
  if (key === null || variantId === null || version === null || weight === null) return null;
  return {
    arm: { ruleId, splitId, key, variantId, version, weight },
    ...placeOf(ruleId, call.subject_hash ?? call.request_id),
    hasSubject: call.subject_hash !== null,
    outcome: drawn?.outcome ?? 'own',
  };
}

/** Salted by the rule, so that another experiment has other buckets. @param subject or the request that has none */
export function placeOf(ruleId: string, subject: string): Pick<Exposure, 'unit' | 'bucket'> {
  const digest = hash('sha256', `${ruleId}\n${subject}`, 'hex');
  return {
    unit: BigInt.asIntN(64, BigInt(`0x${digest.slice(0, 16)}`)),
    bucket: Number.parseInt(digest.slice(16, 20), 16) % BUCKETS,
  };
}
