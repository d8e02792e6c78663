import { UpstreamError } from '../../core/errors.js';

/** undici's and Node's errors in the gateway's words; without addresses, since the caller reads the message. */
export function toNetworkFailure(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const code = codeOf(error);
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return new UpstreamError(
      { kind: 'timeout', message: 'The provider could not be connected to in time.' },
      { cause: error },
    );
  }
  return new UpstreamError(
    { kind: 'unreachable', message: REASONS[code] ?? `The provider could not be reached (${code}).` },
    { cause: error },
  );
}

export const REFUSED_ADDRESS =
  "The provider's address is in a network that this gateway may not reach (see LLMOPS_UPSTREAM_ALLOW).";

const REASONS: Record<string, string | undefined> = {
  ENOTFOUND: "The provider's host name could not be resolved.",
  EAI_AGAIN: "The provider's host name could not be resolved just now.",
  ECONNREFUSED: "The provider's host refused the connection.",
  ECONNRESET: 'The provider closed the connection before it answered.',
  UND_ERR_SOCKET: 'The provider closed the connection before it answered.',
  UND_ERR_ABORTED: "The proxy did not connect to the provider's host.",
  ADDRESS_REFUSED: REFUSED_ADDRESS,
};

function codeOf(error: unknown): string {
  for (let current = error, depth = 0; depth < 4 && typeof current === 'object' && current !== null; depth++) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    // Several addresses were tried: the first failure is reported.
    if ('errors' in current && Array.isArray(current.errors)) current = current.errors[0] as unknown;
    else current = 'cause' in current ? current.cause : null;
  }
  return 'network error';
}
