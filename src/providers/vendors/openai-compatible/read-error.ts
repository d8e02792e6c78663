import type { UpstreamFailure } from '../../../core/errors.js';
import { isJsonObject, type JsonObject } from '../../../core/json.js';
import type { VendorReply } from '../../provider-strategy.js';
import { readErrorBody, readErrorJson, type ErrorBody } from './error-body.js';
import { readRetryAfterMs } from './retry-after.js';

const TOO_LONG =
  /maximum context length|context[ _](?:length|window)|prompt (?:is )?too long|input is too long|input token count|too large for model/i;
const NO_SUCH_MODEL =
  /\bmodel\b.*(?:does not exist|not found|no such model)|no such model|unknown model|invalid model\b/i;
const BAD_KEY = /(?:api[ _-]?key|token) (?:is )?(?:not valid|invalid|expired)|(?:invalid|incorrect) api[ _-]?key/i;
const NO_MONEY = /insufficient[ _](?:quota|balance|credits?|funds)/i;

/**
 * A non-2xx reply of an OpenAI-like host, told apart: the caller's fault, ours, or theirs. Refusals of the request keep
 * the vendor's words; everything else gets words of our own, for it is not the caller who must act.
 *
 * @see docs/errors.md
 */
export function readOpenAiError(reply: VendorReply): UpstreamFailure {
  return toFailure(reply.status, readErrorBody(reply.body), reply.headers);
}

/**
 * An `error` frame inside a stream, classed by the status that the vendor writes into it (Groq's `status_code`, a
 * number as OpenRouter's `code`). Without one it is the vendor's fault.
 */
export function readOpenAiStreamError(frame: JsonObject): UpstreamFailure {
  const { error } = frame;
  const stated = isJsonObject(error) ? [error['status_code'], error['status'], error['code']].map(Number) : [];
  const status = stated.find((value) => Number.isInteger(value) && value >= 400 && value < 600) ?? 500;
  return toFailure(status, readErrorJson(frame), {});
}

/** Classes a refusal whose body is read already. */
export function toFailure(status: number, body: ErrorBody, headers: VendorReply['headers']): UpstreamFailure {
  if (status < 400) {
    return { kind: 'invalid-response', message: `The provider answered with status ${status}, which is no answer.` };
  }
  if (isOutOfMoney(status, body)) {
    return { kind: 'quota-exhausted', message: 'The quota or balance of the account at the provider is used up.' };
  }
  if (status === 401 || status === 403 || isBadKey(status, body)) return credentialsRejected(status);
  if (status === 429) return rateLimited(headers, body);
  if (status === 408 || status === 504 || status === 522 || status === 524) {
    return { kind: 'timeout', message: `The provider took too long to answer (${status}).` };
  }
  return status >= 500 || status === 498 ? overloaded(status, headers, body) : requestRejected(status, body);
}

function isOutOfMoney(status: number, body: ErrorBody): boolean {
  if (status === 402) return true;
  if (status !== 429 && status !== 403) return false;
  return [body.code, body.type, body.message].some((text) => text !== null && NO_MONEY.test(text));
}

/** Some hosts file a bad key under 400. */
function isBadKey(status: number, { code, message }: ErrorBody): boolean {
  return status === 400 && (code === 'invalid_api_key' || BAD_KEY.test(message ?? ''));
}

function credentialsRejected(status: number): UpstreamFailure {
  const message =
    status === 403
      ? `The provider does not allow the account that this gateway uses to make this call (403).`
      : `The provider refused the credentials that this gateway holds for it (${status}).`;
  return { kind: 'credentials-rejected', message };
}

function rateLimited(headers: VendorReply['headers'], { message, type }: ErrorBody): UpstreamFailure {
  return {
    kind: 'rate-limited',
    message: message ?? "The provider's rate limit is reached.",
    type: type === 'tokens' || type === 'requests' ? type : null,
    retryAfterMs: readRetryAfterMs(headers, message),
  };
}

function overloaded(status: number, headers: VendorReply['headers'], { message }: ErrorBody): UpstreamFailure {
  return {
    kind: 'overloaded',
    message: `The provider failed or is overloaded (${status}).`,
    retryAfterMs: readRetryAfterMs(headers, message),
  };
}

const KEPT_STATUSES: ReadonlySet<number> = new Set([400, 404, 413]);

function requestRejected(status: number, body: ErrorBody): UpstreamFailure {
  const failure: UpstreamFailure = {
    kind: 'request-rejected',
    status: KEPT_STATUSES.has(status) ? status : 400,
    message: body.message ?? `The provider refused the request (${status}).`,
    code: body.code,
    param: body.param,
    type: body.type,
  };
  if (body.code === 'context_length_exceeded' || TOO_LONG.test(failure.message)) {
    return { ...failure, code: 'context_length_exceeded', param: body.param ?? 'messages' };
  }
  // Bare 404s are left alone: a wrong base URL is no missing model.
  if (body.code === null && body.message !== null && NO_SUCH_MODEL.test(body.message)) {
    // OpenAI's own code is null where the model exists and belongs to another endpoint; those texts do not match.
    return { ...failure, code: 'model_not_found' };
  }
  return failure;
}
