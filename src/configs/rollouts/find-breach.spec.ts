import type { ArmOutcomes } from '../../core/arm-outcomes.js';
import { randomNumbers } from '../../../test/support/random-numbers.js';
import { findBreach, type Guard } from './find-breach.js';

const NOTHING: ArmOutcomes = { calls: 0, trials: 0, failures: 0, otherFailures: 0, answers: 0, slow: 0 };
const guard = (bounds: Partial<Guard>): Guard => ({ action: 'rollback', ...bounds });

describe('findBreach', () => {
  const RATE = guard({ maxErrorRate: 0.02 });
  const P95 = guard({ maxP95Ms: 800 });
  const INCREASE = guard({ maxRelativeErrorIncrease: 0 });
  it.each<[string, Guard, Partial<ArmOutcomes>, number, RegExp | null]>([
    ['nothing was seen', RATE, {}, 1_000, null],
    ['one broken client', RATE, { trials: 1, failures: 1 }, 1_000, null],
    ['two', RATE, { trials: 2, failures: 2 }, 1_000, null],
    ['three different ones', RATE, { trials: 3, failures: 3 }, 1_000, /maxErrorRate: 3 of 3 calls .* 2 % may/],
    ['a rate below the bound', RATE, { trials: 1_000, failures: 15 }, 1_000, null],
    ['a rate above it, of which little was seen', RATE, { trials: 100, failures: 4 }, 1_000, null],
    ['a rate far above it', RATE, { trials: 200, failures: 20 }, 1_000, /20 of 200/],
    ['errors where none may be', guard({ maxErrorRate: 0 }), { trials: 1_000, failures: 3 }, 1_000, /0 % may/],
    ['any error rate', guard({ maxErrorRate: 1 }), { trials: 50, failures: 50 }, 1_000, null],
    ['one slow client', P95, { answers: 1, slow: 1 }, 1_000, null],
    ['three', P95, { answers: 3, slow: 3 }, 1_000, /maxP95Ms: 3 of 3 answers took longer than 800 ms/],
    ['as many slow answers as may be', P95, { answers: 1_000, slow: 50 }, 1_000, null],
    ['errors, where latency is bounded', P95, { trials: 50, failures: 50 }, 1_000, null],
    ['a dead arm at a tenth', INCREASE, { failures: 5 }, 1_000, /of 5 callers .* 5 were on this arm; 10 % may be/],
    ['one client of a small arm', INCREASE, { failures: 1 }, 1, null],
    ['an outage of all arms', INCREASE, { failures: 100, otherFailures: 900 }, 1_000, null],
    ['an arm that fails less', INCREASE, { failures: 3, otherFailures: 4_000 }, 5_000, null],
    ['golden numbers that act', INCREASE, { failures: 12, otherFailures: 9 }, 1_000, /12 were on this arm/],
    ['golden numbers that do not', INCREASE, { failures: 20, otherFailures: 5 }, 5_000, null],
    [
      'an increase that is allowed',
      guard({ maxRelativeErrorIncrease: 12 }),
      { failures: 12, otherFailures: 9 },
      1_000,
      null,
    ],
    ['no other arm to compare with', INCREASE, { failures: 50 }, 10_000, null],
  ])('%s', (_name, bounds, outcomes, weight, expected) => {
    const breach = findBreach(bounds, { ...NOTHING, ...outcomes }, weight);
    if (expected === null) expect(breach).toBeNull();
    else expect(breach).toMatch(expected);
  });

  it('asks for more evidence where there are more bounds, for they share the false alarms', () => {
    const seen = { ...NOTHING, failures: 12, otherFailures: 30 };
    const alone = guard({ maxRelativeErrorIncrease: 0 });
    expect(findBreach(alone, seen, 1_000)).not.toBeNull();
    expect(findBreach({ ...alone, maxErrorRate: 1, maxP95Ms: 9_000 }, seen, 1_000)).toBeNull();
  });

  /** Each run looks after every call. */
  describe('while calls come', () => {
    /** Calls of the arm until the guard acts; null where it never does. */
    function run(
      random: () => number,
      calls: number,
      { weight, arm, others }: Record<'weight' | 'arm' | 'others', number>,
    ) {
      const seen = { ...NOTHING };
      const counts: { -readonly [Name in keyof ArmOutcomes]: number } = seen;
      const bounds = guard({ maxRelativeErrorIncrease: 0 });
      for (let call = 0; call < calls; call++) {
        const isOnArm = random() < weight / 10_000;
        if (isOnArm) counts.calls++;
        if (random() >= (isOnArm ? arm : others)) continue;
        if (isOnArm) counts.failures++;
        else counts.otherFailures++;
        if (findBreach(bounds, seen, weight) !== null) return counts.calls;
      }
      return null;
    }

    it.each([
      ['half and half', 1_000, { weight: 5_000, arm: 0.05, others: 0.05 }],
      ['a tenth', 1_500, { weight: 1_000, arm: 0.02, others: 0.02 }],
      ['a hundredth, in an outage', 400, { weight: 100, arm: 0.9, others: 0.9 }],
    ])('it acts wrongly in 5 %% of 1,000 runs at most: %s', (_name, calls, rates) => {
      const random = randomNumbers(7);
      const alarms = Array.from({ length: 1_000 }, () => run(random, calls, rates)).filter((found) => found !== null);
      expect(alarms.length).toBeLessThanOrEqual(50);
    });

    it('it finds a rise from 1 % to 6 % at a tenth within 600 calls of the arm, in 99 % of 1,000 runs', () => {
      const random = randomNumbers(8);
      const found = Array.from({ length: 1_000 }, () => run(random, 6_000, { weight: 1_000, arm: 0.06, others: 0.01 }));
      expect(found.filter((calls) => calls !== null && calls <= 600).length).toBeGreaterThanOrEqual(990);
    });
  });
});
