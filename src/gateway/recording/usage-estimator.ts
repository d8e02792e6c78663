import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { formatUsd } from '../../catalog/cost-of-usage.js';
import type { UsageRecord } from '../../core/usage.js';
import type { RequestLogRecord } from '../../observability/log-record.js';
import { LOG_SINK, type LogSink } from '../../observability/log-sink.js';
import { CallMetrics } from '../../observability/metrics/call-metrics.js';
import type { EstimatedCounts } from '../../observability/usage-estimate.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import { applyTarget } from '../attempts/prepare-call.js';
import { priceCounted } from '../attempts/reply-meter.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { RequestContext } from '../planning/request-context.js';
import type { AnswerSample } from './answer-sample.js';
import { lacksUsage, toEstimatedUsage } from './estimate-usage.js';
import { toTokenCounts } from './to-log-record.js';
import { type AnswerText, type CountedTokens, TokenCounter } from './token-counter.js';

/** Calls that wait to be counted, and the bytes that they keep in memory meanwhile. */
const MAX_WAITING = 256;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** Of one call's texts. */
const MAX_BYTES = 16 * 1024 * 1024;
/** How long a shutdown waits for the calls that are left. */
const SHUTDOWN_MS = 3_000;
const LOG_EVERY_MS = 30_000;
const CONTINUED = 'continued_stream';

/** A call whose vendor did not count all of it. */
interface UncountedCall {
  readonly context: RequestContext;
  readonly result: GoodResult;
  /** Of a stream; null for a whole reply. */
  readonly sample: AnswerSample | null;
  /** As it was written. */
  readonly record: RequestLogRecord;
}

type GoodResult = CallResult & { readonly ok: true };

/**
 * Counts, from the texts, what a vendor did not: of streams that were cut, of callers who left, of hosts without usage.
 * The call's record is in the log by then, and what was estimated follows it as a line of its own. Texts are kept only
 * until they are counted, in memory and never on disk; where too many wait the log says so in place of a number.
 */
@Injectable()
export class UsageEstimator implements BeforeApplicationShutdown {
  private readonly logger = new Logger('usage');
  private waiting = 0;
  private waitingBytes = 0;
  private last: Promise<void> = Promise.resolve();
  private stopped = false;
  private skipped = 0;
  private loggedAt = -Infinity;

  constructor(
    @Inject(LOG_SINK) private readonly sink: LogSink,
    private readonly counter: TokenCounter,
    @Inject(CallMetrics) private readonly metrics: Pick<CallMetrics, 'addEstimate'>,
  ) {}

  /**
   * After the record of the call was written. Never throws.
   * @returns whether the call was not counted whole: what becomes of it is noted, now or later
   */
  add(recorded: UncountedCall): boolean {
    const { request } = recorded.context;
    if (request === null || !lacksUsage(request.endpoint, recorded.result.reply.meter.usage)) return false;
    // While it waits, the texts of its record are not kept.
    const call = { ...recorded, record: { ...recorded.record, request_body: null, response_body: null } };
    this.addUncounted(call, request);
    return true;
  }

  private addUncounted(call: UncountedCall, request: GatewayRequest): void {
    if (call.result.reply.meter.costOfParts !== null) {
      // Each of its streams has read a prompt of its own, at its own price.
      this.note(call, { prompt: CONTINUED, answer: CONTINUED });
      return;
    }
    const bytes = request.body.bytes.length + wholeBytesOf(call.result);
    const refusal = this.refusalOf(bytes);
    if (refusal !== null) {
      this.skip(call, refusal);
      return;
    }
    this.waiting++;
    this.waitingBytes += bytes;
    this.last = this.last.then(async () => {
      await this.estimate(call);
      this.waiting--;
      this.waitingBytes -= bytes;
    });
  }

  /** Before the journal is closed: what is not counted in time is noted as such. */
  async beforeApplicationShutdown(): Promise<void> {
    const timer = setTimeout(() => this.stop(), SHUTDOWN_MS);
    await this.last;
    clearTimeout(timer);
    this.stop();
  }

  private stop(): void {
    this.stopped = true;
    this.counter.stop();
  }

  private refusalOf(bytes: number): string | null {
    if (this.stopped) return 'shutdown';
    if (bytes > MAX_BYTES) return 'too_long';
    const isFull = this.waiting >= MAX_WAITING || this.waitingBytes + bytes > MAX_WAITING_BYTES;
    return isFull ? 'too_many_waiting' : null;
  }

  private async estimate(call: UncountedCall): Promise<void> {
    try {
      const counted = this.stopped ? null : await this.count(call);
      if (counted === null) this.skip(call, this.stopped ? 'shutdown' : 'timeout');
      else this.note(call, counted);
    } catch (error) {
      this.logger.error('the usage of a call could not be estimated', { requestId: call.context.id, err: error });
    }
  }

  private count({ context, result, sample }: UncountedCall): Promise<CountedTokens | null> {
    const { request } = context;
    const member = request?.endpoint.promptMember;
    if (request === null || member === undefined) return Promise.resolve(null);
    const { call } = applyTarget(request, result.target, AS_SENT);
    const answer = request.endpoint.writesText ? answerOf(result, sample) : null;
    // A copy, since what is sent to a thread takes all of the memory with it that its buffer lies in.
    return this.counter.count({ member, prompt: new Uint8Array(call.body.bytes), answer });
  }

  private note(call: UncountedCall, counted: CountedTokens): void {
    const { context, result } = call;
    if (context.request === null) return;
    const { usage, estimated, because } = toEstimatedUsage(context.request.endpoint, result.reply.meter.usage, counted);
    const counts = estimated === null || usage === null ? null : toCounts(usage, call);
    this.sink.appendEstimate({
      started_at: context.startedAt.toISOString(),
      estimate_of: context.id,
      environment: context.caller.environment.slug,
      estimated,
      not_estimated_because: because,
      counts,
    });
    this.metrics.addEstimate(call.record, counts, context.snapshot.prices);
  }

  /** Said in the log of requests for each of them, and in the application's log now and then. */
  private skip(call: UncountedCall, because: string): void {
    this.note(call, { prompt: because, answer: because });
    this.skipped++;
    const now = performance.now();
    if (this.stopped || now - this.loggedAt < LOG_EVERY_MS) return;
    this.loggedAt = now;
    this.logger.warn(`The usage of ${this.skipped} calls is neither known nor estimated since the start: ${because}`);
  }
}

/** Priced as any other usage: where a side is not known, it has no cost. */
function toCounts(usage: UsageRecord, { context, result }: UncountedCall): EstimatedCounts {
  const { input, cacheRead, cacheWrite, output, reasoning } = toTokenCounts(usage);
  const { serviceTier } = result.reply.meter;
  const cost = priceCounted({ usage, vendorCost: null, serviceTier }, result.target, context);
  return {
    input_tokens: input,
    cache_read_tokens: cacheRead,
    cache_write_tokens: cacheWrite,
    output_tokens: output,
    reasoning_tokens: reasoning,
    usage: usage.units,
    cost: cost && formatUsd(cost.pico),
    price_ids: cost?.priceIds ?? null,
  };
}

/** Neither of them holds text. */
const AS_SENT = { metadata: false, streamOptions: false };

function wholeBytesOf({ reply: { body } }: GoodResult): number {
  return Buffer.isBuffer(body) ? body.length : 0;
}

function answerOf({ reply: { body } }: GoodResult, sample: AnswerSample | null): AnswerText {
  if (Buffer.isBuffer(body)) return { whole: new Uint8Array(body) };
  return sample?.take() ?? { pieces: [], bytes: 0 };
}
