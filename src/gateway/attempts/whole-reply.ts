import { UpstreamError } from '../../core/errors.js';
import type { JsonBody } from '../../core/json-body.js';
import { type JsonObject, type JsonValue, parseObject } from '../../core/json.js';
import { readDurationUsage, readOpenAiUsage, type UsageRecord } from '../../core/usage.js';
import type { BinaryReply, PassThrough, Translation, UpstreamCall } from '../../providers/provider-strategy.js';
import type { UpstreamResponse } from '../../providers/transport/transport.js';
import type { ReplyShape } from '../endpoints/endpoint-spec.js';
import type { AnsweredCall, AttemptInput } from './attempt.js';
import { contentFiltered, isFiltered } from './content-filter.js';
import type { Deadline } from './deadline.js';
import type { AdaptedCall } from './prepare-call.js';
import {
  type Finish,
  finishOf,
  finishOfBody,
  measured,
  measureUsage,
  NO_FINISH,
  ReplyMeter,
  wordOf,
} from './reply-meter.js';
import { joinTiers, writeServiceTier } from './served-tier.js';
import {
  assertAnswers,
  assertText,
  noAnswer,
  passedContentType,
  passedHeaders,
  readJsonReply,
  replyContext,
  type UpstreamReply,
} from './upstream-reply.js';
import { endWait } from './vendor-wait.js';

/** Larger than any answer of the six endpoints, small enough to hold a few of. */
const MAX_REPLY_BYTES = 64 * 1024 * 1024;
const JSON_TYPE = 'application/json';

interface Answer {
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly usage: UsageRecord | null;
  /** Pico-USD, as the vendor says. */
  readonly vendorCost: bigint | null;
  readonly finish: Finish;
}

/** A reply that is checked and sent as one piece. */
export async function wholeReply(
  response: UpstreamResponse,
  shape: ReplyShape,
  { adapter, call, dropped, measuring }: AnsweredCall,
  input: AttemptInput,
  deadline: Deadline,
): Promise<UpstreamReply> {
  let received: Buffer;
  try {
    received = await response.body.bytes(MAX_REPLY_BYTES, deadline.progress);
  } catch (error) {
    throw toUnreachable(error);
  }
  endWait(input);
  let answer: Answer;
  if (adapter.kind === 'translation') answer = translated(received, adapter, call, response, input);
  else if (shape.kind === 'text') answer = plainText(received, call, response, input);
  else answer = passedOn(received, adapter, { call, response }, input);
  if (input.heedsContentFilter && isFiltered(answer.bytes, answer.finish.finishReason)) {
    input.trace.usage = answer.usage;
    input.trace.vendorCost = answer.vendorCost;
    input.trace.serviceTier = answer.finish.serviceTier;
    throw contentFiltered();
  }
  if (answer.usage === null && measuring !== null) answer = { ...answer, usage: await measured(measuring) };
  return toReply(answer, response, dropped, input);
}

/** A vendor's whole answer, unread as yet. */
export interface ReceivedReply {
  readonly headers: UpstreamResponse['headers'];
  readonly bytes: Buffer;
}

export async function receive(response: UpstreamResponse, deadline: Deadline): Promise<ReceivedReply> {
  const bytes = await response.body.bytes(MAX_REPLY_BYTES, deadline.progress).catch((error: unknown) => {
    throw toUnreachable(error);
  });
  return { headers: response.headers, bytes };
}

/** Several vendor replies as the one that the caller asked for. */
export function joinedReply(
  received: readonly ReceivedReply[],
  { adapter, call, dropped }: AdaptedCall,
  input: AttemptInput,
): UpstreamReply {
  const [first] = received;
  if (adapter.kind !== 'translation' || adapter.fanOut === undefined || first === undefined) throw noAnswer('nothing');
  const bodies = received.map(({ bytes }) => readJsonReply(bytes).toObject());
  const parts = received.map((reply, index): JsonObject => {
    const body = bodies[index] ?? {};
    const part = adapter.fromResponse(body, replyContext(reply, call, input.context));
    if (isBinary(part)) throw noAnswer('bytes where JSON was due');
    return part;
  });
  const tier = joinTiers(bodies.map((body) => wordOf(adapter.serviceTierOf?.(body, call.model))));
  return toReply(fromJson(adapter.fanOut.join(parts), { call, tier }, input), first, [...new Set(dropped)], input);
}

/** A connection that broke before the whole reply was in, of which nothing has been sent on. */
function toUnreachable(error: unknown): unknown {
  if (!(error instanceof UpstreamError) || error.kind !== 'stream-broken') return error;
  return new UpstreamError({ kind: 'unreachable', message: error.message }, { cause: error });
}

function translated(
  received: Buffer,
  adapter: Translation,
  call: UpstreamCall<JsonBody>,
  response: UpstreamResponse,
  input: AttemptInput,
): Answer {
  const body = readJsonReply(received).toObject();
  const tier = wordOf(adapter.serviceTierOf?.(body, call.model));
  let reply: JsonObject | BinaryReply;
  try {
    reply = adapter.fromResponse(body, replyContext(response, call, input.context));
  } catch (error) {
    input.trace.usage = countedIn(adapter.usageOf?.(body, call.model));
    input.trace.serviceTier = tier;
    throw error;
  }
  if (!isBinary(reply)) return fromJson(reply, { call, tier }, input);
  const usage = reply.usage ?? measureUsage(input.request.endpoint, call.body, null);
  return { ...reply, usage, vendorCost: null, finish: { ...NO_FINISH, serviceTier: tier } };
}

/** A translated call, and the tier of service in its vendor's word. */
interface ServedCall {
  readonly call: UpstreamCall<JsonBody>;
  readonly tier: string | null;
}

function fromJson(reply: JsonObject, { call: { body }, tier }: ServedCall, { request, trace }: AttemptInput): Answer {
  const finish = finishOf(reply);
  const serviceTier = tier ?? finish.serviceTier;
  const { endpoint } = request;
  try {
    assertAnswers(endpoint, reply);
    const missing = endpoint.missing?.(body, reply) ?? null;
    if (missing !== null) throw noAnswer(missing);
  } catch (error) {
    trace.usage = countedIn(reply['usage']);
    trace.serviceTier = serviceTier;
    throw error;
  }
  writeServiceTier(reply, tier);
  const mapped = endpoint.replyMapper?.(body)?.(reply) ?? reply;
  const bytes = Buffer.from(JSON.stringify(mapped));
  const usage = measureUsage(endpoint, body, reply);
  return { contentType: JSON_TYPE, bytes, usage, vendorCost: null, finish: { ...finish, serviceTier } };
}

function plainText(
  received: Buffer,
  call: UpstreamCall<JsonBody>,
  { headers }: UpstreamResponse,
  { request: { endpoint }, target }: AttemptInput,
): Answer {
  assertText(received);
  const contentType = passedContentType(headers, 'text/plain; charset=utf-8');
  const usage = measureUsage(endpoint, call.body, null);
  const vendorCost = target.account.connection.readCost?.(undefined, headers) ?? null;
  return { contentType, bytes: received, usage, vendorCost, finish: NO_FINISH };
}

function passedOn(
  received: Buffer,
  adapter: PassThrough,
  { call, response: { headers } }: { readonly call: UpstreamCall<JsonBody>; readonly response: UpstreamResponse },
  input: AttemptInput,
): Answer {
  const body = readAnswer(received, headers, input);
  const usage = usageOf(body, call, input);
  const vendorCost = input.target.account.connection.readCost?.(body.get('usage'), headers) ?? null;
  const finish = finishOfBody(body);
  const repaired = adapter.repairReply?.(body, call) ?? body;
  const whole = repaired === body ? received : repaired.bytes;
  if (adapter.mapBody === undefined) return { contentType: JSON_TYPE, bytes: whole, usage, vendorCost, finish };
  const json = body.toObject();
  const mapped = adapter.mapBody(json);
  const bytes = mapped === json ? received : Buffer.from(JSON.stringify(mapped));
  return { contentType: JSON_TYPE, bytes, usage, vendorCost, finish };
}

/** What is no answer may be billed all the same: what its vendor counted is kept. */
function readAnswer(
  received: Buffer,
  headers: UpstreamResponse['headers'],
  { request, target, trace }: AttemptInput,
): JsonBody {
  try {
    const body = readJsonReply(received);
    assertAnswers(request.endpoint, body);
    return body;
  } catch (error) {
    const reply = parseObject(received.toString('utf8')) ?? {};
    const { readUsage, readCost } = target.account.connection;
    trace.usage = readUsage?.(reply) ?? countedIn(reply['usage']);
    trace.serviceTier = finishOf(reply).serviceTier;
    trace.vendorCost = readCost?.(reply['usage'], headers) ?? null;
    throw error;
  }
}

function countedIn(usage: JsonValue | undefined): UsageRecord | null {
  return readOpenAiUsage(usage) ?? readDurationUsage(usage);
}

/** Most replies are only parsed where their tokens are counted. */
function usageOf(body: JsonBody, call: UpstreamCall<JsonBody>, input: AttemptInput): UsageRecord | null {
  const { readUsage } = input.target.account.connection;
  const counted = readUsage?.(body.toObject()) ?? readOpenAiUsage(body.get('usage'));
  return counted ?? measureUsage(input.request.endpoint, call.body, body.toObject());
}

function isBinary(reply: JsonObject | BinaryReply): reply is BinaryReply {
  return Buffer.isBuffer(reply['bytes']);
}

function toReply(
  answer: Answer,
  response: Pick<UpstreamResponse, 'headers'>,
  dropped: readonly string[],
  input: AttemptInput,
): UpstreamReply {
  const meter = new ReplyMeter();
  meter.usage = answer.usage;
  meter.vendorCost = answer.vendorCost;
  meter.finishReason = answer.finish.finishReason;
  meter.serviceTier = answer.finish.serviceTier;
  meter.servedModel = answer.finish.servedModel;
  meter.firstTokenMs = input.clock.monotonicMs() - input.context.startedMs;
  const headers = passedHeaders(response.headers, input.target.account.connection.requestIdHeaders);
  return { status: 200, contentType: answer.contentType, headers, body: answer.bytes, meter, dropped };
}
