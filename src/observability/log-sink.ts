import type { RequestLogRecord } from './log-record.js';
import type { UsageEstimate } from './usage-estimate.js';

export const LOG_SINK = Symbol('LOG_SINK');

/** The only thing that the other modules know of the log. */
export interface LogSink {
  /** The record is on disk when this returns. Never throws: a log that cannot be written must not fail a reply. */
  append(record: RequestLogRecord): void;

  /**
   * As `append`, but all records of one turn of the event loop go to disk in one write (group commit): this one is there
   * when `written` has resolved, which has to be asked in the same turn.
   */
  appendGrouped(record: RequestLogRecord): void;

  /** What becomes known of a request whose record was appended before. Never throws. */
  appendEstimate(estimate: UsageEstimate): void;

  /** Resolves before the next turn, when the records of this one are on disk or counted as dropped. */
  written(): Promise<void>;
}
