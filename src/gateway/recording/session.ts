import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayRequest } from '../endpoints/gateway-request.js';

/** In the order in which they are believed. */
const HEADERS = ['x-session-id', 'x-claude-code-session-id'] as const;
/** Characters of a session's name that are kept. */
const MAX_LENGTH = 256;
/** A member's JSON text may take six bytes a character; what is longer is not parsed for its beginning. */
const MAX_BYTES = 6 * MAX_LENGTH + 2;

/** The session that a call belongs to: a header, else `prompt_cache_key`, else `metadata.sessionId`. */
export function sessionOf(headers: IncomingHttpHeaders, request: GatewayRequest | null): string | null {
  for (const name of HEADERS) {
    const value = headers[name];
    const session = typeof value === 'string' ? bounded(value) : null;
    if (session !== null) return session;
  }
  return request && (promptCacheKeyOf(request) ?? bounded(request.tags['sessionId'] ?? ''));
}

function promptCacheKeyOf({ body }: GatewayRequest): string | null {
  const bytes = body.bytesOf('prompt_cache_key');
  if (bytes === undefined || bytes.length > MAX_BYTES) return null;
  const key = body.get('prompt_cache_key');
  return typeof key === 'string' ? bounded(key) : null;
}

function bounded(text: string): string | null {
  const session = text.trim();
  return session === '' ? null : session.slice(0, MAX_LENGTH);
}
