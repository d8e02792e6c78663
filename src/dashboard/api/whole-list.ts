import { useQuery, type UseQueryResult } from '@tanstack/react-query';

/** As much as the API gives at once. */
const PAGE_ROWS = 200;

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

interface Answer<Item> {
  readonly data?: { readonly items: readonly Item[]; readonly nextCursor: string | null };
  readonly error?: unknown;
}

export interface WholeList<Item> {
  readonly items: readonly Item[];
}

interface Options {
  readonly enabled?: boolean;
  readonly staleTime?: number;
  readonly refetchInterval?: number | false;
}

/**
 * A list that a screen needs whole: its pages one after the other.
 *
 * @param key what tells the list from others
 * @param readPage asks the API for one of its pages
 */
export function useWholeList<Item>(
  key: readonly unknown[],
  readPage: (query: PageQuery, signal: AbortSignal) => Promise<Answer<Item>>,
  options: Options = {},
): UseQueryResult<WholeList<Item>, unknown> {
  return useQuery<WholeList<Item>, unknown>({
    ...options,
    queryKey: ['whole list', ...key],
    queryFn: async ({ signal }) => {
      const items: Item[] = [];
      let cursor: string | null = null;
      do {
        const { data, error } = await readPage({ limit: PAGE_ROWS, ...(cursor !== null && { cursor }) }, signal);
        if (data === undefined) throw error;
        items.push(...data.items);
        cursor = data.nextCursor;
      } while (cursor !== null);
      return { items };
    },
  });
}
