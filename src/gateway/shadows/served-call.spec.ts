import { logRecord } from '../../../test/support/log-record.js';
import { account, version } from '../../../test/support/snapshot-fixture.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import { type AttemptStep, beginTrace } from '../attempts/attempt-trace.js';
import type { Draw, RoutePlan, Target } from '../planning/route-plan.js';
import { toServedCall } from './served-call.js';

const origin = { kind: 'config', configId: 'c', config: 'c', ruleId: 'r' } as const;
const [drawn, other] = [version('drawn', { version: 3 }), version('other')];
const arm: Target = { origin, account: account('a'), model: 'm', version: drawn, weight: 4_000 };
const fallback: Target = { ...arm, version: other, weight: null };
const draw: Draw = { splitId: '7', arm: { key: 'drawn:3', weight: 4_000, version: drawn } };

function result(
  attempts: readonly [Target, AttemptStep['reason'], AttemptStep['because']?][],
  plan: Partial<RoutePlan>,
) {
  const traces = attempts.map(([target, reason, because = null]) =>
    beginTrace(target, { reason, because }, new Date(0)),
  );
  const planned: Pick<RoutePlan, 'targets' | 'passedOver' | 'draw'> = {
    ...{ targets: [arm, fallback], passedOver: [], draw: null },
    ...plan,
  };
  return { call: { plan: planned }, attempts: traces, target: attempts.at(-1)?.[0] ?? arm } as object as CallResult;
}

const record = logRecord({ streaming: true, latency_ms: 90, first_token_ms: 7, cost: '0.5' });
const figures = { latencyMs: 90, firstTokenMs: 7, inputTokens: 10, outputTokens: 5, cost: '0.5' };
const named = { variantId: 'variant-drawn', version: 3 };

describe('toServedCall', () => {
  it('is the arm that was drawn, by its key in the split, with what its record has', () => {
    expect(toServedCall(result([[arm, 'first']], { draw }), record)).toEqual({
      ...{ key: 'drawn:3', ...named, failed: false, ...figures },
    });
  });

  it('is the only arm where there was nothing to draw', () => {
    const served = { key: 'variant-drawn', ...named, failed: false, ...figures };
    expect(toServedCall(result([[arm, 'first']], {}), record)).toEqual(served);
    expect(toServedCall(result([[arm, 'first']], {}), { ...record, streaming: false })).toEqual({
      ...{ ...served, firstTokenMs: null },
    });
  });

  it.each([[{}], [{ draw }]])('says that the arm failed where a fallback answered for it: %#', (plan) => {
    const failed = result(
      [
        [arm, 'first'],
        [fallback, 'fallback', 'unavailable'],
      ],
      plan,
    );
    expect(toServedCall(failed, record)).toMatchObject({ ...named, failed: true, ...figures });
  });

  it.each<[string, CallResult]>([
    [
      'its breaker was open',
      result(
        [
          [arm, 'skipped', 'breaker_open'],
          [fallback, 'fallback', 'breaker_open'],
        ],
        {},
      ),
    ],
    ['the prompt was too long for it', result([[fallback, 'first']], { targets: [fallback], passedOver: [arm] })],
    ['its provider is off', result([[fallback, 'first']], { targets: [fallback] })],
  ])('is nothing where the arm was not called: %s', (_why, uncalled) => {
    expect(toServedCall(uncalled, record)).toBeNull();
  });
});
