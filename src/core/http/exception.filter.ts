import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.js';
import type { JsonObject } from '../json.js';
import { toGatewayError, toOpenAiError } from './openai-error.js';
import { toProblem } from './problem-details.js';
import { isAdminRoute, routeOf } from './routes.js';

/** How a public API writes an error. */
export interface ErrorFormat {
  errorBody(error: GatewayError): JsonObject;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The format of the route's API; OpenAI's where a route sets none, and where no route matches. */
    readonly errorFormat?: ErrorFormat;
  }
}

const logger = new Logger('http');

/** The one place where an exception becomes a reply. */
@Catch()
export class GlobalExceptionFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    writeError(exception, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

/** RFC 9457 under the admin API, everywhere else in the form of the route's API. */
export function writeError(exception: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent || reply.raw.destroyed) return;
  const status = answersAsAdminApi(exception, request)
    ? writeProblem(exception, request, reply)
    : writeApiError(exception, request, reply);
  if (status >= 500) logUnexpected(exception, request);
}

/** A route of the admin API that makes a call answers with what the call came to in the form of the call's API. */
function answersAsAdminApi(exception: unknown, request: FastifyRequest): boolean {
  const { errorFormat } = request.routeOptions.config;
  return isAdminRoute(request) && !(exception instanceof GatewayError && errorFormat !== undefined);
}

/** @returns the status where the exception was not one of ours, else 0 */
function writeApiError(exception: unknown, request: FastifyRequest, reply: FastifyReply): number {
  const error = toGatewayError(exception, request);
  reply.headers(retryHeaders(error));
  void reply
    .status(error.status)
    .header('content-type', 'application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(errorFormatOf(request).errorBody(error));
  return error === exception ? 0 : error.status;
}

const OPENAI: ErrorFormat = { errorBody: toOpenAiError };

/** A URL that the router refuses has no route, and no configuration of one. */
function errorFormatOf({ routeOptions }: { routeOptions: { config?: FastifyContextConfig } }): ErrorFormat {
  return routeOptions.config?.errorFormat ?? OPENAI;
}

function writeProblem(exception: unknown, request: FastifyRequest, reply: FastifyReply): number {
  const { status, body, headers } = toProblem(exception, request.id);
  void reply.status(status).headers(headers).serializer(JSON.stringify).send(body);
  return status;
}

/** The caller gets a fixed text; what happened goes here. */
function logUnexpected(exception: unknown, request: FastifyRequest): void {
  const path = routeOf(request).slice(0, 200);
  logger.error('request failed', { requestId: request.id, method: request.method, path, err: exception });
}

function retryHeaders(error: GatewayError): Record<string, string> {
  if (error.retryAfterMs === null) return {};
  return { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)), 'retry-after-ms': String(error.retryAfterMs) };
}
