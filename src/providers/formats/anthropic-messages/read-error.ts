import { UpstreamError, type UpstreamFailure } from '../../../core/errors.js';
import { type JsonObject, objectOf, parseObject, textOf } from '../../../core/json.js';
import { scrub } from '../../../core/scrub.js';
import type { VendorReply } from '../../provider-strategy.js';
import { readRetryAfterMs } from '../../failures/retry-after.js';
import { causeOf, MODEL_NOT_FOUND, refusalIn, REQUEST_TOO_LARGE } from '../../failures/refusal-words.js';
import { toFailure, type FailureCause } from '../../failures/to-failure.js';
import { vendorWords } from '../../vendor-words.js';
import type { ClaudeError, ClaudeEvent } from './wire-types.js';

const NO_MONEY = /credit balance is too low|billing|usage limits?/i;

/**
 * A non-2xx reply of Claude's API: `{type: "error", error: {type, message}}`.
 *
 * @see https://docs.claude.com/en/api/errors
 */
export function readError({ status, headers, body }: VendorReply): UpstreamFailure {
  const { error }: ClaudeEvent = parseObject(body) ?? {};
  return { ...toClaudeFailure(error, status), retryAfterMs: retryAfterMs(headers) };
}

/** The error that ends a stream: an `error` event. */
export function toUpstreamError(event: JsonObject): UpstreamError {
  const { error }: ClaudeEvent = event;
  return new UpstreamError({ ...toClaudeFailure(error, null), vendorMessage: vendorWords(event) });
}

const CAUSES: Readonly<Record<string, FailureCause | undefined>> = {
  authentication_error: 'credentials-rejected',
  permission_error: 'forbidden',
  billing_error: 'quota-exhausted',
  rate_limit_error: 'rate-limited',
  timeout_error: 'timeout',
  overloaded_error: 'overloaded',
  not_found_error: 'request-rejected',
  request_too_large: 'request-rejected',
  invalid_request_error: 'request-rejected',
};
const TYPES: Readonly<Record<number, string | undefined>> = { 404: 'not_found_error', 413: 'request_too_large' };

function toClaudeFailure(error: unknown, status: number | null): UpstreamFailure {
  const { type: stated, message }: ClaudeError = objectOf(error);
  const words = scrub(textOf(message).replace(UUID, '***'));
  // `api_error`, and what proxies name themselves, may stand for anything: then the status decides.
  const cause = CAUSES[textOf(stated)] ?? (status === null ? 'overloaded' : causeOf(status, words));
  if (cause !== 'request-rejected') return toFailure(cause, status ?? '', words);
  const type = CAUSES[textOf(stated)] === undefined ? TYPES[status ?? 0] : stated;
  return requestRejected(textOf(type), words, status);
}

function requestRejected(type: string, words: string, status: number | null): UpstreamFailure {
  const rejected = toFailure('request-rejected', status ?? '', words);
  if (type === 'not_found_error') return { ...rejected, status: 404, ...(/\bmodel\b/i.test(words) && MODEL_NOT_FOUND) };
  if (type === 'request_too_large') return { ...rejected, ...REQUEST_TOO_LARGE };
  const known = refusalIn(words);
  if (known !== null) return { ...rejected, ...known };
  // Claude reports an empty balance as an invalid request.
  if (NO_MONEY.test(words)) return toFailure('quota-exhausted', '');
  return status !== null && status >= 500 ? toFailure('overloaded', status) : rejected;
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
