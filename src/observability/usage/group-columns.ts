import type { Dimension } from './grouping.js';

/** The columns that hold the groups of a statement, in the order of `groupBy`. */
export function groupNames(groupBy: readonly Dimension[]): string[] {
  return groupBy.map((_dimension, place) => `group${place}`);
}
