import { JOINT } from './histogram.js';

/*
 * The same histograms, made by the database of durations that it has in rows.
 */

/**
 * The bucket of a duration, as `bucketOf` says it. A logarithm that is rounded to the next octave does no harm: the
 * first bucket of an octave follows on the last one of the octave before.
 */
export function toBucketSql(milliseconds: string): string {
  const octave = `floor(ln(${milliseconds}) / ${Math.LN2})`;
  const place = `floor((${milliseconds} / power(2::float8, ${octave}) - 1) * 64)`;
  return `CASE
    WHEN ${milliseconds} IS NULL THEN NULL
    WHEN NOT ${milliseconds} >= 0.0078125 OR ${milliseconds} = 'NaN'::float8 THEN 0
    WHEN ${milliseconds} >= 1099511627776 THEN 3008
    ELSE ((${octave} + 7) * 64 + ${place} + 1)::integer END`;
}

/** A histogram of one bucket: two bytes say which, five how many, as LEB128 allows. */
export function toPairSql(bucket: string, count: string): string {
  const bytes = [
    `(${bucket} & 127 | 128)`,
    `(${bucket} >> 7)`,
    ...[0, 7, 14, 21].map((shift) => `(${count} >> ${shift} & 127 | 128)`),
    `(${count} >> 28)`,
  ];
  const number = bytes.map((byte, place) => `(${byte}::bigint << ${8 * (bytes.length - 1 - place)})`).join(' | ');
  return `substring(int8send(${number}) FROM 2)`;
}

/** An aggregate of encoded histograms, which `addEncoded` reads. */
export function joinSql(histograms: string): string {
  return `string_agg(${histograms}, '\\x${JOINT.toString('hex')}'::bytea)`;
}
