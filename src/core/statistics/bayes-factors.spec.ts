import { logBayesFactorOfRate, logBayesFactorOfShare, logBayesFactorOfShares } from './bayes-factors.js';

/** Golden numbers of another implementation. */
describe('logBayesFactorOfShare', () => {
  it.each([
    [12, 9, 0.1, 9.610541931153813],
    [3, 27, 0.1, -0.7541114086486442],
    [20, 5, 0.5, 2.780128669380319],
    [0, 40, 0.5, 18.101188075143348],
  ])('%i errors of the arm, %i of the others, share %f', (hits, misses, share, expected) => {
    expect(Math.abs(logBayesFactorOfShare({ hits, misses }, share) - expected)).toBeLessThan(1e-9);
  });

  it('is 0 before anything happened', () => {
    expect(logBayesFactorOfShare({ hits: 0, misses: 0 }, 0.1)).toBe(0);
  });
});

describe('logBayesFactorOfRate', () => {
  /** At the ends of the interval the evidence is 1/α. */
  it.each([
    [0, 100, [0.0570285976387723]],
    [20, 1_000, [0.007818989084845063, 0.04063540589526862]],
    [50, 100, [0.3382575526457916, 0.6617424473542084]],
    [999, 1_000, [0.9900252527352437, 0.9999995536025549]],
    [20_000, 1_000_000, [0.019376335973868942, 0.020636629290163654]],
  ])('%i of %i', (hits, calls, ends) => {
    for (const end of ends) {
      const evidence = logBayesFactorOfRate({ hits, misses: calls - hits }, end);
      // Near 1 a double is a coarse number for the rate itself.
      expect(Math.abs(evidence - Math.log(1 / 0.05))).toBeLessThan(1e-7);
    }
  });

  it('is boundless where what cannot be happened', () => {
    expect(logBayesFactorOfRate({ hits: 1, misses: 9 }, 0)).toBe(Infinity);
  });
});

describe('logBayesFactorOfShares', () => {
  it.each([
    [[10_000, 10_000], [0.5, 0.5], 100, -2.6541399745474337],
    [[10_400, 9_600], [0.5, 0.5], 1_000, 13.720009946046048],
    [[9_200, 800], [0.9, 0.1], 1_000, 20.293745877229412],
    [[700, 200, 100], [0.7, 0.2, 0.1], 1_000, -0.6937900349621486],
    [[660, 240, 100], [0.7, 0.2, 0.1], 1_000, 1.7864604211684991],
  ])('%j of shares %j, prior %i', (counts, shares, prior, expected) => {
    const arrivals = counts.map((count, arm) => ({ count, share: shares[arm] ?? 0 }));
    expect(Math.abs(logBayesFactorOfShares(arrivals, prior) - expected)).toBeLessThan(1e-9);
  });

  it('needs no arm that nobody came to', () => {
    const some = [
      { count: 70, share: 0.6 },
      { count: 20, share: 0.3 },
    ];
    expect(logBayesFactorOfShares([...some, { count: 0, share: 0.1 }])).toBe(logBayesFactorOfShares(some));
  });
});
