import { Inject, Injectable, Logger } from '@nestjs/common';
import { hasPrice } from '../../catalog/price-book.js';
import { type Clock, CLOCK } from '../../core/clock.js';
import { uuidV7 } from '../../core/http/http-adapter.js';
import { type PolicyDefaults, SETTINGS } from '../../core/settings.js';
import type { RequestLogRecord, ServedCall } from '../../observability/log-record.js';
import { MetricsRegistry } from '../../observability/metrics/metrics-registry.js';
import { picoOf } from '../../observability/rollups/measures.js';
import { shadowKeyOf } from '../../observability/shadow-costs.js';
import { TRANSPORT, type Transport } from '../../providers/transport/transport.js';
import { InFlight } from '../admission/in-flight.js';
import { AttemptRunner, type CallResult } from '../attempts/attempt-runner.js';
import { AudioLength } from '../attempts/audio-length.js';
import { TargetHealth } from '../attempts/target-health.js';
import type { RequestContext } from '../planning/request-context.js';
import type { PlannedCall, PlannedCopy, RoutePlan } from '../planning/route-plan.js';
import { CallLog } from '../recording/call-log.js';
import { Tracing } from '../tracing/tracing.js';
import { toServedCall } from './served-call.js';
import { ShadowSpending, type SpentCall } from './shadow-spending.js';
import { UncountedHealth } from './uncounted-health.js';
import { UnreadReply } from './unread-reply.js';

/** Of this process. A copy that would be one too many is not made: nobody waits for it, so it does not wait either. */
const MAX_RUNNING = 32;
/** Of the requests that copies are made of, which would be free again without them. */
const MAX_HELD_BYTES = 32 * 1024 * 1024;

/**
 * Why a copy was not made for which a request was drawn: the answer did not go out whole, or not by the arm that was drawn;
 * an administrator tried something out; a form's file is gone; the shutdown has begun; the price, or what was spent today,
 * is not known; the cap is reached; the breaker is not closed; too many copies are under way.
 */
export const SKIP_REASONS = [
  ...(['not_answered', 'playground', 'unsupported', 'draining', 'unpriced'] as const),
  ...(['spending_unknown', 'spending_cap', 'breaker_open', 'capacity'] as const),
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** The callers' own limits are theirs. */
const NO_LIMITS: PlannedCall['limits'] = { timeoutMs: null, maxAttempts: null };

/** A caller's call that was answered. */
interface AnsweredCall {
  readonly call: PlannedCall;
  readonly served: ServedCall;
}

/**
 * Sends shadows their copies of a request when its caller has the whole answer. They go the way of every call, from the
 * attempts to the record; what they may not touch is kept from them: the caller's reply, the breakers and the retries of
 * callers, the limits and metrics of callers' calls.
 */
@Injectable()
export class ShadowCalls {
  private readonly logger = new Logger('shadow');
  private readonly runner: AttemptRunner;
  private readonly skipped = new Map<SkipReason, number>(SKIP_REASONS.map((reason) => [reason, 0]));
  private running = 0;
  private heldBytes = 0;

  constructor(
    @Inject(TRANSPORT) transport: Transport,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) settings: PolicyDefaults,
    audioLength: AudioLength,
    private readonly health: TargetHealth,
    private readonly inFlight: InFlight,
    private readonly log: CallLog,
    private readonly spending: ShadowSpending,
    private readonly tracing: Tracing,
    registry: MetricsRegistry,
  ) {
    this.runner = new AttemptRunner(transport, clock, settings, audioLength, new UncountedHealth(health));
    registry.counter(
      {
        name: 'llmops_shadow_skipped_total',
        help: 'Copies for shadows that were not made, and why.',
        labels: ['reason'],
      },
      () => [...this.skipped].map(([reason, value]) => ({ labels: { reason }, value })),
    );
    registry.gauge({ name: 'llmops_open_shadow_calls', help: 'Calls of shadows under way.' }, 'sum', () => [
      { value: this.running },
    ]);
  }

  /** When the answer has gone out whole. @param record of the call, whose answer is about to end */
  follow(result: CallResult, record: RequestLogRecord): void {
    const { call } = result;
    const { closing } = call.context;
    closing.add(() => {
      if (!closing.over) return;
      // Whoever else waits for the end of the reply is told of it, whatever happens here.
      try {
        this.copyAll(result, record);
      } catch (error) {
        this.logger.error('copies for shadows failed', { requestId: call.context.id, err: error });
      }
    });
  }

  private copyAll(result: CallResult, record: RequestLogRecord): void {
    const { call } = result;
    const { closing } = call.context;
    const isWhole = record.error_code === null && !closing.aborted && !closing.cutByShutdown;
    const served = isWhole ? toServedCall(result, record) : null;
    for (const copy of call.plan.copies) {
      if (served === null) this.skip('not_answered');
      else void this.copy(copy, { call, served });
    }
  }

  /** Never rejects: nobody waits for it. */
  private async copy(copy: PlannedCopy, answered: AnsweredCall): Promise<void> {
    const { context, request } = answered.call;
    const bytes = request.body.bytes.length;
    this.running++;
    this.heldBytes += bytes;
    try {
      const refusal = this.refusalOf(copy, answered.call);
      if (refusal === null) await this.spend(copy, answered);
      else this.skip(refusal);
    } catch (error) {
      this.logger.error('a copy for a shadow failed', { requestId: context.id, err: error });
    } finally {
      this.running--;
      this.heldBytes -= bytes;
    }
  }

  /** Null where nothing is against the copy, but what it costs. */
  private refusalOf({ target }: PlannedCopy, { context, request }: PlannedCall): SkipReason | null {
    const { id: providerId, vendor, pricingModelMap, costSource } = target.account;
    if (context.caller.secret.id === null) return 'playground';
    if (request.endpoint.input === 'form') return 'unsupported';
    if (this.inFlight.draining) return 'draining';
    const asked = { vendor, model: target.model, pricingModelMap, providerId };
    if (costSource !== 'vendor' && !hasPrice(context.snapshot.prices, asked)) return 'unpriced';
    if (!this.health.isClosed(target)) return 'breaker_open';
    // Both count this copy already.
    return this.running > MAX_RUNNING || this.heldBytes > MAX_HELD_BYTES ? 'capacity' : null;
  }

  private async spend(copy: PlannedCopy, answered: AnsweredCall): Promise<void> {
    const { target, maxDailyCost } = copy;
    if (target.origin.kind !== 'config' || target.version === null) throw new Error('a shadow without a rule');
    const key = shadowKeyOf(target.origin.ruleId, target.version.variantId);
    if (!(await this.spending.look())) this.skip('spending_unknown');
    else if (this.inFlight.draining) this.skip('draining');
    else if (!this.spending.begin(key, maxDailyCost)) this.skip('spending_cap');
    else {
      let spent: SpentCall | null = null;
      try {
        spent = toSpentCall(await this.call(copy, answered));
      } finally {
        this.spending.end(key, spent);
      }
    }
  }

  /** @returns the record that the call left; null where it could not be made */
  private async call(copy: PlannedCopy, answered: AnsweredCall): Promise<RequestLogRecord | null> {
    const reply = new UnreadReply();
    this.inFlight.enter(reply.closing);
    let record: RequestLogRecord | null = null;
    try {
      const call = this.toCall(copy, answered, reply);
      const result = await this.runner.run(call);
      this.log.recordResult(call.context, result, (written) => (record = written));
      if (result.ok) await readWhole(result, reply);
      return record;
    } finally {
      reply.finish();
    }
  }

  private toCall({ target }: PlannedCopy, { call, served }: AnsweredCall, reply: UnreadReply): PlannedCall {
    const { context, request, plan } = call;
    const startedAt = this.clock.now();
    const { subject, revision, fallbackOn } = plan;
    const own: RoutePlan = {
      ...{ targets: [target], passedOver: [], draw: null, copies: [], continueStreams: false, reasons: [] },
      ...{ subject, revision, fallbackOn },
    };
    const copied: RequestContext = {
      ...context,
      id: uuidV7(),
      startedAt,
      startedMs: this.clock.monotonicMs(),
      closing: reply.closing,
      trace: this.tracing.follow(context.trace, startedAt),
      waitedMs: 0,
      copyOf: { requestId: context.id, served },
      plan: own,
      sentStatus: null,
    };
    return { context: copied, request, plan: own, limits: NO_LIMITS };
  }

  private skip(reason: SkipReason): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }
}

/** To the end of the reply, whose meter tells the log. */
async function readWhole({ call, reply: { status, body, meter } }: CallResult & { ok: true }, reply: UnreadReply) {
  call.context.sentStatus = status;
  try {
    if (!Buffer.isBuffer(body)) await body.sendTo(reply);
  } finally {
    meter.end();
    if (!Buffer.isBuffer(body)) body.giveUp();
  }
}

/** What failed attempts cost is spent, too. */
function toSpentCall(record: RequestLogRecord | null): SpentCall | null {
  if (record === null) return null;
  const { request_id: requestId, started_at: startedAt, cost, wasted_cost: wasted } = record;
  const isKnown = cost !== null || wasted !== null;
  const spent = isKnown ? picoOf(cost ?? '0') + picoOf(wasted ?? '0') : null;
  return { requestId, startedAt: new Date(startedAt), cost: spent };
}
