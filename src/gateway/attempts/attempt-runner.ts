import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../../core/clock.js';
import {
  ClientClosedError,
  CutByShutdownError,
  GatewayError,
  InternalError,
  messageForAdministrator,
} from '../../core/errors.js';
import { type PolicyDefaults, SETTINGS } from '../../core/settings.js';
import { TRANSPORT, type Transport } from '../../providers/transport/transport.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { RequestContext } from '../planning/request-context.js';
import type { PlannedCall, Target } from '../planning/route-plan.js';
import { attempt } from './attempt.js';
import { type AttemptStep, type AttemptTrace, beginTrace } from './attempt-trace.js';
import { AudioLength } from './audio-length.js';
import {
  type AttemptTime,
  decideContinuation,
  decideNext,
  lacksSomething,
  type PastAttempt,
  type TargetLimits,
  TimeBudget,
} from './decide-next.js';
import { continuable } from './continued-reply.js';
import { TargetHealth } from './target-health.js';
import type { UpstreamReply } from './upstream-reply.js';

/** The end of all attempts. Errors inside the pipeline are values; they become throws at the last stage only. */
export type CallResult = {
  readonly call: PlannedCall;
  readonly attempts: readonly AttemptTrace[];
  /** The last target that was tried. */
  readonly target: Target;
} & ({ readonly ok: true; readonly reply: UpstreamReply } | { readonly ok: false; readonly error: GatewayError });

/** The next attempt, and why it is made. */
interface Step extends AttemptStep {
  readonly targetIndex: number;
  readonly delayMs: number;
}

/** What one call has come through so far. */
interface Session {
  readonly attempts: AttemptTrace[];
  readonly past: PastAttempt[];
  readonly budget: TimeBudget;
}

/** What the attempts of calls tell of targets, and are told. */
export type AttemptHealth = Pick<TargetHealth, 'admits' | 'allowsRetry' | 'note' | 'forget'>;

const FIRST: Step = { targetIndex: 0, delayMs: 0, reason: 'first', because: null };
const UNHEALTHY: AttemptStep = { reason: 'skipped', because: 'breaker_open' };
const TOO_LONG: AttemptStep = { reason: 'skipped', because: 'context_window' };
const UNFIT: AttemptStep = { reason: 'skipped', because: 'capability' };

/**
 * PlannedCall → CallResult: the one loop that tries again. Every failure of an attempt is a value here, also a fault of
 * the gateway itself, so that the reply and the record of a call that reached a vendor name where it went.
 */
@Injectable()
export class AttemptRunner {
  private readonly logger = new Logger('upstream');

  constructor(
    @Inject(TRANSPORT) private readonly transport: Transport,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: PolicyDefaults,
    private readonly audioLength: AudioLength,
    @Inject(TargetHealth) private readonly health: AttemptHealth,
  ) {}

  async run(call: PlannedCall): Promise<CallResult> {
    const budget = new TimeBudget(call, this.settings, this.clock.monotonicMs());
    const attempts = call.plan.passedOver.map((target) => beginTrace(target, TOO_LONG, this.clock.now()));
    const session: Session = { attempts, past: [], budget };
    const result = await this.attemptFrom(this.passOver(FIRST, call, attempts), call, session);
    if (!call.plan.continueStreams) return result;
    return continuable(result, (begun, broken) => this.goOn({ begun, ...call.request }, broken, { call, session }));
  }

  private async attemptFrom(first: Step, call: PlannedCall, { attempts, past, budget }: Session): Promise<CallResult> {
    const { targets, fallbackOn } = call.plan;
    const isContinuing = call.request.begun !== undefined;
    let step = first;
    for (;;) {
      const { targetIndex } = step;
      const target = targets[targetIndex] ?? targets[0];
      const trace = beginTrace(target, step, this.clock.now());
      attempts.push(trace);
      trace.span = call.context.trace?.span?.beginCall(trace.startedAt) ?? null;
      const outcome = await this.once(call, trace, budget.enter(targetIndex, this.clock.monotonicMs()));
      this.health.note(call, trace, outcome);
      if (!(outcome instanceof GatewayError)) {
        trace.meter = outcome.meter;
        return { call, attempts, target, ok: true, reply: outcome };
      }
      this.report(outcome, trace, call.context.id);
      past.push({ targetIndex, error: outcome });
      const next = decideNext(past, { limits: this.limitsOf(budget), fallbackOn, random: Math.random() });
      if (lacksSomething(outcome) && (isContinuing || next.kind !== 'stop')) trace.step = UNFIT;
      if (next.kind === 'stop') return { call, attempts, target, ok: false, error: outcome };
      step = this.passOver(next, call, attempts);
      if (isContinuing && step.reason === 'fallback') step = { ...step, reason: 'continued' };
      if (step.delayMs > 0 && !(await this.slept(step.delayMs, call.context))) {
        this.health.forget(call, targets[step.targetIndex] ?? target);
        const { cutByShutdown } = call.context.closing;
        const error = cutByShutdown ? new CutByShutdownError() : new ClientClosedError();
        return { call, attempts, target, ok: false, error };
      }
    }
  }

  /** Calls the targets that are left for the rest of an answer. @param request with what was sent of it */
  private async goOn(
    request: GatewayRequest,
    broken: GatewayError,
    { call, session }: { readonly call: PlannedCall; readonly session: Session },
  ): Promise<CallResult | GatewayError> {
    const { attempts, past, budget } = session;
    const { targets, fallbackOn } = call.plan;
    const trace = attempts.findLast(({ meter }) => meter !== null);
    if (trace === undefined) throw new Error('nothing was sent that could be continued');
    trace.failure = broken;
    const last = { targetIndex: targets.indexOf(trace.target), error: broken };
    past.push(last);
    const next = decideContinuation(last, { limits: this.limitsOf(budget), fallbackOn });
    if (next.kind === 'stop') return broken;
    this.report(broken, trace, call.context.id);
    const rest = { ...call, request };
    return this.attemptFrom({ ...this.passOver(next, rest, attempts), reason: 'continued' }, rest, session);
  }

  private limitsOf(budget: TimeBudget): readonly TargetLimits[] {
    return budget.limitsAt(this.clock.monotonicMs(), (target) => this.health.allowsRetry(target));
  }

  /** The step, or one to the next target whose breaker lets a call out. The last target is called whatever its health. */
  private passOver(step: Step, call: PlannedCall, attempts: AttemptTrace[]): Step {
    const { targets } = call.plan;
    let { targetIndex } = step;
    for (; targetIndex < targets.length - 1; targetIndex++) {
      const target = targets[targetIndex];
      if (target === undefined || this.health.admits(call, target)) break;
      attempts.push(beginTrace(target, UNHEALTHY, this.clock.now()));
    }
    if (targetIndex === step.targetIndex) return step;
    return { targetIndex, delayMs: 0, reason: 'fallback', because: UNHEALTHY.because };
  }

  private once(
    { context, request, plan }: PlannedCall,
    trace: AttemptTrace,
    { timeouts, remainingMs }: AttemptTime,
  ): Promise<UpstreamReply | GatewayError> {
    const { transport, audioLength, clock } = this;
    const { target } = trace;
    const heedsContentFilter = plan.fallbackOn.has('content_policy') && target !== plan.targets.at(-1);
    return attempt({
      context,
      request,
      target,
      trace,
      timeouts,
      remainingMs,
      heedsContentFilter,
      transport,
      audioLength,
      clock,
    });
  }

  private report(failure: GatewayError, { target }: AttemptTrace, requestId: string): void {
    if (failure instanceof InternalError) {
      this.logger.error('an attempt failed inside the gateway', { requestId, err: failure.cause });
    } else if (failure.status >= 500) {
      this.logger.warn('upstream attempt failed', {
        requestId,
        provider: target.account.slug,
        model: target.model,
        code: failure.code,
        reason: messageForAdministrator(failure),
        cause: failure.cause instanceof Error ? failure.cause.message : undefined,
      });
    }
  }

  /** False where the caller left or the shutdown cut the call meanwhile. */
  private async slept(ms: number, context: RequestContext): Promise<boolean> {
    const { closing } = context;
    const sinceMs = this.clock.monotonicMs();
    const waking = new AbortController();
    const wake = () => waking.abort();
    closing.add(wake);
    try {
      await this.clock.sleep(ms, waking.signal);
      return true;
    } catch {
      return false;
    } finally {
      closing.remove(wake);
      context.waitedMs += this.clock.monotonicMs() - sinceMs;
    }
  }
}
