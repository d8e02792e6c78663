import { randomNumbers } from '../../../test/support/random-numbers.js';
import { logBayesFactorOfShare, logBayesFactorOfShares } from './bayes-factors.js';
import { findMissing, type MeasureKind } from './burn-in.js';
import { BUCKETS, differenceOf, intervalOfDifference, meanOf, noSums, type BucketSums } from './difference-of-means.js';

/*
 * Experiments whose arms are the same, watched all the time: at most one in twenty may ever say otherwise. Seeded, so that
 * a run that passes always passes.
 */

/** Each look-up of a global takes as long as all else here, for tests run in a context of their own. */
const { PI, cos, exp, log, min, round, sqrt, trunc } = Math;

const RUNS = 1_000;
const LOOKS = 16;

function logNormal(random: () => number, sigma: number): number {
  const normal = sqrt(-2 * log(1 - random())) * cos(2 * PI * random());
  return exp(sigma * normal);
}

interface Call {
  readonly bucket: number;
  readonly isTreated: boolean;
  readonly value: number;
}

interface Scenario {
  readonly kind: MeasureKind;
  readonly calls: number;
  /** Makes one run's source of calls. */
  readonly begin: (random: () => number) => () => Call;
}

/** Each call by somebody else. */
function alone(share: number, valueOf: (random: () => number) => number): Scenario['begin'] {
  return (random) => () => ({
    bucket: trunc(random() * BUCKETS),
    isTreated: random() < share,
    value: valueOf(random),
  });
}

/** A few subjects make most of the calls, and each has a mean of its own. */
function subjects(
  count: number,
  { share, valueOf }: { share: number; valueOf: (random: () => number, own: number) => number },
): Scenario['begin'] {
  return (random) => {
    const people = Array.from({ length: count }, () => ({
      bucket: trunc(random() * BUCKETS),
      isTreated: random() < share,
      own: logNormal(random, 1),
    }));
    return () => {
      // The cube puts half of the calls on an eighth of them.
      const { bucket, isTreated, own } = people[trunc(random() ** 3 * count)] ?? {
        ...{ bucket: 0, isTreated: false, own: 1 },
      };
      return { bucket, isTreated, value: valueOf(random, own) };
    };
  };
}

const fails = (rate: number) => (random: () => number) => (random() < rate ? 1 : 0);
const failsBySubject = (random: () => number, own: number) => (random() < min(0.9, 0.03 * own) ? 1 : 0);
const costsBySubject = (random: () => number, own: number) => own * logNormal(random, 1);

function everSaysDifferent({ kind, calls, begin }: Scenario, random: () => number): boolean {
  const [control, treated] = [noSums(), noSums()];
  const next = begin(random);
  for (let look = 1; look <= LOOKS; look++) {
    // Looks are dense at the beginning, where most false alarms are.
    const until = round(calls * (look / LOOKS) ** 2) - round(calls * ((look - 1) / LOOKS) ** 2);
    for (let call = 0; call < until; call++) count(next(), control, treated);
    if (saysDifferent(kind, control, treated)) return true;
  }
  return false;
}

function count({ bucket, isTreated, value }: Call, control: BucketSums, treated: BucketSums): void {
  const { counts, sums } = isTreated ? treated : control;
  counts[bucket] = (counts[bucket] ?? 0) + 1;
  sums[bucket] = (sums[bucket] ?? 0) + value;
}

function saysDifferent(kind: MeasureKind, control: BucketSums, treated: BucketSums): boolean {
  const [a, b] = [meanOf(control), meanOf(treated)];
  if (findMissing(kind, a) !== null || findMissing(kind, b) !== null) return false;
  const { low, high } = intervalOfDifference(differenceOf(a, b), 0.05);
  return low > 0 || high < 0;
}

describe('arms that are the same, looked at all the time', () => {
  it.each<[string, Scenario]>([
    ['half and half, 5 % errors', { kind: 'rate', calls: 7_000, begin: alone(0.5, fails(0.05)) }],
    ['90/10, 2 % errors', { kind: 'rate', calls: 10_000, begin: alone(0.1, fails(0.02)) }],
    [
      '90/10, log-normal costs',
      { kind: 'amount', calls: 10_000, begin: alone(0.1, (random) => logNormal(random, 1.5)) },
    ],
    [
      '2,000 subjects, some heavy, whose error rates differ',
      { kind: 'rate', calls: 7_000, begin: subjects(2_000, { share: 0.5, valueOf: failsBySubject }) },
    ],
    [
      '2,000 subjects, some heavy, whose costs differ',
      { kind: 'amount', calls: 7_000, begin: subjects(2_000, { share: 0.5, valueOf: costsBySubject }) },
    ],
    [
      '200 subjects, costs',
      { kind: 'amount', calls: 6_000, begin: subjects(200, { share: 0.5, valueOf: costsBySubject }) },
    ],
  ])('%s', (name, scenario) => {
    const random = randomNumbers(name.length * 7_919);
    let alarms = 0;
    for (let run = 0; run < RUNS; run++) if (everSaysDifferent(scenario, random)) alarms++;
    expect(alarms / RUNS).toBeLessThanOrEqual(0.05);
  });

  it('by a guard that counts the first error of each subject', () => {
    const random = randomNumbers(4_711);
    let alarms = 0;
    for (let run = 0; run < RUNS; run++)
      if (isStopped(random, { rates: [0.02, 0.02], calls: 20_000 }) !== null) alarms++;
    expect(alarms / RUNS).toBeLessThanOrEqual(0.05);
  });

  it('by their sample ratio', () => {
    const random = randomNumbers(1_234);
    let alarms = 0;
    for (let run = 0; run < RUNS; run++)
      if (findsWrongRatio(random, { planned: 0.5, real: 0.5, subjects: 5_000 })) alarms++;
    expect(alarms / RUNS).toBeLessThanOrEqual(0.01);
  });
});

/** @returns how many calls the arm had when the guard acted; null where it never did */
function isStopped(
  random: () => number,
  { rates, calls }: { readonly rates: readonly [number, number]; readonly calls: number },
): number | null {
  const share = 0.1;
  let [armCalls, hits, misses] = [0, 0, 0];
  for (let call = 0; call < calls; call++) {
    const isArm = random() < share;
    if (isArm) armCalls++;
    if (random() >= (isArm ? rates[1] : rates[0])) continue;
    if (isArm) hits++;
    else misses++;
    if (hits > share * (hits + misses) && logBayesFactorOfShare({ hits, misses }, share) >= log(20)) return armCalls;
  }
  return null;
}

function findsWrongRatio(
  random: () => number,
  { planned, real, subjects: count }: { readonly planned: number; readonly real: number; readonly subjects: number },
): boolean {
  let [first, second] = [0, 0];
  for (let subject = 1; subject <= count; subject++) {
    if (random() < real) first++;
    else second++;
    if (subject % 100 !== 0) continue;
    const evidence = logBayesFactorOfShares([
      { count: first, share: planned },
      { count: second, share: 1 - planned },
    ]);
    if (evidence >= log(100)) return true;
  }
  return false;
}

describe('arms that differ', () => {
  it('in errors, 1 % and 6 % at 90/10, are told apart within 600 calls of the arm', () => {
    const random = randomNumbers(815);
    let late = 0;
    for (let run = 0; run < RUNS; run++) {
      if ((isStopped(random, { rates: [0.01, 0.06], calls: 20_000 }) ?? Infinity) > 600) late++;
    }
    expect(late / RUNS).toBeLessThanOrEqual(0.01);
  });

  it('in their share, 52 to 48 where half and half was planned, are found by 20,000 subjects', () => {
    const random = randomNumbers(99);
    let missed = 0;
    for (let run = 0; run < RUNS / 4; run++) {
      if (!findsWrongRatio(random, { planned: 0.5, real: 0.52, subjects: 20_000 })) missed++;
    }
    expect(missed / (RUNS / 4)).toBeLessThanOrEqual(0.05);
  });

  it('in costs, by a fifth, are told apart', () => {
    const random = randomNumbers(3);
    const begin = alone(0.5, (next) => logNormal(next, 0.5));
    const dearer: Scenario = {
      ...{ kind: 'amount', calls: 7_000 },
      begin: (next) => {
        const call = begin(next);
        return () => {
          const { value, ...rest } = call();
          return { ...rest, value: rest.isTreated ? value * 1.2 : value };
        };
      },
    };
    expect(everSaysDifferent(dearer, random)).toBe(true);
  });
});
