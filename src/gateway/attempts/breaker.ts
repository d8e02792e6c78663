import { SlidingCounts } from './sliding-counts.js';

/** What one call told of its target's health. */
export type Outcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'failure' }
  /** The vendor asked for a wait longer than a call waits. */
  | { readonly kind: 'asked-to-wait'; readonly ms: number }
  | { readonly kind: 'credentials-rejected' };

export type OpenReason = 'errors' | 'credentials' | 'retry-after';

export type BreakerState =
  | { readonly state: 'closed' }
  | { readonly state: 'half-open'; readonly reason: OpenReason }
  /** @property untilMs on the clock of the calls */
  | { readonly state: 'open'; readonly reason: OpenReason; readonly untilMs: number };

const MIN_CALLS = 20;
const ERROR_RATIO = 0.5;
const FIRST_OPEN_MS = 5_000;
/** Each time that it opens without a good call in between doubles the next one. */
const LONGEST_OPEN_MS = 60_000;
const CREDENTIALS_OPEN_MS = 30_000;
const LONGEST_WAIT_MS = 600_000;
/** A probe that has not ended by then is forgotten, and another one may go out. */
const PROBE_MS = 60_000;

/**
 * Whether one model of one provider configuration is worth calling. It opens on half of at least 20 calls failing within
 * ten seconds, on rejected credentials, or for the time that the vendor asks for; then single probes decide.
 */
export class Breaker {
  private readonly counts = new SlidingCounts();
  private reason: OpenReason | null = null;
  private openUntilMs = 0;
  private openForMs = FIRST_OPEN_MS;
  private probeUntilMs = -Infinity;
  /** The call that is the probe. */
  private probe: object | null = null;

  at(nowMs: number): BreakerState {
    if (this.reason === null) return { state: 'closed' };
    if (nowMs < this.openUntilMs) return { state: 'open', reason: this.reason, untilMs: this.openUntilMs };
    return { state: 'half-open', reason: this.reason };
  }

  /** Whether this call may go out now; where the breaker is half-open, the one that may is the probe. */
  admits(call: object, nowMs: number): boolean {
    if (this.reason === null) return true;
    if (nowMs < this.openUntilMs || nowMs < this.probeUntilMs) return false;
    this.probeUntilMs = nowMs + PROBE_MS;
    this.probe = call;
    return true;
  }

  /** Calls and failures of the last ten seconds. */
  counted(nowMs: number): { readonly calls: number; readonly errors: number } {
    const { calls, marked } = this.counts.total(nowMs);
    return { calls, errors: marked };
  }

  /**
   * A stream has begun: the target serves again. How it ends is counted then, and how long the breaker opens next is kept
   * until one ends well, for some vendors begin each stream and break it.
   */
  begin(nowMs: number): void {
    this.close(nowMs);
  }

  /** @returns whether the state changed */
  record(outcome: Outcome, nowMs: number): boolean {
    this.counts.add(nowMs, { isMarked: outcome.kind !== 'success' });
    switch (outcome.kind) {
      case 'success': {
        const closed = this.close(nowMs);
        if (this.reason === null) this.openForMs = FIRST_OPEN_MS;
        return closed;
      }
      case 'credentials-rejected':
        return this.open('credentials', nowMs + CREDENTIALS_OPEN_MS);
      case 'asked-to-wait':
        return this.open('retry-after', nowMs + Math.min(outcome.ms, LONGEST_WAIT_MS));
      case 'failure':
        return this.recordFailure(nowMs);
    }
  }

  /** A call told nothing of the target, for its caller left: where it was the probe, another one may go out. */
  forget(call: object): void {
    if (call === this.probe) this.endProbe();
  }

  /** What another replica found. */
  openUntil(reason: OpenReason, untilMs: number): void {
    if (untilMs > this.openUntilMs) this.open(reason, untilMs);
  }

  private recordFailure(nowMs: number): boolean {
    if (this.reason !== null) {
      // Calls that went out before it opened say nothing new.
      if (nowMs < this.openUntilMs) return false;
      return this.openForLonger(this.reason, nowMs);
    }
    const { calls, errors } = this.counted(nowMs);
    return calls >= MIN_CALLS && errors / calls >= ERROR_RATIO && this.openForLonger('errors', nowMs);
  }

  private openForLonger(reason: OpenReason, nowMs: number): boolean {
    const untilMs = nowMs + this.openForMs;
    this.openForMs = Math.min(this.openForMs * 2, LONGEST_OPEN_MS);
    return this.open(reason, untilMs);
  }

  private open(reason: OpenReason, untilMs: number): boolean {
    this.reason = reason;
    this.openUntilMs = untilMs;
    this.endProbe();
    return true;
  }

  private close(nowMs: number): boolean {
    // While it is open, a success is of a call that went out before, or to the last target of a plan.
    if (this.reason === null || nowMs < this.openUntilMs) return false;
    this.reason = null;
    this.openUntilMs = 0;
    this.endProbe();
    this.counts.clear();
    return true;
  }

  private endProbe(): void {
    this.probeUntilMs = -Infinity;
    this.probe = null;
  }
}
