import { BUCKETS } from '../../core/statistics/difference-of-means.js';
import type { CountedCall } from '../rollups/counted-call.js';
import { countIn, type Histogram } from '../rollups/histogram.js';
import { exposureOf, type Arm, type Exposure } from './exposure.js';
import { measureCall, measureUsage, type Measurement, type Metric } from './measure-call.js';
import { cellOf, measurePair, pairOf } from './measure-pair.js';
import { Moments } from './moments.js';

export type MomentsGrain = 'hour' | 'day';

/** What one arm measured in one hour or day. */
export interface MomentsRow {
  readonly arm: Arm;
  readonly grain: MomentsGrain;
  /** ISO 8601, UTC. */
  readonly bucketStart: string;
  readonly metric: Metric;
  readonly moments: Moments;
  readonly histogram: Histogram;
}

/** A subject that an arm of a split was shown to. */
export interface SubjectRow {
  readonly arm: Arm;
  /** Its hash: a signed number of 64 bits. */
  readonly subject: bigint;
  readonly at: string;
}

const HOUR_LENGTH = 13;

/** Adds up what calls measured of the arms that they were drawn to, in memory, for one transaction. */
export class ExperimentCounts {
  private readonly rows = new Map<string, MomentsRow>();
  private readonly subjects = new Map<string, SubjectRow>();

  get isEmpty(): boolean {
    return this.rows.size === 0;
  }

  add(call: CountedCall): void {
    this.addPair(call);
    const exposure = exposureOf(call);
    if (exposure === null) return;
    for (const measured of measureCall(call, exposure))
      this.measure(exposure, call.started_at, { ...measured, times: 1 });
    if (!exposure.hasSubject) return;
    const { arm, unit } = exposure;
    this.subjects.set(`${arm.ruleId} ${arm.splitId} ${unit}`, { arm, subject: unit, at: call.started_at });
  }

  /** What a call costs and used is now another; how it ended, and how long it took, do not change. */
  change(before: CountedCall, after: CountedCall): void {
    const exposure = exposureOf(after);
    if (exposure === null) return;
    for (const measured of measureUsage(before)) this.measure(exposure, after.started_at, { ...measured, times: -1 });
    for (const measured of measureUsage(after)) this.measure(exposure, after.started_at, { ...measured, times: 1 });
  }

  /** @param at when the call began; ISO 8601, UTC */
  measure(exposure: Exposure, at: string, measured: Measurement & { readonly times: 1 | -1 }): void {
    const { metric, value, milliseconds, times } = measured;
    const { moments, histogram } = this.rowOf(exposure.arm, at, metric);
    const cell = metric === 'cost' ? rangeOf(value) * BUCKETS + exposure.bucket : exposure.bucket;
    moments.add(cell, times, BigInt(times) * value);
    if (milliseconds !== undefined) countIn(histogram, milliseconds);
  }

  /** Pairs keep what they measured: see `measurePair`. */
  private addPair(call: CountedCall): void {
    const pair = pairOf(call);
    if (pair === null) return;
    for (const { metric, ...sums } of measurePair(call, pair)) {
      const { moments } = this.rowOf(pair.arm, call.started_at, metric);
      moments.add(cellOf(pair.bucket, 'served'), 1, sums.served);
      moments.add(cellOf(pair.bucket, 'shadow'), 0, sums.shadow);
      if (sums.both !== undefined) moments.add(cellOf(pair.bucket, 'both'), 0, sums.both);
    }
  }

  private rowOf(arm: Arm, at: string, metric: Metric): MomentsRow {
    return momentsIn(this.rows, { arm, grain: 'hour', bucketStart: `${at.slice(0, HOUR_LENGTH)}:00:00Z`, metric });
  }

  momentsRows(): MomentsRow[] {
    return [...this.rows.values()];
  }

  subjectRows(): SubjectRow[] {
    return [...this.subjects.values()];
  }
}

type MomentsKey = Pick<MomentsRow, 'arm' | 'grain' | 'bucketStart' | 'metric'>;

/** The row of this key, which is made where it is missing. */
export function momentsIn(rows: Map<string, MomentsRow>, { arm, grain, bucketStart, metric }: MomentsKey): MomentsRow {
  const { ruleId, splitId, key, served } = arm;
  const name = JSON.stringify([bucketStart, ruleId, splitId, key, served?.variantId, served?.version, metric]);
  let row = rows.get(name);
  if (row === undefined) {
    row = { arm, grain, bucketStart, metric, moments: new Moments(), histogram: new Map() };
    rows.set(name, row);
  }
  return row;
}

/**
 * Costs are kept by range as well, each up to twice as dear as the one before, so that they can be capped at the end of any
 * of them, exactly. 0 for what is free.
 */
export function rangeOf(pico: bigint): number {
  return pico <= 0n ? 0 : pico.toString(2).length;
}

/** The least that is dearer than a range. */
export function endOfRange(range: number): bigint {
  return range === 0 ? 0n : 2n ** BigInt(range);
}
