import type { ClientBase } from 'pg';
import { copyIn, toCopyRow } from '../copy-in.js';
import { encodeHistogram } from '../rollups/histogram.js';
import type { ExperimentCounts, MomentsRow, SubjectRow } from './experiment-counts.js';

const COPY = `COPY experiment_moments (grain, bucket_start, rule_id, split_id, arm, variant_id, version, weight,
  served_variant_id, served_version, metric, moments, histogram) FROM STDIN`;
/** The first exposure counts. */
const INSERT_SUBJECTS = `INSERT INTO experiment_subjects (rule_id, split_id, subject, arm, weight, first_at)
  SELECT rule_id, split_id, subject, arm, weight, first_at
  FROM json_to_recordset($1::json) AS shown (
    rule_id uuid, split_id bigint, subject bigint, arm text, weight integer, first_at timestamptz)
  ON CONFLICT DO NOTHING`;

/** Adds what was counted, within the caller's transaction, which must be that of the records. */
export async function writeExperimentCounts(client: ClientBase, counts: ExperimentCounts): Promise<void> {
  if (counts.isEmpty) return;
  const subjects = counts.subjectRows();
  if (subjects.length > 0)
    await client.query(INSERT_SUBJECTS, [JSON.stringify(subjects.sort(byKey).map(toSubjectJson))]);
  await writeMoments(client, counts.momentsRows());
}

export async function writeMoments(client: ClientBase, rows: readonly MomentsRow[]): Promise<void> {
  let text = '';
  for (const { arm, grain, bucketStart, metric, moments, histogram } of rows) {
    const bytes = moments.encode();
    if (bytes.length === 0) continue;
    const { ruleId, splitId, key, variantId, version, weight, served } = arm;
    const place = [grain, bucketStart, ruleId, splitId, key, variantId, String(version), String(weight)];
    const pair = [served?.variantId ?? null, served?.version.toString() ?? null];
    text += toCopyRow([
      ...place,
      ...pair,
      metric,
      bytea(bytes),
      histogram.size === 0 ? null : bytea(encodeHistogram(histogram)),
    ]);
  }
  if (text !== '') await copyIn(client, COPY, [Buffer.from(text)]);
}

function bytea(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}

/** One order everywhere: transactions that add the same ones wait for each other, and never in a circle. */
function byKey(a: SubjectRow, b: SubjectRow): number {
  const [first, second] = [keyOf(a), keyOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function keyOf({ arm, subject }: SubjectRow): string {
  return `${arm.ruleId} ${arm.splitId} ${subject}`;
}

function toSubjectJson({ arm, subject, at }: SubjectRow): object {
  return {
    rule_id: arm.ruleId,
    split_id: arm.splitId,
    subject: subject.toString(),
    arm: arm.key,
    weight: arm.weight,
    first_at: at,
  };
}
