import { ClientClosedError, CutByShutdownError, GatewayError } from '../../core/errors.js';
import type { BegunAnswer } from '../endpoints/gateway-request.js';
import type { FrontFormat } from '../fronts/front-format.js';
import { ContinuedChunks, addCounts, FirstChunks, type PieceMapper } from './continued-chunks.js';
import { RepeatedText } from './repeated-text.js';
import type { ReplyMeter } from './reply-meter.js';
import { brokenFrame } from './reply-stream.js';
import { SentAnswer } from './sent-answer.js';
import type { ReplyStream, StreamCaller } from './upstream-reply.js';

/** One vendor's stream, which is a part of an answer or all of it. */
export interface StreamPart {
  readonly body: ReplyStream;
  readonly meter: ReplyMeter;
  /** The vendor sends the text that it goes on from again. */
  readonly repeats: boolean;
}

export interface ContinuedStreamOptions {
  /** Of the whole reply; those of its parts end with them. */
  readonly meter: ReplyMeter;
  readonly front: FrontFormat;
  /** The stream of the next target that goes on with the answer; the last failure where there is none. */
  next(begun: BegunAnswer, broken: GatewayError): Promise<StreamPart | GatewayError>;
}

/**
 * A reply that outlives the stream it began with: where that breaks, another target's goes on with the text that was sent
 * so far, as long as text is all that was sent. The caller sees one stream.
 */
export class ContinuedStream implements ReplyStream {
  private readonly answer = new SentAnswer();

  constructor(
    private part: StreamPart,
    private readonly options: ContinuedStreamOptions,
  ) {}

  async sendTo(caller: StreamCaller): Promise<void> {
    const { meter } = this.options;
    let chunks: PieceMapper = new FirstChunks(this.answer);
    let usage: JsonCounts = {};
    for (;;) {
      const proxy = new PartCaller(caller, chunks, meter);
      await this.part.body.sendTo(proxy);
      const { breakage } = this.part.meter;
      if (breakage === null) {
        this.end(caller, proxy.last);
        return;
      }
      const next = await this.nextPart(caller, breakage);
      if (next instanceof GatewayError) {
        this.endBroken(caller, next);
        return;
      }
      this.part = next;
      usage = usage && this.answer.usage && addCounts(usage, this.answer.usage);
      this.answer.usage = null;
      chunks = new ContinuedChunks(this.answer, repeatedText(this.answer.text, next), usage);
    }
  }

  giveUp(): void {
    this.part.body.giveUp();
  }

  release(): void {
    this.part.body.release();
  }

  /** What goes on, or how the reply ends. */
  private async nextPart(caller: StreamCaller, broken: GatewayError): Promise<StreamPart | GatewayError> {
    const { isContinuable, text, pieces } = this.answer;
    if (!isContinuable || caller.isClosed()) return broken;
    this.part.body.release();
    const next = await this.options.next({ text: text.trimEnd(), tokens: pieces }, broken);
    // Whoever ended the call meanwhile ended the reply; else it is the break of its last stream that did.
    const isEnd = next instanceof CutByShutdownError || next instanceof ClientClosedError;
    return next instanceof GatewayError && !isEnd ? broken : next;
  }

  private end(caller: StreamCaller, last: Buffer | null): void {
    this.options.meter.end();
    if (!caller.isClosed()) caller.end(last);
  }

  private endBroken(caller: StreamCaller, broken: GatewayError): void {
    const { meter, front } = this.options;
    meter.breakage = broken;
    meter.end();
    if (!caller.isClosed()) caller.end(broken instanceof ClientClosedError ? null : brokenFrame(front, broken));
  }
}

type JsonCounts = SentAnswer['usage'];

function repeatedText(sent: string, { repeats }: StreamPart): RepeatedText {
  const given = sent.trimEnd();
  return new RepeatedText(given, sent.slice(given.length), { repeats });
}

/** The caller as one part sees it: the end of a part is not the end of the reply. */
class PartCaller implements StreamCaller {
  /** What was sent as the end. */
  last: Buffer | null = null;

  constructor(
    private readonly caller: StreamCaller,
    private readonly chunks: PieceMapper,
    private readonly meter: ReplyMeter,
  ) {}

  write(piece: Uint8Array): boolean {
    const out = this.shown(piece);
    return out === null || this.caller.write(out);
  }

  end(last: Uint8Array | null): void {
    this.last = last && this.shown(last);
  }

  drained(): Promise<void> {
    return this.caller.drained();
  }

  isClosed(): boolean {
    return this.caller.isClosed();
  }

  private shown(piece: Uint8Array): Buffer | null {
    const out = this.chunks.push(Buffer.isBuffer(piece) ? piece : Buffer.from(piece));
    if (out !== null) this.meter.see(out);
    return out;
  }
}
