import { readFact, type CallHeaders, type StickyBy } from '../../configs/snapshot/call-facts.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';

/** Who a rule keeps on the same arm; null where it is drawn for this call alone. */
export function readSubject(stickyBy: StickyBy | null, request: GatewayRequest, headers: CallHeaders): string | null {
  if (stickyBy === null) return request.subject;
  // An empty value names nobody: it would put all of those callers on one arm.
  return (stickyBy.source && readFact(stickyBy.source, request, headers)) || null;
}

/** What the subject was read from, for explanations. */
export function subjectSource(stickyBy: StickyBy | null, request: GatewayRequest): string {
  if (stickyBy !== null) return stickyBy.name;
  return request.tags['userId'] === undefined ? 'user' : 'metadata.userId';
}
