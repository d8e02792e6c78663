import { createHash, randomBytes } from 'node:crypto';

/** A new environment secret: 256 random bits behind a prefix that secret scanners can find. */
export function newSecretToken(): string {
  return `llmops_${randomBytes(32).toString('base64url')}`;
}

/** What is stored and compared. A plain hash is enough for 256 random bits: there is nothing to guess. */
export function hashSecretToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Shown beside a stored secret, so that its owner knows which one it is. */
export function hintOf(token: string): string {
  return token.slice(-4);
}
