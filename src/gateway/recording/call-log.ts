import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Clock, CLOCK } from '../../core/clock.js';
import { type GatewayError, InternalError } from '../../core/errors.js';
import { toGatewayError } from '../../core/http/openai-error.js';
import { type RuntimeSettings, SETTINGS } from '../../core/settings.js';
import type { RequestLogRecord } from '../../observability/log-record.js';
import { LOG_SINK, type LogSink } from '../../observability/log-sink.js';
import { CallMetrics } from '../../observability/metrics/call-metrics.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import { contextOf, type RequestContext } from '../planning/request-context.js';
import { AnswerSample } from './answer-sample.js';
import { CallSpans } from './call-spans.js';
import { ContentCapture, forbidsKeeping } from './content-capture.js';
import { toLogRecord } from './to-log-record.js';
import { UsageEstimator } from './usage-estimator.js';

/** What a call has come to. */
export interface CallEnd {
  readonly result?: CallResult;
  /** Why it was refused before any attempt. */
  readonly refusal?: GatewayError;
  readonly capture?: ContentCapture;
}

/**
 * Leaves exactly one record of every call, on disk before the last byte of the reply: at once for refusals, and for
 * replies when their meter ends, which it does whatever becomes of them.
 */
@Injectable()
export class CallLog {
  private readonly logger = new Logger('log');

  constructor(
    @Inject(LOG_SINK) private readonly sink: LogSink,
    @Inject(UsageEstimator) private readonly estimator: Pick<UsageEstimator, 'add'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'logContent'>,
    @Inject(CallMetrics) private readonly metrics: Pick<CallMetrics, 'add'>,
    @Inject(CallSpans) private readonly spans: Pick<CallSpans, 'end'>,
  ) {}

  /** When the reply of a good result has ended, else at once. @param onRecord is given what was written */
  recordResult(context: RequestContext, result: CallResult, onRecord?: (record: RequestLogRecord) => void): void {
    const capture = this.captureOf(context);
    if (!result.ok) {
      const record = this.append(context, { result, capture });
      if (record !== null) onRecord?.(record);
      return;
    }
    const { body, meter } = result.reply;
    if (Buffer.isBuffer(body)) capture?.add(body);
    else if (capture !== undefined) meter.onPiece(capture.add);
    const sample = Buffer.isBuffer(body) || context.request?.endpoint.writesText !== true ? null : new AnswerSample();
    if (sample !== null) meter.onPiece(sample.add);
    meter.onEnd(() => {
      const end: CallEnd = { result, capture };
      const record = this.write(context, end);
      if (record === null) return;
      const awaitsEstimate = this.estimator.add({ context, result, sample, record });
      this.count(context, end, { record, awaitsEstimate });
      onRecord?.(record);
    });
  }

  private captureOf({ caller: { environment }, request }: RequestContext): ContentCapture | undefined {
    const isKept = (environment.logContent ?? this.settings.logContent) && !forbidsKeeping(request);
    return isKept ? new ContentCapture(request?.body.bytes ?? null, environment.redactContent) : undefined;
  }

  /** @param error why the call got no result */
  recordRefusal(request: FastifyRequest, error: unknown): void {
    this.append(contextOf(request), { refusal: toGatewayError(error, request) });
  }

  /** Never throws. @returns what was written; null where nothing could be */
  append(context: RequestContext, end: CallEnd): RequestLogRecord | null {
    const record = this.write(context, end);
    if (record !== null) this.count(context, end, { record, awaitsEstimate: false });
    return record;
  }

  private count(
    context: RequestContext,
    { result }: CallEnd,
    { record, awaitsEstimate }: { readonly record: RequestLogRecord; readonly awaitsEstimate: boolean },
  ): void {
    const begunMs = result?.ok === true ? result.reply.meter.firstTokenMs : null;
    const overheadMs = Math.max(0, (begunMs ?? record.latency_ms) - context.waitedMs);
    this.metrics.add(record, { overheadMs, awaitsEstimate, prices: context.snapshot.prices });
    const { trace } = context;
    if (trace !== null && trace.span !== null) this.spans.end(trace.span, record, result?.attempts ?? []);
  }

  /**
   * Where a part of the record cannot be made, the rest of it is kept: that the call was made, and how.
   * @returns null where there is none at all
   */
  private write(context: RequestContext, end: CallEnd): RequestLogRecord | null {
    const latencyMs = this.clock.monotonicMs() - context.startedMs;
    for (const { result = null, refusal = null, capture } of reducedEnds(end, context.id)) {
      try {
        const { request = null, response = null } = capture ?? {};
        const outcome = { result, refusal, latencyMs, requestBody: request, responseBody: response };
        const record = toLogRecord(context, outcome);
        // A whole reply is sent when its group is written, see ReplyWriter; what is refused or streams by does not wait.
        if (isWhole(result)) this.sink.appendGrouped(record);
        else this.sink.append(record);
        return record;
      } catch (error) {
        this.logger.error('a record could not be made whole', { requestId: context.id, err: error });
      }
    }
    return null;
  }
}

function isWhole(result: CallResult | null): boolean {
  return result?.ok === true && Buffer.isBuffer(result.reply.body);
}

/** The record to try in turn: whole; without the usage and the bodies; and only that there was a call. */
function* reducedEnds(end: CallEnd, requestId: string): Generator<CallEnd> {
  yield end;
  if (end.result?.ok === true) end.result.reply.meter.usage = null;
  for (const trace of end.result?.attempts ?? []) {
    trace.usage = null;
    trace.meter = null;
  }
  const { result, refusal } = end;
  yield { result, refusal };
  yield { refusal: refusal ?? new InternalError(requestId, null) };
}
