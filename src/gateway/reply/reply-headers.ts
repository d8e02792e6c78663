import { formatUsd } from '../../core/price.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import type { RoutePlan, Target } from '../planning/route-plan.js';
import { priceReply } from '../attempts/reply-meter.js';

type Headers = Record<string, string>;

/**
 * The gateway's own headers on a reply, good or bad: where the call went and what became of it. Total: names come from
 * callers, vendors and administrators, and none of them makes a header that cannot be sent.
 */
export function replyHeaders(result: CallResult): Headers {
  const headers = targetHeaders(result.target);
  headers['x-llmops-attempts'] = String(result.attempts.length);
  if (!result.ok) {
    // The gateway has tried what can be tried: SDKs must not multiply its attempts.
    headers['x-should-retry'] = 'false';
    return headers;
  }
  const { reply } = result;
  Object.assign(headers, reply.headers);
  if (reply.dropped.length > 0) headers['x-llmops-dropped-params'] = listText(reply.dropped);
  if (Buffer.isBuffer(reply.body)) {
    const cost = priceReply(reply.meter, result.target, result.call.context);
    if (cost !== null) headers['x-llmops-cost'] = formatUsd(cost.pico);
  }
  return headers;
}

/** What is certain of a call's route before it has a result: where there is one target, that one. */
export function plannedHeaders(plan: RoutePlan | null): Headers {
  const [target, ...fallbacks] = plan?.targets ?? [];
  if (target === undefined) return {};
  return fallbacks.length === 0 ? targetHeaders(target) : originHeaders(target);
}

function originHeaders({ origin }: Target): Headers {
  return origin.kind === 'config' ? { 'x-llmops-config': origin.config } : {};
}

function targetHeaders(target: Target): Headers {
  const headers = originHeaders(target);
  if (target.version !== null) {
    headers['x-llmops-variant'] = headerText(target.version.variantName);
    headers['x-llmops-version'] = String(target.version.version);
  }
  headers['x-llmops-provider'] = target.account.slug;
  headers['x-llmops-model'] = headerText(target.model);
  return headers;
}

const MAX_CHARACTERS = 256;
const MAX_LISTED = 32;
const MAX_LIST_LENGTH = 2_000;
/** Half of a pair: no text that can be encoded. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Names are any text; headers are visible ASCII, and bounded. */
function headerText(text: string): string {
  const bounded = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
  return /^[\x20-\x7e]*$/.test(bounded) ? bounded : encodeURIComponent(bounded.replace(LONE_SURROGATE, '\uFFFD'));
}

/** The log holds all of a long list; the header says how many it leaves out. */
function listText(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const listed: string[] = [];
  let length = 0;
  for (const name of distinct.slice(0, MAX_LISTED)) {
    const text = headerText(name);
    length += text.length + 2;
    if (length > MAX_LIST_LENGTH) break;
    listed.push(text);
  }
  const left = distinct.length - listed.length;
  return left === 0 ? listed.join(', ') : [...listed, `+${left} more`].join(', ');
}
