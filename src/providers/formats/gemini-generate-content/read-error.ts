import { UpstreamError, type UpstreamFailure } from '../../../core/errors.js';
import {
  countOf,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectOf,
  objectsOf,
  parseJson,
  textOf,
} from '../../../core/json.js';
import { scrub } from '../../../core/scrub.js';
import { vendorWords } from '../../vendor-words.js';
import { readRetryAfterMs } from '../../vendors/openai-compatible/retry-after.js';
import type { VendorReply } from '../../provider-strategy.js';

const TOO_LONG = /input token count.*exceeds|exceeds the maximum number of tokens|token limit/i;

/**
 * A non-2xx reply of Google: `{error: {code, message, status, details}}`, on stream URLs in a list of one. Read by its
 * body, for the content type of stream URLs does not tell.
 *
 * @see https://cloud.google.com/apis/design/errors
 */
export function readGoogleError({ status, headers, body }: VendorReply): UpstreamFailure {
  const parsed = parseJson(body);
  const first = Array.isArray(parsed) ? parsed[0] : parsed;
  return toGoogleFailure(objectOf(first)['error'], status, readRetryAfterMs(headers));
}

/**
 * The `error` object by itself: it also comes inside a 200 and inside streams.
 *
 * @param status of the HTTP reply; null takes the error's own
 */
export function toGoogleFailure(
  error: JsonValue | undefined,
  status: number | null,
  retryAfterMs: number | null = null,
): UpstreamFailure {
  const json = isJsonObject(error) ? error : { message: textOf(error) };
  const code = status ?? countOf(json['code']) ?? 502;
  const message = scrub(withoutResource(textOf(json['message'])));
  if (code === 401 || code === 403 || isBadKey(json)) {
    const forbidden = code === 403;
    return {
      kind: 'credentials-rejected',
      message: forbidden
        ? 'The provider does not allow the account that this gateway uses to make this call (403).'
        : `The provider refused the credentials that this gateway holds for it (${code}).`,
    };
  }
  if (code === 429) {
    return {
      kind: 'rate-limited',
      message: message || "The provider's quota or rate limit is reached.",
      retryAfterMs: retryDelayMs(json) ?? retryAfterMs,
    };
  }
  if (code === 408 || code === 499 || code === 504) {
    return { kind: 'timeout', message: `The provider took too long to answer (${code}).` };
  }
  if (code >= 500) {
    return {
      kind: 'overloaded',
      message: `The provider failed or is overloaded (${code}).`,
      retryAfterMs: retryDelayMs(json) ?? retryAfterMs,
    };
  }
  if (code < 400) {
    return { kind: 'invalid-response', message: `The provider answered with status ${code}, which is no answer.` };
  }
  return requestRejected(code, message);
}

/** An `error` inside a successful reply or stream. */
export function toGoogleError(body: JsonObject): UpstreamError {
  return new UpstreamError({ ...toGoogleFailure(body['error'], null), vendorMessage: vendorWords(body) });
}

function requestRejected(code: number, message: string): UpstreamFailure {
  const failure: UpstreamFailure = {
    kind: 'request-rejected',
    status: code === 404 || code === 413 ? code : 400,
    message: message || `The provider refused the request (${code}).`,
  };
  if (TOO_LONG.test(message)) return { ...failure, code: 'context_length_exceeded', param: 'messages' };
  // A 404 without Google's words is a wrong base URL, not a missing model.
  if (code === 404 && /model/i.test(message)) return { ...failure, code: 'model_not_found', param: 'model' };
  return failure;
}

/** AI Studio files a wrong or expired key under 400. */
function isBadKey(error: JsonObject): boolean {
  return objectsOf(error['details']).some(({ reason }) => textOf(reason).startsWith('API_KEY_'));
}

/** RetryInfo's `"48s"`, also with a fraction: Google sends no retry-after header. */
function retryDelayMs(error: JsonObject): number | null {
  for (const { retryDelay } of objectsOf(error['details'])) {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(textOf(retryDelay))?.[1];
    if (seconds !== undefined) return Math.ceil(Number(seconds) * 1_000);
  }
  return null;
}

/** A model's name is enough: whose project called it is not the caller's business. */
function withoutResource(message: string): string {
  return message
    .replace(/\bprojects\/[^\s/"'`]+\/(?:locations\/[^\s/"'`]+\/)?/g, '')
    .replace(/\bproject:?\s+["'`]?[\w.:-]*\d[\w.:-]*/gi, 'project ***');
}
