import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  Logger,
  type NestInterceptor,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, mergeMap, type Observable, of, throwError } from 'rxjs';
import { GatewayError, InternalError } from '../../core/errors.js';
import { type RuntimeSettings, SETTINGS } from '../../core/settings.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import type { ReplyStream } from '../attempts/upstream-reply.js';
import { contextOf, type RequestContext } from '../planning/request-context.js';
import { OpenReply, replyHeaders } from './open-reply.js';

const TICK_MS = 1_000;

/** Keeps connections in use while a stream waits. One coarse timer for all of them, and none where nothing is open. */
@Injectable()
export class Heartbeats implements OnModuleDestroy {
  private readonly open = new Set<OpenReply>();
  private timer: NodeJS.Timeout | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'streamHeartbeatSeconds'>) {}

  add(reply: OpenReply): void {
    if (this.settings.streamHeartbeatSeconds === 0) return;
    this.open.add(reply);
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
  }

  remove(reply: OpenReply): void {
    this.open.delete(reply);
  }

  onModuleDestroy(): void {
    this.stop();
  }

  private tick(): void {
    if (this.open.size === 0) this.stop();
    for (const reply of this.open) reply.tick(this.settings.streamHeartbeatSeconds);
  }

  private stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}

/**
 * CallResult → status, headers and bytes on the socket; or a throw, for the one filter to write. Whatever throws on the
 * way, the meter ends with the reason, so that the call has its record, and the vendor's answer is given up.
 */
@Injectable()
export class ReplyInterceptor implements NestInterceptor<CallResult, void> {
  private readonly logger = new Logger('reply');

  constructor(private readonly heartbeats: Heartbeats) {}

  intercept(execution: ExecutionContext, next: CallHandler<CallResult>): Observable<void> {
    const http = execution.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const context = contextOf(http.getRequest<FastifyRequest>());
    const open = new OpenReply(reply, context);
    this.heartbeats.add(open);
    context.closing.add(() => this.heartbeats.remove(open));
    return next.handle().pipe(
      mergeMap((result) => this.write(result, reply, open)),
      catchError((error: unknown) => {
        if (!open.begun) return throwError(() => error);
        this.endWith(error, context, open);
        return of(undefined);
      }),
    );
  }

  private async write(result: CallResult, reply: FastifyReply, open: OpenReply): Promise<void> {
    if (!result.ok) {
      if (!open.begun) reply.headers(replyHeaders(result));
      throw result.error;
    }
    const { context } = result.call;
    const { meter, body } = result.reply;
    try {
      if (Buffer.isBuffer(body)) send(body, result, { reply, open });
      else {
        open.begin(result.reply.status, result.reply.contentType, replyHeaders(result));
        await writeStream(body, open);
      }
    } catch (error) {
      meter.breakage ??= error instanceof GatewayError ? error : new InternalError(context.id, error);
      throw error;
    } finally {
      meter.end();
      if (!Buffer.isBuffer(body)) await body.return();
    }
  }

  /** Only comments have gone out: the failure is reported in full, as the last frame. */
  private endWith(error: unknown, context: RequestContext, open: OpenReply): void {
    if (open.isClosed()) return;
    const failure = error instanceof GatewayError ? error : new InternalError(context.id, error);
    if (failure !== error) this.logger.error('a reply failed', { requestId: context.id, err: error });
    open.write(context.front.errorFrame(failure));
    open.end();
  }
}

function send(
  body: Buffer,
  result: CallResult & { readonly ok: true },
  { reply, open }: { readonly reply: FastifyReply; readonly open: OpenReply },
): void {
  if (open.begun) throw new Error('a whole reply where a stream has begun');
  const { context } = result.call;
  const { status, contentType, meter } = result.reply;
  reply.headers(replyHeaders(result)).header('content-type', contentType).status(status);
  if (context.closing.over) return;
  // The record is on disk before the last byte leaves.
  context.sentStatus = status;
  meter.end();
  void reply.send(body);
}

/**
 * Writes a stream to the caller's socket at the socket's own pace: the next piece is pulled when the last one fits.
 * Ends when the stream does; when the caller leaves, or does not read while there is time, the stream is told so by
 * its `return()`.
 */
async function writeStream(stream: ReplyStream, reply: OpenReply): Promise<void> {
  try {
    while (!reply.isClosed()) {
      const result = await stream.next();
      if (result.done === true) {
        stream.awaitCaller();
        reply.end();
        return;
      }
      if (reply.isClosed()) return;
      if (reply.write(result.value)) continue;
      stream.awaitCaller();
      await reply.drained();
    }
  } catch {
    // Whatever the reason, the reply is not whole.
    reply.cut();
  } finally {
    await stream.return();
  }
}
