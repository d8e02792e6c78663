import { useQuery } from '@tanstack/react-query';
import { api, type Schemas } from './client.js';

export type Usage = Schemas['UsageView'];
export type UsageTotals = Schemas['UsageTotalsView'];

interface UsageOptions {
  /** Asked for again after so many milliseconds. */
  readonly refreshMs?: number | false;
  readonly enabled?: boolean;
}

/** @param parameters of `GET /usage`; a tag's key is part of its name, which the types cannot say */
export function useUsage(parameters: Readonly<Record<string, string>>, options: UsageOptions = {}) {
  const { refreshMs = false, enabled = true } = options;
  return useQuery<Usage, unknown>({
    queryKey: ['usage', parameters],
    enabled,
    refetchInterval: refreshMs,
    // While another period is asked for, the one before stays.
    placeholderData: (before) => before,
    queryFn: async ({ signal }) => {
      const { data, error } = await api.GET('/llmops/api/admin/v1/usage', { params: { query: parameters }, signal });
      if (data === undefined) throw error;
      return data;
    },
  });
}
