import { stepsOf } from '../api/fill-gaps.js';
import type { Usage } from '../api/usage.js';
import { valueOf, type Measured } from './measures.js';
import type { Measure } from './usage-search.js';

export interface Series {
  /** Of its values in the rows. */
  readonly key: string;
  readonly name: string;
}

/** A step of the time, and what each series came to in it; a series without requests, or with what is not known, is missing. */
export interface SeriesRow {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly values: Readonly<Record<string, number>>;
}

export interface SeriesQuestion {
  readonly time: 'hour' | 'day';
  /** The dimension that the series are of; null for one series of everything. */
  readonly group: string | null;
  readonly measure: Measure;
}

export const OTHERS = 'all others';

export interface SeriesUsage extends Pick<Usage, 'from' | 'to'> {
  readonly items: readonly (Measured & Pick<Usage['items'][number], 'group' | 'other'>)[];
}

interface ChartData {
  readonly series: readonly Series[];
  readonly rows: readonly SeriesRow[];
}

/** Usage by time and group as one series for each group, in the order of their first appearance, with the others last. */
export function toSeries(usage: SeriesUsage, { time, group, measure }: SeriesQuestion): ChartData {
  const valuesAt = new Map(stepsOf(usage, time).map((at) => [at, new Map<string, number>()]));
  const keys = new Map<string, string>();
  for (const item of usage.items) {
    const name = item.other ? OTHERS : group === null ? measure : (item.group[group] ?? 'none');
    const key = keys.get(name) ?? `series ${keys.size}`;
    keys.set(name, key);
    const value = valueOf(item, measure);
    if (value !== null) valuesAt.get(Date.parse(item.group[time] ?? ''))?.set(key, value);
  }
  const series = Array.from(keys, ([name, key]) => ({ name, key }));
  const isOthers = ({ name }: Series) => name === OTHERS;
  return {
    series: [...series.filter((each) => !isOthers(each)), ...series.filter(isOthers)],
    rows: Array.from(valuesAt, ([at, values]) => ({ at, values: Object.fromEntries(values) })),
  };
}
