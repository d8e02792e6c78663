import { createHash } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A tool-call id the vendor accepts: itself where it fits, else a hash of it, so that a call and its result still
 * match after a fallback. Cutting instead would make `call_abc…` ids collide.
 */
export function fitId(id: string, pattern: RegExp, length: number): string {
  if (pattern.test(id)) return id;
  const digest = createHash('sha256').update(id).digest();
  let fitted = '';
  for (let index = 0; index < length; index++) fitted += BASE62.charAt((digest[index % digest.length] ?? 0) % 62);
  return fitted;
}
