import { query, type Schemas } from './client.js';

/** Lists that several screens need whole. The API gives 200 at most at once; nobody has more of these. */
export const WHOLE = { params: { query: { limit: 200 } } };

export function useProviders() {
  return query.useQuery('get', '/llmops/api/admin/v1/providers', WHOLE);
}

export function useVendors() {
  return query.useQuery('get', '/llmops/api/admin/v1/providers/vendors', undefined, { staleTime: Infinity });
}

export function useEnvironments() {
  return query.useQuery('get', '/llmops/api/admin/v1/environments', WHOLE);
}

export function useConfigs() {
  return query.useQuery('get', '/llmops/api/admin/v1/configs', WHOLE);
}

export function useWebhooks() {
  return query.useQuery('get', '/llmops/api/admin/v1/webhooks', WHOLE);
}

export type Config = Schemas['ConfigView'];
export type Provider = Schemas['ProviderView'];
export type Vendor = Schemas['VendorView'];
export type Environment = Schemas['EnvironmentView'];

export function useVariants() {
  return query.useQuery('get', '/llmops/api/admin/v1/variants', WHOLE);
}

export type Variant = Schemas['VariantView'];
export type Version = Schemas['VersionView'];
export type Rule = Schemas['RuleView'];
