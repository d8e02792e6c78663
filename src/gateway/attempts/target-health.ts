import { Inject, Injectable } from '@nestjs/common';
import { type Clock, CLOCK } from '../../core/clock.js';
import { GatewayError, messageForAdministrator, UpstreamError } from '../../core/errors.js';
import { type PolicyDefaults, SETTINGS } from '../../core/settings.js';
import type { ProviderConnection } from '../../providers/provider-strategy.js';
import { retryOf } from '../planning/call-policy.js';
import type { PlannedCall, Target } from '../planning/route-plan.js';
import { Breaker, type BreakerState, type OpenReason, type Outcome } from './breaker.js';
import { RetryBudget } from './retry-budget.js';
import type { AttemptTrace } from './attempt-trace.js';
import type { UpstreamReply } from './upstream-reply.js';

/** A breaker is heeded where the failures that opened it would let the call go on to the next target. */
const TRIGGERS = { errors: 'unavailable', credentials: 'credentials', 'retry-after': 'rate_limited' } as const;

/** Models of one provider configuration that are told apart; callers of direct access name any. */
const MAX_MODELS = 200;

/** What opened, for the other replicas. */
export interface Opened {
  readonly accountId: string;
  readonly model: string;
  readonly reason: OpenReason;
  readonly forMs: number;
}

interface AccountHealth {
  readonly retries: RetryBudget;
  readonly models: Map<string, ModelHealth>;
}

/**
 * What the attempts of this process have shown of each target, by the connection that they went through: where its
 * credentials change, a provider begins anew.
 */
@Injectable()
export class TargetHealth {
  /** A breaker opened here. */
  onOpened: (opened: Opened) => void = () => undefined;
  private readonly accounts = new WeakMap<ProviderConnection, AccountHealth>();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: PolicyDefaults,
  ) {}

  /** Whether a target's breaker lets this call out; one that is half-open does so once. */
  admits(call: PlannedCall, { account, model }: Target): boolean {
    const { breaker } = this.modelOf(account.connection, model);
    const nowMs = this.clock.monotonicMs();
    const state = breaker.at(nowMs);
    return state.state === 'closed' || !call.plan.fallbackOn.has(TRIGGERS[state.reason]) || breaker.admits(call, nowMs);
  }

  /** Whether its breaker lets calls out without trying; one of a target that was not called does. */
  isClosed({ account, model }: Target): boolean {
    const known = this.accounts.get(account.connection)?.models.get(model);
    return known === undefined || known.breaker.at(this.clock.monotonicMs()).state === 'closed';
  }

  /** The call is not made that was let out. */
  forget(call: PlannedCall, { account, model }: Target): void {
    this.modelOf(account.connection, model).breaker.forget(call);
  }

  allowsRetry({ account }: Target): boolean {
    return this.accountOf(account.connection).retries.allowsRetry(this.clock.monotonicMs());
  }

  /** Takes down what one attempt has shown, and what its stream will. */
  note(call: PlannedCall, { target, step, latencyMs }: AttemptTrace, outcome: UpstreamReply | GatewayError): void {
    const nowMs = this.clock.monotonicMs();
    const account = this.accountOf(target.account.connection);
    if (!(outcome instanceof GatewayError) || outcome instanceof UpstreamError) {
      account.retries.add(nowMs, { isRetry: step.reason === 'retry' });
    }
    if (outcome instanceof GatewayError) {
      this.noteFailure(call, target, outcome);
      return;
    }
    const model = this.modelOf(target.account.connection, target.model);
    const { body, meter } = outcome;
    model.answered(latencyMs);
    if (Buffer.isBuffer(body)) {
      model.breaker.record(SUCCESS, nowMs);
      return;
    }
    model.breaker.begin(nowMs);
    // Counted once: a stream that breaks is no success before.
    meter.onEnd(() => {
      if (meter.breakage instanceof UpstreamError) this.noteFailure(call, target, meter.breakage);
      else model.breaker.record(SUCCESS, this.clock.monotonicMs());
    });
  }

  /** What another replica found. */
  open(connection: ProviderConnection, { model, reason, forMs }: Opened): void {
    this.modelOf(connection, model).breaker.openUntil(reason, this.clock.monotonicMs() + forMs);
  }

  /** By model; those that were called since the start, or since the credentials changed. */
  describe(connection: ProviderConnection): { readonly model: string; readonly health: HealthNow }[] {
    const nowMs = this.clock.monotonicMs();
    return [...this.accountOf(connection).models].map(([model, health]) => ({ model, health: health.at(nowMs) }));
  }

  /** By model, as `describe`. */
  *breakersOf(connection: ProviderConnection): Generator<readonly [model: string, state: BreakerState['state']]> {
    const nowMs = this.clock.monotonicMs();
    for (const [model, { breaker }] of this.accountOf(connection).models) yield [model, breaker.at(nowMs).state];
  }

  private noteFailure(call: PlannedCall, target: Target, error: GatewayError): void {
    const nowMs = this.clock.monotonicMs();
    const model = this.modelOf(target.account.connection, target.model);
    const isOfCaller = call.limits.timeoutMs !== null && isTimeout(error);
    const longestWaitMs = retryOf(target, this.settings).maxDelayMs;
    const outcome = isOfCaller ? null : outcomeOf(error, longestWaitMs);
    if (outcome === null) model.breaker.forget(call);
    if (outcome === null || !model.failed(error, outcome, { nowMs, at: this.clock.now() })) return;
    const state = model.breaker.at(nowMs);
    if (state.state !== 'open') return;
    const { reason, untilMs } = state;
    this.onOpened({ accountId: target.account.id, model: target.model, reason, forMs: untilMs - nowMs });
  }

  private accountOf(connection: ProviderConnection): AccountHealth {
    const known = this.accounts.get(connection);
    if (known !== undefined) return known;
    const made = { retries: new RetryBudget(), models: new Map<string, ModelHealth>() };
    this.accounts.set(connection, made);
    return made;
  }

  private modelOf(connection: ProviderConnection, name: string): ModelHealth {
    const { models } = this.accountOf(connection);
    const known = models.get(name);
    if (known !== undefined) return known;
    if (models.size >= MAX_MODELS) dropIdlest(models, this.clock.monotonicMs());
    const made = new ModelHealth();
    models.set(name, made);
    return made;
  }
}

/** Of the models without an open breaker the one with the fewest calls: names that no vendor knows push no other out. */
function dropIdlest(models: Map<string, ModelHealth>, nowMs: number): void {
  let idlest: string | null = null;
  let fewest = Infinity;
  for (const [name, { breaker }] of models) {
    const calls = breaker.at(nowMs).state === 'closed' ? breaker.counted(nowMs).calls : Number.MAX_VALUE;
    if (calls >= fewest) continue;
    fewest = calls;
    idlest = name;
  }
  if (idlest !== null) models.delete(idlest);
}

/** A stream that had begun is broken by it, and the timeout is the cause. */
function isTimeout(error: unknown): boolean {
  return error instanceof UpstreamError && (error.kind === 'timeout' || isTimeout(error.cause));
}

const SUCCESS: Outcome = { kind: 'success' };

/** Null where an error tells nothing of the target: it was not called, or the caller left. */
function outcomeOf(error: GatewayError, longestWaitMs: number): Outcome | null {
  if (!(error instanceof UpstreamError)) return null;
  // It answered, and what it refused was the request.
  if (error.kind === 'request-rejected' || error.kind === 'model-failed') return SUCCESS;
  if (error.kind === 'credentials-rejected') return { kind: 'credentials-rejected' };
  const asked = error.retryAfterMs ?? 0;
  return asked > longestWaitMs ? { kind: 'asked-to-wait', ms: asked } : { kind: 'failure' };
}

const MAX_LATENCIES = 256;

export interface HealthNow {
  readonly breaker: BreakerState;
  /** Milliseconds until an open breaker lets a probe out; null where it is not open. */
  readonly probeInMs: number | null;
  /** Of the last ten seconds. */
  readonly calls: number;
  readonly errors: number;
  /** Until an answer began, of the last ones, in milliseconds and sorted. */
  readonly latencies: readonly number[];
  readonly lastError: LastError | null;
}

export interface LastError {
  readonly at: Date;
  readonly code: string | null;
  /** In the vendor's words where it has said any. */
  readonly message: string;
}

/** One model of one provider configuration. */
class ModelHealth {
  readonly breaker = new Breaker();
  private readonly latencies: number[] = [];
  private next = 0;
  private lastError: LastError | null = null;

  answered(latencyMs: number): void {
    this.latencies[this.next] = latencyMs;
    this.next = (this.next + 1) % MAX_LATENCIES;
  }

  /** @returns whether the breaker's state changed */
  failed(error: GatewayError, outcome: Outcome, { nowMs, at }: { nowMs: number; at: Date }): boolean {
    if (outcome.kind !== 'success') {
      this.lastError = { at, code: error.code, message: messageForAdministrator(error) };
    }
    return this.breaker.record(outcome, nowMs);
  }

  at(nowMs: number): HealthNow {
    const breaker = this.breaker.at(nowMs);
    return {
      breaker,
      probeInMs: breaker.state === 'open' ? breaker.untilMs - nowMs : null,
      ...this.breaker.counted(nowMs),
      latencies: this.latencies.toSorted((a, b) => a - b),
      lastError: this.lastError,
    };
  }
}
