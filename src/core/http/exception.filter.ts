import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayError } from '../errors.js';
import { toGatewayError, toOpenAiError } from './openai-error.js';
import { toProblem } from './problem-details.js';
import { isGatewayPath } from './routes.js';

/** How long a caller whose request was refused unread may go on sending it before the connection is cut. */
const LINGER_MS = 5_000;

/** The one place where an exception becomes a reply: OpenAI's form on gateway paths, RFC 9457 everywhere else. */
@Catch()
export class GlobalExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent || reply.raw.destroyed) return;
    const status = isGatewayPath(request.url)
      ? this.openAi(exception, request, reply)
      : this.problem(exception, request, reply);
    if (status >= 500) this.logUnexpected(exception, request);
    if (!request.raw.complete) cutLater(request);
  }

  private openAi(exception: unknown, request: FastifyRequest, reply: FastifyReply): number {
    const error = toGatewayError(exception, request);
    reply.headers(retryHeaders(error));
    void reply
      .status(error.status)
      .header('content-type', 'application/json; charset=utf-8')
      .send(toOpenAiError(error));
    return error === exception ? 0 : error.status;
  }

  private problem(exception: unknown, request: FastifyRequest, reply: FastifyReply): number {
    const { status, body, headers } = toProblem(exception, request.id);
    void reply.status(status).headers(headers).serializer(JSON.stringify).send(body);
    return status;
  }

  /** The caller gets a fixed text; what happened goes here. */
  private logUnexpected(exception: unknown, request: FastifyRequest): void {
    const path = request.url.split('?', 1)[0];
    this.logger.error('request failed', { requestId: request.id, method: request.method, path, err: exception });
  }
}

function retryHeaders(error: GatewayError): Record<string, string> {
  if (error.retryAfterMs === null) return {};
  return { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)), 'retry-after-ms': String(error.retryAfterMs) };
}

/**
 * Closing at once would reset the connection under a caller still sending, who would then never read the refusal. So
 * the rest is read and thrown away, but not for ever.
 */
function cutLater(request: FastifyRequest): void {
  const timer = setTimeout(() => {
    if (!request.raw.complete) request.raw.socket.destroy();
  }, LINGER_MS);
  timer.unref();
}
