import type { UpstreamFailure } from '../../../core/errors.js';
import type { VendorReply } from '../../provider-strategy.js';
import { readErrorBody, type ErrorBody } from '../../failures/error-body.js';
import { readRetryAfterMs } from '../../failures/retry-after.js';
import { causeOf, CONTENT_CODES, MODEL_NOT_FOUND, refusalIn } from '../../failures/refusal-words.js';
import { toFailure, type CausesByStatus, type FailureCause } from '../../failures/to-failure.js';

const NO_SUCH_MODEL =
  /\bmodel\b.*(?:does not exist|not found|no such model)|no such model|unknown model|invalid model\b/i;
const BAD_KEY = /(?:api[ _-]?key|token) (?:is )?(?:not valid|invalid|expired)|(?:invalid|incorrect) api[ _-]?key/i;
const NO_MONEY = /insufficient[ _](?:quota|balance|credits?|funds)/i;

/**
 * A non-2xx reply of an OpenAI-like host, classed by who can act: the caller, the gateway's administrator, or the
 * vendor. Refusals of the request keep the vendor's message; everything else gets the gateway's own, for the caller
 * cannot act on it.
 *
 * @see docs/errors.md
 */
export function readError({ status, headers, body: text }: VendorReply): UpstreamFailure {
  const body = readErrorBody(text);
  const cause = toCause(status, body);
  const failure = toFailure(cause, status, body.message ?? '');
  switch (cause) {
    case 'rate-limited': {
      const type = body.type === 'tokens' || body.type === 'requests' ? body.type : null;
      return { ...failure, type, retryAfterMs: body.retryAfterMs ?? readRetryAfterMs(headers, body.message) };
    }
    case 'overloaded':
      return { ...failure, retryAfterMs: body.retryAfterMs ?? readRetryAfterMs(headers, body.message) };
    case 'request-rejected':
      return { ...failure, ...detailsOf(status, body) };
    default:
      return failure;
  }
}

/** Groq's capacity is used up; Cloudflare waited in vain for the host behind it. */
const CAUSES: CausesByStatus = { 498: 'overloaded', 522: 'timeout', 524: 'timeout' };

function toCause(status: number, body: ErrorBody): FailureCause {
  if (isOutOfMoney(status, body)) return 'quota-exhausted';
  return isBadKey(status, body) ? 'credentials-rejected' : causeOf(status, wordsOf(body), CAUSES);
}

function isOutOfMoney(status: number, body: ErrorBody): boolean {
  if (status !== 429 && status !== 403) return false;
  return [body.code, body.type, body.message].some((text) => text !== null && NO_MONEY.test(text));
}

/** Some hosts file a bad key under 400. */
function isBadKey(status: number, { code, message }: ErrorBody): boolean {
  return status === 400 && (code === 'invalid_api_key' || BAD_KEY.test(message ?? ''));
}

const KEPT_STATUSES: ReadonlySet<number> = new Set([400, 404, 413]);

function detailsOf(status: number, body: ErrorBody): Partial<UpstreamFailure> {
  const { code, param, type } = body;
  const details = { status: KEPT_STATUSES.has(status) ? status : 400, code, param, type };
  if (CONTENT_CODES.has(code ?? '')) return details;
  const known = refusalIn(wordsOf(body));
  if (known !== null) return { ...details, ...known, param: param ?? ('param' in known ? known.param : null) };
  // A bare 404 is a wrong base URL, not a missing model. OpenAI's own code is null where the model exists and belongs to
  // another endpoint; those texts do not match.
  const isMissing = code === null && body.message !== null && NO_SUCH_MODEL.test(body.message);
  return isMissing ? { ...details, code: MODEL_NOT_FOUND.code } : details;
}

function wordsOf({ code, type, message }: ErrorBody): string {
  return `${code ?? ''} ${type ?? ''} ${message ?? ''}`;
}
