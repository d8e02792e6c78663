/**
 * What can be said of how a request ended, as a condition on its row. Usage counts by these, and the log is filtered by
 * them, so that a count and the list that it leads to agree.
 */
export const OUTCOMES = {
  error: 'NOT aborted AND (status >= 400 OR error_code IS NOT NULL)',
  aborted: 'aborted',
  unpriced: `cost IS NULL AND (usage IS NOT NULL OR (vendor IS NOT NULL AND (error_code IS NULL OR first_token_ms IS NOT NULL)))`,
} as const;

export type Outcome = keyof typeof OUTCOMES;

/** What counts an outcome, in rollups: shadows' calls are counted apart there. */
export const COUNTED_AS = {
  error: 'errors + shadow_errors',
  aborted: 'aborted',
  unpriced: 'unpriced_requests',
} as const satisfies Record<Outcome, string>;
