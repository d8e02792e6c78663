import { formatUsd } from '../../core/price.js';
import type { Settled } from '../attempts/attempt-runner.js';
import { priceReply } from '../recording/price-reply.js';

/** The gateway's own headers on a reply, good or bad: where the call went and what became of it. */
export function replyHeaders(settled: Settled): Record<string, string> {
  const { target, attempts } = settled;
  const headers: Record<string, string> = {};
  if (target.origin.kind === 'config') headers['x-llmops-config'] = target.origin.config;
  if (target.version !== null) {
    headers['x-llmops-variant'] = headerText(target.version.variantName);
    headers['x-llmops-version'] = String(target.version.version);
  }
  headers['x-llmops-provider'] = target.account.slug;
  headers['x-llmops-model'] = headerText(target.model);
  headers['x-llmops-attempts'] = String(attempts.length);
  if (!settled.ok) {
    // The gateway has tried what can be tried: SDKs must not multiply its attempts.
    headers['x-should-retry'] = 'false';
    return headers;
  }
  const { reply } = settled;
  Object.assign(headers, reply.headers);
  if (reply.dropped.length > 0)
    headers['x-llmops-dropped-params'] = [...new Set(reply.dropped)].map(headerText).join(', ');
  if (Buffer.isBuffer(reply.body)) {
    const cost = priceReply(reply.meter, target, settled.call.exchange.startedAt);
    if (cost !== null) headers['x-llmops-cost'] = formatUsd(cost);
  }
  return headers;
}

/** Names are any text; headers are visible ASCII. */
function headerText(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text);
}
