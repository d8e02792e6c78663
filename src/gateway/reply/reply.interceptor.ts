import type { OutgoingHttpHeaders } from 'node:http';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import type { Settled } from '../attempts/attempt-runner.js';
import { isSettled } from '../attempts/is-settled.js';
import { pump } from './pump.js';
import { replyHeaders } from './reply-headers.js';

/** Settled → status, headers and bytes on the socket; or a throw, for the one filter to write. */
@Injectable()
export class ReplyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(mergeMap((value: unknown) => (isSettled(value) ? write(value, reply) : [value])));
  }
}

async function write(settled: Settled, reply: FastifyReply): Promise<void> {
  reply.headers(replyHeaders(settled));
  if (!settled.ok) throw settled.error;
  const { body, contentType, status, meter } = settled.reply;
  reply.header('content-type', contentType);
  if (Buffer.isBuffer(body)) {
    void reply.status(status).send(body);
    return;
  }
  reply.headers({ 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' });
  reply.hijack();
  reply.raw.writeHead(status, reply.getHeaders() as OutgoingHttpHeaders);
  try {
    await pump(body, reply.raw);
  } finally {
    // A stream that was never pulled (the caller left first) has not told its meter so.
    meter.end();
  }
}
