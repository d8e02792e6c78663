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
import type { GatewayError } from '../../core/errors.js';
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
  private append(exchange: Exchange, { settled, refusal, capture }: ExchangeEnd): void {
    const end = { settled, refusal, latencyMs: this.clock.monotonicMs() - exchange.startedMs };
    try {
      const { request = null, response = null } = capture ?? {};
      this.sink.append(toLogRecord(exchange, { ...end, requestBody: request, responseBody: response }));
      return;
    } catch (error) {
      this.logger.error('a record could not be made whole', { requestId: exchange.id, err: error });
    }
    try {
      if (settled?.ok === true) settled.reply.meter.usage = null;
      this.sink.append(toLogRecord(exchange, { ...end, requestBody: null, responseBody: null }));
    } catch (error) {
      this.logger.error('a record is lost', { requestId: exchange.id, err: error });
    }
  }
}

/** What an exchange has come to. */
interface ExchangeEnd {
  readonly settled: Settled | null;
  /** Why it was refused before any attempt. */
  readonly refusal: GatewayError | null;
  readonly capture: ContentCapture | null;
}

const NOTHING: ExchangeEnd = { settled: null, refusal: null, capture: null };
