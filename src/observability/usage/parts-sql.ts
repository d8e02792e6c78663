import { toRowConditions, type Filters } from '../request-logs/filters.js';
import type { SqlParameters } from '../request-logs/sql-parameters.js';
import { DETAILS } from '../rollups/details.js';
import { joinSql, toBucketSql, toPairSql } from '../rollups/histogram-sql.js';
import { groupNames } from './group-columns.js';
import type { Dimension } from './grouping.js';
import { DURATION_NAMES, DURATIONS, IS_CALLERS, SUM_NAMES, SUMS, type DurationName } from './measures.js';
import type { Question } from './question.js';
import type { Source } from './source.js';
import { bucketRanges, splitPeriod, within, type BucketRange, type Period } from './split-period.js';

/** Which of the two periods is read, and how far its times lie behind those that they are compared with. */
export interface Span {
  readonly period: Period;
  readonly isPrevious: boolean;
  readonly shiftMs: number;
}

export function spansOf({ period, previous }: Pick<Question, 'period' | 'previous'>): Span[] {
  const current: Span = { period, isPrevious: false, shiftMs: 0 };
  if (previous === null) return [current];
  return [current, { period: previous, isPrevious: true, shiftMs: period.from.getTime() - previous.from.getTime() }];
}

/** What a statement is made for, and where its values go. */
export interface Statement {
  readonly question: Question;
  readonly source: Source;
  /** Hours of which not all requests are counted in rollups. */
  readonly backlog: readonly Period[];
  readonly parameters: SqlParameters;
}

/**
 * The parts that a span's usage is the sum of, as queries of the same columns: which span, the groups, the sums, and
 * histograms to be added and (`…_less`) to be taken away.
 */
export interface Parts {
  readonly added: readonly string[];
  /**
   * By the tag that is grouped by. They are added, and taken away from what has none: requests without the tag are all
   * requests but those that have it.
   */
  readonly tagged: readonly string[];
}

export function toPartsSql(statement: Statement, span: Span): Parts {
  const { question, source, backlog } = statement;
  if (source.kind === 'rows') return { added: [toRowsPart(statement, { span, period: span.period })], tagged: [] };
  const split = splitPeriod(span.period, question.groupBy.some(({ name }) => name === 'hour') ? 'hour' : 'day');
  const ranges = bucketRanges(split);
  const partsOf = (share: 'totals' | 'tags') => ranges.map((range) => toRollupPart(statement, { span, range, share }));
  const rows = [
    ...split.rows.map((period) => toRowsPart(statement, { span, period })),
    ...ranges
      .flatMap((range) => within(backlog, range))
      .map((period) => toRowsPart(statement, { span, period, only: 'NOT rolled_up' })),
  ];
  if (source.kind === 'rollups') return { added: [...rows, ...partsOf('totals')], tagged: [] };
  if (source.value !== null) return { added: [...rows, ...partsOf('tags')], tagged: [] };
  return { added: [...rows, ...partsOf('totals')], tagged: partsOf('tags') };
}

/** What is taken away from all requests. @param tagged the name of the tagged parts, together */
export function toTakenSql({ groupBy }: Question, tagged: string): string {
  const groups = groupNames(groupBy).map((name, place) =>
    groupBy[place]?.kind === 'tag' ? alias('NULL::text', name) : name,
  );
  const measures = [
    ...SUM_NAMES.map((name) => alias(`-${name}`, name)),
    ...DURATION_NAMES.flatMap((name) => [alias('NULL::bytea', name), alias(name, `${name}_less`)]),
  ];
  return `SELECT is_previous, ${[...groups, ...measures].join(', ')} FROM ${tagged}`;
}

interface RowsPart {
  readonly span: Span;
  readonly period: Period;
  readonly only?: string;
}

/**
 * Single requests, in one pass: their sums, and by each duration how many fall into each bucket of its histogram.
 * Every bucket is a row of its own, whose sums are null.
 */
function toRowsPart({ question, parameters }: Statement, { span, period, only }: RowsPart): string {
  const names = groupNames(question.groupBy);
  const groups = question.groupBy.map((dimension, place) =>
    alias(toGroupSql(dimension, { time: 'started_at', tag: null, span, parameters }), names[place]),
  );
  const conditions = [
    `started_at >= ${parameters.add(period.from)} AND started_at < ${parameters.add(period.to)}`,
    ...(only === undefined ? [] : [only]),
    ...toRowConditions(question.filters, parameters),
  ];
  const buckets = DURATION_NAMES.map((name) => `${name}_bucket`);
  const isWhole = buckets.map((bucket) => `grouping(${bucket}) = 1`).join(' AND ');
  const columns = [
    ...names,
    ...SUM_NAMES.map((name) => alias(`CASE WHEN ${isWhole} THEN ${SUMS[name]} END`, name)),
    ...DURATION_NAMES.flatMap((name) => {
      const isOne = `grouping(${name}_bucket) = 0 AND ${name}_bucket IS NOT NULL`;
      const pair = `CASE WHEN ${isOne} THEN ${toPairSql(`${name}_bucket`, 'count(*)')} END`;
      return [alias(pair, name), alias('NULL::bytea', `${name}_less`)];
    }),
  ];
  const sets = [names, ...buckets.map((bucket) => [...names, bucket])];
  const bucketOf = (name: DurationName) => `CASE WHEN ${IS_CALLERS} THEN ${toBucketSql(DURATIONS[name])} END`;
  const given = [...groups, ...DURATION_NAMES.map((name) => alias(bucketOf(name), `${name}_bucket`))];
  return `
    SELECT ${span.isPrevious} AS is_previous, ${columns.join(', ')}
    FROM (SELECT *, ${given.join(', ')} FROM request_logs WHERE ${conditions.join(' AND ')}) AS log
    GROUP BY GROUPING SETS (${sets.map((set) => `(${set.join(', ')})`).join(', ')})`;
}

interface RollupPart {
  readonly span: Span;
  readonly range: BucketRange;
  readonly share: 'totals' | 'tags';
}

/**
 * Summed by dimensions before these are looked at, and only where they are grouped by: there are far fewer of them than
 * rows.
 */
function toRollupPart({ question, source, parameters }: Statement, { span, range, share }: RollupPart): string {
  if (source.kind === 'rows') throw new Error('single requests are in no rollup');
  const tagged = share === 'tags' && source.kind === 'tag-rollups' ? source : null;
  const { ids, [share]: table } = DETAILS[source.detail];
  const names = groupNames(question.groupBy);
  const groups = question.groupBy.map((dimension, place) =>
    alias(
      toGroupSql(dimension, {
        time: 'bucket_start',
        tag: tagged === null ? 'NULL::text' : 'tag_value',
        span,
        parameters,
      }),
      names[place],
    ),
  );
  const isByDimension = question.groupBy.some(({ kind }) => kind === 'column');
  const keys = [
    ...(isByDimension ? ['dimensions_id'] : []),
    ...(question.groupBy.some(({ kind }) => kind === 'time') ? ['bucket_start'] : []),
    ...(tagged === null ? [] : ['tag_value']),
  ];
  const measures = [
    ...SUM_NAMES.map((name) => alias(`sum(${name})`, name)),
    ...DURATION_NAMES.flatMap((name) => [alias(joinSql(name), name), alias('NULL::bytea', `${name}_less`)]),
  ];
  const conditions = [
    inBuckets(range, parameters),
    ...(tagged === null ? [] : [hasTag(tagged, parameters)]),
    ...hasDimensions(question.filters, ids, parameters),
  ];
  return `
    SELECT ${span.isPrevious} AS is_previous, ${[...groups, ...MEASURE_NAMES].join(', ')}
    FROM (
      SELECT ${[...keys, ...measures].join(', ')} FROM ${table} WHERE ${conditions.join(' AND ')}
      ${keys.length === 0 ? 'HAVING count(*) > 0' : `GROUP BY ${keys.join(', ')}`}
    ) AS rollup ${isByDimension ? `LEFT JOIN ${ids} ON id = dimensions_id` : ''}`;
}

/** The columns of a part besides its span and groups. */
export const MEASURE_NAMES: readonly string[] = [
  ...SUM_NAMES,
  ...DURATION_NAMES.flatMap((name) => [name, `${name}_less`]),
];

export function inBuckets({ grain, from, to }: BucketRange, parameters: SqlParameters): string {
  return `grain = '${grain}' AND bucket_start >= ${parameters.add(from)} AND bucket_start < ${parameters.add(to)}`;
}

export function hasTag({ key, value }: { key: string; value: string | null }, parameters: SqlParameters): string {
  const hasKey = `tag_key = ${parameters.add(key)}`;
  return value === null ? hasKey : `${hasKey} AND tag_value = ${parameters.add(value)}`;
}

function hasDimensions({ conditions }: Filters, ids: string, parameters: SqlParameters): string[] {
  const byDimension = conditions.filter(({ kind }) => kind === 'dimension');
  if (byDimension.length === 0) return [];
  const written = toRowConditions({ requestId: null, conditions: byDimension }, parameters);
  return [`dimensions_id IN (SELECT id FROM ${ids} WHERE ${written.join(' AND ')})`];
}

interface GroupSource {
  /** The column with the time of a part's row. */
  readonly time: string;
  /** The expression of the tag's value; null where rows hold their tags. */
  readonly tag: string | null;
  readonly span: Span;
  readonly parameters: SqlParameters;
}

function toGroupSql(dimension: Dimension, { time, tag, span, parameters }: GroupSource): string {
  if (dimension.kind === 'tag') return tag ?? `tags ->> ${parameters.add(dimension.key)}::text`;
  if (dimension.kind !== 'time') return dimension.sql;
  const shift = span.isPrevious ? ` + make_interval(secs => ${parameters.add(span.shiftMs / 1000)})` : '';
  return `to_char((${time}${shift}) AT TIME ZONE 'UTC', '${dimension.format}')`;
}

export function alias(sql: string, name = ''): string {
  return `${sql} AS ${name}`;
}
