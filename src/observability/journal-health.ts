export const JOURNAL_HEALTH = Symbol('JOURNAL_HEALTH');

/** The state of the log's way to the database, as readiness shows it. */
export interface JournalHealth {
  /** What is wrong, each in one sentence; none while every record is kept and on its way. */
  readonly reasons: readonly string[];
  /** On disk and not yet in the database. */
  readonly backlogBytes: number;
  /** How long the oldest record has waited that the database has not taken; 0 while all arrive. */
  readonly oldestWaitingMs: number;
  /** Lost since the start, because the disk refused them, the journal outgrew its limit or its files vanished. */
  readonly droppedRecords: number;
}

/** Of the database and of what else the log goes to. Bytes and losses are those of the database's way. */
export function joinHealth(database: JournalHealth, other: Pick<JournalHealth, 'reasons'>): JournalHealth {
  return {
    get reasons() {
      return [...database.reasons, ...other.reasons];
    },
    get backlogBytes() {
      return database.backlogBytes;
    },
    get oldestWaitingMs() {
      return database.oldestWaitingMs;
    },
    get droppedRecords() {
      return database.droppedRecords;
    },
  };
}
