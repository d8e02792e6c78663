import type { Detail } from '../rollups/details.js';
import type { Question } from './question.js';

/** What a question is answered from. */
export type Source =
  /** Sums by dimension. */
  | { readonly kind: 'rollups'; readonly detail: Detail }
  /** Sums by dimension and one tag; the value is null where they are grouped by it. */
  | { readonly kind: 'tag-rollups'; readonly detail: Detail; readonly key: string; readonly value: string | null }
  /** Single requests. */
  | { readonly kind: 'rows'; readonly because: string };

/** Filters and groups that the coarse rollups tell apart. */
const OF_MODELS: ReadonlySet<string> = new Set(['environment', 'provider', 'vendor', 'model']);

/** The coarsest source that can tell apart what the question does. */
export function sourceOf({ filters, groupBy }: Pick<Question, 'filters' | 'groupBy'>): Source {
  if (filters.requestId !== null) return { kind: 'rows', because: 'requestId' };
  const single = [...filters.conditions, ...groupBy].find(({ kind, name }) => kind === 'row' || name === 'minute');
  if (single !== undefined) return { kind: 'rows', because: single.name };
  const dimensions = [...filters.conditions, ...groupBy].filter(
    ({ kind }) => kind === 'dimension' || kind === 'column',
  );
  const detail = dimensions.every(({ name }) => OF_MODELS.has(name)) ? 'model' : 'full';
  const filtered = filters.conditions.filter((condition) => condition.kind === 'tag');
  const grouped = groupBy.filter((dimension) => dimension.kind === 'tag');
  const [key, another] = new Set([...filtered, ...grouped].map((tag) => tag.key));
  if (another !== undefined) return { kind: 'rows', because: 'more than one tag' };
  if (key === undefined) return { kind: 'rollups', detail };
  return { kind: 'tag-rollups', detail, key, value: filtered[0]?.value ?? null };
}
