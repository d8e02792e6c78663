import { account, version } from '../../../test/support/snapshot-fixture.js';
import type { PolicyDefaults } from '../../core/settings.js';
import { retryOf, timeoutsOf } from './call-policy.js';
import type { Target } from './route-plan.js';

const TIMEOUTS = { connectMs: 1, firstByteMs: 2, firstTokenMs: 3, idleMs: 4, totalMs: 5 };
const DEFAULTS: PolicyDefaults = { retryMaxAttempts: 3, retryMaxDelayMs: 8_000, timeouts: TIMEOUTS };

function target(ofAccount: Parameters<typeof account>[1], ofVersion?: Parameters<typeof version>[1]): Target {
  const own = account('main', ofAccount);
  return {
    origin: { kind: 'direct' },
    account: own,
    model: 'm',
    version: ofVersion === undefined ? null : version('v', { account: own, ...ofVersion }),
    weight: null,
  };
}

it('lets a version say more than its provider, and a provider more than the settings', () => {
  const provider = { timeouts: { connectMs: 10, idleMs: 40 }, retry: { maxAttempts: 5 } };
  const both = target(provider, { timeouts: { idleMs: 400 }, retry: { maxDelayMs: 100 } });
  expect(timeoutsOf(both, DEFAULTS)).toEqual({ ...TIMEOUTS, connectMs: 10, idleMs: 400 });
  expect(retryOf(both, DEFAULTS)).toEqual({ maxAttempts: 5, maxDelayMs: 100 });
  expect(timeoutsOf(target(provider), DEFAULTS)).toEqual({ ...TIMEOUTS, connectMs: 10, idleMs: 40 });
  expect(retryOf(target(provider), DEFAULTS)).toEqual({ maxAttempts: 5, maxDelayMs: 8_000 });
});

it('is the settings where nobody says anything, and changes them for nobody else', () => {
  timeoutsOf(target({ timeouts: { totalMs: 1 } }, {}), DEFAULTS);
  expect(timeoutsOf(target({}), DEFAULTS)).toEqual(TIMEOUTS);
  expect(retryOf(target({}, {}), DEFAULTS)).toEqual({ maxAttempts: 3, maxDelayMs: 8_000 });
});
