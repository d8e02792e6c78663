import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { GatewayError } from '../errors.js';
import { AdminError, type FieldError } from './admin-errors.js';
import { fromDatabaseFailure } from './database-failure.js';

/** @see https://www.rfc-editor.org/rfc/rfc9457 */
export interface ProblemDetails {
  /** `about:blank`: the problem is what its status says. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly requestId: string;
}

export interface ProblemReply {
  readonly status: number;
  readonly body: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;
}

/** Any exception under the admin prefix as a problem document. What is not known to be harmless says nothing. */
export function toProblem(exception: unknown, requestId: string): ProblemReply {
  const { status, message, errors } = toAdminError(exception, requestId);
  return {
    status,
    body: { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail: message, errors, requestId },
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...extraHeaders(status) },
  };
}

function extraHeaders(status: number): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer realm="llmops admin"' };
  return status === 503 ? { 'retry-after': '1' } : {};
}

function toAdminError(exception: unknown, requestId: string): AdminError {
  if (exception instanceof AdminError) return exception;
  if (exception instanceof GatewayError) return fromGatewayError(exception);
  if (exception instanceof HttpException) return fromHttpException(exception);
  return (
    fromFastifyError(exception) ??
    fromDatabaseFailure(exception) ??
    new AdminError(500, `The server failed to carry out the request. Quote request id ${requestId} when you report it.`)
  );
}

function fromGatewayError(error: GatewayError): AdminError {
  const errors = error.param === null ? [] : [{ pointer: toPointer(error.param.split('.')), detail: error.message }];
  return new AdminError(error.status, error.message, errors);
}

function fromHttpException(exception: HttpException): AdminError {
  const status = exception.getStatus();
  if (status >= 500) return new AdminError(status, 'The server failed to carry out the request.');
  const response = exception.getResponse();
  const messages = typeof response === 'object' && 'message' in response ? response.message : null;
  const errors = Array.isArray(messages) ? messages.map((detail) => ({ pointer: '', detail: String(detail) })) : [];
  return new AdminError(status, exception.message, errors);
}

const UNREADABLE: Readonly<Partial<Record<number, string>>> = {
  400: 'The body is not valid JSON.',
  413: 'The body is too large.',
  415: 'The content type must be application/json.',
};

/** What Fastify throws before a controller is reached: bodies that cannot be read. */
function fromFastifyError(exception: unknown): AdminError | null {
  if (!(exception instanceof Error) || !('statusCode' in exception)) return null;
  const status = exception.statusCode;
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  const isEmpty = 'code' in exception && exception.code === 'FST_ERR_CTP_EMPTY_JSON_BODY';
  const detail = isEmpty ? 'The body is empty; send a JSON object.' : UNREADABLE[status];
  return new AdminError(status, detail ?? 'The request could not be read.');
}

/** Path segments as a JSON pointer. @see https://www.rfc-editor.org/rfc/rfc6901 */
export function toPointer(segments: readonly string[]): string {
  return segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
