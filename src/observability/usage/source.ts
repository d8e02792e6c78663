import type { Question } from './question.js';

/** What a question is answered from. */
export type Source =
  /** Sums by dimension. */
  | { readonly kind: 'rollups' }
  /** Sums by dimension and one tag; the value is null where they are grouped by it. */
  | { readonly kind: 'tag-rollups'; readonly key: string; readonly value: string | null }
  /** Single requests. */
  | { readonly kind: 'rows'; readonly because: string };

/** The coarsest source that can tell apart what the question does. */
export function sourceOf({ filters, groupBy }: Pick<Question, 'filters' | 'groupBy'>): Source {
  if (filters.requestId !== null) return { kind: 'rows', because: 'requestId' };
  const single = [...filters.conditions, ...groupBy].find(({ kind }) => kind === 'row');
  if (single !== undefined) return { kind: 'rows', because: single.name };
  const filtered = filters.conditions.filter((condition) => condition.kind === 'tag');
  const grouped = groupBy.filter((dimension) => dimension.kind === 'tag');
  const [key, another] = new Set([...filtered, ...grouped].map((tag) => tag.key));
  if (another !== undefined) return { kind: 'rows', because: 'more than one tag' };
  return key === undefined ? { kind: 'rollups' } : { kind: 'tag-rollups', key, value: filtered[0]?.value ?? null };
}
