import { UpstreamError } from '../../../core/errors.js';
import { countOf, objectOf, objectsOf, textOf } from '../../../core/json.js';
import { ChatStream } from '../../formats/openai-chat/chat-stream.js';
import type { ChoiceWriter } from '../../formats/openai-chat/chunk-writer.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import { SseJsonReader, type SseJson } from '../../framing/sse-json.js';
import type { ReplyContext, StreamItem, StreamTranslator } from '../../provider-strategy.js';
import { convertUsage } from './convert-usage.js';
import { fallbackCallId, readArguments, readCallId, readContent } from './from-response.js';
import { mapFinishReason } from './map-finish-reason.js';
import { toUpstreamError } from './read-error.js';
import { readToolNames } from './to-request.js';
import type { MistralChoice, MistralFunction, MistralMessage, MistralReply, MistralToolCall } from './wire-types.js';

/**
 * Mistral's stream as OpenAI's: usage comes in the chunk that finishes, and leaves in one of its own before the end.
 *
 * @see https://docs.mistral.ai/capabilities/completion/#streaming
 */
export function fromStream(context: ReplyContext): StreamTranslator {
  return new MistralStream(context);
}

class MistralStream extends ChatStream<SseJson> {
  private readonly choices = new Map<number, ChoiceStream>();
  private names: ToolNames | null = null;

  constructor(context: ReplyContext) {
    super(context, new SseJsonReader());
  }

  protected translate(event: SseJson): readonly StreamItem[] {
    if (event === 'done') return this.onDone();
    const reply: MistralReply = event;
    if (reply.error !== undefined || reply.object === 'error' || reply.detail !== undefined) {
      return [toUpstreamError(event)];
    }
    this.writer.useId(textOf(reply.id));
    this.count(reply.usage);
    return objectsOf(reply.choices).flatMap((choice: MistralChoice, at) =>
      this.choice(countOf(choice.index) ?? at).read(choice),
    );
  }

  private choice(index: number): ChoiceStream {
    const known = this.choices.get(index);
    if (known) return known;
    this.names ??= readToolNames(this.context.request);
    const callIdAt = (place: number) => fallbackCallId(this.context.fallbackId, index, place);
    const choice = new ChoiceStream(this.writer.choice(index), this.names, callIdAt);
    this.choices.set(index, choice);
    return choice;
  }

  /** `[DONE]` without a finished answer before it is no end. */
  private onDone(): readonly StreamItem[] {
    const choices = [...this.choices.values()];
    const isWhole = choices.length > 0 && choices.every(({ finished }) => finished);
    return isWhole ? this.finish([], convertUsage(this.usage)) : this.translateEnd();
  }
}

/** A call that has begun: its place among the calls of its choice, and the id and index that later pieces name. */
interface StartedCall {
  readonly place: number;
  readonly id: string;
  readonly index: number | null;
  hasArguments: boolean;
}

class ChoiceStream {
  finished = false;
  private readonly calls: StartedCall[] = [];

  constructor(
    private readonly writer: ChoiceWriter,
    private readonly names: ToolNames,
    private readonly callIdAt: (place: number) => string,
  ) {}

  read(choice: MistralChoice): StreamItem[] {
    if (this.finished) return [];
    const delta: MistralMessage = objectOf(choice.delta);
    const { text, reasoning } = readContent(delta.content);
    const items: StreamItem[] = [
      ...this.writer.start(),
      ...this.writer.reasoning(reasoning),
      ...this.writer.content(text),
      ...objectsOf(delta.tool_calls).flatMap((call) => this.readCall(call)),
    ];
    const reason = textOf(choice.finish_reason);
    return reason === '' ? items : [...items, ...this.finish(reason)];
  }

  private finish(reason: string): StreamItem[] {
    const finish = mapFinishReason(reason);
    if (finish instanceof UpstreamError) return [finish];
    this.finished = true;
    const empty = this.calls.filter(({ hasArguments }) => !hasArguments);
    return [...empty.flatMap(({ place }) => this.writer.toolCallArguments(place, '{}')), ...this.writer.finish(finish)];
  }

  private readCall(piece: MistralToolCall): StreamItem[] {
    const called: MistralFunction = objectOf(piece.function);
    const name = textOf(called.name);
    const continued = this.continuedBy(piece, name);
    const call = continued ?? this.start(piece);
    const text = readArguments(called.arguments);
    call.hasArguments ||= text !== '';
    const started = { index: call.place, id: call.id, name: this.names.toCaller(name) };
    return [
      ...(continued === null ? this.writer.toolCallStart(started) : []),
      ...this.writer.toolCallArguments(call.place, text),
    ];
  }

  /** An id tells calls apart, and where there is none, a name begins a call and its lack continues one. */
  private continuedBy(piece: MistralToolCall, name: string): StartedCall | null {
    const id = readCallId(piece);
    if (id !== '') return this.calls.find((call) => call.id === id) ?? null;
    if (name !== '') return null;
    const index = countOf(piece.index);
    return this.calls.findLast((call) => index === null || call.index === index) ?? this.calls.at(-1) ?? null;
  }

  private start(piece: MistralToolCall): StartedCall {
    const place = this.calls.length;
    const id = readCallId(piece) || this.callIdAt(place);
    const call = { place, id, index: countOf(piece.index), hasArguments: false };
    this.calls.push(call);
    return call;
  }
}
