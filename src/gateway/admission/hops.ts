import { createHmac } from 'node:crypto';
import { InvalidRequestError } from '../../core/errors.js';

/**
 * Names the gateways that a call has come through, each by its deployment's mark. Every vendor is sent it, since any host
 * may be a gateway, or lead to one.
 */
export const HOP_HEADER = 'x-llmops-hop';

/** Gateways in a row at most: a longer chain is taken for a mistake. */
const MAX_HOPS = 4;
const MARKS = /^[0-9a-f]{16}(, ?[0-9a-f]{16})*$/;
const MAX_LENGTH = 256;

/** The same on every replica; the key cannot be derived from it. */
export function hopMark(encryptionKey: Uint8Array): string {
  return createHmac('sha256', encryptionKey).update('llmops hop').digest('hex').slice(0, 16);
}

/**
 * What a call's requests to vendors carry: the marks that it came with, and this deployment's. A caller who sends
 * the header can only make its own call be refused.
 *
 * @throws InvalidRequestError `request_loop` where it has been here before, or has come through too many gateways
 */
export function nextHops(received: string | undefined, mark: string): string {
  if (received === undefined || received === '') return mark;
  if (received.length > MAX_LENGTH || !MARKS.test(received)) {
    throw new InvalidRequestError(`The header ${HOP_HEADER} is for gateways: leave it out.`);
  }
  const marks = received.split(/, ?/);
  if (marks.includes(mark)) {
    throw loop("This call has come through this gateway before: a provider's base URL leads back to it.");
  }
  if (marks.length >= MAX_HOPS) throw loop(`This call has come through ${marks.length} gateways, which is too many.`);
  return `${received},${mark}`;
}

function loop(message: string): InvalidRequestError {
  return new InvalidRequestError(message, null, 'request_loop');
}
