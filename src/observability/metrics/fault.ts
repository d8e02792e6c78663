import type { RequestLogRecord } from '../log-record.js';

/** Who has to do something about a failure: the operator is whoever runs the gateway and pays the vendors. */
type FaultOwner = 'caller' | 'operator' | 'vendor' | 'gateway';

export interface Fault {
  readonly owner: FaultOwner;
  /** One of a closed set. */
  readonly cause: string;
}

type Failed = Pick<RequestLogRecord, 'error_code' | 'status' | 'provider'>;

/** Causes that are codes of docs/errors.md, by whose fault they are. */
const CAUSES = {
  caller: [
    ...['client_closed_request', 'config_not_found', 'content_filter', 'context_length_exceeded', 'invalid_json'],
    ...['invalid_request', 'model_not_found', 'no_matching_rule', 'provider_not_found', 'request_loop'],
    ...['request_too_large', 'route_not_specified', 'unknown_url', 'unsupported_content_type'],
    ...['unsupported_endpoint', 'unsupported_parameter'],
  ],
  operator: ['insufficient_quota', 'provider_unavailable', 'upstream_credentials_rejected'],
  vendor: [
    ...['rate_limit_exceeded', 'upstream_error', 'upstream_invalid_response', 'upstream_stream_broken'],
    ...['upstream_timeout', 'upstream_unreachable'],
  ],
  gateway: ['cut_by_shutdown', 'internal_error', 'server_is_overloaded'],
} as const satisfies Record<FaultOwner, readonly string[]>;

const FAULTS: ReadonlyMap<string, Fault> = new Map(
  Object.entries(CAUSES).flatMap(([owner, causes]) =>
    causes.map((cause): [string, Fault] => [cause, { owner: owner as FaultOwner, cause }]),
  ),
);

/** The environment has as many calls under way as it may. */
const TOO_MANY_CALLS: Fault = { owner: 'caller', cause: 'too_many_calls' };
/** What a vendor refuses comes with a code of its own, of which there are any number. */
const REJECTED: Fault = { owner: 'caller', cause: 'request_rejected' };
const REFUSED: Fault = { owner: 'caller', cause: 'invalid_request' };
const VENDOR_FAILED: Fault = { owner: 'vendor', cause: 'upstream_error' };
const INTERNAL: Fault = { owner: 'gateway', cause: 'internal_error' };

/** Why a call or an attempt failed, in few enough words to be labels. */
export function faultOf({ error_code: code, status, provider }: Failed): Fault {
  if (code === 'rate_limit_exceeded' && provider === null) return TOO_MANY_CALLS;
  const known = code === null ? undefined : FAULTS.get(code);
  if (known !== undefined) return known;
  if (status >= 500) return provider === null ? INTERNAL : VENDOR_FAILED;
  return provider === null ? REFUSED : REJECTED;
}
