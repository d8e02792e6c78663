import { DIMENSIONS, MODEL_DIMENSIONS } from './dimensions.js';

/**
 * Sums are kept in two details, each by hour and by day: told apart by all dimensions, and by the few that most questions
 * ask for, of which there are some tens of combinations where there are thousands of all.
 */
export const DETAILS = {
  full: { dimensions: DIMENSIONS, ids: 'usage_dimensions', totals: 'usage_rollups', tags: 'usage_tag_rollups' },
  model: {
    dimensions: MODEL_DIMENSIONS,
    ids: 'usage_model_dimensions',
    totals: 'usage_model_rollups',
    tags: 'usage_model_tag_rollups',
  },
} as const;

export type Detail = keyof typeof DETAILS;
export const DETAIL_NAMES = Object.keys(DETAILS) as readonly Detail[];

type Tables = (typeof DETAILS)[Detail];
export type TotalsTable = Tables['totals'];
export type TagsTable = Tables['tags'];
export type RollupTable = TotalsTable | TagsTable;

/** What besides the bucket tells the rows of each table apart. */
export const ROLLUP_TABLES: Readonly<Record<RollupTable, readonly string[]>> = {
  usage_rollups: ['dimensions_id'],
  usage_tag_rollups: ['dimensions_id', 'tag_key', 'tag_value'],
  usage_model_rollups: ['dimensions_id'],
  usage_model_tag_rollups: ['dimensions_id', 'tag_key', 'tag_value'],
};
export const ROLLUP_TABLE_NAMES = Object.keys(ROLLUP_TABLES) as readonly RollupTable[];
