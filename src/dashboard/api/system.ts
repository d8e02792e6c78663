import { query, type Schemas } from './client.js';

const REFRESH_MS = 5_000;

export type Replica = Schemas['ReplicaView'];

/** Who serves. Asked for again as often as replicas report. */
export function useSystem() {
  return query.useQuery('get', '/llmops/api/admin/v1/system', undefined, { refetchInterval: REFRESH_MS });
}
