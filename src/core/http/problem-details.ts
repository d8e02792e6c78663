import { STATUS_CODES } from 'node:http';
import { HttpException, InternalServerErrorException } from '@nestjs/common';
import { GatewayError } from '../errors.js';
import { fieldErrorsOf, type FieldError } from './admin-errors.js';
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

/**
 * Any exception under the admin prefix as a problem document. Unexpected ones get a fixed sentence, since their own
 * may hold internals.
 */
export function toProblem(exception: unknown, requestId: string): ProblemReply {
  const refusal = toHttpException(exception, requestId);
  const status = refusal.getStatus();
  const title = STATUS_CODES[status] ?? 'Error';
  const errors = fieldErrorsOf(refusal);
  return {
    status,
    body: { type: 'about:blank', title, status, detail: refusal.message, errors, requestId },
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...extraHeaders(status) },
  };
}

function extraHeaders(status: number): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer realm="llmops admin"' };
  return status === 503 ? { 'retry-after': '1' } : {};
}

const FAILED = 'The server failed to carry out the request.';

function toHttpException(exception: unknown, requestId: string): HttpException {
  if (exception instanceof HttpException) {
    return exception.getStatus() < 500 ? exception : new HttpException(FAILED, exception.getStatus());
  }
  if (exception instanceof GatewayError) return fromGatewayError(exception);
  return (
    fromFastifyError(exception) ??
    fromDatabaseFailure(exception) ??
    new InternalServerErrorException(`${FAILED} Quote request id ${requestId} when you report it.`)
  );
}

function fromGatewayError({ status, message, param }: GatewayError): HttpException {
  const errors = param === null ? [] : [{ pointer: toPointer(param.split('.')), detail: message }];
  return new HttpException({ message, errors }, status);
}

/** What the router refuses before any route is reached. */
function fromFastifyError(exception: unknown): HttpException | null {
  if (!(exception instanceof Error) || !('statusCode' in exception)) return null;
  const { statusCode } = exception;
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return null;
  return new HttpException('The request could not be read.', statusCode);
}

/** Path segments as a JSON pointer. @see https://www.rfc-editor.org/rfc/rfc6901 */
export function toPointer(segments: readonly string[]): string {
  return segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
