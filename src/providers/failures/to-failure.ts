import type { UpstreamFailure } from '../../core/errors.js';

/** Why a call failed, as far as a status can tell; `forbidden` are good credentials that lack a right. */
export type FailureCause =
  | 'invalid-response'
  | 'credentials-rejected'
  | 'forbidden'
  | 'quota-exhausted'
  | 'timeout'
  | 'rate-limited'
  | 'overloaded'
  | 'request-rejected';

export type CausesByStatus = Readonly<Record<number, FailureCause | undefined>>;

const CAUSES: CausesByStatus = {
  401: 'credentials-rejected',
  402: 'quota-exhausted',
  403: 'forbidden',
  408: 'timeout',
  409: 'overloaded',
  429: 'rate-limited',
  504: 'timeout',
};

/** @param own the vendor's own meaning of a status, where it differs from the usual one */
export function mapStatus(status: number, own: CausesByStatus = {}): FailureCause {
  if (status < 400) return 'invalid-response';
  return own[status] ?? CAUSES[status] ?? (status >= 500 ? 'overloaded' : 'request-rejected');
}

/**
 * A failure with the gateway's message. The vendor's own message reaches the caller only where the caller can act on
 * it.
 * @param at the status, or another name of the failure
 * @param words the vendor's message, '' where it sent none
 */
export function toFailure(cause: FailureCause, at: string | number, words = ''): UpstreamFailure {
  const where = at === '' ? '' : ` (${at})`;
  switch (cause) {
    case 'invalid-response':
      return { kind: cause, message: `The provider answered with status ${at}, which is no answer.` };
    case 'credentials-rejected':
      return { kind: cause, message: `The provider refused the credentials that this gateway holds for it${where}.` };
    case 'forbidden':
      return {
        kind: 'credentials-rejected',
        message: `The provider does not allow the account that this gateway uses to make this call${where}.`,
      };
    case 'quota-exhausted':
      return { kind: cause, message: 'The quota or balance of the account at the provider is used up.' };
    case 'timeout':
      return { kind: cause, message: `The provider took too long to answer${where}.` };
    case 'rate-limited':
      return { kind: cause, message: words || "The provider's rate limit is reached." };
    case 'overloaded':
      return { kind: cause, message: `The provider failed or is overloaded${where}.` };
    case 'request-rejected':
      return { kind: cause, message: words || `The provider refused the request${where}.` };
  }
}
