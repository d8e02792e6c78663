import { randomUUID } from 'node:crypto';

/**
 * A UUID of version 7: 48 bits of milliseconds since 1970, then 74 random bits, so that ids sort by their time and
 * cluster in an index. Node makes version 4 from a pool of random bytes, cheaply; its first half gives way to the time.
 *
 * @param nowMs milliseconds since 1970
 * @param random a UUID of version 4
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
export function uuidV7(nowMs: number = Date.now(), random: string = randomUUID()): string {
  const time = Math.max(0, Math.floor(nowMs)).toString(16).padStart(12, '0').slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}
