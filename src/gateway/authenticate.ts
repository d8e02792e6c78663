import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { ConfigSnapshot, SecretEntry } from '../configs/snapshot/config-snapshot.js';

const BEARER = /^Bearer +(\S+) *$/i;
/** What clients of other vendors' APIs send their key in. */
const KEY_HEADERS = ['x-api-key', 'api-key'] as const;

/** The first secret in the headers that is known and has not ended; null where there is none. */
export function authenticate(
  headers: IncomingHttpHeaders,
  snapshot: ConfigSnapshot,
  hasEnded: (secret: SecretEntry) => boolean,
): SecretEntry | null {
  const bearer = headers.authorization === undefined ? undefined : BEARER.exec(headers.authorization)?.[1];
  const found = find(bearer, snapshot);
  if (found !== null && !hasEnded(found)) return found;
  for (const name of KEY_HEADERS) {
    const key = headers[name];
    const entry = typeof key === 'string' ? find(key.trim(), snapshot) : null;
    if (entry !== null && !hasEnded(entry)) return entry;
  }
  return null;
}

export function sendsSecret(headers: IncomingHttpHeaders): boolean {
  return headers.authorization !== undefined || KEY_HEADERS.some((name) => headers[name] !== undefined);
}

/** Looked up by hash and compared in constant time: neither step tells how much of a guess was right. */
function find(token: string | undefined, snapshot: ConfigSnapshot): SecretEntry | null {
  if (token === undefined || token === '') return null;
  const digest = hash('sha256', token, 'hex');
  const entry = snapshot.secrets.get(digest);
  return entry !== undefined && timingSafeEqual(entry.hash, Buffer.from(digest, 'hex')) ? entry : null;
}
