import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { boundedReading, type Query } from '../request-logs/bounded-query.js';
import { refused } from '../request-logs/parameters.js';
import type { MomentsRow } from './experiment-counts.js';
import { addStored, STORED_COLUMNS, type StoredMoments } from './moments-rows.js';

/** Rows of sums that one answer reads at most: some months of a busy rule, and a second. */
const MAX_ROWS = 100_000;

/** Subjects of one arm of a split, at their first call. */
export interface SubjectCount {
  readonly ruleId: string;
  readonly splitId: string;
  readonly arm: string;
  readonly weight: number;
  readonly subjects: number;
  /** Of how many one was counted; 1 where all were. */
  readonly oneOf: number;
}

export interface ExperimentPeriod {
  /** Whole days (UTC) where they lie more than three days back. */
  readonly from: Date;
  readonly to: Date;
}

export interface ExperimentData {
  /** Of arms that serve: one for each hour or day, arm and metric; the oldest first. */
  readonly rows: readonly MomentsRow[];
  /** The same of shadows, for each version that served the requests that they got copies of. */
  readonly pairs: readonly MomentsRow[];
  /** Since the split was first used, whatever the period. */
  readonly subjects: readonly SubjectCount[];
}

/** Reads what the calls of rules measured. */
@Injectable()
export class ExperimentReader {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @throws BadRequestException where the period has too much */
  load(ruleIds: readonly string[], period: ExperimentPeriod): Promise<ExperimentData> {
    return boundedReading(this.dataSource, async (query) => {
      const all = await loadRows(query, ruleIds, period);
      return {
        rows: all.filter(({ arm }) => arm.served === undefined),
        pairs: all.filter(({ arm }) => arm.served !== undefined),
        subjects: await query<SubjectCount>(COUNT_SUBJECTS, [ruleIds]),
      };
    });
  }
}

async function loadRows(
  query: Query,
  ruleIds: readonly string[],
  { from, to }: ExperimentPeriod,
): Promise<MomentsRow[]> {
  const stored = await query<StoredMoments>(
    `SELECT ${STORED_COLUMNS} FROM experiment_moments
     WHERE rule_id = ANY ($1::uuid[]) AND bucket_start >= $2 AND bucket_start < $3
     ORDER BY bucket_start LIMIT ${MAX_ROWS + 1}`,
    [ruleIds, from, to],
  );
  if (stored.length > MAX_ROWS)
    throw refused('from', 'is too early: there is more to read than one answer can; give a later one');
  const rows = new Map<string, MomentsRow>();
  for (const row of stored) addStored(rows, row, { grain: row.grain, bucketStart: row.start });
  return [...rows.values()];
}

const COUNT_SUBJECTS = `
  SELECT shown.rule_id AS "ruleId", shown.split_id::text AS "splitId", arm, weight, count(*)::integer AS subjects,
    CASE WHEN sample.rule_id IS NULL THEN 1 ELSE 16 END AS "oneOf"
  FROM experiment_subjects AS shown
  LEFT JOIN experiment_samples AS sample ON sample.rule_id = shown.rule_id AND sample.split_id = shown.split_id
  WHERE shown.rule_id = ANY ($1::uuid[]) AND (sample.rule_id IS NULL OR shown.subject & 15 = 0)
  GROUP BY shown.rule_id, shown.split_id, arm, weight, sample.rule_id`;
