import { UpstreamError, type UpstreamFailure } from '../../../core/errors.js';
import { countOf, isJsonObject, type JsonObject, objectOf, objectsOf, parseJson, textOf } from '../../../core/json.js';
import { scrub } from '../../../core/scrub.js';
import { causeOf, MODEL_NOT_FOUND, refusalIn } from '../../failures/refusal-words.js';
import { readRetryAfterMs, readRetryInfoMs } from '../../failures/retry-after.js';
import { toFailure, type CausesByStatus, type FailureCause } from '../../failures/to-failure.js';
import { vendorWords } from '../../vendor-words.js';
import type { VendorReply } from '../../provider-strategy.js';
import type { GeminiError, GeminiErrorDetail, GeminiReply } from './wire-types.js';

/** Google's own: the call was cancelled, by a deadline of its own. */
const CAUSES: CausesByStatus = { 402: 'request-rejected', 499: 'timeout' };

/**
 * A non-2xx reply of Google: `{error: {code, message, status, details}}`, on stream URLs in a list of one. Read by its
 * body, for stream URLs answer with other content types.
 *
 * @see https://cloud.google.com/apis/design/errors
 */
export function readError({ status, headers, body }: VendorReply): UpstreamFailure {
  const parsed = parseJson(body);
  const first = Array.isArray(parsed) ? parsed[0] : parsed;
  const { error }: GeminiReply = objectOf(first);
  return toGeminiFailure(error, status, readRetryAfterMs(headers));
}

/**
 * The `error` object by itself: it also comes inside a 200 and inside streams.
 *
 * @param status of the HTTP reply; null takes the error's own
 */
function toGeminiFailure(error: unknown, status: number | null, retryAfterMs: number | null = null): UpstreamFailure {
  const json: GeminiError = isJsonObject(error) ? error : { message: error };
  const code = status ?? countOf(json.code) ?? 502;
  const words = scrub(withoutResource(textOf(json.message)));
  const cause = toCause(code, words, json);
  const failure = toFailure(cause, code, words);
  switch (cause) {
    case 'rate-limited': {
      const message = words || "The provider's quota or rate limit is reached.";
      return { ...failure, message, retryAfterMs: readRetryInfoMs(json.details) ?? retryAfterMs };
    }
    case 'overloaded':
      return { ...failure, retryAfterMs: readRetryInfoMs(json.details) ?? retryAfterMs };
    case 'request-rejected':
      return { ...failure, ...toRejection(code, words) };
    default:
      return failure;
  }
}

function toCause(code: number, words: string, error: GeminiError): FailureCause {
  const cause = causeOf(code, words, CAUSES);
  return cause !== 'forbidden' && isBadKey(error) ? 'credentials-rejected' : cause;
}

/** An `error` inside a successful reply or stream. */
export function toUpstreamError(body: JsonObject): UpstreamError {
  const { error }: GeminiReply = body;
  return new UpstreamError({ ...toGeminiFailure(error, null), vendorMessage: vendorWords(body) });
}

function toRejection(code: number, words: string): Partial<UpstreamFailure> {
  const status = code === 404 || code === 413 ? code : 400;
  const known = refusalIn(words);
  if (known !== null) return { status, ...known };
  // A 404 without a message of Google's is a wrong base URL, not a missing model.
  return { status, ...(code === 404 && /model/i.test(words) && MODEL_NOT_FOUND) };
}

/** AI Studio files a wrong or expired key under 400. */
function isBadKey(error: GeminiError): boolean {
  return objectsOf(error.details).some(({ reason }: GeminiErrorDetail) => textOf(reason).startsWith('API_KEY_'));
}

/** A resource becomes the name of its model, since the caller must not learn the project. */
function withoutResource(message: string): string {
  return message
    .replace(/\bprojects\/[^\s/"'`]+\/(?:locations\/[^\s/"'`]+\/)?/g, '')
    .replace(/\bproject:?\s+["'`]?[\w.:-]*\d[\w.:-]*/gi, 'project ***');
}
