import { type GatewayError, UpstreamError, type UpstreamFailure } from '../../core/errors.js';
import { isObjectAt } from '../../core/json-check.js';
import { isJsonObject, type JsonObject, type JsonValue, parseObject } from '../../core/json.js';
import { readDurationUsage, readOpenAiUsage, type UsageRecord } from '../../core/usage.js';
import { errorInFrame } from '../../providers/failures/error-frame.js';
import { FrameTooLargeError } from '../../providers/framing/decode-sse.js';
import { encodeSseData } from '../../providers/framing/encode-sse.js';
import type { FrameMapper } from '../../providers/provider-strategy.js';
import type { FrontFormat } from '../fronts/front-format.js';
import { openAi } from '../fronts/openai.js';
import { noStream } from './upstream-reply.js';
import { finishOf, finishReasonIn, type ReplyMeter } from './reply-meter.js';
import { dataOf, framesOf, FrameSplitter, isComment } from './sse-frames.js';
import type { StreamFilter } from './first-frame.js';

export interface PassThroughOptions {
  /** The caller asked for the usage-only frame. */
  readonly includeUsage: boolean;
  /** Values of a frame's `type` after which the stream may end without `[DONE]`. */
  readonly terminal: ReadonlySet<string>;
  readonly mapFrame: FrameMapper | null;
  /** What a frame that is an error means; null where it is none. */
  readonly readError: (frame: JsonObject) => UpstreamFailure | null;
  /** Called for frames that may hold tool calls. */
  readonly repairFrame?: (frame: JsonObject) => JsonObject;
  readonly readUsage: ((body: JsonObject) => UsageRecord | null) | null;
  readonly readCost: ((usage: JsonValue | undefined) => bigint | null) | null;
  readonly streamEnd: FrontFormat['streamEnd'];
}

/**
 * Forwards an OpenAI-format stream as the vendor's own bytes. Every frame is checked to be JSON, for the caller's client
 * would fail at one that is not; what is only text for the caller is checked without being decoded.
 */
export class PassThroughFilter implements StreamFilter {
  good = false;
  done = false;
  failure: GatewayError | null = null;
  private readonly splitter = new FrameSplitter();
  private sniffed = false;
  private complete = false;

  constructor(
    private readonly options: PassThroughOptions,
    private readonly meter: ReplyMeter,
  ) {}

  push(bytes: Uint8Array): Buffer | null {
    if (!this.sniffed) this.sniff(bytes);
    if (this.failure) return null;
    try {
      const complete = this.splitter.push(bytes);
      return complete === null ? null : this.filter(complete);
    } catch (error) {
      if (!(error instanceof FrameTooLargeError)) throw error;
      return this.fail(
        new UpstreamError({ kind: this.good ? 'stream-broken' : 'invalid-response', message: TOO_LARGE }),
      );
    }
  }

  end(): Buffer | null {
    const last = this.failure ? null : this.unterminated(this.splitter.rest());
    if (this.complete && this.failure === null) this.done = true;
    if (!this.done) this.failure ??= this.good ? CUT() : noStream();
    return last;
  }

  /** A last frame that lacks its blank line counts if it is whole; half a frame would spoil what follows it. */
  private unterminated(rest: Buffer | null): Buffer | null {
    if (rest === null || isComment(rest)) return null;
    const data = dataOf(rest);
    if (data === null || (data !== '[DONE]' && parseObject(data) === null)) {
      return this.complete ? null : this.fail(CUT());
    }
    return this.filter(encodeSseData(data));
  }

  private filter(complete: Buffer): Buffer | null {
    const { mapFrame, terminal } = this.options;
    const readsAll = !this.good || mapFrame !== null || terminal.size > 0;
    if (readsAll) return this.frames(complete);
    // Checked as latin1, the cheapest text to make of bytes: what is JSON in UTF-8 is JSON in latin1 too.
    const text = complete.toString('latin1');
    this.meter.finishReason ??= finishReasonIn(text);
    const mayNeedRepair = this.options.repairFrame !== undefined && text.includes('_calls"');
    const plain = mayNeedRepair ? 0 : endOfPlainChunks(complete, text);
    if (plain === 0) return this.frames(complete);
    if (plain === complete.length) return complete;
    const head = complete.subarray(0, plain);
    const rest = this.frames(complete.subarray(plain));
    return rest === null ? head : Buffer.concat([head, rest]);
  }

  private frames(complete: Buffer): Buffer | null {
    const kept: Buffer[] = [];
    for (const frame of framesOf(complete)) {
      const out = this.frame(frame);
      if (out !== null) kept.push(out);
      if (this.done || this.failure) break;
    }
    if (kept.length === 0) return null;
    return kept.length === 1 ? (kept[0] ?? null) : Buffer.concat(kept);
  }

  /** One whole frame: its own bytes where nothing is to change, null where the caller must not see it. */
  private frame(frame: Buffer): Buffer | null {
    const data = dataOf(frame);
    if (data === null) return frame;
    // Some hosts keep a connection alive so; clients would take it for a chunk.
    if (data.trim() === '') return null;
    if (data === '[DONE]') {
      this.done = true;
      this.failure ??= this.good ? null : noStream();
      return this.failure ? null : this.endFrame(frame);
    }
    const json = parseObject(data);
    if (json === null) return this.fail(this.good ? NO_JSON() : noStream());
    const failure = this.options.readError(json);
    if (failure !== null) return this.fail(new UpstreamError(failure));
    const repaired = this.options.repairFrame?.(json) ?? json;
    const mapped = this.options.mapFrame === null ? repaired : this.options.mapFrame(repaired);
    if (mapped === null) return null;
    if (mapped === json) return this.keeps(json) ? frame : null;
    const frames = (isJsonObject(mapped) ? [mapped] : mapped).filter((each) => this.keeps(each));
    return frames.length === 0 ? null : Buffer.concat(frames.map((each) => encodeSseData(JSON.stringify(each))));
  }

  /** The vendor's own bytes where the caller's API ends a stream as OpenAI's does. */
  private endFrame(done: Buffer): Buffer | null {
    const { streamEnd } = this.options;
    if (streamEnd === openAi.streamEnd) return done;
    return streamEnd === null ? null : Buffer.from(streamEnd);
  }

  /** What a frame tells the gateway, and whether the caller sees it. */
  private keeps(frame: JsonObject): boolean {
    // An object that is no piece of an answer does not make the stream good: `{}` and `[DONE]` alone are no answer.
    this.good ||= isPieceOfAnswer(frame);
    const { finishReason, serviceTier, servedModel } = finishOf(frame);
    this.meter.finishReason ??= finishReason;
    this.meter.serviceTier = serviceTier ?? this.meter.serviceTier;
    this.meter.servedModel ??= servedModel;
    if (typeof frame['type'] === 'string' && this.options.terminal.has(frame['type'])) this.complete = true;
    return this.meterUsage(frame);
  }

  /** False for the usage-only frame of a caller who did not ask for it. */
  private meterUsage(frame: JsonObject): boolean {
    const stated = frame['usage'];
    this.meter.vendorCost = this.options.readCost?.(stated) ?? this.meter.vendorCost;
    const usage = this.options.readUsage?.(frame) ?? readOpenAiUsage(stated) ?? readDurationUsage(stated);
    if (usage === null) return true;
    this.meter.usage = usage;
    const choices = frame['choices'];
    return this.options.includeUsage || !(Array.isArray(choices) && choices.length === 0);
  }

  private fail(error: GatewayError): null {
    this.failure = error;
    return null;
  }

  /**
   * A 200 with HTML or JSON in place of a stream is recognised by its first character, since its header may be wrong.
   */
  private sniff(bytes: Uint8Array): void {
    const first = bytes.find((byte) => byte > 0x20);
    if (first === undefined) return;
    this.sniffed = true;
    if (first === 0x7b || first === 0x3c || first === 0x5b) this.failure = noStream(bytes);
  }
}

const DATA = 'data: {';
const FRAME_END = '}\n\n';

/**
 * How far these whole frames are all of the common form, one line of data that is a JSON object, without usage or an
 * error: so far they go on as they are. The last ones of a stream are not, and often come with many that are.
 */
function endOfPlainChunks(complete: Buffer, text: string): number {
  // To JSON a line end is white space, to an event stream the end of its data.
  if (text.includes('\r')) return 0;
  const usage = usageIn(text);
  const mayHoldError = text.includes('error"');
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start) - 1;
    if (end > usage || !text.startsWith(DATA, start) || !text.startsWith(FRAME_END, end)) break;
    const open = start + DATA.length - 1;
    if (mayHoldError ? !isNoError(text.slice(open, end + 1)) : !isObjectAt(complete, open, end + 1)) break;
    start = end + FRAME_END.length;
  }
  return start;
}

function isNoError(text: string): boolean {
  const json = parseObject(text);
  return json !== null && errorInFrame(json) === undefined;
}

/** Where it stands, in whichever member: some vendors have one of their own. Quotes in what a model writes are escaped. */
function usageIn(text: string): number {
  // Without its first quote, of which JSON is full: a search that begins with a rarer character is many times faster.
  const name = 'usage"';
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    let next = at + name.length;
    while (text[next] === ' ' || text[next] === ':') next++;
    if (text[next] === '{') return at;
  }
  return Infinity;
}

/** A choice, or an event of an image, of speech, of a transcript. */
export function isPieceOfAnswer({ choices, type }: JsonObject): boolean {
  return (Array.isArray(choices) && choices.length > 0) || typeof type === 'string';
}

const TOO_LARGE = 'The provider sent a frame that is too large.';
const CUT = () =>
  new UpstreamError({ kind: 'stream-broken', message: 'The provider ended the stream before it was complete.' });
const NO_JSON = () =>
  new UpstreamError({ kind: 'stream-broken', message: 'The provider sent a frame that is not a JSON object.' });
