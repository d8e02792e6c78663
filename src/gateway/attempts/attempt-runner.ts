import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../../core/clock.js';
import { ClientClosedError, CutByShutdownError, GatewayError } from '../../core/errors.js';
import type { AttemptRecord } from '../../observability/log-record.js';
import { TRANSPORT, type Transport } from '../../providers/transport/transport.js';
import type { ReplyClosing } from '../exchange.js';
import type { PlannedCall, Target } from '../planning/route-plan.js';
import { attempt, type AttemptTrace } from './attempt.js';
import { AudioLength } from './audio-length.js';
import { decideNext, type PastAttempt, type TargetLimits } from './decide-next.js';
import type { UpstreamReply } from './upstream-reply.js';

/** The end of all attempts. Errors inside the pipeline are values; they become throws at the last stage only. */
export type Settled = {
  readonly call: PlannedCall;
  readonly attempts: readonly AttemptRecord[];
  /** The last target that was tried. */
  readonly target: Target;
} & ({ readonly ok: true; readonly reply: UpstreamReply } | { readonly ok: false; readonly error: GatewayError });

const DEFAULT_MAX_DELAY_MS = 5_000;

/** PlannedCall → Settled: the one loop in the house that tries again. */
@Injectable()
export class AttemptRunner {
  private readonly logger = new Logger('upstream');

  constructor(
    @Inject(TRANSPORT) private readonly transport: Transport,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly audioLength: AudioLength,
  ) {}

  async run(call: PlannedCall): Promise<Settled> {
    const { targets } = call.plan;
    const limits = targets.map(limitsOf);
    const records: AttemptRecord[] = [];
    const past: PastAttempt[] = [];
    let target: Target = targets[0];
    for (;;) {
      const next = decideNext(past, limits, Math.random());
      const last = past.at(-1);
      if (next.kind === 'stop') {
        if (last === undefined) throw new Error('a plan without a target');
        return { call, attempts: records, target, ok: false, error: last.error };
      }
      if (next.delayMs > 0 && !(await this.slept(next.delayMs, call.exchange.closing))) {
        const { cutByShutdown } = call.exchange.closing;
        const error = cutByShutdown ? new CutByShutdownError() : new ClientClosedError();
        return { call, attempts: records, target, ok: false, error };
      }
      target = targets[next.targetIndex] ?? target;
      const outcome = await this.once(call, target, records);
      if (!(outcome instanceof GatewayError)) return { call, attempts: records, target, ok: true, reply: outcome };
      past.push({ targetIndex: next.targetIndex, error: outcome });
    }
  }

  private async once(
    call: PlannedCall,
    target: Target,
    records: AttemptRecord[],
  ): Promise<UpstreamReply | GatewayError> {
    const { exchange, request } = call;
    const startedAt = this.clock.now();
    const startedMs = this.clock.monotonicMs();
    const trace: AttemptTrace = { status: null, upstreamRequestId: null };
    const elapsedMs = () => this.clock.monotonicMs() - exchange.startedMs;
    const { transport, audioLength } = this;
    let outcome: UpstreamReply | GatewayError;
    try {
      outcome = await attempt({ exchange, request, target, transport, audioLength, elapsedMs }, trace);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      outcome = error;
    }
    const failure = outcome instanceof GatewayError ? outcome : null;
    records.push({
      provider: target.account.slug,
      vendor: target.account.vendor,
      model: target.model,
      variant: target.version?.variantName ?? null,
      status: trace.status,
      error: failure === null ? null : (failure.code ?? failure.type),
      message: failure?.message ?? null,
      startedAt: startedAt.toISOString(),
      latencyMs: round(this.clock.monotonicMs() - startedMs),
      upstreamRequestId: trace.upstreamRequestId,
    });
    if (failure !== null && failure.status >= 500) this.warn(exchange.id, target, failure);
    return outcome;
  }

  private warn(requestId: string, target: Target, failure: GatewayError): void {
    this.logger.warn('upstream attempt failed', {
      requestId,
      provider: target.account.slug,
      model: target.model,
      code: failure.code,
      reason: failure.message,
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

function limitsOf(target: Target): TargetLimits {
  const { maxAttempts = 1, maxDelayMs = DEFAULT_MAX_DELAY_MS } = target.version?.retry ?? {};
  return { maxAttempts, maxDelayMs };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
