import {
  type FailureKind,
  type GatewayError,
  InternalError,
  UnsupportedEndpointError,
  UnsupportedParameterError,
  UpstreamError,
} from '../../core/errors.js';

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
 * Exponential with full jitter, and never sooner than the vendor asks; null where it asks for longer than is waited here.
 * A vendor that asks for no wait at all does not ask to be called in a tight loop.
 */
function delayFor(error: GatewayError, tries: number, maxDelayMs: number, random: number): number | null {
  const asked = error.retryAfterMs ?? 0;
  if (asked > maxDelayMs) return null;
  return Math.max(asked, Math.round(random * Math.min(maxDelayMs, BASE_DELAY_MS * 2 ** (tries - 1))));
}
