import { UpstreamError, type FailureKind, type UpstreamFailure } from '../../../core/errors.js';
import { parseObject, textOf } from '../../../core/json.js';
import { scrub } from '../../../core/scrub.js';
import { vendorWords } from '../../vendor-words.js';
import { readRetryAfterMs } from '../openai-compatible/retry-after.js';
import type { VendorReply } from '../../provider-strategy.js';

/** By exception name without its suffix, lower case, as streams and replies spell them differently. */
const KINDS: Readonly<Record<string, FailureKind | undefined>> = {
  unrecognizedclient: 'credentials-rejected',
  expiredtoken: 'credentials-rejected',
  invalidsignature: 'credentials-rejected',
  signaturedoesnotmatch: 'credentials-rejected',
  invalidclienttokenid: 'credentials-rejected',
  missingauthenticationtoken: 'credentials-rejected',
  incompletesignature: 'credentials-rejected',
  accessdenied: 'credentials-rejected',
  notauthorized: 'credentials-rejected',
  optinrequired: 'credentials-rejected',
  throttling: 'rate-limited',
  toomanyrequests: 'rate-limited',
  servicequotaexceeded: 'rate-limited',
  modeltimeout: 'timeout',
  modelerror: 'overloaded',
  modelstreamerror: 'overloaded',
  modelnotready: 'overloaded',
  internalserver: 'overloaded',
  internalfailure: 'overloaded',
  serviceunavailable: 'overloaded',
  validation: 'request-rejected',
  resourcenotfound: 'request-rejected',
};

const BAD_MODEL =
  /model identifier is invalid|model id.*(?:invalid|not exist|not found)|on-demand throughput isn.t supported/i;
const TOO_LONG =
  /input is too long|too many input tokens|maximum context length|context (?:window|length|limit)|prompt is too long/i;

/**
 * A non-2xx reply of Bedrock: the exception's name is in a header, or in the body's `__type`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
 */
export function readBedrockError({ status, headers, body }: VendorReply): UpstreamFailure {
  const json = parseObject(body) ?? {};
  const name = headers['x-amzn-errortype'] ?? textOf(json['__type']);
  const message = textOf(json['message']) || textOf(json['Message']);
  const failure = toFailure(name, message, status);
  return { ...failure, retryAfterMs: readRetryAfterMs(headers) };
}

/** The error that ends a stream: an exception frame, or an `error` frame with its code. */
export function fromStreamException(name: string, message: string): UpstreamError {
  return new UpstreamError({ ...toFailure(name, message, null), vendorMessage: vendorWords(message) });
}

function toFailure(name: string, words: string, status: number | null): UpstreamFailure {
  // `Name:http://…` in the header, `prefix#Name` in the body.
  const bare = (name.split(':')[0]?.split('#').at(-1) ?? '').trim();
  const kind = KINDS[bare.toLowerCase().replace(/(?:exception|error)$/, '')] ?? kindOf(status);
  const message = withoutAccounts(words);
  const at = status === null ? bare : `${status}${bare === '' ? '' : ` ${bare}`}`;
  switch (kind) {
    case 'credentials-rejected':
      return { kind, message: `The provider refused the credentials that this gateway holds for it (${at}).` };
    case 'rate-limited':
      return { kind, message: message || "The provider's rate limit is reached." };
    case 'timeout':
      return { kind, message: `The provider took too long to answer (${at}).` };
    case 'request-rejected':
      return requestRejected(bare, message || `The provider refused the request (${at}).`, status);
    default:
      return { kind, message: `The provider failed or is overloaded (${at}).` };
  }
}

function kindOf(status: number | null): FailureKind {
  if (status === null || status >= 500 || status === 424) return status === 504 ? 'timeout' : 'overloaded';
  if (status === 401 || status === 403) return 'credentials-rejected';
  if (status === 408) return 'timeout';
  return status === 429 ? 'rate-limited' : 'request-rejected';
}

function requestRejected(name: string, message: string, status: number | null): UpstreamFailure {
  const rejected = { kind: 'request-rejected', type: 'invalid_request_error', message } as const;
  const isMissing = /^resourcenotfound/i.test(name) || status === 404;
  if (isMissing || BAD_MODEL.test(message)) {
    return { ...rejected, status: 404, code: 'model_not_found', param: 'model' };
  }
  if (TOO_LONG.test(message)) return { ...rejected, code: 'context_length_exceeded', param: 'messages' };
  return status === 413 ? { ...rejected, status, code: 'request_too_large' } : rejected;
}

/** ARNs hold the account's number, and sentences quote it alone. */
function withoutAccounts(message: string): string {
  return scrub(message).replace(/\b\d{12}\b/g, '***');
}
