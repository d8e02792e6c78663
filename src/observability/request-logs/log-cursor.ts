import { fromCursor, toCursor } from '../../core/http/page.js';
import { UUID } from './filters.js';
import { refused } from './parameters.js';

/** A place in the log, whose order is newest first. */
export interface LogPlace {
  /** ISO 8601 in UTC with microseconds, as exact as the database keeps it: rounded, rows of one moment would be lost. */
  readonly startedAt: string;
  readonly requestId: string;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

export function toLogCursor({ startedAt, requestId }: LogPlace): string {
  return toCursor([startedAt, requestId]);
}

/** @throws BadRequestException */
export function readLogCursor(value: unknown): LogPlace | null {
  if (value === undefined) return null;
  const [startedAt, requestId] = fromCursor(typeof value === 'string' ? value : '', 2).map(String);
  if (startedAt !== undefined && requestId !== undefined && isMoment(startedAt) && UUID.test(requestId)) {
    return { startedAt, requestId };
  }
  throw refused('cursor', 'must be the nextCursor of an earlier page');
}

function isMoment(text: string): boolean {
  return MOMENT.test(text) && !Number.isNaN(Date.parse(text));
}
