import { readFilters, type Filters } from '../request-logs/filters.js';
import { readWhole, readWord, refused, type QueryParameters } from '../request-logs/parameters.js';
import { readGroupBy, type Dimension } from './grouping.js';
import type { Period } from './split-period.js';

const DAY_MS = 24 * 3600 * 1000;
const DEFAULT_LENGTH_MS = DAY_MS;
/** Twice that is as long as sums by day are kept, so that a period can be compared with the one before. */
const MAX_LENGTH_DAYS = 400;
const MAX_TOP = 100;

/** What groups are ranked by → the sum, the largest first. */
export const ORDERS = {
  requests: 'requests',
  cost: 'cost',
  tokens: 'coalesce(input_tokens, 0) + coalesce(output_tokens, 0)',
  errors: 'errors',
} as const;

export interface Question {
  readonly period: Period;
  /** The same length just before, if it is asked for too. */
  readonly previous: Period | null;
  readonly filters: Filters;
  readonly groupBy: readonly Dimension[];
  /** So many groups by what they are of, the others together; null for all of them. */
  readonly top: number | null;
  readonly orderBy: keyof typeof ORDERS;
}

interface QuestionOptions {
  readonly now: Date;
  readonly servedPaths: readonly string[];
}

const OWN = ['groupBy', 'compare', 'top', 'orderBy'];

/** @throws BadRequestException */
export function readQuestion(query: QueryParameters, { now, servedPaths }: QuestionOptions): Question {
  const filters = readFilters(query, { own: OWN, servedPaths });
  const period = toPeriod(filters, now);
  const groupBy = readGroupBy(query);
  const top = readWhole(query, 'top', [1, MAX_TOP]);
  if (top !== null && groupBy.every(({ kind }) => kind === 'time')) {
    throw refused('top', 'needs a groupBy of something else than time');
  }
  const orderBy = readWord(query, 'orderBy', ['requests', 'cost', 'tokens', 'errors']);
  const isCompared = readWord(query, 'compare', ['none', 'previous']) === 'previous';
  return { period, previous: isCompared ? before(period, groupBy) : null, filters, groupBy, top, orderBy };
}

function toPeriod(filters: Filters, now: Date): Period {
  const to = filters.to ?? now;
  const from = filters.from ?? new Date(to.getTime() - DEFAULT_LENGTH_MS);
  if (from >= to) throw refused('from', 'must be before to, which is now unless it is given');
  if (to.getTime() - from.getTime() > MAX_LENGTH_DAYS * DAY_MS) {
    throw refused('from', `must be at most ${MAX_LENGTH_DAYS} days before to`);
  }
  return { from, to };
}

function before({ from, to }: Period, groupBy: readonly Dimension[]): Period {
  const length = to.getTime() - from.getTime();
  for (const dimension of groupBy) {
    // Only then each day, hour or minute has one before it to be compared with.
    if (dimension.kind === 'time' && length % dimension.lengthMs !== 0) {
      const { name } = dimension;
      throw refused('compare', `needs a period of whole ${name}s where usage is grouped by ${name}`);
    }
  }
  return { from: new Date(from.getTime() - length), to: from };
}
