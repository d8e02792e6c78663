import { type GatewayError, UpstreamError } from '../../core/errors.js';
import type { UsageRecord } from '../../core/usage.js';
import type { AttemptReason, AttemptRecord } from '../../observability/log-record.js';
import type { Target } from '../planning/route-plan.js';
import type { OpenSpan } from '../tracing/open-span.js';
import type { FallbackReason } from './decide-next.js';
import type { ReplyMeter } from './reply-meter.js';

/** Why a target is called, or is not. */
export interface AttemptStep {
  readonly reason: AttemptReason;
  /** The kind of failure before it, or why it is skipped; null for the first. */
  readonly because: FallbackReason | 'breaker_open' | null;
}

/** One call of a target, written while it is under way. */
export interface AttemptTrace {
  readonly target: Target;
  step: AttemptStep;
  readonly startedAt: Date;
  latencyMs: number;
  /** Since when its vendor is waited for, on the clock of the calls; null while it is not. */
  waitingSinceMs: number | null;
  /** Null where it is part of no trace that this gateway exports. */
  span: OpenSpan | null;
  /** Vendor's HTTP status, null where no answer came. */
  status: number | null;
  /** The vendor's own, whether its answer was good or not. */
  upstreamRequestId: string | null;
  failure: GatewayError | null;
  /** Of an attempt that failed: what its vendor counted all the same. Null where it did not say. */
  usage: UsageRecord | null;
  /** The tier that it was served at, as the vendor of an attempt that failed all the same says. */
  serviceTier: string | null;
  /** What its vendor says it cost, in pico-USD; null where it does not say. */
  vendorCost: bigint | null;
  /** Of an attempt whose answer was sent, or a part of it; null of one that failed before that. */
  meter: ReplyMeter | null;
}

export function beginTrace(target: Target, step: AttemptStep, startedAt: Date): AttemptTrace {
  return {
    target,
    step,
    startedAt,
    latencyMs: 0,
    waitingSinceMs: null,
    span: null,
    status: null,
    upstreamRequestId: null,
    failure: null,
    usage: null,
    serviceTier: null,
    vendorCost: null,
    meter: null,
  };
}

/** Made where the record is written: of most calls it is left out. */
export function toAttemptRecord({ target, step, failure, ...trace }: AttemptTrace): AttemptRecord {
  return {
    reason: step.reason,
    because: step.because,
    provider: target.account.slug,
    vendor: target.account.vendor,
    model: target.model,
    variant: target.version?.variantName ?? null,
    variantId: target.version?.variantId,
    version: target.version?.version,
    status: trace.status,
    error: failure === null ? null : (failure.code ?? failure.type),
    message: failure && ((failure instanceof UpstreamError ? failure.vendorMessage : null) ?? failure.message),
    startedAt: trace.startedAt.toISOString(),
    latencyMs: Math.round(trace.latencyMs * 10) / 10,
    upstreamRequestId: trace.upstreamRequestId,
  };
}
