/**
 * Every failure a caller can see. Throw one from anywhere; one global filter writes it.
 * @see contract section 7 (docs/errors.md): statuses and codes are fixed there.
 */
export class GatewayError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly code: string | null,
    message: string,
    readonly param: string | null = null,
    /** Milliseconds after which a retry makes sense; becomes `retry-after`. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The caller's request is wrong; nothing was sent upstream. */
export class InvalidRequestError extends GatewayError {
  constructor(message: string, param: string | null = null, code = 'invalid_request', status = 400) {
    super(status, 'invalid_request_error', code, message, param);
  }
}

/** 413. The admin API writes it as a problem document. */
export class BodyTooLargeError extends InvalidRequestError {
  constructor(limitBytes: number, what = 'The request body') {
    super(`${what} is larger than ${limitBytes} bytes, the limit here.`, null, 'request_too_large', 413);
  }
}

/** 415: the body is of a type, or encoded in a way, that this route does not take. */
export class UnsupportedContentTypeError extends InvalidRequestError {
  constructor(message: string) {
    super(message, null, 'unsupported_content_type', 415);
  }
}

/** 408: the body stalled on its way. */
export class BodyTooSlowError extends InvalidRequestError {
  constructor() {
    super('The request did not arrive in time.', null, 'invalid_request', 408);
  }
}

/** The body comes in very many tiny chunks. */
export class FragmentedBodyError extends InvalidRequestError {
  constructor() {
    super('The request body comes in too many small chunks. Send larger ones.');
  }
}

/** A field or feature that the chosen vendor cannot honour and whose loss would change the answer. */
export class UnsupportedParameterError extends InvalidRequestError {
  constructor(param: string, message: string) {
    super(message, param, 'unsupported_parameter');
  }
}

export class UnsupportedEndpointError extends InvalidRequestError {
  constructor(message: string) {
    super(message, null, 'unsupported_endpoint');
  }
}

export class AuthenticationError extends GatewayError {
  constructor(message: string) {
    super(401, 'invalid_request_error', 'invalid_api_key', message);
  }
}

export class NotFoundError extends GatewayError {
  constructor(code: string, message: string, param: string | null = null) {
    super(404, 'invalid_request_error', code, message, param);
  }
}

/** Not ready or draining: another replica, or a moment later, will do. */
export class UnavailableError extends GatewayError {
  constructor(message: string, retryAfterMs = 1000) {
    super(503, 'server_error', 'server_is_overloaded', message, null, retryAfterMs);
  }
}

/** The call was still open when the time that calls have after SIGTERM was over. */
export class CutByShutdownError extends GatewayError {
  constructor() {
    super(503, 'server_error', 'cut_by_shutdown', 'The gateway was stopped before the reply was complete.', null, 1000);
  }
}

/** A fault of the gateway itself. The caller gets a fixed text; what happened is the cause, for the application log. */
export class InternalError extends GatewayError {
  constructor(requestId: string, cause: unknown) {
    super(
      500,
      'server_error',
      'internal_error',
      `The gateway had an error while processing your request. Quote request id ${requestId} when you report it.`,
    );
    this.cause = cause;
  }
}

/** The provider exists and this replica cannot use it, for example because its credentials do not open. */
export class ProviderUnavailableError extends GatewayError {
  constructor(message: string, param: string | null = null) {
    super(503, 'server_error', 'provider_unavailable', message, param, 1000);
  }
}

/** The caller left before the reply was complete. Only the log gets it. */
export class ClientClosedError extends GatewayError {
  constructor(message = 'The client closed the connection before the reply was complete.') {
    super(499, 'client_closed', 'client_closed_request', message);
  }
}

/** What went wrong upstream, in as many kinds as retries and fallbacks treat differently. */
export type FailureKind =
  | 'unreachable'
  | 'timeout'
  | 'overloaded'
  | 'rate-limited'
  | 'quota-exhausted'
  | 'credentials-rejected'
  | 'model-failed'
  | 'request-rejected'
  | 'invalid-response'
  | 'stream-broken';

/** A vendor's failure, read from its wire form. Messages must be free of account ids and secrets. */
export interface UpstreamFailure {
  readonly kind: FailureKind;
  /** The vendor's own sentence where it helps the caller, else ours. */
  readonly message: string;
  /** HTTP status for the caller; only read for `request-rejected` and `model-failed` (400 unless given). */
  readonly status?: number;
  readonly code?: string | null;
  readonly param?: string | null;
  readonly type?: string | null;
  readonly retryAfterMs?: number | null;
  /** The vendor's sentence where `message` is ours: masked and bounded, and for administrators only. */
  readonly vendorMessage?: string | null;
  /** A cached token was refused: the same call is worth one more try, signed with a new token. */
  readonly signAfresh?: boolean;
}

const UPSTREAM: Record<FailureKind, { status: number; type: string; code: string | null }> = {
  unreachable: { status: 502, type: 'server_error', code: 'upstream_unreachable' },
  timeout: { status: 504, type: 'server_error', code: 'upstream_timeout' },
  overloaded: { status: 502, type: 'server_error', code: 'upstream_error' },
  'rate-limited': { status: 429, type: 'requests', code: 'rate_limit_exceeded' },
  'quota-exhausted': { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  'credentials-rejected': { status: 502, type: 'server_error', code: 'upstream_credentials_rejected' },
  'model-failed': { status: 400, type: 'invalid_request_error', code: null },
  'request-rejected': { status: 400, type: 'invalid_request_error', code: null },
  'invalid-response': { status: 502, type: 'server_error', code: 'upstream_invalid_response' },
  'stream-broken': { status: 502, type: 'server_error', code: 'upstream_stream_broken' },
};

/** The vendor failed, or refused the caller's request. */
export class UpstreamError extends GatewayError {
  readonly kind: FailureKind;
  /** Never for the caller. */
  readonly vendorMessage: string | null;

  constructor(failure: UpstreamFailure, options?: { cause: unknown }) {
    const fixed = UPSTREAM[failure.kind];
    const callersFault = failure.kind === 'request-rejected' || failure.kind === 'model-failed';
    super(
      callersFault ? (failure.status ?? fixed.status) : fixed.status,
      (failure.kind === 'rate-limited' || callersFault ? failure.type : null) ?? fixed.type,
      callersFault ? (failure.code ?? null) : fixed.code,
      failure.message,
      callersFault ? (failure.param ?? null) : null,
      failure.retryAfterMs ?? null,
    );
    this.kind = failure.kind;
    this.vendorMessage = failure.vendorMessage ?? null;
    if (options) this.cause = options.cause;
  }
}

/** The error's message for the log, with the vendor's own sentence where the caller does not get it. */
export function messageForAdministrator(error: GatewayError): string {
  const words = error instanceof UpstreamError ? error.vendorMessage : null;
  return words === null || error.message.includes(words)
    ? error.message
    : `${error.message} The provider said: ${words}`;
}
