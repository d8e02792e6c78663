import { findMissing } from './burn-in.js';
import { differenceOf, intervalOfDifference, meanOf, noSums, poolDifferences } from './difference-of-means.js';

function sumsOf(values: readonly (readonly [bucket: number, value: number])[]) {
  const sums = noSums();
  for (const [bucket, value] of values) {
    sums.counts[bucket] = (sums.counts[bucket] ?? 0) + 1;
    sums.sums[bucket] = (sums.sums[bucket] ?? 0) + value;
  }
  return sums;
}

describe('meanOf', () => {
  it('is that of the calls, with the variance between buckets', () => {
    // Sums 3 of 2 calls, 5 of 1 and 0 of 1; the mean is 2, the deviations −1, 3 and −2.
    const mean = meanOf(
      sumsOf([
        [0, 1],
        [0, 2],
        [7, 5],
        [9, 0],
      ]),
    );
    expect(mean).toEqual({ calls: 4, buckets: 3, mean: 2, variance: ((256 / 255) * 14) / 16 });
  });

  it('does not take the calls of one subject for independent', () => {
    const spread = Array.from({ length: 200 }, (_, call) => [call, call % 2] as const);
    const heavy = Array.from({ length: 200 }, (_, call) => [call % 2, call % 2] as const);
    expect(meanOf(sumsOf(heavy)).variance).toBeGreaterThan(20 * meanOf(sumsOf(spread)).variance);
  });
});

describe('poolDifferences', () => {
  it('weighs each by how surely it is known', () => {
    const pooled = poolDifferences([
      { difference: 1, standardError: 1, calls: 10 },
      { difference: 4, standardError: 2, calls: 20 },
    ]);
    expect(pooled).toEqual({ difference: 1.6, standardError: Math.sqrt(0.8), calls: 30 });
    expect(poolDifferences([])).toBeNull();
  });
});

describe('intervalOfDifference', () => {
  it('lies around the difference, and is wider the surer it has to be', () => {
    const control = { calls: 600, buckets: 200, mean: 1, variance: 0.01 };
    const difference = differenceOf(control, { ...control, mean: 3 });
    const [wide, narrow] = [intervalOfDifference(difference, 0.01), intervalOfDifference(difference, 0.05)];
    expect((narrow.low + narrow.high) / 2).toBeCloseTo(2);
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
  });
});

describe('findMissing', () => {
  const enough = { calls: 1_000, buckets: 100, mean: 0.5, variance: 1 };

  it.each([
    ['rate', {}, null],
    ['rate', { calls: 499 }, { what: 'calls', has: 499, needs: 500 }],
    ['value', { buckets: 99 }, { what: 'buckets', has: 99, needs: 100 }],
    ['rate', { mean: 0.009 }, { what: 'events', has: 9, needs: 10 }],
    ['rate', { mean: 0.995 }, { what: 'events', has: 5, needs: 10 }],
    ['value', { mean: 0.009 }, null],
    ['amount', { calls: 999 }, { what: 'calls', has: 999, needs: 1_000 }],
    ['amount', { calls: 1_000 }, null],
    ['value', { variance: 0 }, { what: 'variation', has: 0, needs: 1 }],
  ] as const)('%s with %j', (kind, change, expected) => {
    expect(findMissing(kind, { ...enough, ...change })).toEqual(expected);
  });
});
