import { SqlParameters } from '../request-logs/sql-parameters.js';
import { joinSql } from '../rollups/histogram-sql.js';
import { groupNames } from './group-columns.js';
import { MONEY, SUM_NAMES } from './measures.js';
import { alias, MEASURE_NAMES, spansOf, toPartsSql, toTakenSql, type Statement } from './parts-sql.js';
import { ORDERS, type Question } from './question.js';

/** Groups that one answer holds at most. */
export const MAX_GROUPS = 1_000;

const UNION = '\nUNION ALL\n';

/**
 * All of an answer in one statement: the parts of the periods, each summed where it is kept; the groups they make, with
 * the sums of both periods side by side; and the groups in their order, after their total.
 */
export function toUsageSql(asked: Omit<Statement, 'parameters'>): { sql: string; values: readonly unknown[] } {
  const { question } = asked;
  const parameters = new SqlParameters();
  const parts = spansOf(question).map((span) => toPartsSql({ ...asked, parameters }, span));
  const [added, tagged] = [parts.flatMap((part) => part.added), parts.flatMap((part) => part.tagged)];
  const isTagged = tagged.length > 0;
  const all = isTagged ? [...added, 'SELECT * FROM tagged', toTakenSql(question, 'tagged')] : added;
  const sql = `
    WITH ${isTagged ? `tagged AS MATERIALIZED (${tagged.join(UNION)}),` : ''}
    parts AS (${all.join(UNION)}),
    groups AS (${toGroupsSql(question)})
    ${toAnswerSql(question, parameters)}`;
  return { sql, values: parameters.values };
}

const SPANS = [
  { prefix: '', condition: 'NOT is_previous' },
  { prefix: 'previous_', condition: 'is_previous' },
] as const;

/** The sums of the period and, under a prefix, those of the one before. */
function columnsOf({ previous }: Question): { name: string; prefix: string; condition: string }[] {
  return SPANS.slice(0, previous === null ? 1 : 2).flatMap((span) => MEASURE_NAMES.map((name) => ({ name, ...span })));
}

/**
 * One row a group. What is taken away from itself leaves none; and of requests without the tag that is grouped by, of
 * whose costs nothing is left, none is known.
 */
function toGroupsSql(question: Question): string {
  const names = groupNames(question.groupBy);
  const columns = columnsOf(question);
  const tag = names.find((_name, place) => question.groupBy[place]?.kind === 'tag');
  const measures = columns.map(({ name, prefix, condition }) => {
    const sum = `${addUp(name, name)} FILTER (WHERE ${condition})`;
    const isLeft = tag !== undefined && MONEY.has(name);
    return alias(isLeft ? `CASE WHEN ${tag} IS NULL THEN nullif(${sum}, 0) ELSE ${sum} END` : sum, prefix + name);
  });
  const remains = columns
    .filter(({ name }) => name === 'requests' || name === 'shadow_requests')
    .map(({ name, condition }) => `coalesce(sum(${name}) FILTER (WHERE ${condition}), 0) <> 0`);
  return `SELECT ${[...names, ...measures].join(', ')} FROM parts
    ${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`} HAVING ${remains.join(' OR ')}`;
}

function toAnswerSql(question: Question, parameters: SqlParameters): string {
  const { groupBy, top, orderBy } = question;
  const names = groupNames(groupBy);
  const times = names.filter((_name, place) => groupBy[place]?.kind === 'time');
  const series = names.filter((name) => !times.includes(name));
  const rank = `sum(${ORDERS[orderBy]}) DESC NULLS LAST`;
  const isGrouped = names.length > 0;
  // Where all groups are listed, their durations are those of the total, and need not be sent twice.
  const holds = isGrouped ? `(grouping(is_other) = 0 OR (SELECT count(*) FROM groups) > ${MAX_GROUPS})` : 'true';
  const measures = columnsOf(question).map(({ name, prefix }) => {
    const sum = addUp(name, prefix + name);
    return alias(isSum(name) ? `trim_scale(${sum})::text` : `CASE WHEN ${holds} THEN ${sum} END`, prefix + name);
  });
  const isOther =
    top === null
      ? 'false'
      : `ARRAY[${series.join(', ')}] NOT IN (
          SELECT ARRAY[${series.join(', ')}] FROM groups GROUP BY ${series.join(', ')}
          ORDER BY ${[rank, ...series].join(', ')} LIMIT ${parameters.add(top)})`;
  const folded = names.map((name) =>
    top === null || times.includes(name) ? name : alias(`CASE WHEN is_other THEN NULL ELSE ${name} END`, name),
  );
  const listed = [...folded, 'is_other', ...columnsOf(question).map(({ name, prefix }) => prefix + name)];
  return `
    SELECT ${isGrouped ? 'grouping(is_other) = 1' : 'true'} AS is_total, ${isGrouped ? 'is_other' : 'false'} AS is_other,
      ${holds} AS holds_durations, ARRAY[${names.join(', ')}]::text[] AS names, ${measures.join(', ')}
    FROM (
      SELECT ${listed.join(', ')} FROM (SELECT *, ${isOther} AS is_other FROM groups) AS marked
    ) AS listed
    GROUP BY GROUPING SETS (${isGrouped ? `(${names.join(', ')}, is_other), ` : ''}())
    ORDER BY ${['is_total DESC', ...times, ...(isGrouped ? ['is_other'] : []), rank, ...series].join(', ')}
    LIMIT ${MAX_GROUPS + 2}`;
}

function addUp(name: string, column: string): string {
  return isSum(name) ? `sum(${column})` : joinSql(column);
}

function isSum(name: string): boolean {
  return SUM_NAMES.some((sum) => sum === name);
}
