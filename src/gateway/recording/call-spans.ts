import { Injectable } from '@nestjs/common';
import type { RequestLogRecord } from '../../observability/log-record.js';
import { ProviderRegistry } from '../../providers/provider-registry.js';
import { type AttemptTrace, toAttemptRecord } from '../attempts/attempt-trace.js';
import type { OpenSpan } from '../tracing/open-span.js';
import { ERROR_TYPE, GEN_AI, HTTP, operationOf, OWN } from '../tracing/semantic-conventions.js';
import { toTokenCounts } from './to-log-record.js';

/** Ends the spans of a call with what its record says of it. What callers and vendors wrote is not in them. */
@Injectable()
export class CallSpans {
  constructor(private readonly registry: ProviderRegistry) {}

  end(span: OpenSpan, record: RequestLogRecord, attempts: readonly AttemptTrace[]): void {
    const endedMs = Date.parse(record.started_at) + record.latency_ms;
    for (const attempt of attempts) this.endAttempt(attempt, record, endedMs);
    const route = `/v1/${record.endpoint}`;
    const method = record.endpoint === 'models' ? 'GET' : 'POST';
    span.end({
      name: `${method} ${route}`,
      endedMs,
      // What is wrong with a request is no error of who serves it.
      failure: record.status >= 500 || record.error_code === 'upstream_stream_broken' ? record.error_code : null,
      attributes: {
        [HTTP.method]: method,
        [HTTP.route]: route,
        [HTTP.status]: record.status,
        [ERROR_TYPE]: record.error_code,
        [GEN_AI.conversation]: record.session_id,
        [OWN.requestId]: record.request_id,
        [OWN.shadowOf]: record.shadow_of,
        [OWN.environment]: record.environment,
        [OWN.config]: record.config,
        [OWN.variant]: record.variant,
        [OWN.version]: record.version,
        [OWN.costUsd]: record.cost === null ? null : Number(record.cost),
        [OWN.firstTokenSeconds]: record.first_token_ms === null ? null : record.first_token_ms / 1_000,
      },
    });
  }

  /** An answer that was sent ended with the call; what failed before that, when it failed. */
  private endAttempt(trace: AttemptTrace, record: RequestLogRecord, callEndedMs: number): void {
    if (trace.span === null) return;
    const attempt = toAttemptRecord(trace);
    const { meter } = trace;
    const { usage } = meter ?? trace;
    const tokens = usage && toTokenCounts(usage);
    const operation = operationOf(record.endpoint);
    const finishReason = meter?.finishReason ?? null;
    trace.span.end({
      name: `${operation} ${attempt.model}`,
      endedMs: meter === null ? trace.startedAt.getTime() + trace.latencyMs : callEndedMs,
      failure: attempt.error,
      attributes: {
        [GEN_AI.operation]: operation,
        [GEN_AI.provider]: this.registry.get(attempt.vendor)?.telemetryName ?? attempt.vendor,
        [GEN_AI.requestModel]: attempt.model,
        [GEN_AI.responseModel]: meter?.servedModel ?? null,
        [GEN_AI.finishReasons]: finishReason === null ? null : [finishReason],
        [GEN_AI.inputTokens]: tokens?.input ?? null,
        [GEN_AI.outputTokens]: tokens?.output ?? null,
        [GEN_AI.cacheReadTokens]: tokens?.cacheRead ?? null,
        [GEN_AI.cacheWriteTokens]: tokens?.cacheWrite ?? null,
        [GEN_AI.reasoningTokens]: tokens?.reasoning ?? null,
        [HTTP.status]: attempt.status,
        [ERROR_TYPE]: attempt.error,
        [OWN.provider]: attempt.provider,
        [OWN.reason]: attempt.reason,
        [OWN.because]: attempt.because,
        [OWN.upstreamRequestId]: attempt.upstreamRequestId,
      },
    });
  }
}
