import {
  type FailureKind,
  GatewayError,
  InternalError,
  UnsupportedEndpointError,
  UnsupportedParameterError,
  UpstreamError,
} from '../../core/errors.js';
import type { FallbackTrigger } from '../../configs/targeting/fallback-triggers.js';
import type { PolicyDefaults, TimeoutSettings } from '../../core/settings.js';
import { retryOf, timeoutsOf } from '../planning/call-policy.js';
import type { PlannedCall, Target } from '../planning/route-plan.js';
import { triggerOf } from './fallback-trigger.js';

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
  /** Whether its provider's budget of retries has one left. */
  readonly allowsRetry: boolean;
}

export interface DecisionInput {
  /** By target. */
  readonly limits: readonly TargetLimits[];
  /** The failures after which the next target is called. */
  readonly fallbackOn: ReadonlySet<FallbackTrigger>;
  readonly random: number;
}

/** Why a target is left for the next one: the kind of failure, or that its provider may be sent no more retries now. */
export type FallbackReason = FallbackTrigger | 'retry_budget';

export type NextStep =
  | {
      readonly kind: 'attempt';
      readonly targetIndex: number;
      readonly delayMs: number;
      readonly reason: 'retry' | 'fallback';
      readonly because: FallbackReason | null;
    }
  | { readonly kind: 'stop' };

/** Kinds of failure that may pass by themselves. */
const RETRIED: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'unreachable',
  'timeout',
  'overloaded',
  'invalid-response',
  'stream-broken',
  'rate-limited',
  'model-failed',
]);

const BASE_DELAY_MS = 500;

/**
 * What to do after the last failure: the same target again, the next one, or stop. Pure. A target that lacks the endpoint
 * or a parameter was not called, and does not stop the next one that has it; nor does one whose answer this gateway
 * could not work with.
 *
 * @param past not empty
 * @param random from 0 to 1, for full jitter
 */
export function decideNext(past: readonly PastAttempt[], { limits, fallbackOn, random }: DecisionInput): NextStep {
  const last = past.at(-1);
  const limit = limits[last?.targetIndex ?? 0];
  if (last === undefined || limit === undefined) throw new Error('nothing has failed yet');
  const { targetIndex, error } = last;
  const delayMs = retryDelay(past, limit, random);
  if (delayMs !== null && limit.allowsRetry) {
    return { kind: 'attempt', targetIndex, delayMs, reason: 'retry', because: triggerOf(error) };
  }
  const because = fallbackReason(error, fallbackOn);
  return toNextTarget(last, because === null || delayMs === null ? because : 'retry_budget', limits);
}

/**
 * Who goes on with a stream that broke after some of it was sent: the next target, after the failures that a fallback is
 * called for. The same one is not called again, for it may break at the same place.
 */
export function decideContinuation(
  broken: PastAttempt,
  { limits, fallbackOn }: Omit<DecisionInput, 'random'>,
): NextStep {
  const { cause } = broken.error;
  const because = fallbackReason(cause instanceof GatewayError ? cause : broken.error, fallbackOn);
  return toNextTarget(broken, because, limits);
}

/** @param because null where no other target is called */
function toNextTarget(
  { targetIndex }: PastAttempt,
  because: FallbackReason | null,
  limits: readonly TargetLimits[],
): NextStep {
  const next = limits[targetIndex + 1];
  if (because === null || next === undefined || next.remainingMs <= 0) return { kind: 'stop' };
  return { kind: 'attempt', targetIndex: targetIndex + 1, delayMs: 0, reason: 'fallback', because };
}

/** Milliseconds to wait before the same target is called again; null where it is not. */
function retryDelay(past: readonly PastAttempt[], limit: TargetLimits, random: number): number | null {
  const last = past.at(-1);
  if (!(last?.error instanceof UpstreamError) || !RETRIED.has(last.error.kind)) return null;
  const tries = past.filter(({ targetIndex }) => targetIndex === last.targetIndex).length;
  const delayMs = tries < limit.maxAttempts ? delayFor(last.error, tries, limit.maxDelayMs, random) : null;
  return delayMs !== null && delayMs < limit.remainingMs ? delayMs : null;
}

/** Whether the vendor was not called, since it lacks what the request needs. */
export function lacksSomething(error: GatewayError): boolean {
  return error instanceof UnsupportedEndpointError || error instanceof UnsupportedParameterError;
}

/** Null where no other target is called after this failure. */
function fallbackReason(error: GatewayError, fallbackOn: ReadonlySet<FallbackTrigger>): FallbackReason | null {
  if (lacksSomething(error)) return 'capability';
  if (error instanceof InternalError) return 'unavailable';
  const trigger = triggerOf(error);
  return trigger !== null && fallbackOn.has(trigger) ? trigger : null;
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
    private readonly defaults: PolicyDefaults,
    startedMs: number,
  ) {
    this.targets = plan.targets;
    this.maxAttempts = limits.maxAttempts ?? Infinity;
    const { timeoutMs } = limits;
    this.timeouts = plan.targets.map((target) => {
      const own = timeoutsOf(target, defaults);
      return timeoutMs === null || timeoutMs >= own.totalMs ? own : { ...own, totalMs: timeoutMs };
    });
    const longestMs = this.timeouts.reduce((ms, { totalMs }) => Math.max(ms, totalMs), defaults.timeouts.totalMs);
    this.endMs = startedMs + Math.min(timeoutMs ?? Infinity, longestMs);
  }

  /** @param allowsRetry whether the budget of the target's provider has a retry left */
  limitsAt(nowMs: number, allowsRetry: (target: Target) => boolean): readonly TargetLimits[] {
    return this.targets.map((target, index) => {
      const { maxAttempts, maxDelayMs } = retryOf(target, this.defaults);
      return {
        maxAttempts: Math.min(this.maxAttempts, maxAttempts),
        maxDelayMs,
        remainingMs: this.remainingMs(index, nowMs) - TIMER_ERROR_MS,
        allowsRetry: allowsRetry(target),
      };
    });
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
