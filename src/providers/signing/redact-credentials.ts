import type { UpstreamRequest } from '../transport/transport.js';

const HIDDEN = '***';
/** Shorter values are no secrets, and would blank out ordinary words. */
const SHORTEST_SECRET = 8;

/**
 * A vendor's message without the credentials that signing put on the request: some hosts repeat what they were sent.
 * Works on values, so no vendor's header has to be known here.
 */
export function redactCredentials(message: string, unsigned: UpstreamRequest, signed: UpstreamRequest): string {
  let redacted = message;
  for (const [name, value] of Object.entries(signed.headers)) {
    if (unsigned.headers[name] === value) continue;
    for (const secret of [value, value.replace(/^\S+ +/, '')]) {
      if (secret.length >= SHORTEST_SECRET) redacted = redacted.replaceAll(secret, HIDDEN);
    }
  }
  return redacted;
}
