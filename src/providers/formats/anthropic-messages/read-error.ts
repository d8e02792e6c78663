import { UpstreamError, type UpstreamFailure } from '../../../core/errors.js';
import { type JsonObject, objectOf, parseObject, textOf } from '../../../core/json.js';
import { scrub } from '../../../core/scrub.js';
import type { VendorReply } from '../../provider-strategy.js';
import { vendorWords } from '../../vendor-words.js';
import { readRetryAfterMs } from '../../vendors/openai-compatible/retry-after.js';

const TOO_LONG = /prompt is too long|exceeds? (?:the )?context|context (?:window|limit|length)/i;
const NO_MONEY = /credit balance is too low|billing|usage limits?/i;

/**
 * A non-2xx reply of Claude's API: `{type: "error", error: {type, message}}`.
 *
 * @see https://docs.claude.com/en/api/errors
 */
export function readClaudeError(reply: VendorReply): UpstreamFailure {
  const { status, headers } = reply;
  const error = objectOf(parseObject(reply.body)?.['error']);
  const byStatus = TYPES[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
  const type = knownType(error) ?? byStatus;
  return { ...toFailure(type, textOf(error['message']), status), retryAfterMs: retryAfterMs(headers) };
}

/** The error that ends a stream: an `error` event. */
export function readErrorEvent(event: JsonObject): UpstreamError {
  const error = objectOf(event['error']);
  const failure = toFailure(knownType(error) ?? 'api_error', textOf(error['message']), null);
  return new UpstreamError({ ...failure, vendorMessage: vendorWords(event) });
}

const KNOWN_TYPES: ReadonlySet<string> = new Set([
  ...(['authentication_error', 'permission_error', 'billing_error', 'rate_limit_error', 'timeout_error'] as const),
  ...(['api_error', 'overloaded_error', 'not_found_error', 'request_too_large', 'invalid_request_error'] as const),
]);

/** What stands between here and Claude may answer in types of its own, and then its status tells. */
function knownType(error: JsonObject): string | null {
  const type = textOf(error['type']);
  return KNOWN_TYPES.has(type) ? type : null;
}

const TYPES: Readonly<Record<number, string | undefined>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

function toFailure(type: string, words: string, status: number | null): UpstreamFailure {
  const message = scrub(words.replace(UUID, '***'));
  const at = status === null ? '' : ` (${status})`;
  switch (type) {
    case 'authentication_error':
      return {
        kind: 'credentials-rejected',
        message: `The provider refused the credentials that this gateway holds for it${at}.`,
      };
    case 'permission_error':
      return {
        kind: 'credentials-rejected',
        message: `The provider does not allow the account that this gateway uses to make this call${at}.`,
      };
    case 'billing_error':
      return OUT_OF_MONEY;
    case 'rate_limit_error':
      return { kind: 'rate-limited', message: message || "The provider's rate limit is reached." };
    case 'timeout_error':
      return { kind: 'timeout', message: `The provider took too long to answer${at}.` };
    case 'api_error':
    case 'overloaded_error':
      return { kind: 'overloaded', message: `The provider failed or is overloaded${at}.` };
    default:
      return requestRejected(type, message || `The provider refused the request${at}.`, status);
  }
}

const OUT_OF_MONEY: UpstreamFailure = {
  kind: 'quota-exhausted',
  message: 'The quota or balance of the account at the provider is used up.',
};

function requestRejected(type: string, message: string, status: number | null): UpstreamFailure {
  const rejected = { kind: 'request-rejected', type: 'invalid_request_error', message } as const;
  if (type === 'not_found_error') {
    const isModel = /\bmodel\b/i.test(message);
    return { ...rejected, status: 404, ...(isModel && { code: 'model_not_found', param: 'model' }) };
  }
  if (type === 'request_too_large') return { ...rejected, status: 413, code: 'request_too_large' };
  if (TOO_LONG.test(message)) return { ...rejected, code: 'context_length_exceeded', param: 'messages' };
  // The account's balance is filed under the caller's mistakes.
  if (NO_MONEY.test(message)) return OUT_OF_MONEY;
  if (status !== null && status >= 500)
    return { kind: 'overloaded', message: `The provider failed or is overloaded (${status}).` };
  return rejected;
}

/** Organisations are named by UUID in rate-limit messages. */
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

/** `retry-after`, else the latest reset of a limit that is used up. */
function retryAfterMs(headers: VendorReply['headers']): number | null {
  const stated = readRetryAfterMs(headers);
  if (stated !== null) return stated;
  const resets = ['requests', 'tokens', 'input-tokens', 'output-tokens'].flatMap((limit) => {
    if (headers[`anthropic-ratelimit-${limit}-remaining`] !== '0') return [];
    const reset = Date.parse(headers[`anthropic-ratelimit-${limit}-reset`] ?? '');
    return Number.isNaN(reset) ? [] : [Math.max(0, reset - Date.now())];
  });
  return resets.length > 0 ? Math.max(...resets) : null;
}
