import { HttpException } from '@nestjs/common';
import { GatewayError, InternalError } from '../errors.js';
import { unknownUrl, type UnservedRequest } from './unknown-url.js';

/** The body that OpenAI's SDKs turn into the right error class. @see docs/errors.md */
export function toOpenAiError({ message, type, param, code }: GatewayError) {
  return { error: { message, type, param, code } };
}

/** Any exception on a gateway route as a GatewayError; an unexpected one gets a fixed sentence. */
export function toGatewayError(exception: unknown, request: UnservedRequest & { readonly id: string }): GatewayError {
  if (exception instanceof GatewayError) return exception;
  const status = statusOf(exception);
  if (status === 404) return unknownUrl(request);
  if (status === 413) {
    return new GatewayError(413, 'invalid_request_error', 'request_too_large', 'The request body is too large.');
  }
  if (status !== null && status >= 400 && status < 500) {
    return new GatewayError(status, 'invalid_request_error', 'invalid_request', 'The request could not be read.');
  }
  return new InternalError(request.id, exception);
}

function statusOf(exception: unknown): number | null {
  if (exception instanceof HttpException) return exception.getStatus();
  if (typeof exception === 'object' && exception !== null && 'statusCode' in exception) {
    return typeof exception.statusCode === 'number' ? exception.statusCode : null;
  }
  return null;
}
