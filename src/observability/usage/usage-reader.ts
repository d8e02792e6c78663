import type { Query } from '../request-logs/bounded-query.js';
import { SqlParameters } from '../request-logs/sql-parameters.js';
import { DETAILS } from '../rollups/details.js';
import { hasTag, inBuckets, spansOf } from './parts-sql.js';
import type { Question } from './question.js';
import type { Source } from './source.js';
import { bucketRanges, joinHours, splitPeriod, type Period } from './split-period.js';
import type { UsageRow } from './to-usage-view.js';
import { toUsageSql } from './usage-sql.js';

/** The total, first, and the groups in their order. */
export async function loadUsage(query: Query, question: Question, source: Source): Promise<UsageRow[]> {
  const backlog = source.kind === 'rows' ? [] : await loadBacklog(query, question);
  const { sql, values } = toUsageSql({ question, source, backlog });
  return query<UsageRow>(sql, values);
}

/** Hours of before there were rollups that are still to be counted in them. */
async function loadBacklog(query: Query, { period, previous }: Question): Promise<Period[]> {
  const rows = await query<{ hour: Date }>(
    'SELECT hour FROM rollup_backlog WHERE hour >= $1 AND hour < $2 ORDER BY hour',
    [previous?.from ?? period.from, period.to],
  );
  return joinHours(rows.map(({ hour }) => hour));
}

/**
 * Whether a tag has so many values that not all of them, or not all of their combinations with dimensions, are told
 * apart in its rollups.
 */
export async function isCountedCoarsely(
  query: Query,
  question: Question,
  source: Extract<Source, { kind: 'tag-rollups' }>,
): Promise<boolean> {
  const { key, value } = source;
  const { filters, groupBy } = question;
  const needsDimensions = [...filters.conditions, ...groupBy].some(({ kind }) =>
    ['dimension', 'column'].includes(kind),
  );
  const parameters = new SqlParameters();
  const isCoarse = needsDimensions ? '(tag_value IS NULL OR dimensions_id IS NULL)' : 'tag_value IS NULL';
  const ofValue = value === null ? '' : `AND (tag_value = ${parameters.add(value)} OR tag_value IS NULL)`;
  const found = spansOf(question).flatMap(({ period }) =>
    bucketRanges(splitPeriod(period, 'day')).map(
      (range) => `EXISTS (SELECT FROM ${DETAILS[source.detail].tags}
        WHERE ${inBuckets(range, parameters)} AND ${hasTag({ key, value: null }, parameters)} AND ${isCoarse} ${ofValue})`,
    ),
  );
  if (found.length === 0) return false;
  const [row] = await query<{ is_coarse: boolean }>(`SELECT ${found.join(' OR ')} AS is_coarse`, parameters.values);
  return row?.is_coarse === true;
}
