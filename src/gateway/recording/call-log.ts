import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../../core/clock.js';
import { InternalError, type GatewayError } from '../../core/errors.js';
import { LOG_SINK, type LogSink } from '../../observability/log-sink.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import type { RequestContext } from '../planning/request-context.js';
import type { ContentCapture } from './content-capture.js';
import { toLogRecord } from './to-log-record.js';

/** What a call has come to. */
export interface CallEnd {
  readonly result?: CallResult;
  /** Why it was refused before any attempt. */
  readonly refusal?: GatewayError;
  readonly capture?: ContentCapture;
}

/** Leaves the record of a call. */
@Injectable()
export class CallLog {
  private readonly logger = new Logger('log');

  constructor(
    @Inject(LOG_SINK) private readonly sink: LogSink,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Never throws. Where a part of the record cannot be made, the rest of it is kept: that the call was made, and how. */
  append(context: RequestContext, end: CallEnd): void {
    const latencyMs = this.clock.monotonicMs() - context.startedMs;
    for (const { result = null, refusal = null, capture } of lessAndLess(end, context.id)) {
      try {
        const { request = null, response = null } = capture ?? {};
        const outcome = { result, refusal, latencyMs, requestBody: request, responseBody: response };
        this.sink.append(toLogRecord(context, outcome));
        return;
      } catch (error) {
        this.logger.error('a record could not be made whole', { requestId: context.id, err: error });
      }
    }
  }
}

/** The whole of it; without what was measured and kept of the reply; and only that there was a call. */
function* lessAndLess(end: CallEnd, requestId: string): Generator<CallEnd> {
  yield end;
  if (end.result?.ok === true) end.result.reply.meter.usage = null;
  const { result, refusal } = end;
  yield { result, refusal };
  yield { refusal: refusal ?? new InternalError(requestId, null) };
}
