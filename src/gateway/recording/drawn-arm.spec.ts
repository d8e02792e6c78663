import { account, version } from '../../../test/support/snapshot-fixture.js';
import type { AttemptStep } from '../attempts/attempt-trace.js';
import type { Target } from '../planning/route-plan.js';
import { drawnArmOf } from './drawn-arm.js';

const origin = { kind: 'config', configId: 'c', config: 'c', ruleId: 'r' } as const;
const [drawn, other] = [version('drawn'), version('other')];
const arm: Target = { origin, account: account('a'), model: 'm', version: drawn, weight: 4_000 };
const fallback: Target = { ...arm, version: other, weight: null };
const draw = { splitId: '7', arm: { key: drawn.variantId, weight: 4_000, version: drawn } };
const known = { key: drawn.variantId, variantId: drawn.variantId, version: 1, weight: 4_000 };

function tried(target: Target, reason: AttemptStep['reason'], because: AttemptStep['because'] = null) {
  return { target, step: { reason, because } };
}

describe('drawnArmOf', () => {
  it('is nothing where nothing was drawn, and where the record says it', () => {
    expect(drawnArmOf(null, arm, [])).toBeNull();
    expect(drawnArmOf(draw, arm, [tried(arm, 'first')])).toBeNull();
  });

  it('names an arm whose variant the rule has twice', () => {
    const second = { ...draw, arm: { ...draw.arm, key: `${drawn.variantId}:1` } };
    const named = { ...known, key: `${drawn.variantId}:1`, outcome: 'own' };
    expect(drawnArmOf(second, arm, [tried(arm, 'first')])).toEqual(named);
  });

  it.each([
    ['failed', [tried(arm, 'first'), tried(fallback, 'fallback', 'unavailable')]],
    ['failed', [tried(arm, 'first'), tried(arm, 'retry', 'unavailable'), tried(fallback, 'fallback', 'timeout')]],
    ['passed_over', [tried(arm, 'skipped', 'breaker_open'), tried(fallback, 'fallback', 'breaker_open')]],
    ['passed_over', [tried(arm, 'first'), tried(fallback, 'fallback', 'context_window')]],
    ['passed_over', [tried(arm, 'first'), tried(fallback, 'continued', 'content_policy')]],
    ['passed_over', [tried(fallback, 'first')]],
    ['passed_over', []],
  ] as const)('%s where a fallback was called: %#', (outcome, attempts) => {
    expect(drawnArmOf(draw, fallback, attempts)).toEqual({ ...known, outcome });
  });
});
