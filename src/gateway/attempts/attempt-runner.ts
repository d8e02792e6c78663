import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../../core/clock.js';
import {
  ClientClosedError,
  CutByShutdownError,
  GatewayError,
  InternalError,
  messageForAdministrator,
  UpstreamError,
} from '../../core/errors.js';
import { SETTINGS } from '../../core/settings.js';
import type { AttemptRecord } from '../../observability/log-record.js';
import { TRANSPORT, type Transport } from '../../providers/transport/transport.js';
import type { ReplyClosing } from '../planning/request-context.js';
import type { PlannedCall, Target } from '../planning/route-plan.js';
import { attempt, type AttemptInput, type AttemptTrace } from './attempt.js';
import { AudioLength } from './audio-length.js';
import { decideNext, type PastAttempt, type RetryDefaults, TimeBudget } from './decide-next.js';
import type { UpstreamReply } from './upstream-reply.js';

/** The end of all attempts. Errors inside the pipeline are values; they become throws at the last stage only. */
export type CallResult = {
  readonly call: PlannedCall;
  readonly attempts: readonly AttemptRecord[];
  /** The last target that was tried. */
  readonly target: Target;
} & ({ readonly ok: true; readonly reply: UpstreamReply } | { readonly ok: false; readonly error: GatewayError });

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
    @Inject(SETTINGS) private readonly settings: RetryDefaults,
    private readonly audioLength: AudioLength,
  ) {}

  async run(call: PlannedCall): Promise<CallResult> {
    const { targets } = call.plan;
    const budget = new TimeBudget(call, this.settings, this.clock.monotonicMs());
    const records: AttemptRecord[] = [];
    const past: PastAttempt[] = [];
    let target: Target = targets[0];
    for (;;) {
      const next = decideNext(past, budget.limitsAt(this.clock.monotonicMs()), Math.random());
      const last = past.at(-1);
      if (next.kind === 'stop') {
        if (last === undefined) throw new Error('a plan without a target');
        return { call, attempts: records, target, ok: false, error: last.error };
      }
      if (next.delayMs > 0 && !(await this.slept(next.delayMs, call.context.closing))) {
        const { cutByShutdown } = call.context.closing;
        const error = cutByShutdown ? new CutByShutdownError() : new ClientClosedError();
        return { call, attempts: records, target, ok: false, error };
      }
      target = targets[next.targetIndex] ?? target;
      const time = budget.enter(next.targetIndex, this.clock.monotonicMs());
      const outcome = await this.once(call, { target, ...time }, records);
      if (!(outcome instanceof GatewayError)) return { call, attempts: records, target, ok: true, reply: outcome };
      past.push({ targetIndex: next.targetIndex, error: outcome });
    }
  }

  private async once(
    call: PlannedCall,
    goal: Pick<AttemptInput, 'target' | 'timeouts' | 'remainingMs'>,
    records: AttemptRecord[],
  ): Promise<UpstreamReply | GatewayError> {
    const { context, request } = call;
    const { target } = goal;
    const startedAt = this.clock.now();
    const startedMs = this.clock.monotonicMs();
    const trace: AttemptTrace = { status: null, upstreamRequestId: null };
    const elapsedMs = () => this.clock.monotonicMs() - context.startedMs;
    const { transport, audioLength } = this;
    let outcome: UpstreamReply | GatewayError;
    try {
      const { timeouts, remainingMs } = goal;
      const input = { target, timeouts, remainingMs, context, request, transport, audioLength, elapsedMs };
      outcome = await attempt(input, trace);
    } catch (error) {
      outcome = error instanceof GatewayError ? error : new InternalError(context.id, error);
    }
    const failure = outcome instanceof GatewayError ? outcome : null;
    records.push({
      provider: target.account.slug,
      vendor: target.account.vendor,
      model: target.model,
      variant: target.version?.variantName ?? null,
      status: trace.status,
      error: failure === null ? null : (failure.code ?? failure.type),
      message: failure && ((failure instanceof UpstreamError ? failure.vendorMessage : null) ?? failure.message),
      startedAt: startedAt.toISOString(),
      latencyMs: round(this.clock.monotonicMs() - startedMs),
      upstreamRequestId: trace.upstreamRequestId,
    });
    if (failure instanceof InternalError) {
      this.logger.error('an attempt failed inside the gateway', { requestId: context.id, err: failure.cause });
    } else if (failure !== null && failure.status >= 500) this.warn(context.id, target, failure);
    return outcome;
  }

  private warn(requestId: string, target: Target, failure: GatewayError): void {
    this.logger.warn('upstream attempt failed', {
      requestId,
      provider: target.account.slug,
      model: target.model,
      code: failure.code,
      reason: messageForAdministrator(failure),
      cause: failure.cause instanceof Error ? failure.cause.message : undefined,
    });
  }

  /** False where the caller left or the shutdown cut the call meanwhile. */
  private async slept(ms: number, closing: ReplyClosing): Promise<boolean> {
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
    }
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
