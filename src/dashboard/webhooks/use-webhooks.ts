import { useInfiniteQuery } from '@tanstack/react-query';
import { useWebhooks } from '../api/collections.js';
import { api, query, type Schemas } from '../api/client.js';

export type Webhook = Schemas['WebhookView'];
export type Delivery = Schemas['DeliveryView'];
export type DeliveryState = Delivery['state'];

export const WEBHOOK = '/llmops/api/admin/v1/webhooks/{id}';
const DELIVERIES = `${WEBHOOK}/deliveries` as const;
/** Deliveries come and go by themselves. */
const REFRESH_MS = 5_000;
const PAGE = 50;

/** As the list that every screen has, and up to date. */
export function useWatchedWebhooks() {
  return useWebhooks(REFRESH_MS);
}

/** What webhooks may be told of, and when. */
export function useEvents() {
  return query.useQuery('get', '/llmops/api/admin/v1/webhooks/events', undefined, { staleTime: Infinity });
}

/** The search parameters of a webhook's deliveries, which change below its form. */
export const DELIVERY_FILTERS = ['state', 'type', 'delivery'];

export interface DeliveryFilters {
  readonly state?: DeliveryState | undefined;
  readonly type?: Delivery['type'] | undefined;
}

export function useDeliveries(id: string, { state, type }: DeliveryFilters) {
  return useInfiniteQuery<{ items: Delivery[]; nextCursor: string | null }, unknown>({
    queryKey: ['get', DELIVERIES, id, state, type],
    initialPageParam: undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: REFRESH_MS,
    queryFn: async ({ pageParam }) => {
      const params = {
        path: { id },
        query: { limit: PAGE, ...(state && { state }), ...(type && { type }), ...cursorOf(pageParam) },
      };
      const { data, error } = await api.GET(DELIVERIES, { params });
      if (data === undefined) throw error;
      return data;
    },
  });
}

function cursorOf(pageParam: unknown): { cursor?: string } {
  return typeof pageParam === 'string' ? { cursor: pageParam } : {};
}
