import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, map, throwError, type Observable } from 'rxjs';
import { CLOCK, type Clock } from '../../core/clock.js';
import { GatewayError } from '../../core/errors.js';
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
 * whole replies and refusals, and from the stream's own end (or the caller's leaving) for streams.
 */
@Injectable()
export class LoggingInterceptor implements NestInterceptor {
  constructor(
    @Inject(LOG_SINK) private readonly sink: LogSink,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: RuntimeSettings,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const exchange = exchangeOf(request);
    return next.handle().pipe(
      map((value: unknown) => (isSettled(value) ? this.settle(exchange, value) : this.plain(exchange, value))),
      catchError((error: unknown) => {
        this.append(exchange, null, error instanceof GatewayError ? error : toGatewayError(error, request), null);
        return throwError(() => error);
      }),
    );
  }

  private settle(exchange: Exchange, settled: Settled): Settled {
    const keep = exchange.caller.environment.logContent ?? this.settings.logContent;
    const capture = keep ? new ContentCapture(exchange.request?.body.bytes ?? null) : null;
    if (!settled.ok) {
      this.append(exchange, settled, null, capture);
      return settled;
    }
    const { reply } = settled;
    if (Buffer.isBuffer(reply.body)) {
      capture?.add(reply.body);
      this.append(exchange, settled, null, capture);
      return settled;
    }
    if (capture !== null) reply.meter.watch(capture.add);
    reply.meter.onEnd(() => this.append(exchange, settled, null, capture));
    return settled;
  }

  private plain(exchange: Exchange, value: unknown): unknown {
    this.append(exchange, null, null, null);
    return value;
  }

  private append(
    exchange: Exchange,
    settled: Settled | null,
    refusal: GatewayError | null,
    capture: ContentCapture | null,
  ): void {
    this.sink.append(
      toLogRecord(exchange, {
        settled,
        refusal,
        latencyMs: this.clock.monotonicMs() - exchange.startedMs,
        requestBody: capture?.request ?? null,
        responseBody: capture?.response ?? null,
      }),
    );
  }
}
