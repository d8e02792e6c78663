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
import type { Settled } from '../attempts/attempt-runner.js';
import { isSettled } from '../attempts/is-settled.js';
import { exchangeOf, type Exchange } from '../exchange.js';
import { ContentCapture } from './content-capture.js';
import { toLogRecord } from './to-log-record.js';

/**
 * Leaves exactly one record of every authenticated exchange, on disk before the last byte of the reply: at once for
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

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const exchange = exchangeOf(request);
    return next.handle().pipe(
      map((value: unknown) => {
        if (isSettled(value)) this.settle(exchange, value);
        else this.append(exchange, NOTHING);
        return value;
      }),
      catchError((error: unknown) => {
        this.append(exchange, { ...NOTHING, refusal: toGatewayError(error, request) });
        return throwError(() => error);
      }),
    );
  }

  private settle(exchange: Exchange, settled: Settled): void {
    const keep = exchange.caller.environment.logContent ?? this.settings.logContent;
    const capture = keep ? new ContentCapture(exchange.request?.body.bytes ?? null) : null;
    const end = { ...NOTHING, settled, capture };
    if (!settled.ok) {
      this.append(exchange, end);
      return;
    }
    const { body, meter } = settled.reply;
    if (Buffer.isBuffer(body)) capture?.add(body);
    else if (capture !== null) meter.watch(capture.add);
    meter.onEnd(() => this.append(exchange, end));
  }

  /** Never throws. Where a part of the record cannot be made, the rest of it is kept: that the call was made, and how. */
  private append(exchange: Exchange, end: ExchangeEnd): void {
    const latencyMs = this.clock.monotonicMs() - exchange.startedMs;
    for (const { settled, refusal, capture } of lessAndLess(end, exchange.id)) {
      try {
        const { request = null, response = null } = capture ?? {};
        const outcome = { settled, refusal, latencyMs, requestBody: request, responseBody: response };
        this.sink.append(toLogRecord(exchange, outcome));
        return;
      } catch (error) {
        this.logger.error('a record could not be made whole', { requestId: exchange.id, err: error });
      }
    }
  }
}

/** The whole of it; without what was measured and kept of the reply; and only that there was a call. */
function* lessAndLess(end: ExchangeEnd, requestId: string): Generator<ExchangeEnd> {
  yield end;
  if (end.settled?.ok === true) end.settled.reply.meter.usage = null;
  yield { ...end, capture: null };
  yield { ...NOTHING, refusal: end.refusal ?? new InternalError(requestId, null) };
}

/** What an exchange has come to. */
interface ExchangeEnd {
  readonly settled: Settled | null;
  /** Why it was refused before any attempt. */
  readonly refusal: GatewayError | null;
  readonly capture: ContentCapture | null;
}

const NOTHING: ExchangeEnd = { settled: null, refusal: null, capture: null };
