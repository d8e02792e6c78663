import { SlidingCounts } from './sliding-counts.js';

/** Of the calls of the last ten seconds. */
const RETRY_SHARE = 0.2;
/** Per ten seconds, so that little traffic is retried too. */
const AT_LEAST = 10;

/**
 * How many of the calls to one provider configuration may be retries, so that an outage is not multiplied: a fifth of
 * the calls of the last ten seconds, and ten at least.
 */
export class RetryBudget {
  private readonly counts = new SlidingCounts();

  /** Counts a call that goes out, a retry or not. */
  add(nowMs: number, { isRetry }: { readonly isRetry: boolean }): void {
    this.counts.add(nowMs, { isMarked: isRetry });
  }

  allowsRetry(nowMs: number): boolean {
    const { calls, marked: retries } = this.counts.total(nowMs);
    const firsts = calls - retries;
    return retries < Math.max(AT_LEAST, firsts * RETRY_SHARE);
  }
}
