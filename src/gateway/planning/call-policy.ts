import type { PolicyDefaults, RetrySettings, TimeoutSettings } from '../../core/settings.js';
import type { Target } from './route-plan.js';

/** The settings', under the account's, under the version's. */
export function timeoutsOf({ account, version }: Target, { timeouts }: PolicyDefaults): TimeoutSettings {
  if (account.timeouts === null && version === null) return timeouts;
  return Object.assign({}, timeouts, account.timeouts, version?.timeouts);
}

/** The same for retries. */
export function retryOf({ account, version }: Target, defaults: PolicyDefaults): Required<RetrySettings> {
  const settings = { maxAttempts: defaults.retryMaxAttempts, maxDelayMs: defaults.retryMaxDelayMs };
  return Object.assign(settings, account.retry, version?.retry);
}
