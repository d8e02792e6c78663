import { reasonOf } from './journal-directory.js';

/** A batch that the database has not answered for so long counts as stuck. */
const STUCK_AFTER_MS = 30_000;
/** A record's first member, at the beginning of its line. */
const STARTED_AT = /^\{"started_at":"([^"]{1,40})"/;

/** The state of shipping, from the moment a record is read from the journal until the database has it. */
export class ShippingState {
  /** @param destination named where records do not reach it */
  constructor(private readonly destination = 'the database') {}

  private failure: string | null = null;
  private oldest: Date | null = null;
  /** A time of `performance.now()`; null while nothing is under way. */
  private waitingSince: number | null = null;

  /** Lines were read that are not in the database yet. */
  began(lines: Buffer): void {
    this.waitingSince ??= performance.now();
    const startedAt = new Date(STARTED_AT.exec(lines.toString('latin1', 0, 80))?.[1] ?? Number.NaN);
    this.oldest = Number.isNaN(startedAt.getTime()) ? null : startedAt;
  }

  arrived(): void {
    this.waitingSince = null;
    this.oldest = null;
  }

  succeeded(): void {
    this.failure = null;
  }

  failed(error: unknown): void {
    this.failure = reasonOf(error);
  }

  /** Since the oldest record was written that is on its way; 0 where none is. */
  oldestWaitingMs(now: Date): number {
    return this.oldest === null ? 0 : Math.max(0, now.getTime() - this.oldest.getTime());
  }

  /** Why records do not arrive, and since when; null while they do. */
  reason(now: Date, backlogBytes: number): string | null {
    const isStuck = this.waitingSince !== null && performance.now() - this.waitingSince > STUCK_AFTER_MS;
    if (this.failure === null && !isStuck) return null;
    const why = this.failure ?? `${this.destination} takes long to answer`;
    return `the request log does not reach ${this.destination}: ${why}; ${this.waiting(now, backlogBytes)}`;
  }

  private waiting(now: Date, backlogBytes: number): string {
    const waiting = `${backlogBytes} bytes wait in the journal`;
    if (this.oldest === null) return waiting;
    return `${waiting}, the oldest record for ${Math.round(this.oldestWaitingMs(now) / 1000)} s`;
  }
}
