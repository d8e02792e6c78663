import type { Clock } from '../../core/clock.js';
import {
  ClientClosedError,
  GatewayError,
  InternalError,
  UpstreamError,
  type UpstreamFailure,
} from '../../core/errors.js';
import type { TimeoutSettings } from '../../core/settings.js';
import type { UsageRecord } from '../../core/usage.js';
import type { PreparedCall } from '../../providers/provider-strategy.js';
import type { CancelSignal } from '../../providers/transport/cancellation.js';
import type { Transport, UpstreamRequest, UpstreamResponse } from '../../providers/transport/transport.js';
import { readRefusal } from '../../providers/vendor-words.js';
import { HOP_HEADER } from '../admission/admission.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { RequestContext } from '../planning/request-context.js';
import type { Target } from '../planning/route-plan.js';
import type { OpenSpan } from '../tracing/open-span.js';
import type { AttemptTrace } from './attempt-trace.js';
import { prepareCall, type AdaptedCall } from './prepare-call.js';
import type { AudioLength } from './audio-length.js';
import { Deadline } from './deadline.js';
import { beginMeasuring } from './reply-meter.js';
import { streamReply } from './stream-reply.js';
import { type UpstreamReply, upstreamRequestId } from './upstream-reply.js';
import { beginWait, endWait } from './vendor-wait.js';
import { joinedReply, receive, wholeReply } from './whole-reply.js';

export interface AttemptInput {
  readonly context: RequestContext;
  readonly request: GatewayRequest;
  readonly target: Target;
  readonly trace: AttemptTrace;
  readonly timeouts: TimeoutSettings;
  /** What is left of `timeouts.totalMs`. */
  readonly remainingMs: number;
  /** A refusal of the content inside a 200 is a failure, for another target may answer. */
  readonly heedsContentFilter: boolean;
  readonly transport: Transport;
  readonly audioLength: AudioLength;
  readonly clock: Clock;
}

/** A call whose answer has begun. */
export interface AnsweredCall extends AdaptedCall {
  /** The length of a transcription's recording, as its file states it. */
  readonly measuring: Promise<UsageRecord | null> | null;
}

const MAX_ERROR_BYTES = 1024 * 1024;
/** Calls at once where one request of the caller becomes several of the vendor's. */
const FAN_OUT = 4;

/**
 * One target, once, under its own deadline: prepare, sign, send, read. Whatever fails, the vendor's answer is
 * given up; what succeeds is bound to the caller's reply and ends with it, however that ends.
 */
export async function attempt(input: AttemptInput): Promise<UpstreamReply | GatewayError> {
  const { context, trace, clock } = input;
  const startedMs = clock.monotonicMs();
  const deadline = new Deadline(input.timeouts, input.remainingMs, context.closing);
  try {
    const adapting = prepareCall(input.request, input.target, context.caller.environment.slug);
    const adapted = adapting instanceof Promise ? await adapting : adapting;
    const reply = await (adapted.prepared.length === 1
      ? oneAnswer(adapted, input, deadline)
      : joinedAnswers(adapted, input, deadline));
    const { body } = reply;
    // The deadline ends with the reply, for that has to be read in time too.
    if (Buffer.isBuffer(body)) deadline.awaitCaller();
    // A shutdown ends the reply through the deadline, and the caller is told.
    else {
      context.closing.add(() => {
        if (context.closing.over) body.giveUp();
      });
    }
    return reply;
  } catch (error) {
    trace.failure = toGatewayError(error, deadline.signal, context.id);
    deadline.abandon();
    deadline.end();
    return trace.failure;
  } finally {
    endWait(input);
    trace.latencyMs = clock.monotonicMs() - startedMs;
  }
}

/** Where the refusal of a call showed something that this host does not accept, it is sent again: once for each. */
async function oneAnswer(first: AdaptedCall, input: AttemptInput, deadline: Deadline): Promise<UpstreamReply> {
  const { context, target, audioLength } = input;
  const measuring = beginMeasuring(first.call, target.account, { prices: context.snapshot.prices, audioLength });
  for (let adapted = first; ;) {
    const { adapter, call, prepared, dropped } = adapted;
    const [only] = prepared;
    if (only === undefined) throw new Error('a call was made of nothing');
    const answer = await sendSigned(only, input, deadline);
    // Awaited, for a promise that is returned from here takes two turns of the queue more.
    if (!isRefusal(answer)) return await read(answer, { adapter, call, prepared, dropped, measuring }, input, deadline);
    if (!learns(adapted, answer)) throw new UpstreamError(answer);
    adapted = await prepareCall(input.request, target, context.caller.environment.slug);
  }
}

function learns({ adapter, call }: AdaptedCall, refusal: UpstreamFailure): boolean {
  return adapter.kind === 'pass-through' && call.file === undefined && adapter.learn?.(refusal, call) === true;
}

/** Each answer is read before the next call begins, so no more connections are open than calls are under way. */
async function joinedAnswers(adapted: AdaptedCall, input: AttemptInput, deadline: Deadline): Promise<UpstreamReply> {
  const receiveOne = async (each: PreparedCall) => {
    const answer = await sendSigned(each, input, deadline);
    if (isRefusal(answer)) throw new UpstreamError(answer);
    return receive(answer, deadline);
  };
  const received = await mapLimited(adapted.prepared, FAN_OUT, receiveOne);
  endWait(input);
  return joinedReply(received, adapted, input);
}

/**
 * The vendor's answer where it is a success, else what its refusal means. A cached token that was refused is replaced
 * once; a form is not sent again, for its file has been read.
 */
async function sendSigned(
  { request }: PreparedCall,
  input: AttemptInput,
  deadline: Deadline,
): Promise<UpstreamResponse | UpstreamFailure> {
  const { connection } = input.target.account;
  const signed = connection.sign(request, deadline.signal);
  beginWait(input);
  const response = await send(signed instanceof Promise ? await signed : signed, input, deadline);
  if (isSuccess(response, input, deadline)) return response;
  const refusal = await readRefused(response, input, deadline);
  if (refusal.signAfresh !== true) return refusal;
  const signedAfresh = connection.sign(request, deadline.signal, { fresh: true });
  if (isForm(request)) {
    // The new token is for the next call, so it is not waited for.
    if (signedAfresh instanceof Promise) signedAfresh.catch(() => undefined);
    return refusal;
  }
  const last = await send(await signedAfresh, input, deadline);
  return isSuccess(last, input, deadline) ? last : readRefused(last, input, deadline);
}

function isForm({ body }: UpstreamRequest): boolean {
  return body !== null && !(body instanceof Uint8Array);
}

function send(
  signed: UpstreamRequest,
  { target, transport, context, trace, timeouts }: AttemptInput,
  deadline: Deadline,
): Promise<UpstreamResponse> {
  return (target.account.connection.transport ?? transport).send(signed, deadline.signal, {
    connectMs: timeouts.connectMs,
    headers: ownHeaders(context.hops, trace.span),
    onConnected: () => deadline.enter('first-byte'),
  });
}

/** Not signed, for they are meant for gateways and collectors of traces and not for the vendor. Nothing in them is the caller's. */
function ownHeaders(hops: string | null, span: OpenSpan | null): Readonly<Record<string, string>> | undefined {
  if (span === null) return hops === null ? undefined : { [HOP_HEADER]: hops };
  const { traceparent } = span;
  return hops === null ? { traceparent } : { [HOP_HEADER]: hops, traceparent };
}

/** Notes the head of an answer in the trace. */
function isSuccess(
  { status, headers }: UpstreamResponse,
  { target, trace }: AttemptInput,
  deadline: Deadline,
): boolean {
  trace.status = status;
  trace.upstreamRequestId = upstreamRequestId(headers, target.account.connection.requestIdHeaders);
  deadline.enter('idle');
  return status >= 200 && status < 300;
}

async function readRefused(
  { status, headers, body }: UpstreamResponse,
  { target }: AttemptInput,
  deadline: Deadline,
): Promise<UpstreamFailure> {
  const bytes = await body.bytes(MAX_ERROR_BYTES, deadline.progress);
  return readRefusal(target.account.connection, { status, headers, body: bytes.toString('utf8') });
}

function isRefusal(answer: UpstreamResponse | UpstreamFailure): answer is UpstreamFailure {
  return 'kind' in answer;
}

function read(
  response: UpstreamResponse,
  adapted: AnsweredCall,
  input: AttemptInput,
  deadline: Deadline,
): Promise<UpstreamReply> {
  const shape = input.request.endpoint.replyShape(adapted.call, response.headers);
  // A translated reply is made whole before it is sent: its vendor's JSON holds the audio.
  const streams = shape.kind === 'events' || (shape.kind === 'bytes' && adapted.adapter.kind === 'pass-through');
  return streams
    ? streamReply(response, shape, adapted, input, deadline)
    : wholeReply(response, shape, adapted, input, deadline);
}

/** The signal's reason goes first, since libraries report an abort in different ways. */
function toGatewayError(error: unknown, signal: CancelSignal, requestId: string): GatewayError {
  const reason: unknown = signal.aborted ? signal.reason : error;
  if (reason instanceof GatewayError) return reason;
  return signal.aborted ? new ClientClosedError() : new InternalError(requestId, error);
}

/** Maps with at most `limit` under way, in order; the first failure fails all, and nothing is begun after it. */
async function mapLimited<In, Out>(
  items: readonly In[],
  limit: number,
  map: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const waiting = [...items.entries()].reverse();
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [index, item] = next;
      try {
        results[index] = await map(item);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
