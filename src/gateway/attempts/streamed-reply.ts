import { UnsupportedEndpointError } from '../../core/errors.js';
import type { UpstreamResponse } from '../../providers/transport/transport.js';
import type { ReplyShape } from '../endpoints/endpoint-spec.js';
import { ReplyMeter } from './reply-meter.js';
import type { AdaptedCall } from './prepare-call.js';
import type { AnsweredCall, AttemptInput } from './attempt.js';
import { BytesFilter } from './bytes-filter.js';
import type { Deadline } from './deadline.js';
import { measureUsage } from './measure-usage.js';
import { PassThroughFilter } from './pass-through-filter.js';
import { startStream } from './stream-reply.js';
import { replyContext } from './reply-context.js';
import type { StreamFilter } from './stream-filter.js';
import { TranslateFilter } from './translate-filter.js';
import { passedContentType, passedHeaders, type UpstreamReply } from './upstream-reply.js';

export const EVENT_STREAM = 'text/event-stream; charset=utf-8';

/** A reply that is sent on while it arrives, from its first good frame. */
export async function streamedReply(
  response: UpstreamResponse,
  shape: ReplyShape,
  adapted: AnsweredCall,
  input: AttemptInput,
  deadline: Deadline,
): Promise<UpstreamReply> {
  const meter = new ReplyMeter();
  const isEvents = shape.kind === 'events';
  const filter =
    shape.kind === 'events'
      ? eventsFilter(response, shape.terminal, adapted, input, meter)
      : new BytesFilter(response.headers['content-type'] ?? '');
  if (!isEvents) meter.usage = measureUsage(input.request.endpoint, adapted.call.body, null);
  // Overruled by what the vendor counts in its last event.
  void adapted.measuring?.then((usage) => (meter.usage ??= usage));
  const body = await startStream(response.body, {
    filter,
    meter,
    deadline,
    isEvents,
    front: input.request.endpoint.front,
    elapsedMs: () => input.elapsedMs(),
  });
  const contentType = isEvents ? EVENT_STREAM : passedContentType(response.headers, 'application/octet-stream');
  const headers = passedHeaders(response.headers, input.target.account.connection.requestIdHeaders);
  return { status: 200, contentType, headers, body, meter, dropped: adapted.dropped };
}

function eventsFilter(
  response: UpstreamResponse,
  terminal: ReadonlySet<string>,
  { adapter, call }: AdaptedCall,
  input: AttemptInput,
  meter: ReplyMeter,
): StreamFilter {
  const { endpoint, includeUsage } = input.request;
  const { streamEnd } = endpoint.front;
  const { connection, slug } = input.target.account;
  if (adapter.kind === 'pass-through') {
    const mapFrame = adapter.frameMapper?.() ?? null;
    const repairFrame = adapter.repairFrame?.();
    const readUsage = connection.readUsage ?? null;
    return new PassThroughFilter({ includeUsage, terminal, mapFrame, repairFrame, readUsage, streamEnd }, meter);
  }
  if (adapter.stream === undefined) {
    throw new UnsupportedEndpointError(`The provider '@${slug}' cannot stream ${call.endpoint}.`);
  }
  const context = replyContext(response, call, input.context);
  const mapChunk = endpoint.replyMapper?.(call.body) ?? null;
  return new TranslateFilter(adapter.stream(context), { includeUsage, mapChunk, streamEnd }, meter);
}
