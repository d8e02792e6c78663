import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, tap, throwError, type Observable } from 'rxjs';
import { toGatewayError } from '../../core/http/openai-error.js';
import { SETTINGS, type RuntimeSettings } from '../../core/settings.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import { contextOf, type RequestContext } from '../planning/request-context.js';
import { CallLog } from './call-log.js';
import { ContentCapture } from './content-capture.js';

/**
 * Leaves exactly one record of every call, on disk before the last byte of the reply: at once for refusals, and for
 * replies when their meter ends, which it does whatever becomes of them.
 */
@Injectable()
export class LoggingInterceptor implements NestInterceptor<CallResult, CallResult> {
  constructor(
    private readonly log: CallLog,
    @Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'logContent'>,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler<CallResult>): Observable<CallResult> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const context = contextOf(request);
    return next.handle().pipe(
      tap((result) => this.record(context, result)),
      catchError((error: unknown) => {
        this.log.append(context, { refusal: toGatewayError(error, request) });
        return throwError(() => error);
      }),
    );
  }

  private record(context: RequestContext, result: CallResult): void {
    const keep = context.caller.environment.logContent ?? this.settings.logContent;
    const capture = keep ? new ContentCapture(context.request?.body.bytes ?? null) : undefined;
    if (!result.ok) {
      this.log.append(context, { result, capture });
      return;
    }
    const { body, meter } = result.reply;
    if (Buffer.isBuffer(body)) capture?.add(body);
    else if (capture !== undefined) meter.onPiece(capture.add);
    meter.onEnd(() => this.log.append(context, { result, capture }));
  }
}
