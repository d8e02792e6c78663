import type { RuntimeSettings, TimeoutSettings } from '../../core/settings.js';
import type { PlannedCall, Target } from '../planning/route-plan.js';
import type { TargetLimits } from './decide-next.js';

/** What holds where a target's version does not say otherwise. */
export type RetryDefaults = Pick<RuntimeSettings, 'retryMaxAttempts' | 'retryMaxDelayMs' | 'timeouts'>;

/** The time of one attempt. */
export interface AttemptTime {
  readonly timeouts: TimeoutSettings;
  /** What is left of `timeouts.totalMs`, or of the whole call where that is less. */
  readonly remainingMs: number;
}

/**
 * The time of one call. A target's `totalMs` bounds all attempts and waits there; the setting's bounds the whole call,
 * or the longest `totalMs` of its targets where a version allows for more. What the caller limits lowers all of it.
 */
export class TimeBudget {
  private readonly timeouts: readonly TimeoutSettings[];
  private readonly targets: readonly Target[];
  private readonly maxAttempts: number;
  private readonly endMs: number;
  /** When the first attempt at each target began. */
  private readonly enteredMs = new Map<number, number>();

  constructor(
    { plan, limits }: Pick<PlannedCall, 'plan' | 'limits'>,
    private readonly defaults: RetryDefaults,
    startedMs: number,
  ) {
    this.targets = plan.targets;
    this.maxAttempts = limits.maxAttempts ?? Infinity;
    const { timeoutMs } = limits;
    this.timeouts = plan.targets.map(({ version }) => {
      const own = version === null ? defaults.timeouts : { ...defaults.timeouts, ...version.timeouts };
      return timeoutMs === null || timeoutMs >= own.totalMs ? own : { ...own, totalMs: timeoutMs };
    });
    const totals = this.timeouts.map(({ totalMs }) => totalMs);
    this.endMs = startedMs + Math.min(timeoutMs ?? Infinity, Math.max(defaults.timeouts.totalMs, ...totals));
  }

  limitsAt(nowMs: number): readonly TargetLimits[] {
    return this.targets.map(({ version }, index) => ({
      maxAttempts: Math.min(this.maxAttempts, version?.retry.maxAttempts ?? this.defaults.retryMaxAttempts),
      maxDelayMs: version?.retry.maxDelayMs ?? this.defaults.retryMaxDelayMs,
      remainingMs: this.remainingMs(index, nowMs),
    }));
  }

  /** An attempt at this target begins now. */
  enter(targetIndex: number, nowMs: number): AttemptTime {
    if (!this.enteredMs.has(targetIndex)) this.enteredMs.set(targetIndex, nowMs);
    const timeouts = this.timeouts[targetIndex] ?? this.defaults.timeouts;
    return { timeouts, remainingMs: Math.max(1, this.remainingMs(targetIndex, nowMs)) };
  }

  private remainingMs(targetIndex: number, nowMs: number): number {
    const { totalMs } = this.timeouts[targetIndex] ?? this.defaults.timeouts;
    const enteredMs = this.enteredMs.get(targetIndex) ?? nowMs;
    return Math.min(this.endMs, enteredMs + totalMs) - nowMs;
  }
}
