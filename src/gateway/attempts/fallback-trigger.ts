import type { FallbackTrigger } from '../../configs/targeting/fallback-triggers.js';
import { CONTENT_CODES } from '../../providers/failures/refusal-words.js';
import { type FailureKind, type GatewayError, UpstreamError } from '../../core/errors.js';

const BY_KIND: Readonly<Record<Exclude<FailureKind, 'request-rejected'>, FallbackTrigger>> = {
  unreachable: 'unavailable',
  overloaded: 'unavailable',
  'invalid-response': 'unavailable',
  'stream-broken': 'unavailable',
  'model-failed': 'unavailable',
  timeout: 'timeout',
  'rate-limited': 'rate_limited',
  'credentials-rejected': 'credentials',
  'quota-exhausted': 'quota',
};

/** Refusals that another vendor need not repeat, by the codes under which all vendors' are known here, or hosts' own. */
const BY_CODE: Readonly<Record<string, FallbackTrigger | undefined>> = {
  context_length_exceeded: 'context_window',
  string_above_max_length: 'context_window',
  model_not_found: 'capability',
  unsupported_parameter: 'capability',
  unsupported_value: 'capability',
};

/** What kind of failure this is to a rule that says when to fall over; null where no other target can help. */
export function triggerOf(error: GatewayError): FallbackTrigger | null {
  if (!(error instanceof UpstreamError)) return null;
  if (error.kind !== 'request-rejected') return BY_KIND[error.kind];
  const code = error.code ?? '';
  return CONTENT_CODES.has(code) ? 'content_policy' : (BY_CODE[code] ?? null);
}
