import type { IncomingHttpHeaders } from 'node:http';
import { InvalidRequestError } from '../../core/errors.js';

/** What the caller allows of its own accord; null where it leaves that to the gateway. */
export interface CallerLimits {
  /** For the whole call, all its attempts and waits. */
  readonly timeoutMs: number | null;
  /** Calls to one target at most. */
  readonly maxAttempts: number | null;
}

/**
 * The limits in the headers of a call. They can only lower what the gateway would do anyway.
 * @throws InvalidRequestError naming the header whose value is no whole number above 0
 */
export function readCallerLimits(headers: IncomingHttpHeaders): CallerLimits {
  return {
    timeoutMs: readLimit(headers, 'x-llmops-timeout-ms'),
    maxAttempts: readLimit(headers, 'x-llmops-max-attempts'),
  };
}

function readLimit(headers: IncomingHttpHeaders, name: string): number | null {
  const value = headers[name];
  if (value === undefined) return null;
  if (typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new InvalidRequestError(`The header ${name} must be given once, as a whole number from 1 to 999999999.`, name);
}
