import { addEncoded } from '../rollups/histogram.js';
import { momentsIn, type MomentsGrain, type MomentsRow } from './experiment-counts.js';
import type { Metric } from './measure-call.js';

/** A row of `experiment_moments` as the driver gives it. */
export interface StoredMoments {
  readonly grain: MomentsGrain;
  /** ISO 8601, UTC. */
  readonly start: string;
  readonly rule_id: string;
  readonly split_id: string;
  readonly arm: string;
  readonly variant_id: string;
  readonly version: number;
  readonly weight: number;
  readonly served_variant_id: string | null;
  readonly served_version: number | null;
  readonly metric: Metric;
  readonly moments: Uint8Array;
  readonly histogram: Uint8Array | null;
}

/** The same in SQL. */
export const STORED_COLUMNS = `grain, to_char(bucket_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS start,
  rule_id, split_id::text, arm, variant_id, version, weight, served_variant_id, served_version, metric, moments, histogram`;

/** Adds a stored row to the one of its key. */
export function addStored(
  rows: Map<string, MomentsRow>,
  stored: StoredMoments,
  place: Pick<MomentsRow, 'grain' | 'bucketStart'>,
): void {
  const { rule_id: ruleId, split_id: splitId, arm: key, variant_id: variantId, version, weight, metric } = stored;
  const { served_variant_id: servedVariant, served_version: servedVersion } = stored;
  const isPair = servedVariant !== null && servedVersion !== null;
  const served = isPair && { served: { variantId: servedVariant, version: servedVersion } };
  const arm = { ruleId, splitId, key, variantId, version, weight, ...served };
  const row = momentsIn(rows, { arm, metric, ...place });
  row.moments.addEncoded(stored.moments);
  if (stored.histogram !== null) addEncoded(row.histogram, stored.histogram);
}
