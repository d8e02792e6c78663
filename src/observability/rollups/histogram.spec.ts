import fc from 'fast-check';
import {
  addEncoded,
  bucketOf,
  countEncoded,
  countIn,
  encodeHistogram,
  JOINT,
  middleOf,
  noCounts,
  quantilesOf,
  toHistogram,
  type Histogram,
} from './histogram.js';

/** As the log keeps them, and whatever else a number can be within the range. */
const duration = fc.oneof(
  fc.integer({ min: 0, max: 36_000_000 }).map((tenths) => tenths / 10),
  fc.double({ min: 2 ** -7, max: 2 ** 40, maxExcluded: true, noNaN: true }),
);
const durations = fc.array(duration, { minLength: 1, maxLength: 300 });
const SHARES = [0, 0.5, 0.95, 0.99, 1];

function histogramOf(values: readonly number[]): Histogram {
  const histogram: Histogram = new Map();
  for (const value of values) countIn(histogram, value);
  return histogram;
}

function merged(...parts: readonly Histogram[]): Histogram {
  const sum: Histogram = new Map();
  for (const part of parts) addEncoded(sum, encodeHistogram(part));
  return sum;
}

const inOrder = (histogram: Histogram) => [...histogram].sort(([a], [b]) => a - b);

function exactQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  return below + ((sorted[Math.ceil(place)] ?? 0) - below) * (place - Math.floor(place));
}

describe('a histogram', () => {
  it('puts every duration into a bucket whose middle is less than 0.8 % away', () => {
    fc.assert(
      fc.property(duration, (value) => {
        expect(Math.abs(middleOf(bucketOf(value)) - value)).toBeLessThanOrEqual(0.008 * value);
      }),
    );
  });

  it('has 64 buckets an octave, one after the other', () => {
    expect(bucketOf(128) - bucketOf(64)).toBe(64);
    const buckets = Array.from({ length: 64 * 47 }, (_, at) => bucketOf(middleOf(at + 1)));
    expect(buckets).toEqual(Array.from({ length: 64 * 47 }, (_, at) => at + 1));
  });

  it.each([
    [0, 0],
    [-5, 0],
    [Number.NaN, 0],
    [0.001, 0],
    [2 ** -7, 1],
    [1e21, 64 * 47],
    [Number.POSITIVE_INFINITY, 64 * 47],
  ])('puts %d into bucket %d', (value, bucket) => {
    expect(bucketOf(value)).toBe(bucket);
  });

  it('says percentiles within 1 % of the exact ones', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const found = quantilesOf(histogramOf(values), SHARES);
        for (const [at, share] of SHARES.entries()) {
          const exact = exactQuantile(values, share);
          expect(Math.abs((found[at] ?? Number.NaN) - exact)).toBeLessThanOrEqual(0.01 * exact + 1e-9);
        }
      }),
    );
  });

  it('is the same merged in any order and any bundles, through its bytes', () => {
    fc.assert(
      fc.property(durations, durations, durations, (a, b, c) => {
        const whole = inOrder(histogramOf([...a, ...b, ...c]));
        const [x, y, z] = [histogramOf(a), histogramOf(b), histogramOf(c)];
        expect(inOrder(merged(x, y, z))).toEqual(whole);
        expect(inOrder(merged(z, merged(y, x)))).toEqual(whole);
      }),
    );
  });

  it('is the sum of those that it is joined of', () => {
    fc.assert(
      fc.property(fc.array(durations), (parts) => {
        const encoded = parts.map((part) => encodeHistogram(histogramOf(part)));
        const joined: Histogram = new Map();
        addEncoded(joined, Buffer.concat(encoded.flatMap((bytes, at) => (at === 0 ? [bytes] : [JOINT, bytes]))));
        expect(inOrder(joined)).toEqual(inOrder(histogramOf(parts.flat())));
      }),
    );
  });

  it('is added up in turns, with the same counts and others between', async () => {
    const parts = Array.from({ length: 20_000 }, (_, at) => histogramOf([at / 10, at, at * 3]));
    const joined = Buffer.concat(parts.flatMap((part) => [encodeHistogram(part), JOINT]));
    const counts = noCounts();
    let turns = 0;
    setImmediate(() => turns++);
    await countEncoded(counts, joined);
    const whole: Histogram = new Map();
    addEncoded(whole, joined);
    expect(inOrder(toHistogram(counts))).toEqual(inOrder(whole));
    expect([...whole.values()].reduce((sum, count) => sum + count, 0)).toBe(60_000);
    expect(turns).toBe(1);
  });

  it('is small: a duration takes three bytes, a thousand alike five', () => {
    expect(encodeHistogram(histogramOf([850])).length).toBe(3);
    expect(encodeHistogram(histogramOf(Array.from({ length: 1_000 }, () => 850))).length).toBe(4);
    expect(encodeHistogram(new Map()).length).toBe(0);
  });

  it('keeps counts past 32 bits', () => {
    const count = 2 ** 40 + 3;
    expect(merged(new Map([[7, count]]))).toEqual(new Map([[7, count]]));
  });

  it('refuses bytes that are cut off', () => {
    const bytes = encodeHistogram(histogramOf([850]));
    expect(() => addEncoded(new Map(), bytes.subarray(0, 2))).toThrow(RangeError);
    return expect(countEncoded(noCounts(), bytes.subarray(0, 2))).rejects.toThrow(RangeError);
  });

  it('knows nothing of nothing', () => {
    expect(quantilesOf(new Map(), [0.5])).toEqual([null]);
  });
});
