import { ClientClosedError, GatewayError, UpstreamError, type UpstreamFailure } from '../../core/errors.js';
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
import { prepareCall, type AdaptedCall } from './prepare-call.js';
import type { AudioLength } from './audio-length.js';
import { Deadline } from './deadline.js';
import { beginMeasuring } from './reply-meter.js';
import { streamReply } from './stream-reply.js';
import { type UpstreamReply, upstreamRequestId } from './upstream-reply.js';
import { joinedReply, receive, wholeReply } from './whole-reply.js';

/** What was seen of the vendor's answer, for the attempt's record, whether it was good or not. */
export interface AttemptTrace {
  status: number | null;
  upstreamRequestId: string | null;
}

export interface AttemptInput {
  readonly context: RequestContext;
  readonly request: GatewayRequest;
  readonly target: Target;
  readonly transport: Transport;
  readonly audioLength: AudioLength;
  readonly timeouts: TimeoutSettings;
  /** What is left of `timeouts.totalMs`. */
  readonly remainingMs: number;
  /** Milliseconds since the call began. */
  elapsedMs(): number;
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
 * @throws GatewayError for every way this can fail but a fault of the gateway itself
 */
export async function attempt(input: AttemptInput, trace: AttemptTrace): Promise<UpstreamReply> {
  const { closing } = input.context;
  const deadline = new Deadline(input.timeouts, input.remainingMs, closing);
  try {
    const reply = await answer(input, deadline, trace);
    const { body } = reply;
    // The deadline ends with the reply, for that has to be read in time too.
    if (Buffer.isBuffer(body)) deadline.awaitCaller();
    // A shutdown ends the reply through the deadline, and the caller is told.
    else closing.add(() => void (closing.over && body.return()));
    return reply;
  } catch (error) {
    const failure = asGatewayError(error, deadline.signal);
    deadline.abandon();
    deadline.end();
    throw failure;
  }
}

async function answer(input: AttemptInput, deadline: Deadline, trace: AttemptTrace): Promise<UpstreamReply> {
  const adapted = await prepareCall(input.request, input.target);
  const { prepared } = adapted;
  const [first] = prepared;
  if (first === undefined || prepared.length > 1) {
    // Each answer is read before the next call begins, so no more connections are open than calls are under way.
    const receiveOne = async (each: PreparedCall) => receive(await sendSigned(each, input, deadline, trace), deadline);
    return joinedReply(await mapLimited(prepared, FAN_OUT, receiveOne), adapted, input);
  }
  const { context, target, audioLength } = input;
  const measuring = beginMeasuring(adapted.call, target.account, { prices: context.snapshot.prices, audioLength });
  const { response, adapted: made } = await sendAndLearn(adapted, input, (each) =>
    sendSigned(each, input, deadline, trace),
  );
  return read(response, Object.assign({}, made, { measuring }), input, deadline);
}

/**
 * Sends a call, and sends it again where its refusal showed something that this host does not accept: once for each.
 * @throws UpstreamError a refusal that shows nothing of the kind
 */
async function sendAndLearn(
  adapted: AdaptedCall,
  input: AttemptInput,
  send: (prepared: PreparedCall) => Promise<UpstreamResponse>,
): Promise<{ readonly adapted: AdaptedCall; readonly response: UpstreamResponse }> {
  const [prepared] = adapted.prepared;
  if (prepared === undefined) throw new Error('a call was made of nothing');
  try {
    return { adapted, response: await send(prepared) };
  } catch (error) {
    const { adapter, call } = adapted;
    const mayLearn = error instanceof UpstreamError && adapter.kind === 'pass-through' && call.file === undefined;
    if (!mayLearn || adapter.learn?.(error, call) !== true) throw error;
    return sendAndLearn(await prepareCall(input.request, input.target), input, send);
  }
}

/**
 * The vendor's answer where it is a success. A cached token that was refused is replaced once; a form is not sent
 * again, for its file has been read.
 * @throws UpstreamError what the vendor's refusal means
 */
async function sendSigned(
  { request }: PreparedCall,
  input: AttemptInput,
  deadline: Deadline,
  trace: AttemptTrace,
): Promise<UpstreamResponse> {
  const { connection } = input.target.account;
  const signed = connection.sign(request, deadline.signal);
  const first = await sendOnce(signed instanceof Promise ? await signed : signed, input, deadline, trace);
  if (!isRefusal(first)) return first;
  if (first.signAfresh !== true) throw new UpstreamError(first);
  const signedAfresh = connection.sign(request, deadline.signal, { fresh: true });
  if (isForm(request)) {
    // The new token is for the next call, so it is not waited for.
    if (signedAfresh instanceof Promise) signedAfresh.catch(() => undefined);
    throw new UpstreamError(first);
  }
  const last = await sendOnce(await signedAfresh, input, deadline, trace);
  if (isRefusal(last)) throw new UpstreamError(last);
  return last;
}

function isForm({ body }: UpstreamRequest): boolean {
  return body !== null && !(body instanceof Uint8Array);
}

async function sendOnce(
  signed: UpstreamRequest,
  { target, transport, context, timeouts }: AttemptInput,
  deadline: Deadline,
  trace: AttemptTrace,
): Promise<UpstreamResponse | UpstreamFailure> {
  const { connection } = target.account;
  // Added unsigned, for the header is meant for gateways and not for the vendor.
  const response = await (connection.transport ?? transport).send(signed, deadline.signal, {
    connectMs: timeouts.connectMs,
    headers: context.hops === null ? undefined : { [HOP_HEADER]: context.hops },
    onConnected: () => deadline.enter('first-byte'),
  });
  const { status } = response;
  trace.status = status;
  trace.upstreamRequestId = upstreamRequestId(response.headers, connection.requestIdHeaders);
  deadline.enter('idle');
  if (status >= 200 && status < 300) return response;
  const body = await response.body.bytes(MAX_ERROR_BYTES, deadline.progress);
  return readRefusal(connection, { status, headers: response.headers, body: body.toString('utf8') });
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
function asGatewayError(error: unknown, signal: CancelSignal): unknown {
  const reason: unknown = signal.aborted ? signal.reason : error;
  if (reason instanceof GatewayError) return reason;
  return signal.aborted ? new ClientClosedError() : error;
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
