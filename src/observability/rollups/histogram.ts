import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * How durations are distributed, in counts that can be added up in any order. Buckets are log-linear: each octave is
 * cut into 64 of equal width, so a bucket's middle is less than 0.8 % away from anything in it.
 */
export type Histogram = Map<number, number>;

/** Bytes that are read in one turn of the event loop: less than a millisecond. */
const READ_AT_ONCE = 64 * 1024;

/** The bucket is the exponent and the first six bits of the fraction of the number's own binary form. */
const SHIFT = 20 - 6;
const BUCKETS_PER_OCTAVE = 64;
/** 2⁻⁷ and 2⁴⁰ ms: what is shorter counts as 0, what is longer as the last bucket. */
const SHORTEST_EXPONENT = -7;
const LONGEST_EXPONENT = 40;
const OFFSET = ((1023 + SHORTEST_EXPONENT) << (20 - SHIFT)) - 1;
const LAST = (LONGEST_EXPONENT - SHORTEST_EXPONENT) * BUCKETS_PER_OCTAVE;

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
/** Of the two halves, the one with sign and exponent. */
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** 0 for no time at all, else 1 to 3008. */
export function bucketOf(milliseconds: number): number {
  if (!(milliseconds > 0)) return 0;
  number[0] = milliseconds;
  const bucket = ((words[HIGH] ?? 0) >>> SHIFT) - OFFSET;
  return bucket < 1 ? 0 : Math.min(bucket, LAST);
}

/** The middle of a bucket, in milliseconds. */
export function middleOf(bucket: number): number {
  if (bucket === 0) return 0;
  const octave = Math.floor((bucket - 1) / BUCKETS_PER_OCTAVE);
  const place = (bucket - 1) % BUCKETS_PER_OCTAVE;
  return 2 ** (octave + SHORTEST_EXPONENT) * (1 + (place + 0.5) / BUCKETS_PER_OCTAVE);
}

export function countIn(histogram: Histogram, milliseconds: number): void {
  const bucket = bucketOf(milliseconds);
  histogram.set(bucket, (histogram.get(bucket) ?? 0) + 1);
}

export function addHistogram(sum: Histogram, more: Histogram): void {
  for (const [bucket, count] of more) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
}

/**
 * Between two encoded histograms: joined by it, they are one that has the counts of both, so that a database can add
 * up what it does not understand.
 */
export const JOINT: Buffer = Buffer.from([0, 0]);

/**
 * Pairs of numbers in LEB128, by bucket: how far it is from the one before (from 0 for the first), and its count.
 * Empty where nothing was counted.
 */
export function encodeHistogram(histogram: Histogram): Buffer {
  const bytes: number[] = [];
  let before = 0;
  for (const [bucket, count] of [...histogram].sort(([a], [b]) => a - b)) {
    if (count === 0) continue;
    pushVarint(bytes, bucket - before);
    pushVarint(bytes, count);
    before = bucket;
  }
  return Buffer.from(bytes);
}

/**
 * Adds what `encodeHistogram` wrote, or several of them joined.
 * @throws RangeError for bytes that end within a number
 */
export function addEncoded(sum: Histogram, bytes: Uint8Array): void {
  const place = { at: 0, bucket: 0 };
  const add = (bucket: number, count: number) => sum.set(bucket, (sum.get(bucket) ?? 0) + count);
  while (place.at < bytes.length) readEncoded(bytes, place, add);
}

/**
 * How many of the durations in histograms, joined, are in each bucket. An answer may add up millions of pairs, so others
 * get their turn between.
 */
export async function countEncoded(counts: Float64Array, bytes: Uint8Array): Promise<void> {
  const place = { at: 0, bucket: 0 };
  const count = (bucket: number, more: number) => {
    counts[bucket] = (counts[bucket] ?? 0) + more;
  };
  for (;;) {
    readEncoded(bytes, place, count);
    if (place.at >= bytes.length) return;
    await nextTurn();
  }
}

/** A count for each bucket. */
export function noCounts(): Float64Array {
  return new Float64Array(LAST + 1);
}

export function toHistogram(counts: Float64Array): Histogram {
  const histogram: Histogram = new Map();
  counts.forEach((count, bucket) => {
    if (count !== 0) histogram.set(bucket, count);
  });
  return histogram;
}

/** Where to read on, and the bucket before. */
interface Place {
  at: number;
  bucket: number;
}

/**
 * Reads on for so many bytes as are read at once. By index: an iterator over the bytes takes more than twice as long, and
 * a month of answers has millions of them.
 */
function readEncoded(bytes: Uint8Array, place: Place, see: (bucket: number, count: number) => void): void {
  const end = Math.min(place.at + READ_AT_ONCE, bytes.length);
  let { at, bucket } = place;
  while (at < end) {
    // The bit that says that another byte follows is worth as much as the next byte's unit, which takes it away again.
    let distance = bytes[at++] ?? 0;
    for (let byte = distance, unit = 128; byte >= 0x80; unit *= 128) {
      byte = bytes[at++] ?? 0;
      distance += (byte - 1) * unit;
    }
    let count = bytes[at++] ?? 0;
    for (let byte = count, unit = 128; byte >= 0x80; unit *= 128) {
      byte = bytes[at++] ?? 0;
      count += (byte - 1) * unit;
    }
    if (at > bytes.length) throw new RangeError('the histogram is cut off');
    // No count: another histogram begins.
    bucket = count === 0 ? 0 : bucket + distance;
    if (count !== 0) see(bucket, count);
  }
  place.at = at;
  place.bucket = bucket;
}

/**
 * Percentiles as `percentile_cont` of Postgres defines them, between the two nearest values in rank, each at most 0.8 %
 * off; null for each where nothing was counted.
 * @param shares from 0 to 1, ascending
 */
export function quantilesOf(histogram: Histogram, shares: readonly number[]): (number | null)[] {
  const buckets = [...histogram].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return shares.map(() => null);
  const valueAt = (rank: number): number => {
    let seen = 0;
    for (const [bucket, count] of buckets) {
      seen += count;
      if (rank < seen) return middleOf(bucket);
    }
    return middleOf(buckets.at(-1)?.[0] ?? 0);
  };
  return shares.map((share) => {
    const place = share * (total - 1);
    const below = valueAt(Math.floor(place));
    return below + (valueAt(Math.ceil(place)) - below) * (place - Math.floor(place));
  });
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  bytes.push(rest);
}
