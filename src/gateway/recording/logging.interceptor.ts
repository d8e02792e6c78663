import {
  Inject,
  Injectable,
  Logger,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, map, throwError, type Observable } from 'rxjs';
import { CLOCK, type Clock } from '../../core/clock.js';
import { InternalError, type GatewayError } from '../../core/errors.js';
import { toGatewayError } from '../../core/http/openai-error.js';
import { SETTINGS, type RuntimeSettings } from '../../core/settings.js';
import { LOG_SINK, type LogSink } from '../../observability/log-sink.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import { isCallResult } from '../attempts/is-result.js';
import { contextOf, type RequestContext } from '../planning/request-context.js';
import { ContentCapture } from './content-capture.js';
import { toLogRecord } from './to-log-record.js';

/**
 * Leaves exactly one record of every authenticated call, on disk before the last byte of the reply: at once for
 * refusals, and for replies when their meter ends, which it does whatever becomes of them.
 */
@Injectable()
export class LoggingInterceptor implements NestInterceptor {
  private readonly logger = new Logger('log');

  constructor(
    @Inject(LOG_SINK) private readonly sink: LogSink,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: RuntimeSettings,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const context = contextOf(request);
    return next.handle().pipe(
      map((value: unknown) => {
        if (isCallResult(value)) this.settle(context, value);
        else this.append(context, NOTHING);
        return value;
      }),
      catchError((error: unknown) => {
        this.append(context, { ...NOTHING, refusal: toGatewayError(error, request) });
        return throwError(() => error);
      }),
    );
  }

  private settle(context: RequestContext, result: CallResult): void {
    const keep = context.caller.environment.logContent ?? this.settings.logContent;
    const capture = keep ? new ContentCapture(context.request?.body.bytes ?? null) : null;
    const end = { ...NOTHING, result, capture };
    if (!result.ok) {
      this.append(context, end);
      return;
    }
    const { body, meter } = result.reply;
    if (Buffer.isBuffer(body)) capture?.add(body);
    else if (capture !== null) meter.watch(capture.add);
    meter.onEnd(() => this.append(context, end));
  }

  /** Never throws. Where a part of the record cannot be made, the rest of it is kept: that the call was made, and how. */
  private append(context: RequestContext, end: CallEnd): void {
    const latencyMs = this.clock.monotonicMs() - context.startedMs;
    for (const { result, refusal, capture } of lessAndLess(end, context.id)) {
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
  yield { ...end, capture: null };
  yield { ...NOTHING, refusal: end.refusal ?? new InternalError(requestId, null) };
}

/** What a call has come to. */
interface CallEnd {
  readonly result: CallResult | null;
  /** Why it was refused before any attempt. */
  readonly refusal: GatewayError | null;
  readonly capture: ContentCapture | null;
}

const NOTHING: CallEnd = { result: null, refusal: null, capture: null };
