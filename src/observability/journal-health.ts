export const JOURNAL_HEALTH = Symbol('JOURNAL_HEALTH');

/** How the log's way to the database fares; readiness shows it. */
export interface JournalHealth {
  /** What is wrong, in one sentence; null while every record is kept. */
  readonly degraded: string | null;
  /** On disk and not yet in the database. */
  readonly backlogBytes: number;
  /** Lost since the start, because the disk refused them or the journal outgrew its limit. */
  readonly droppedRecords: number;
}
