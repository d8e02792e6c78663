import type { RequestLogRecord } from './log-record.js';

export const LOG_SINK = Symbol('LOG_SINK');

/** The only thing that the other modules know of the log. */
export interface LogSink {
  /** The record is on disk when this returns. Never throws: a log that cannot be written must not fail a reply. */
  append(record: RequestLogRecord): void;
}
