import { query, type Schemas } from './client.js';

export type RuleTarget = Schemas['RuleTargetView'];

/** As many as the API gives at once. */
const LISTED = 200;

export interface RuleTargetFilter {
  readonly variantId?: string;
  readonly providerId?: string;
}

/** Arms and fallbacks of rules: where a variant, or a provider, is used. */
export function useRuleTargets(filter: RuleTargetFilter) {
  return query.useQuery('get', '/llmops/api/admin/v1/rule-targets', {
    params: { query: { ...filter, limit: LISTED } },
  });
}

/** What of a rule's callers it gets, in words. */
export function describeRole({ role, position, weight, share }: RuleTarget): string {
  if (weight !== null) return `${weight / 100} % of the callers`;
  return share === null ? `${role} ${position + 1}` : `a shadow of ${share / 100} % of the calls`;
}

/** In words; what `latest` stands for where that is what it says. */
export function describeVersion({ version, servedVersion }: RuleTarget): string {
  if (version !== 'latest') return String(version);
  return servedVersion === null ? 'latest, none yet' : `latest, now ${servedVersion}`;
}
