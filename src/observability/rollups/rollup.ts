import type { CountedCall } from './counted-call.js';
import { dimensionsId, dimensionsOf } from './dimensions.js';
import { Measures } from './measures.js';
import type { TagLimits } from './tag-limits.js';

export type Grain = 'hour' | 'day';

/** Tags of a call that are counted; the value is null where values are not told apart. */
interface TagKey {
  readonly key: string;
  readonly value: string | null;
}

/** What a row of a rollup stands for. */
export interface RollupKey {
  readonly grain: Grain;
  /** ISO 8601, UTC. */
  readonly bucketStart: string;
  /** Null where a tag's totals are not told apart by them. */
  readonly dimensionsId: string | null;
  /** Null for the totals of all calls. */
  readonly tag: TagKey | null;
}

export interface RollupRow extends RollupKey {
  readonly measures: Measures;
}

/** `YYYY-MM-DDTHH` of a time. */
const HOUR_LENGTH = 13;
const DAY_LENGTH = 10;

/** Counts calls by hour, day, dimensions and tags, in memory, for one transaction. */
export class Rollup {
  private readonly hours = new Map<string, RollupRow>();
  /** Dimensions → their id. */
  private readonly ids = new Map<string, string>();

  constructor(private readonly limits: TagLimits) {}

  get isEmpty(): boolean {
    return this.hours.size === 0;
  }

  /** Id → dimensions, of all calls that were counted. */
  dimensions(): ReadonlyMap<string, string> {
    return new Map([...this.ids].map(([dimensions, id]) => [id, dimensions]));
  }

  add(call: CountedCall): void {
    for (const { measures } of this.rowsOf(call)) measures.add(call);
  }

  /** A call that was counted as `before` says is now to count as `after` says; both in the same dimensions. */
  change(before: CountedCall, after: CountedCall): void {
    for (const { measures } of this.rowsOf(after)) measures.change(before, after);
  }

  /** By hour, and the same by day. */
  rows(): RollupRow[] {
    const days = new Map<string, RollupRow>();
    for (const row of this.hours.values()) {
      const bucketStart = `${row.bucketStart.slice(0, DAY_LENGTH)}T00:00:00Z`;
      const key = { ...row, grain: 'day' as const, bucketStart };
      rowIn(days, key).measures.addAll(row.measures);
    }
    return [...this.hours.values(), ...days.values()];
  }

  private rowsOf(call: CountedCall): RollupRow[] {
    const bucketStart = `${call.started_at.slice(0, HOUR_LENGTH)}:00:00Z`;
    const id = this.idOf(dimensionsOf(call));
    const rows = [rowIn(this.hours, { grain: 'hour', bucketStart, dimensionsId: id, tag: null })];
    for (const key in call.tags) {
      const value = call.tags[key];
      if (typeof value !== 'string') continue;
      const detail = this.limits.detailOf(bucketStart.slice(0, DAY_LENGTH), [key, value], id);
      const tag = { key, value: detail === 'key' ? null : value };
      const dimensionsId = detail === 'dimensions' ? id : null;
      rows.push(rowIn(this.hours, { grain: 'hour', bucketStart, dimensionsId, tag }));
    }
    return rows;
  }

  private idOf(dimensions: string): string {
    let id = this.ids.get(dimensions);
    if (id === undefined) {
      id = dimensionsId(dimensions);
      this.ids.set(dimensions, id);
    }
    return id;
  }
}

function rowIn(rows: Map<string, RollupRow>, { grain, bucketStart, dimensionsId, tag }: RollupKey): RollupRow {
  const name = `${bucketStart} ${dimensionsId}${tag === null ? '' : JSON.stringify([tag.key, tag.value])}`;
  let row = rows.get(name);
  if (row === undefined) {
    row = { grain, bucketStart, dimensionsId, tag, measures: new Measures() };
    rows.set(name, row);
  }
  return row;
}
