import { GatewayError, UnsupportedEndpointError } from '../../core/errors.js';
import type { JsonObject } from '../../core/json.js';
import { readOpenAiUsage } from '../../core/usage.js';
import type { StreamItem, StreamTranslator } from '../../providers/provider-strategy.js';
import type { UpstreamResponse } from '../../providers/transport/transport.js';
import { readErrorFrame } from '../../providers/vendor-words.js';
import type { ReplyShape } from '../endpoints/endpoint-spec.js';
import type { FrontFormat } from '../fronts/front-format.js';
import type { AnsweredCall, AttemptInput } from './attempt.js';
import { isPlainlyAnswer } from './content-filter.js';
import type { Deadline } from './deadline.js';
import { isPieceOfAnswer, PassThroughFilter } from './pass-through-filter.js';
import type { AdaptedCall } from './prepare-call.js';
import { finishOf, measureUsage, ReplyMeter, wordOf } from './reply-meter.js';
import { writeServiceTier } from './served-tier.js';
import type { StreamFilter } from './first-frame.js';
import { startStream } from './reply-stream.js';
import {
  noAnswer,
  noStream,
  passedContentType,
  passedHeaders,
  type ReplyStream,
  replyContext,
  type UpstreamReply,
} from './upstream-reply.js';
import { endWait } from './vendor-wait.js';

export const EVENT_STREAM = 'text/event-stream; charset=utf-8';

/** A reply that is sent on while it arrives, from its first good frame. */
export async function streamReply(
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
  if (!isEvents) {
    meter.usage = measureUsage(input.request.endpoint, adapted.call.body, null);
    meter.vendorCost = input.target.account.connection.readCost?.(undefined, response.headers) ?? null;
  }
  // Overruled by what the vendor counts in its last event.
  void adapted.measuring?.then((usage) => (meter.usage ??= usage));
  const heedsFilter = input.heedsContentFilter && input.request.endpoint.writesText && isEvents;
  const starting = startStream(response.body, {
    filter,
    meter,
    deadline,
    isEvents,
    front: input.request.endpoint.front,
    isEnough: heedsFilter ? (held) => isPlainlyAnswer(held, meter.finishReason) : null,
    elapsedMs: () => input.clock.monotonicMs() - input.context.startedMs,
  });
  let body: ReplyStream;
  try {
    body = await starting;
  } catch (error) {
    // Of what is not measured here the usage is the vendor's own count, which it may charge for.
    if (isEvents && adapted.measuring === null) input.trace.usage = meter.usage;
    input.trace.vendorCost = meter.vendorCost;
    input.trace.serviceTier = meter.serviceTier;
    throw error;
  }
  endWait(input);
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
    const { readUsage = null, readCost = null } = connection;
    const readError = (frame: JsonObject) => readErrorFrame(connection, frame);
    const reading = { mapFrame, readError, repairFrame, readUsage, readCost };
    return new PassThroughFilter({ includeUsage, terminal, streamEnd, ...reading }, meter);
  }
  if (adapter.stream === undefined) {
    throw new UnsupportedEndpointError(`The provider '@${slug}' cannot stream ${call.endpoint}.`);
  }
  const context = replyContext(response, call, input.context);
  const mapChunk = endpoint.replyMapper?.(call.body) ?? null;
  const translator = adapter.stream(context);
  meter.promptUsage = () => readOpenAiUsage(translator.promptUsage?.());
  return new TranslateFilter(translator, { includeUsage, mapChunk, streamEnd }, meter);
}

const NO_AUDIO = /^(text\/|application\/([\w.+-]+\+)?json)/i;
/** Samples without a header may begin with any byte, and so with `{` or `<`. Audio of other formats never does. */
const BARE_SAMPLES = /pcm|l16|octet-stream|basic/i;
const OPEN_BRACE = 0x7b;
const LESS_THAN = 0x3c;

/** Sends bytes on as they come. There is no frame for an error in them: a break cuts the connection. */
export class BytesFilter implements StreamFilter {
  good = false;
  done = false;
  failure: GatewayError | null = null;

  /** @param contentType as the vendor states it; empty where it does not */
  constructor(private readonly contentType: string) {}

  push(bytes: Uint8Array): Buffer | null {
    if (!this.good && this.isNoAudio(bytes)) {
      this.failure = noAnswer('text where audio was due');
      return null;
    }
    this.good = true;
    return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
  }

  end(): Buffer | null {
    if (this.good) this.done = true;
    else this.failure ??= noAnswer('nothing');
    return null;
  }

  private isNoAudio([first]: Uint8Array): boolean {
    if (NO_AUDIO.test(this.contentType)) return true;
    return !BARE_SAMPLES.test(this.contentType) && (first === OPEN_BRACE || first === LESS_THAN);
  }
}

interface TranslateOptions {
  readonly includeUsage: boolean;
  /** How a chunk looks for this caller; null where as it is. */
  readonly mapChunk: ((chunk: JsonObject) => JsonObject) | null;
  readonly streamEnd: FrontFormat['streamEnd'];
}

/** A vendor's stream as OpenAI's: chunks of one read leave in one write, usage is hidden unless asked for. */
class TranslateFilter implements StreamFilter {
  good = false;
  done = false;
  failure: GatewayError | null = null;
  /** In the vendor's word, of vendors whose chunks do not name it. */
  private tier: string | null = null;

  constructor(
    private readonly translator: StreamTranslator,
    private readonly options: TranslateOptions,
    private readonly meter: ReplyMeter,
  ) {}

  push(bytes: Uint8Array): Buffer | null {
    return this.write(this.translator.push(bytes), this.translator.done);
  }

  end(): Buffer | null {
    return this.write(this.translator.end(), true);
  }

  private write(items: readonly StreamItem[], ended: boolean): Buffer | null {
    this.tier ??= wordOf(this.translator.serviceTier?.());
    this.meter.serviceTier = this.tier ?? this.meter.serviceTier;
    let text = '';
    for (const item of items) {
      if (item instanceof GatewayError) {
        this.failure = item;
        break;
      }
      this.good ||= isPieceOfAnswer(item);
      text += this.encode(item);
    }
    if (ended && !this.good) this.failure ??= noStream();
    if (ended && this.failure === null) {
      this.done = true;
      text += this.options.streamEnd ?? '';
    }
    return text === '' ? null : Buffer.from(text);
  }

  private encode(chunk: JsonObject): string {
    const { usage } = chunk;
    const isUsageOnly = Array.isArray(chunk['choices']) && chunk['choices'].length === 0;
    if (usage !== undefined && usage !== null) this.meter.usage = readOpenAiUsage(usage) ?? this.meter.usage;
    const { finishReason, serviceTier, servedModel } = finishOf(chunk);
    this.meter.finishReason ??= finishReason;
    this.meter.serviceTier = serviceTier ?? this.meter.serviceTier;
    this.meter.servedModel ??= servedModel;
    if (isUsageOnly && !this.options.includeUsage) return '';
    writeServiceTier(chunk, this.tier);
    const mapped = this.options.mapChunk === null ? chunk : this.options.mapChunk(chunk);
    const sent = this.options.includeUsage && usage === undefined ? { ...mapped, usage: null } : mapped;
    return `data: ${JSON.stringify(sent)}\n\n`;
  }
}
