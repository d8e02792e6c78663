import { mixtureVariance, widthOf } from './confidence-sequence.js';

/** Golden numbers of another implementation. */
describe('mixtureVariance', () => {
  it.each([
    [1_000, 0.05, 0.007936154601737565],
    [1_000, 0.01, 0.011533741340715224],
    [5_000, 0.05, 0.001587230920347513],
    [5_000, 0.01, 0.0023067482681430446],
    [20_000, 0.05, 0.00039680773008687827],
    [20_000, 0.01, 0.0005766870670357612],
  ])('narrowest at %i, α %f', (narrowestAt, alpha, expected) => {
    expect(Math.abs(mixtureVariance(alpha, narrowestAt) - expected)).toBeLessThan(1e-9);
  });
});

describe('widthOf', () => {
  it.each([
    [200, 5.099959969897444],
    [1_000, 3.363887725782781],
    [5_000, 3.0352089903762534],
    [20_000, 3.1271141436879906],
    [1_000_000, 3.6565364661848068],
  ])('%i calls', (calls, expected) => {
    expect(Math.abs(widthOf(calls, 0.05) - expected)).toBeLessThan(1e-9);
  });
});
