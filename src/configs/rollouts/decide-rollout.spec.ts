import type { ArmOutcomes } from '../../core/arm-outcomes.js';
import { decideRollout, needsOutcomes, nextLook, type Progress } from './decide-rollout.js';

const AT = Date.parse('2026-11-26T12:00:00Z');
const MINUTE = 60_000;
const GUARD = { maxErrorRate: 0.01, action: 'rollback' } as const;
const NOTHING: ArmOutcomes = { calls: 0, trials: 0, failures: 0, otherFailures: 0, answers: 0, slow: 0 };
const DEAD: ArmOutcomes = { ...NOTHING, calls: 9, trials: 9, failures: 9 };

function progress(overrides: Partial<Progress> = {}): Progress {
  const steps = [{ weight: 1_000, minMinutes: 60 }];
  return { state: 'running', step: 0, steps, stepStartedAt: new Date(AT), startAt: null, guard: null, ...overrides };
}
const needing = (minRequests: number) => ({ steps: [{ weight: 1_000, minMinutes: 60, minRequests }] });

describe('decideRollout', () => {
  it.each<[string, Progress, ArmOutcomes | null, number, string | null]>([
    ['before its time', progress(), null, 60 * MINUTE - 1, null],
    ['when its time is over', progress(), null, 60 * MINUTE, 'advance'],
    ['without the calls it needs', progress(needing(10)), { ...NOTHING, calls: 9 }, 99 * MINUTE, null],
    ['with them and before its time', progress(needing(10)), { ...NOTHING, calls: 99 }, 59 * MINUTE, null],
    ['with them', progress(needing(10)), { ...NOTHING, calls: 10 }, 60 * MINUTE, 'advance'],
    ['where the log cannot tell', progress(needing(0)), null, 99 * MINUTE, null],
    ['where a guard cannot see', progress({ guard: GUARD }), null, 99 * MINUTE, null],
    ['under a guard that sees nothing bad', progress({ guard: GUARD }), NOTHING, 60 * MINUTE, 'advance'],
    ['under a guard that does', progress({ guard: GUARD }), DEAD, 1, 'rollback'],
    ['under one that only stops', progress({ guard: { ...GUARD, action: 'pause' } }), DEAD, 99 * MINUTE, 'pause'],
    ['paused', progress({ state: 'paused' }), null, 99 * MINUTE, null],
    ['paused, and watched', progress({ state: 'paused', guard: GUARD }), DEAD, 1, 'rollback'],
    ['paused, and good', progress({ state: 'paused', guard: GUARD }), NOTHING, 99 * MINUTE, null],
    ['paused by its guard', progress({ state: 'paused', guard: { ...GUARD, action: 'pause' } }), DEAD, 1, null],
    ['completed', progress({ state: 'completed', guard: GUARD }), DEAD, 99 * MINUTE, null],
    ['too early to begin', progress({ state: 'scheduled', step: null, startAt: new Date(AT + 5) }), null, 4, null],
    ['in time to begin', progress({ state: 'scheduled', step: null, startAt: new Date(AT + 5) }), null, 5, 'advance'],
  ])('%s', (_name, state, outcomes, afterMs, action) => {
    expect(decideRollout(state, outcomes, AT + afterMs)?.action ?? null).toBe(action);
  });

  it('says why', () => {
    const reason = decideRollout(progress(needing(10)), { ...NOTHING, calls: 12 }, AT + 60 * MINUTE)?.reason;
    expect(reason).toBe('after 60 minutes and 12 calls at weight 1000');
  });
});

describe('nextLook', () => {
  const after = (state: Progress, lookMs = 0) => {
    const at = nextLook(state, AT + 1_000, lookMs);
    return at && at.getTime() - AT;
  };
  it.each<[string, Progress, number | null]>([
    ['at the end of a step', progress(), 60 * MINUTE],
    ['not before it where calls are counted', progress(needing(5)), 60 * MINUTE],
    ['all the time under a guard', progress({ guard: GUARD }), 2_000],
    ['at its start', progress({ state: 'scheduled', step: null, startAt: new Date(AT + 7) }), 7],
    ['never while it is paused', progress({ state: 'paused' }), null],
    ['never once it is over', progress({ state: 'rolled_back', guard: GUARD }), null],
  ])('%s', (_name, state, expected) => {
    expect(after(state)).toBe(expected);
  });

  it('comes later where a look takes long', () => {
    expect(after(progress({ guard: GUARD }), 3_000)).toBe(61_000);
  });
});

describe('needsOutcomes', () => {
  it('where there is a guard or a number of calls, once it has begun', () => {
    expect([progress(), progress({ guard: GUARD }), progress(needing(1))].map(needsOutcomes)).toEqual([
      false,
      true,
      true,
    ]);
    expect(needsOutcomes(progress({ state: 'scheduled', guard: GUARD }))).toBe(false);
  });
});
