import {
  type FailureKind,
  type GatewayError,
  InternalError,
  UnsupportedEndpointError,
  UnsupportedParameterError,
  UpstreamError,
} from '../../core/errors.js';
import type { RuntimeSettings, TimeoutSettings } from '../../core/settings.js';
import type { PlannedCall, Target } from '../planning/route-plan.js';

/** One attempt as the decision sees it. */
export interface PastAttempt {
  readonly targetIndex: number;
  readonly error: GatewayError;
}

export interface TargetLimits {
  /** Calls to this target at most, at least 1. */
  readonly maxAttempts: number;
  readonly maxDelayMs: number;
  /** What is left of its time now; a wait that takes it all is not begun. */
  readonly remainingMs: number;
}

export type NextStep =
  { readonly kind: 'attempt'; readonly targetIndex: number; readonly delayMs: number } | { readonly kind: 'stop' };

interface Rule {
  readonly retrySame: boolean;
  readonly nextTarget: boolean;
}

const RULES: Readonly<Record<FailureKind, Rule>> = {
  unreachable: { retrySame: true, nextTarget: true },
  timeout: { retrySame: true, nextTarget: true },
  overloaded: { retrySame: true, nextTarget: true },
  'invalid-response': { retrySame: true, nextTarget: true },
  'stream-broken': { retrySame: true, nextTarget: true },
  'rate-limited': { retrySame: true, nextTarget: true },
  'model-failed': { retrySame: true, nextTarget: true },
  'quota-exhausted': { retrySame: false, nextTarget: true },
  'credentials-rejected': { retrySame: false, nextTarget: true },
  'request-rejected': { retrySame: false, nextTarget: false },
};

const BASE_DELAY_MS = 500;

/**
 * What to do after the last failure: the same target again, the next one, or stop. Pure; a table.
 * A target that lacks the endpoint or a parameter does not stop the next one that has it, nor does one whose answer
 * this gateway could not work with.
 *
 * @param random from 0 to 1, for full jitter
 */
export function decideNext(past: readonly PastAttempt[], limits: readonly TargetLimits[], random: number): NextStep {
  const last = past.at(-1);
  if (last === undefined) return { kind: 'attempt', targetIndex: 0, delayMs: 0 };
  const rule = ruleFor(last.error);
  const limit = limits[last.targetIndex];
  const tries = past.filter((attempt) => attempt.targetIndex === last.targetIndex).length;
  if (rule.retrySame && limit !== undefined && tries < limit.maxAttempts) {
    const delayMs = delayFor(last.error, tries, limit.maxDelayMs, random);
    if (delayMs !== null && delayMs < limit.remainingMs)
      return { kind: 'attempt', targetIndex: last.targetIndex, delayMs };
  }
  const next = limits[last.targetIndex + 1];
  if (rule.nextTarget && next !== undefined && next.remainingMs > 0) {
    return { kind: 'attempt', targetIndex: last.targetIndex + 1, delayMs: 0 };
  }
  return { kind: 'stop' };
}

function ruleFor(error: GatewayError): Rule {
  if (error instanceof UpstreamError) return RULES[error.kind];
  const lacksSomething = error instanceof UnsupportedEndpointError || error instanceof UnsupportedParameterError;
  return { retrySame: false, nextTarget: lacksSomething || error instanceof InternalError };
}

/**
 * Exponential with full jitter, and never sooner than the vendor asks; null where it asks for a longer wait than
 * allowed. Where it asks for no wait at all the backoff still applies: calls must not go out in a tight loop.
 */
function delayFor(error: GatewayError, tries: number, maxDelayMs: number, random: number): number | null {
  const asked = error.retryAfterMs ?? 0;
  if (asked > maxDelayMs) return null;
  return Math.max(asked, Math.round(random * Math.min(maxDelayMs, BASE_DELAY_MS * 2 ** (tries - 1))));
}

/** Node's timers may end so much early: what is left then is no time for another attempt. */
const TIMER_ERROR_MS = 1;

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
  private readonly enteredMs: (number | undefined)[] = [];

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
    const longestMs = this.timeouts.reduce((ms, { totalMs }) => Math.max(ms, totalMs), defaults.timeouts.totalMs);
    this.endMs = startedMs + Math.min(timeoutMs ?? Infinity, longestMs);
  }

  limitsAt(nowMs: number): readonly TargetLimits[] {
    return this.targets.map(({ version }, index) => ({
      maxAttempts: Math.min(this.maxAttempts, version?.retry.maxAttempts ?? this.defaults.retryMaxAttempts),
      maxDelayMs: version?.retry.maxDelayMs ?? this.defaults.retryMaxDelayMs,
      remainingMs: this.remainingMs(index, nowMs) - TIMER_ERROR_MS,
    }));
  }

  /** An attempt at this target begins now. */
  enter(targetIndex: number, nowMs: number): AttemptTime {
    this.enteredMs[targetIndex] ??= nowMs;
    const timeouts = this.timeouts[targetIndex] ?? this.defaults.timeouts;
    return { timeouts, remainingMs: Math.max(1, Math.ceil(this.remainingMs(targetIndex, nowMs))) };
  }

  private remainingMs(targetIndex: number, nowMs: number): number {
    const { totalMs } = this.timeouts[targetIndex] ?? this.defaults.timeouts;
    const enteredMs = this.enteredMs[targetIndex] ?? nowMs;
    return Math.min(this.endMs, enteredMs + totalMs) - nowMs;
  }
}
