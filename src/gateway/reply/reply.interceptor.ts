import { Injectable, Logger, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, mergeMap, of, throwError, type Observable } from 'rxjs';
import { GatewayError, InternalError } from '../../core/errors.js';
import type { Settled } from '../attempts/attempt-runner.js';
import { isSettled } from '../attempts/is-settled.js';
import { errorFrame } from '../attempts/relay.js';
import { exchangeOf, type Exchange } from '../exchange.js';
import { Heartbeats } from './heartbeats.js';
import { OpenReply } from './open-reply.js';
import { pump } from './pump.js';
import { replyHeaders } from './reply-headers.js';

/**
 * Settled → status, headers and bytes on the socket; or a throw, for the one filter to write. Whatever throws on the
 * way, the meter ends with the reason, so that the exchange has its record, and the vendor's answer is given up.
 */
@Injectable()
export class ReplyInterceptor implements NestInterceptor {
  private readonly logger = new Logger('reply');

  constructor(private readonly heartbeats: Heartbeats) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const exchange = exchangeOf(http.getRequest<FastifyRequest>());
    const open = new OpenReply(reply, exchange);
    this.heartbeats.add(open);
    exchange.closing.add(() => this.heartbeats.remove(open));
    return next.handle().pipe(
      mergeMap((value: unknown) => (isSettled(value) ? this.write(value, reply, open) : [value])),
      catchError((error: unknown) => {
        if (!open.begun) return throwError(() => error);
        this.endWith(error, exchange, open);
        return of(undefined);
      }),
    );
  }

  private async write(settled: Settled, reply: FastifyReply, open: OpenReply): Promise<void> {
    if (!settled.ok) {
      if (!open.begun) reply.headers(replyHeaders(settled));
      throw settled.error;
    }
    const { exchange } = settled.call;
    const { meter, body } = settled.reply;
    try {
      if (Buffer.isBuffer(body)) send(body, settled, { reply, open });
      else {
        open.begin(settled.reply.status, settled.reply.contentType, replyHeaders(settled));
        await pump(body, open);
      }
    } catch (error) {
      meter.breakage ??= error instanceof GatewayError ? error : new InternalError(exchange.id, error);
      throw error;
    } finally {
      meter.end();
      if (!Buffer.isBuffer(body)) await body.return();
    }
  }

  /** Nothing but comments has gone out: the failure is told in full, in the only way that is left. */
  private endWith(error: unknown, exchange: Exchange, open: OpenReply): void {
    if (open.closed) return;
    const failure = error instanceof GatewayError ? error : new InternalError(exchange.id, error);
    if (failure !== error) this.logger.error('a reply failed', { requestId: exchange.id, err: error });
    open.write(errorFrame(failure));
    open.end();
  }
}

function send(
  body: Buffer,
  settled: Settled & { readonly ok: true },
  { reply, open }: { readonly reply: FastifyReply; readonly open: OpenReply },
): void {
  if (open.begun) throw new Error('a whole reply where a stream has begun');
  const { exchange } = settled.call;
  const { status, contentType, meter } = settled.reply;
  reply.headers(replyHeaders(settled)).header('content-type', contentType).status(status);
  if (exchange.closing.over) return;
  // The record is on disk before the last byte leaves.
  exchange.sentStatus = status;
  meter.end();
  void reply.send(body);
}
