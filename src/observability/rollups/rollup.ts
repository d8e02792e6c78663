import { ExperimentCounts } from '../experiments/experiment-counts.js';
import type { CountedCall } from './counted-call.js';
import type { Detail } from './details.js';
import { dimensionsId, dimensionsOf, modelDimensionsOf } from './dimensions.js';
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
  readonly detail: Detail;
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

/** A tag of a call, which is of the dimensions of this id. */
interface CountedTag {
  readonly detail: Detail;
  readonly id: string;
  readonly key: string;
  readonly value: string;
}

/** A combination of all dimensions, and the coarse one that it is part of. */
interface Kind {
  readonly id: string;
  readonly modelId: string;
  readonly modelDimensions: string;
}

/** `YYYY-MM-DDTHH` of a time. */
const HOUR_LENGTH = 13;
const DAY_LENGTH = 10;

/** Counts calls by hour, day, dimensions and tags, and by the arms of experiments, in memory, for one transaction. */
export class Rollup {
  /** Of all dimensions. */
  private readonly hours = new Map<string, RollupRow>();
  /** Tags by the coarse dimensions: of many kinds of calls these are fewer than are told apart, and so they all are. */
  private readonly modelTags = new Map<string, RollupRow>();
  /** By their dimensions. */
  private readonly kinds = new Map<string, Kind>();
  readonly experiments = new ExperimentCounts();

  constructor(private readonly limits: TagLimits) {}

  get isEmpty(): boolean {
    return this.hours.size === 0;
  }

  /** Id → dimensions, in each detail, of all calls that were counted. */
  dimensions(): Readonly<Record<Detail, ReadonlyMap<string, string>>> {
    const kinds = [...this.kinds];
    return {
      full: new Map(kinds.map(([dimensions, { id }]) => [id, dimensions])),
      model: new Map(kinds.map(([, { modelId, modelDimensions }]) => [modelId, modelDimensions])),
    };
  }

  add(call: CountedCall): void {
    for (const { measures } of this.rowsOf(call)) measures.add(call);
    this.experiments.add(call);
  }

  /** A call that was counted as `before` says is now to count as `after` says; both in the same dimensions. */
  change(before: CountedCall, after: CountedCall): void {
    for (const { measures } of this.rowsOf(after)) measures.change(before, after);
    this.experiments.change(before, after);
  }

  /** By hour, and the same by day; each in all details. */
  rows(): RollupRow[] {
    const hours = [...this.hours.values()];
    const modelIds = new Map([...this.kinds.values()].map(({ id, modelId }) => [id, modelId]));
    const modelTotals = sumBy(
      hours.filter(({ tag }) => tag === null),
      (row) => ({ ...row, detail: 'model', dimensionsId: modelIds.get(row.dimensionsId ?? '') ?? null }),
    );
    const modelHours = [...modelTotals, ...this.modelTags.values()];
    return [...hours, ...sumBy(hours, toDay), ...modelHours, ...sumBy(modelHours, toDay)];
  }

  private rowsOf(call: CountedCall): RollupRow[] {
    const bucketStart = `${call.started_at.slice(0, HOUR_LENGTH)}:00:00Z`;
    const { id, modelId } = this.kindOf(call);
    const rows = [rowIn(this.hours, { detail: 'full', grain: 'hour', bucketStart, dimensionsId: id, tag: null })];
    for (const key in call.tags) {
      const value = call.tags[key];
      if (typeof value !== 'string') continue;
      rows.push(rowIn(this.hours, this.tagKeyOf(bucketStart, { detail: 'full', id, key, value })));
      rows.push(rowIn(this.modelTags, this.tagKeyOf(bucketStart, { detail: 'model', id: modelId, key, value })));
    }
    return rows;
  }

  private tagKeyOf(bucketStart: string, { detail, id, key, value }: CountedTag): RollupKey {
    const told = this.limits.detailOf({ detail, day: bucketStart.slice(0, DAY_LENGTH) }, [key, value], id);
    return {
      ...{ detail, grain: 'hour', bucketStart },
      dimensionsId: told === 'dimensions' ? id : null,
      tag: { key, value: told === 'key' ? null : value },
    };
  }

  private kindOf(call: CountedCall): Kind {
    const dimensions = dimensionsOf(call);
    let kind = this.kinds.get(dimensions);
    if (kind === undefined) {
      const modelDimensions = modelDimensionsOf(call);
      kind = { id: dimensionsId(dimensions), modelId: dimensionsId(modelDimensions), modelDimensions };
      this.kinds.set(dimensions, kind);
    }
    return kind;
  }
}

function toDay(row: RollupKey): RollupKey {
  return { ...row, grain: 'day', bucketStart: `${row.bucketStart.slice(0, DAY_LENGTH)}T00:00:00Z` };
}

/** Rows that stand for more than the given ones do. */
function sumBy(rows: readonly RollupRow[], toKey: (row: RollupKey) => RollupKey): RollupRow[] {
  const sums = new Map<string, RollupRow>();
  for (const row of rows) rowIn(sums, toKey(row)).measures.addAll(row.measures);
  return [...sums.values()];
}

/** @param rows all of one detail and grain */
function rowIn(rows: Map<string, RollupRow>, { detail, grain, bucketStart, dimensionsId, tag }: RollupKey): RollupRow {
  const name = `${bucketStart} ${dimensionsId}${tag === null ? '' : JSON.stringify([tag.key, tag.value])}`;
  let row = rows.get(name);
  if (row === undefined) {
    row = { detail, grain, bucketStart, dimensionsId, tag, measures: new Measures() };
    rows.set(name, row);
  }
  return row;
}
