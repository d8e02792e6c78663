import { api, query, type Schemas } from './client.js';
import { useWholeList } from './whole-list.js';

/* Lists that several screens need whole. */

export type Config = Schemas['ConfigView'];
export type Provider = Schemas['ProviderView'];
export type Vendor = Schemas['VendorView'];
export type Environment = Schemas['EnvironmentView'];
export type Variant = Schemas['VariantView'];
export type Version = Schemas['VersionView'];
export type Rule = Schemas['RuleView'];

export function useVendors() {
  return query.useQuery('get', '/llmops/api/admin/v1/providers/vendors', undefined, { staleTime: Infinity });
}

export function useProviders() {
  return useWholeList<Provider>(['providers'], (page, signal) =>
    api.GET('/llmops/api/admin/v1/providers', { params: { query: page }, signal }),
  );
}

export function useEnvironments() {
  return useWholeList<Environment>(['environments'], (page, signal) =>
    api.GET('/llmops/api/admin/v1/environments', { params: { query: page }, signal }),
  );
}

export function useConfigs() {
  return useWholeList<Config>(['configs'], (page, signal) =>
    api.GET('/llmops/api/admin/v1/configs', { params: { query: page }, signal }),
  );
}

export function useVariants() {
  return useWholeList<Variant>(['variants'], (page, signal) =>
    api.GET('/llmops/api/admin/v1/variants', { params: { query: page }, signal }),
  );
}

/** @param refetchInterval false: asked for once */
export function useWebhooks(refetchInterval: number | false = false) {
  return useWholeList<Schemas['WebhookView']>(
    ['webhooks'],
    (page, signal) => api.GET('/llmops/api/admin/v1/webhooks', { params: { query: page }, signal }),
    { refetchInterval },
  );
}

/** Of a config in all environments, in the order in which the gateway tries them. */
export function useRules(configId: string) {
  return useWholeList<Rule>(['rules', configId], (page, signal) =>
    api.GET('/llmops/api/admin/v1/configs/{id}/rules', { params: { path: { id: configId }, query: page }, signal }),
  );
}
