import { ClientClosedError, GatewayError, UnsupportedEndpointError, UpstreamError } from '../../core/errors.js';
import { toLegacyFunctionReply } from '../../providers/chat/legacy-functions.js';
import type { PassThrough, ReplyContext, Translation, UpstreamCall } from '../../providers/provider-strategy.js';
import type { JsonBody } from '../../core/json-body.js';
import type { Transport, UpstreamRequest, UpstreamResponse } from '../../providers/transport/transport.js';
import type { Exchange } from '../exchange.js';
import type { GatewayRequest } from '../planning/gateway-request.js';
import type { Target } from '../planning/route-plan.js';
import { ReplyMeter } from '../reply/reply-meter.js';
import { applyTarget } from './apply-target.js';
import { Deadline } from './deadline.js';
import { PassThroughFilter } from './pass-through-filter.js';
import { startRelay } from './relay.js';
import type { StreamFilter } from './stream-filter.js';
import { TranslateFilter } from './translate-filter.js';
import { passedHeaders, upstreamRequestId, type UpstreamReply } from './upstream-reply.js';
import { assertAnswers, readJsonReply, readWhole, usageOf } from './whole-reply.js';

/** What was seen of the vendor's answer, for the attempt's record, whether it was good or not. */
export interface AttemptTrace {
  status: number | null;
  upstreamRequestId: string | null;
}

export interface AttemptInput {
  readonly exchange: Exchange;
  readonly request: GatewayRequest;
  readonly target: Target;
  readonly transport: Transport;
  elapsedMs(): number;
}

interface Adapted {
  readonly upstream: UpstreamRequest;
  readonly dropped: readonly string[];
  readonly call: UpstreamCall<JsonBody>;
  readonly adapter: PassThrough | Translation;
}

/**
 * One target, once, under its own deadline: apply, adapt, sign, send, adapt back.
 * @throws GatewayError for every way this can fail
 */
export async function attempt(input: AttemptInput, trace: AttemptTrace): Promise<UpstreamReply> {
  const adapted = adapt(input);
  const { target, exchange } = input;
  const deadline = new Deadline(target.version?.timeouts ?? {}, exchange.signal);
  let keepDeadline = false;
  try {
    const { connection } = target.account;
    const signed = await connection.sign(adapted.upstream, deadline.signal);
    const transport = connection.transport ?? input.transport;
    const response = await transport.send(signed, deadline.signal, () => deadline.enter('first-byte'));
    trace.status = response.status;
    trace.upstreamRequestId = upstreamRequestId(response.headers);
    deadline.enter('idle');
    if (response.status < 200 || response.status >= 300) throw await refusal(response, input, deadline);
    const reply = adapted.call.stream
      ? await streamedReply(response, adapted, input, deadline)
      : await wholeReply(response, adapted, input, deadline);
    keepDeadline = adapted.call.stream;
    return reply;
  } catch (error) {
    throw asGatewayError(error, deadline.signal);
  } finally {
    if (!keepDeadline) deadline.end();
  }
}

function adapt({ request, target }: AttemptInput): Adapted {
  const { connection, slug } = target.account;
  const adapter = connection.endpoints[request.endpoint];
  if (adapter === undefined) {
    throw new UnsupportedEndpointError(`The provider '@${slug}' does not offer ${request.endpoint}.`);
  }
  const { call, dropped } = applyTarget(
    request,
    target,
    adapter.kind === 'pass-through' && adapter.keepsMetadata === true,
  );
  const prepared =
    adapter.kind === 'pass-through'
      ? adapter.toRequest(call)
      : adapter.toRequest({ ...call, body: call.body.toObject() });
  return { adapter, call, upstream: prepared.request, dropped: [...dropped, ...prepared.dropped] };
}

const MAX_ERROR_BYTES = 1024 * 1024;

async function refusal(response: UpstreamResponse, input: AttemptInput, deadline: Deadline): Promise<UpstreamError> {
  const body = await response.body.bytes(MAX_ERROR_BYTES, deadline.progress);
  const { status, headers } = response;
  return new UpstreamError(input.target.account.connection.readError({ status, headers, body: body.toString('utf8') }));
}

async function wholeReply(
  response: UpstreamResponse,
  { adapter, call, dropped }: Adapted,
  input: AttemptInput,
  deadline: Deadline,
): Promise<UpstreamReply> {
  const meter = new ReplyMeter();
  const received = await readWhole(response.body, deadline.progress);
  const { connection } = input.target.account;
  let bytes = received;
  if (adapter.kind === 'pass-through') {
    const body = readJsonReply(received);
    assertAnswers(call.endpoint, body);
    meter.usage = usageOf(body, connection.readUsage);
    if (adapter.mapBody) {
      const json = body.toObject();
      const mapped = adapter.mapBody(json);
      if (mapped !== json) bytes = Buffer.from(JSON.stringify(mapped));
    }
  } else {
    const body = readJsonReply(received).toObject();
    const context = replyContext(response, call, input);
    const mapped = adapter.fromResponse(body, context);
    const translated = Buffer.from(JSON.stringify(isLegacy(context) ? toLegacyFunctionReply(mapped) : mapped));
    meter.usage = usageOf(readJsonReply(translated), undefined);
    bytes = translated;
  }
  meter.firstTokenMs = input.elapsedMs();
  return {
    status: 200,
    contentType: 'application/json',
    headers: passedHeaders(response.headers),
    body: bytes,
    meter,
    dropped,
  };
}

async function streamedReply(
  response: UpstreamResponse,
  { adapter, call, dropped }: Adapted,
  input: AttemptInput,
  deadline: Deadline,
): Promise<UpstreamReply> {
  const meter = new ReplyMeter();
  const filter = filterFor(adapter, replyContext(response, call, input), input, meter);
  const body = await startRelay(response.body, { filter, meter, deadline, elapsedMs: () => input.elapsedMs() });
  const headers = passedHeaders(response.headers);
  return { status: 200, contentType: 'text/event-stream; charset=utf-8', headers, body, meter, dropped };
}

function filterFor(
  adapter: PassThrough | Translation,
  context: ReplyContext,
  input: AttemptInput,
  meter: ReplyMeter,
): StreamFilter {
  const { includeUsage } = input.request;
  if (adapter.kind === 'pass-through') {
    const { connection } = input.target.account;
    return new PassThroughFilter(
      { includeUsage, mapFrame: adapter.frameMapper?.() ?? null, readUsage: connection.readUsage ?? null },
      meter,
    );
  }
  if (adapter.stream === undefined) {
    throw new UnsupportedEndpointError(
      `The provider '@${input.target.account.slug}' cannot stream ${input.request.endpoint}.`,
    );
  }
  return new TranslateFilter(adapter.stream(context), { includeUsage, legacyFunctions: isLegacy(context) }, meter);
}

function replyContext(response: UpstreamResponse, call: UpstreamCall<JsonBody>, input: AttemptInput): ReplyContext {
  return {
    model: call.model,
    fallbackId: `chatcmpl-${input.exchange.id}`,
    created: Math.floor(input.exchange.startedAt.getTime() / 1000),
    get request() {
      return call.body.toObject();
    },
    headers: response.headers,
  };
}

function isLegacy(context: ReplyContext): boolean {
  return Array.isArray(context.request['functions']);
}

/** The signal's reason wins: what a library makes of an abort differs, why it was aborted does not. */
function asGatewayError(error: unknown, signal: AbortSignal): GatewayError {
  const reason: unknown = signal.aborted ? signal.reason : error;
  if (reason instanceof GatewayError) return reason;
  if (error instanceof GatewayError) return error;
  if (signal.aborted) return new ClientClosedError();
  throw error;
}
