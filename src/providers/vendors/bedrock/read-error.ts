import { UpstreamError, type UpstreamFailure } from '../../../core/errors.js';
import { parseObject, textOf } from '../../../core/json.js';
import { scrub } from '../../../core/scrub.js';
import { vendorWords } from '../../vendor-words.js';
import { readRetryAfterMs } from '../../failures/retry-after.js';
import { MODEL_NOT_FOUND, refusalIn, REQUEST_TOO_LARGE } from '../../failures/refusal-words.js';
import { mapStatus, toFailure, type CausesByStatus, type FailureCause } from '../../failures/to-failure.js';
import type { VendorReply } from '../../provider-strategy.js';
import type { BedrockError } from './wire-types.js';

/** By exception name without its suffix, lower case, as streams and replies spell them differently. */
const CAUSES: Readonly<Record<string, FailureCause | undefined>> = {
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

/** Bedrock answers 403 to bad credentials too, and 424 where the model itself failed. */
const CAUSES_BY_STATUS: CausesByStatus = { 403: 'credentials-rejected', 424: 'overloaded' };

const BAD_MODEL =
  /model identifier is invalid|model id.*(?:invalid|not exist|not found)|on-demand throughput isn.t supported/i;

/**
 * A non-2xx reply of Bedrock: the exception's name is in a header, or in the body's `__type`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
 */
export function readError({ status, headers, body }: VendorReply): UpstreamFailure {
  const json: BedrockError = parseObject(body) ?? {};
  const name = headers['x-amzn-errortype'] ?? textOf(json.__type);
  const message = textOf(json.message) || textOf(json.Message);
  return { ...toBedrockFailure(name, message, status), retryAfterMs: readRetryAfterMs(headers) };
}

/** The error that ends a stream: an exception frame, or an `error` frame with its code. */
export function toUpstreamError(name: string, message: string): UpstreamError {
  return new UpstreamError({ ...toBedrockFailure(name, message, null), vendorMessage: vendorWords(message) });
}

function toBedrockFailure(name: string, words: string, status: number | null): UpstreamFailure {
  // `Name:http://…` in the header, `prefix#Name` in the body.
  const bare = (name.split(':')[0]?.split('#').at(-1) ?? '').trim();
  const named = CAUSES[bare.toLowerCase().replace(/(?:exception|error)$/, '')];
  const cause = named ?? (status === null ? 'overloaded' : mapStatus(status, CAUSES_BY_STATUS));
  const failure = toFailure(cause, [status ?? '', bare].join(' ').trim(), withoutAccounts(words));
  return cause === 'request-rejected' ? { ...failure, ...detailsOf(bare, failure.message, status) } : failure;
}

function detailsOf(name: string, message: string, status: number | null): Partial<UpstreamFailure> {
  if (/^resourcenotfound/i.test(name) || status === 404 || BAD_MODEL.test(message)) {
    return { status: 404, ...MODEL_NOT_FOUND };
  }
  return refusalIn(message) ?? (status === 413 ? REQUEST_TOO_LARGE : {});
}

/** Messages quote account numbers, in ARNs and alone. */
function withoutAccounts(message: string): string {
  return scrub(message).replace(/\b\d{12}\b/g, '***');
}
