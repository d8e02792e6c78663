import { UpstreamError } from '../../../core/errors.js';
import { countOf, type JsonObject, objectOf, objectsOf, textOf } from '../../../core/json.js';
import { ChatStream } from '../openai-chat/chat-stream.js';
import type { ChoiceWriter } from '../openai-chat/chunk-writer.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import { promptOf } from '../openai-chat/usage.js';
import { SseJsonReader, type SseJson } from '../../framing/sse-json.js';
import type { ReplyContext, StreamItem, StreamTranslator } from '../../provider-strategy.js';
import { convertUsage, serviceTierOf } from './convert-usage.js';
import { isBlocked } from './from-response.js';
import { mapFinishReason } from './map-finish-reason.js';
import { PartialArguments } from './partial-arguments.js';
import { toUpstreamError } from './read-error.js';
import { callIdOf, outputWith, readLogprobs, readPieces, toImage, type Output, type Piece } from './read-part.js';
import { readToolNames } from './to-request.js';
import { toSignatureExtension } from './thought-signature.js';
import type { GeminiCandidate, GeminiFunctionCall, GeminiReply } from './wire-types.js';

/**
 * `streamGenerateContent?alt=sse` as OpenAI chunks. Every event is a whole response; there is no `[DONE]`: the stream
 * is complete when its body ends after a finishReason, for usage and signatures may come later than that.
 *
 * @see https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent
 */
export function fromStream(context: ReplyContext): StreamTranslator {
  return new GeminiStream(context);
}

class GeminiStream extends ChatStream<SseJson> {
  private readonly choices = new Map<number, ChoiceStream>();
  private names: ToolNames | null = null;
  private blocked = false;

  constructor(context: ReplyContext) {
    super(context, new SseJsonReader());
  }

  /** Each piece counts the prompt again. */
  promptUsage(): JsonObject | null {
    return promptOf(convertUsage(this.usage));
  }

  serviceTier(): string | null {
    return serviceTierOf(this.usage);
  }

  protected translate(event: SseJson): readonly StreamItem[] {
    if (event === 'done') return [];
    const reply: GeminiReply = event;
    if (reply.error !== undefined) return [toUpstreamError(event)];
    this.writer.useId(textOf(reply.responseId));
    this.blocked ||= isBlocked(reply);
    this.count(reply.usageMetadata);
    return objectsOf(reply.candidates).flatMap((candidate: GeminiCandidate, at) =>
      this.choice(countOf(candidate.index) ?? at).read(candidate),
    );
  }

  protected override translateEnd(): readonly StreamItem[] {
    const choices = [...this.choices.values()];
    const usage = convertUsage(this.usage);
    if (choices.length === 0 && this.blocked) return this.finish(this.writer.choice().finish('content_filter'), usage);
    const isWhole = this.blocked || choices.every(({ finishReason }) => finishReason !== '');
    if (choices.length === 0 || !isWhole) return super.translateEnd();
    return this.finish(
      choices.flatMap((choice) => choice.finish(this.blocked)),
      usage,
    );
  }

  private choice(index: number): ChoiceStream {
    const known = this.choices.get(index);
    if (known) return known;
    this.names ??= readToolNames(this.context.request);
    const callIdAt = (call: GeminiFunctionCall, place: number) => callIdOf(call, this.context.fallbackId, index, place);
    const choice = new ChoiceStream(this.writer.choice(index), this.names, callIdAt);
    this.choices.set(index, choice);
    return choice;
  }
}

class ChoiceStream {
  /** '' until the vendor gives one. */
  finishReason = '';
  private output: Output = 'nothing';
  private calls = 0;
  private images = 0;
  private open: PartialArguments | null = null;

  constructor(
    private readonly writer: ChoiceWriter,
    private readonly names: ToolNames,
    private readonly callIdOf: (call: GeminiFunctionCall, place: number) => string,
  ) {}

  read(candidate: GeminiCandidate): StreamItem[] {
    const logprobs = readLogprobs(candidate);
    const items: StreamItem[] = this.writer.start();
    for (const piece of readPieces(candidate)) items.push(...this.write(piece));
    if (logprobs !== null) items.push(...this.writer.logprobs(logprobs));
    this.finishReason = textOf(candidate.finishReason) || this.finishReason;
    if (this.finishReason === '') return items;
    const finish = mapFinishReason(this.finishReason, this.output);
    // OTHER is an error only where no text comes, and later events may bring some; the other failures are final.
    return finish instanceof UpstreamError && this.finishReason !== 'OTHER' ? [...items, finish] : items;
  }

  /** @param blocked the prompt's filter stepped in: it ends choices that gave no reason of their own */
  finish(blocked: boolean): StreamItem[] {
    const rest = this.closeCall();
    if (this.finishReason === '' && blocked) return [...rest, ...this.writer.finish('content_filter')];
    const finish = mapFinishReason(this.finishReason, this.output);
    return finish instanceof UpstreamError ? [finish] : [...rest, ...this.writer.finish(finish)];
  }

  private write(piece: Piece): StreamItem[] {
    this.output = outputWith(this.output, piece);
    switch (piece.kind) {
      case 'text':
        return [...this.writer.content(piece.text), ...this.writeSignature(piece.signature)];
      case 'reasoning':
        return this.writer.reasoning(piece.text);
      case 'image':
        return this.writer.delta({ images: [toImage(piece.url, this.images++)] });
      case 'call':
        return this.writeCall(piece.call, piece.signature);
    }
  }

  private writeSignature(signature: string): StreamItem[] {
    return signature === '' ? [] : this.writer.delta(toSignatureExtension(signature));
  }

  /** A call comes whole, or is opened by its name and filled by path; then its text is known only at its end. */
  private writeCall(call: GeminiFunctionCall, signature: string): StreamItem[] {
    const name = textOf(call.name);
    if (name === '') {
      this.open?.add(call);
      return call.willContinue === true ? [] : this.closeCall();
    }
    const closed = this.closeCall();
    const index = this.calls++;
    const begun = { index, id: this.callIdOf(call, index), name: this.names.toCaller(name) };
    const started = this.writer.toolCallStart(begun, toSignatureExtension(signature));
    if (call.willContinue === true || call.partialArgs !== undefined) {
      this.open = new PartialArguments();
      this.open.add(call);
      return [...closed, ...started, ...(call.willContinue === true ? [] : this.closeCall())];
    }
    const args = JSON.stringify(objectOf(call.args));
    return [...closed, ...started, ...this.writer.toolCallArguments(index, args)];
  }

  private closeCall(): StreamItem[] {
    if (this.open === null) return [];
    const text = this.open.toJson();
    this.open = null;
    return this.writer.toolCallArguments(this.calls - 1, text);
  }
}
