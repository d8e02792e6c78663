import { randomNumbers } from '../../../test/support/random-numbers.js';
import { findMissing } from './burn-in.js';
import { widthOf } from './confidence-sequence.js';
import { BUCKETS, intervalOfDifference } from './difference-of-means.js';
import { differenceOfPairs, meanOfPairs, noPairs, relativeDifferenceOf, type PairSums } from './paired-differences.js';

type Pair = readonly [bucket: number, control: number, other: number];

function pairsOf(values: readonly Pair[]): PairSums {
  const pairs = noPairs();
  for (const value of values) count(pairs, value);
  return pairs;
}

function count({ counts, control, other }: PairSums, [bucket, first, second]: Pair): void {
  counts[bucket] = (counts[bucket] ?? 0) + 1;
  control[bucket] = (control[bucket] ?? 0) + first;
  other[bucket] = (other[bucket] ?? 0) + second;
}

describe('meanOfPairs', () => {
  it('is that of the differences, whatever the requests themselves are like', () => {
    // Differences 1 and 3 in one bucket, 2 in another, −2 in a third: their sums 4, 2 and −2, and the mean 1.
    const mean = meanOfPairs(
      pairsOf([
        [0, 10, 11],
        [0, 500, 503],
        [7, 1, 3],
        [9, 40, 38],
      ]),
    );
    // Deviations 4 − 2·1, 2 − 1 and −2 − 1.
    expect(mean).toEqual({ calls: 4, buckets: 3, mean: 1, variance: ((256 / 255) * (4 + 1 + 9)) / 16 });
    expect(differenceOfPairs(mean)).toEqual({ difference: 1, standardError: Math.sqrt(mean.variance), calls: 4 });
  });

  it('knows nothing of no pairs', () => {
    expect(meanOfPairs(noPairs())).toMatchObject({ calls: 0, buckets: 0, mean: NaN, variance: NaN });
    expect(relativeDifferenceOf(noPairs(), 0.05)).toBeNull();
  });
});

describe('relativeDifferenceOf', () => {
  it('is exact where one arm has always the same share of the other', () => {
    const random = randomNumbers(7);
    const values = Array.from({ length: 2_000 }, (): Pair => {
      const cost = 1 + random();
      return [Math.trunc(random() * BUCKETS), cost, cost * 0.62];
    });
    const relative = relativeDifferenceOf(pairsOf(values), 0.05);
    expect(relative?.difference).toBeCloseTo(-0.38, 10);
    expect(relative?.low).toBeCloseTo(-0.38, 6);
    expect(relative?.high).toBeCloseTo(-0.38, 6);
  });

  it('ends where a share is no longer plausible', () => {
    const random = randomNumbers(11);
    const values = Array.from({ length: 2_000 }, (): Pair => {
      return [Math.trunc(random() * BUCKETS), 1 + random(), 2 + random()];
    });
    const relative = relativeDifferenceOf(pairsOf(values), 0.05);
    for (const end of [relative?.low, relative?.high]) {
      const share = 1 + (end ?? NaN);
      const { mean, variance } = meanOfPairs(pairsOf(values.map(([bucket, a, b]) => [bucket, share * a, b])));
      expect(Math.abs(mean)).toBeCloseTo(Math.sqrt(variance) * widthOf(2_000, 0.05), 8);
    }
  });

  it('says nothing where the control may have none at all', () => {
    const values = Array.from({ length: 1_000 }, (_, place): Pair => [place % BUCKETS, place === 3 ? 1 : 0, 1]);
    expect(relativeDifferenceOf(pairsOf(values), 0.05)).toBeNull();
  });
});

/*
 * A shadow of the same variant, looked at all the time: at most one in twenty may ever be said to differ. Requests differ
 * far more from each other than the two answers to one do, and a few subjects make most of them.
 */
describe('a shadow that is the same as what it is compared with', () => {
  const [RUNS, LOOKS, PAIRS, SUBJECTS] = [1_000, 12, 5_000, 2_000] as const;
  const { PI, cos, exp, log, round, sqrt, trunc } = Math;

  function logNormal(random: () => number, sigma: number): number {
    return exp(sigma * sqrt(-2 * log(1 - random())) * cos(2 * PI * random()));
  }

  type Draw = (random: () => number, own: number) => readonly [number, number];
  const costs: Draw = (random, own) => {
    const request = own * logNormal(random, 1);
    return [request * logNormal(random, 0.5), request * logNormal(random, 0.5)];
  };
  const failures: Draw = (random, own) => {
    const rate = Math.min(0.9, 0.03 * own);
    return [random() < rate ? 1 : 0, random() < rate ? 1 : 0];
  };
  const logLatencies: Draw = (random, own) => {
    const request = log(own) + random();
    return [request + random(), request + random()];
  };

  function everDiffers(random: () => number, draw: Draw, saysDifferent: (pairs: PairSums) => boolean): boolean {
    const people = Array.from({ length: SUBJECTS }, () => ({
      bucket: trunc(random() * BUCKETS),
      own: logNormal(random, 1),
    }));
    const pairs = noPairs();
    for (let look = 1, made = 0; look <= LOOKS; look++) {
      for (const until = round(PAIRS * (look / LOOKS) ** 2); made < until; made++) {
        // The cube puts half of the requests on an eighth of the subjects.
        const { bucket, own } = people[trunc(random() ** 3 * SUBJECTS)] ?? { bucket: 0, own: 1 };
        count(pairs, [bucket, ...draw(random, own)]);
      }
      if (saysDifferent(pairs)) return true;
    }
    return false;
  }

  const byMean = (pairs: PairSums) => {
    const mean = meanOfPairs(pairs);
    if (findMissing('value', mean) !== null) return false;
    const { low, high } = intervalOfDifference(differenceOfPairs(mean), 0.05);
    return low > 0 || high < 0;
  };
  const byShare = (pairs: PairSums) => {
    if (findMissing('amount', meanOfPairs(pairs)) !== null) return false;
    const relative = relativeDifferenceOf(pairs, 0.05);
    return relative !== null && (relative.low > 0 || relative.high < 0);
  };

  it.each([
    ['by its costs', costs, byShare],
    ['by its failures', failures, byMean],
    ['by its latencies', logLatencies, byMean],
  ] as const)('%s', (name, draw, saysDifferent) => {
    const random = randomNumbers(name.length * 7_919);
    let alarms = 0;
    for (let run = 0; run < RUNS; run++) if (everDiffers(random, draw, saysDifferent)) alarms++;
    expect(alarms / RUNS).toBeLessThanOrEqual(0.05);
  });

  it('is told apart once it costs a fifth more', () => {
    const dearer: Draw = (random, own) => {
      const [control, other] = costs(random, own);
      return [control, other * 1.2];
    };
    const random = randomNumbers(5);
    let found = 0;
    for (let run = 0; run < 50; run++) if (everDiffers(random, dearer, byShare)) found++;
    expect(found).toBeGreaterThanOrEqual(45);
  });
});
