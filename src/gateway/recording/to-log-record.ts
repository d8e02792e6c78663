import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  ClientClosedError,
  CutByShutdownError,
  type GatewayError,
  messageForAdministrator,
} from '../../core/errors.js';
import { formatUsd } from '../../catalog/cost-of-usage.js';
import { COMPLETION, type MeteredUnit, PROMPT, type UsageRecord } from '../../core/usage.js';
import { boundRecord } from '../../observability/bound-record.js';
import type { AttemptRecord, RequestLogRecord, TokenCounts } from '../../observability/log-record.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import { type AttemptTrace, toAttemptRecord } from '../attempts/attempt-trace.js';
import { priceCounted, priceReply } from '../attempts/reply-meter.js';
import type { UpstreamReply } from '../attempts/upstream-reply.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { ReplyClosing, RequestContext } from '../planning/request-context.js';
import type { Target } from '../planning/route-plan.js';
import { clientFamily } from './client-family.js';

/** How a call ended: with a result, or before there was one. */
export interface Outcome {
  readonly result: CallResult | null;
  /** Why it was refused before any attempt; null where `result` says all. */
  readonly refusal: GatewayError | null;
  readonly latencyMs: number;
  readonly requestBody: string | null;
  readonly responseBody: string | null;
}

/** Request context + outcome → the one record it leaves behind. */
export function toLogRecord(context: RequestContext, outcome: Outcome): RequestLogRecord {
  const { result } = outcome;
  const target = result?.target ?? null;
  const reply = result?.ok === true ? result.reply : null;
  const { aborted } = context.closing;
  const error = outcome.refusal ?? errorOf(result) ?? earlyEndOf(context.closing, reply);
  const usage = reply?.meter.usage ?? null;
  const cost = reply === null || target === null ? null : priceReply(reply.meter, target, context);
  const wasted = result === null ? null : wastedCostOf(result.attempts, context);
  // The status line of a stream that broke later was 200: error_code tells the rest.
  const status = context.sentStatus ?? error?.status ?? 200;
  return boundRecord({
    started_at: context.startedAt.toISOString(),
    request_id: context.id,
    endpoint: context.endpoint,
    environment_id: context.caller.environment.id,
    environment: context.caller.environment.slug,
    ...callerOf(context),
    ...routeOf(target),
    model_requested: context.request?.model ?? null,
    model: target?.model ?? null,
    served_model: reply?.meter.servedModel ?? null,
    status,
    error_code: error === null ? null : (error.code ?? error.type),
    error_message: error && messageForAdministrator(error),
    finish_reason: reply?.meter.finishReason ?? null,
    service_tier: reply?.meter.serviceTier ?? null,
    upstream_request_id: result?.attempts.at(-1)?.upstreamRequestId ?? null,
    ...tokensOf(usage),
    cost: cost && formatUsd(cost.pico),
    price_ids: cost?.priceIds ?? null,
    cost_source: cost !== null && target?.account.costSource === 'vendor' ? 'vendor' : null,
    vendor_cost: reply?.meter.vendorCost == null ? null : formatUsd(reply.meter.vendorCost),
    wasted_cost: wasted === null ? null : formatUsd(wasted),
    latency_ms: round(outcome.latencyMs),
    first_token_ms: reply?.meter.firstTokenMs == null ? null : round(reply.meter.firstTokenMs),
    streaming: context.request?.stream ?? false,
    aborted,
    tags: context.request?.tags ?? {},
    attempts: attemptsOf(result, status, context),
    dropped_params: reply?.dropped ?? [],
    request_body: outcome.requestBody,
    response_body: outcome.responseBody,
  });
}

/** A whole reply that was cut by the shutdown was ready to be sent: only its caller can have ended it early. */
function earlyEndOf({ aborted, cutByShutdown }: ReplyClosing, reply: UpstreamReply | null): GatewayError | null {
  if (cutByShutdown && !Buffer.isBuffer(reply?.body)) return new CutByShutdownError();
  return aborted ? new ClientClosedError() : null;
}

function callerOf({ caller, headers, request, plan, snapshot }: RequestContext) {
  const subject = (plan ?? request)?.subject ?? null;
  return {
    secret_id: caller.secret.id,
    secret: caller.secret.name,
    client: clientFamily(headers['user-agent'], headers['x-stainless-lang']?.toString()),
    session_id: sessionOf(headers, request),
    subject_hash: subject === null ? null : hash('sha256', subject, 'hex'),
    config_revision: snapshot.revision,
  };
}

/** One attempt that went well adds nothing to the record: leaving it out saves a third of the row. */
function attemptsOf(
  result: CallResult | null,
  status: number,
  context: RequestContext,
): readonly AttemptRecord[] | null {
  if (result === null) return [];
  const isSaidByRecord = result.ok && result.attempts.length === 1 && result.attempts[0]?.status === status;
  if (isSaidByRecord) return null;
  return result.attempts.map((trace) => ({ ...toAttemptRecord(trace), ...spentBy(trace, result, context) }));
}

/** The reply's meter knows what the attempt that answered has used, the trace what one that failed was billed for. */
function spentBy(
  trace: AttemptTrace,
  result: CallResult,
  context: RequestContext,
): Pick<AttemptRecord, 'tokens' | 'cost'> {
  const counted = result.ok && trace === result.attempts.at(-1) ? result.reply.meter : trace;
  const cost = priceCounted(counted, trace.target, context);
  return { tokens: counted.usage && toTokenCounts(counted.usage), cost: cost && formatUsd(cost.pico) };
}

/** What the attempts that failed cost together; null where none was billed, or one used what has no known price. */
function wastedCostOf(attempts: readonly AttemptTrace[], context: RequestContext): bigint | null {
  let wasted: bigint | null = null;
  for (const trace of attempts) {
    if (trace.usage === null && trace.vendorCost === null) continue;
    const cost = priceCounted(trace, trace.target, context);
    if (cost === null) return null;
    wasted = (wasted ?? 0n) + cost.pico;
  }
  return wasted;
}

function errorOf(result: CallResult | null): GatewayError | null {
  if (result === null) return null;
  return result.ok ? result.reply.meter.breakage : result.error;
}

function routeOf(target: Target | null) {
  const origin = target?.origin.kind === 'config' ? target.origin : null;
  return {
    config_id: origin?.configId ?? null,
    config: origin?.config ?? null,
    variant_id: target?.version?.variantId ?? null,
    variant: target?.version?.variantName ?? null,
    version: target?.version?.version ?? null,
    rule_id: origin?.ruleId ?? null,
    arm_weight: target?.weight ?? null,
    provider_id: target?.account.id ?? null,
    provider: target?.account.slug ?? null,
    vendor: target?.account.vendor ?? null,
  };
}

const CACHE_WRITE = ['cache-write', 'cache-write-1h'] as const;

function tokensOf(usage: UsageRecord | null) {
  const input = usage && sumOf(usage, PROMPT);
  // Where a prompt was counted, a missing count of cached tokens means that none were.
  const uncached = input === null ? null : 0;
  return {
    input_tokens: input,
    cache_read_tokens: usage?.units['cache-read'] ?? uncached,
    cache_write_tokens: (usage && sumOf(usage, CACHE_WRITE)) ?? uncached,
    output_tokens: usage && sumOf(usage, COMPLETION),
    reasoning_tokens: usage?.reasoningTokens ?? null,
    usage: usage && (usage.imageKind === undefined ? usage.units : { ...usage.units, ...imageKindOf(usage) }),
  };
}

function toTokenCounts(usage: UsageRecord): TokenCounts {
  const counts = tokensOf(usage);
  return {
    input: counts.input_tokens,
    cacheRead: counts.cache_read_tokens,
    cacheWrite: counts.cache_write_tokens,
    output: counts.output_tokens,
    reasoning: counts.reasoning_tokens,
  };
}

function imageKindOf({ imageKind }: UsageRecord) {
  return {
    ...(imageKind?.size != null && { imageSize: imageKind.size }),
    ...(imageKind?.quality != null && { imageQuality: imageKind.quality }),
  };
}

/** Null where none of these kinds was counted. */
function sumOf({ units }: UsageRecord, kinds: readonly MeteredUnit[]): number | null {
  let sum: number | null = null;
  for (const kind of kinds) {
    const count = units[kind];
    if (count !== undefined) sum = (sum ?? 0) + count;
  }
  return Number.isSafeInteger(sum) ? sum : null;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** In order of precedence. */
const HEADERS = ['x-session-id', 'x-claude-code-session-id'] as const;
/** Characters of a session's name that are kept. */
const MAX_LENGTH = 256;
/** A member's JSON text may take six bytes a character; what is longer is not parsed for its beginning. */
const MAX_BYTES = 6 * MAX_LENGTH + 2;

/** The session that a call belongs to: a header, else `prompt_cache_key`, else `metadata.sessionId`. */
function sessionOf(headers: IncomingHttpHeaders, request: GatewayRequest | null): string | null {
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
