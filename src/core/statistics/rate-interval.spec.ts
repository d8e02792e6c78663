import { intervalOfRate } from './rate-interval.js';

/** Golden numbers of another implementation. */
describe('intervalOfRate', () => {
  it.each([
    [0, 100, [0, 0.0570285976387723]],
    [20, 1_000, [0.007818989084845063, 0.04063540589526862]],
    [50, 100, [0.3382575526457916, 0.6617424473542084]],
    [999, 1_000, [0.9900252527352437, 0.9999995536025549]],
    [20_000, 1_000_000, [0.019376335973868942, 0.020636629290163654]],
  ])('%i of %i', (hits, calls, [low = 0, high = 0]) => {
    const interval = intervalOfRate({ hits, misses: calls - hits }, 0.05);
    expect(Math.abs(interval.low - low)).toBeLessThan(1e-9);
    expect(Math.abs(interval.high - high)).toBeLessThan(1e-9);
  });

  it('says nothing before anything happened', () => {
    expect(intervalOfRate({ hits: 0, misses: 0 }, 0.05)).toEqual({ low: 0, high: 1 });
  });
});
