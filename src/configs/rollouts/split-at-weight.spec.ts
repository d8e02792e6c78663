import { below, randomNumbers } from '../../../test/support/random-numbers.js';
import { isSameSplit, splitAtWeight, withArm, type SplitArm } from './split-at-weight.js';

const split = (...weights: number[]): SplitArm[] =>
  weights.map((weight, index) => ({ variantId: `v${index}`, version: 1, weight }));
const ARM = { variantId: 'new', version: 2 };

describe('splitAtWeight', () => {
  it.each([
    ['beside one arm', split(10_000), 1_000, [9_000, 1_000]],
    ['the first step of all', split(10_000), 0, [10_000, 0]],
    ['all of it', split(6_000, 4_000), 10_000, [0, 0, 10_000]],
    ['in proportion', split(6_000, 4_000), 5_000, [3_000, 2_000, 5_000]],
    ['the largest remainder gets what is left', split(3_333, 3_333, 3_334), 1, [3_333, 3_333, 3_333, 1]],
    ['of equal ones the first', split(5_000, 5_000), 1, [5_000, 4_999, 1]],
    ['an arm that serves nobody keeps nobody', split(10_000, 0), 2_500, [7_500, 0, 2_500]],
  ])('%s', (_name, base, weight, weights) => {
    expect(splitAtWeight(base, ARM, weight).map((each) => each.weight)).toEqual(weights);
  });

  it('changes an arm that is there where it stands', () => {
    const base = [{ ...ARM, weight: 2_000 }, ...split(6_000, 2_000)];
    expect(splitAtWeight(base, ARM, 6_000)).toEqual([
      { ...ARM, weight: 6_000 },
      { variantId: 'v0', version: 1, weight: 3_000 },
      { variantId: 'v1', version: 1, weight: 1_000 },
    ]);
  });

  it('takes another version of its variant for another arm', () => {
    const base = [{ variantId: 'new', version: 'latest' as const, weight: 10_000 }];
    expect(splitAtWeight(base, ARM, 1).map(({ version, weight }) => [version, weight])).toEqual([
      ['latest', 9_999],
      [2, 1],
    ]);
  });

  it('sums to 10,000, in proportion to less than one, for any split', () => {
    const random = randomNumbers(12);
    for (let run = 0; run < 2_000; run++) {
      const cuts = Array.from({ length: below(random, 6) }, () => below(random, 10_001)).toSorted((a, b) => a - b);
      const base = split(...[...cuts, 10_000].map((cut, index) => cut - (cuts[index - 1] ?? 0)));
      const weight = below(random, 10_001);
      const made = splitAtWeight(base, ARM, weight);
      expect(made.reduce((sum, each) => sum + each.weight, 0)).toBe(10_000);
      expect(made.at(-1)).toEqual({ ...ARM, weight });
      base.forEach((each, index) => {
        expect(Math.abs((made[index]?.weight ?? 0) - (each.weight * (10_000 - weight)) / 10_000)).toBeLessThan(1);
      });
    }
  });

  it('refuses where nobody else serves', () => {
    expect(() => splitAtWeight([{ ...ARM, weight: 10_000 }], ARM, 5_000)).toThrow(/no other arm/);
  });
});

describe('withArm', () => {
  it('adds the arm once, without weight', () => {
    const once = withArm(split(10_000), ARM);
    expect(once).toEqual([...split(10_000), { ...ARM, weight: 0 }]);
    expect(withArm(once, ARM)).toEqual(once);
  });
});

describe('isSameSplit', () => {
  it.each([
    [split(9_000, 1_000), split(9_000, 1_000), true],
    [split(9_000, 1_000), split(8_999, 1_001), false],
    [split(10_000), split(10_000, 0), false],
    [split(10_000), [{ ...ARM, weight: 10_000 }], false],
  ])('%j and %j: %s', (one, other, same) => {
    expect([isSameSplit(one, other), isSameSplit(other, one)]).toEqual([same, same]);
  });
});
