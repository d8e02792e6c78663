import type { UpstreamError } from '../../../core/errors.js';
import { objectOf, parseJson, textOf } from '../../../core/json.js';
import { ChatStream, streamBroken, type EventReader } from '../../formats/openai-chat/chat-stream.js';
import type { ChoiceWriter } from '../../formats/openai-chat/chunk-writer.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import { writeThoughts } from '../../formats/anthropic-messages/thinking.js';
import type { ThinkingBlock } from '../../formats/anthropic-messages/wire-types.js';
import { AwsEventStreamDecoder, toUtf8, type AwsEventFrame } from '../../framing/decode-aws-event-stream.js';
import type { ReplyContext, StreamItem, StreamTranslator } from '../../provider-strategy.js';
import { convertUsage, serviceTierOf } from './convert-usage.js';
import { chatId, decodeRedacted, isCallersTool, jsonToolTest } from './from-response.js';
import { malformedOutput, mapFinishReason } from './map-finish-reason.js';
import { toUpstreamError } from './read-error.js';
import { readToolNames } from './to-request.js';
import type { ConverseBlock, ConverseEvent, ConverseReasoning, ConverseToolUse } from './wire-types.js';

/** An open content block. Text and reasoning have no start event: they begin with their first delta. */
interface OpenBlock {
  readonly kind: 'open' | 'tool' | 'answer' | 'ignored';
  /** Position among the caller's tool calls. */
  readonly call: number;
  /** Some argument text came. */
  wrote: boolean;
  thinking: string;
  signature: string;
  redacted: string;
}

/**
 * One streamed answer of ConverseStream.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
 */
export function fromStream(context: ReplyContext): StreamTranslator {
  return new ConverseStream(context);
}

class ConverseEvents implements EventReader<AwsEventFrame> {
  private readonly decoder = new AwsEventStreamDecoder();

  push(bytes: Uint8Array): readonly (AwsEventFrame | UpstreamError)[] {
    try {
      return this.decoder.push(bytes);
    } catch {
      return [streamBroken('cannot be read')];
    }
  }

  end(): readonly (AwsEventFrame | UpstreamError)[] {
    try {
      return this.decoder.end();
    } catch {
      return [streamBroken('ended inside an event')];
    }
  }
}

class ConverseStream extends ChatStream<AwsEventFrame> {
  private readonly choice: ChoiceWriter;
  private readonly isAnswer: (name: string) => boolean;
  private readonly names: ToolNames;
  private readonly blocks = new Map<unknown, OpenBlock>();
  private readonly thoughts: ThinkingBlock[] = [];
  private calls = 0;
  private stopReason: string | null = null;
  private tier: string | null = null;

  constructor(context: ReplyContext) {
    super(context, new ConverseEvents());
    this.writer.useId(chatId(context));
    this.choice = this.writer.choice();
    this.isAnswer = jsonToolTest(context);
    this.names = readToolNames(context.request);
  }

  serviceTier(): string | null {
    return this.tier;
  }

  protected translate({ headers, payload }: AwsEventFrame): readonly StreamItem[] {
    const type = headers[':message-type'];
    if (type === 'error') {
      return [toUpstreamError(headers[':error-code'] ?? '', headers[':error-message'] ?? '')];
    }
    const json = parseJson(toUtf8(payload));
    if (json === undefined) return [streamBroken('cannot be read')];
    const event: ConverseEvent = objectOf(json);
    return type === 'exception'
      ? [toUpstreamError(headers[':exception-type'] ?? '', textOf(event.message))]
      : this.onEvent(headers[':event-type'] ?? '', event);
  }

  /** The counts come last and may be missing; the answer itself is whole. */
  protected override translateEnd(): readonly StreamItem[] {
    return this.stopReason === null ? super.translateEnd() : this.finishAfter(this.stopReason);
  }

  private onEvent(type: string, event: ConverseEvent): readonly StreamItem[] {
    switch (type) {
      case 'contentBlockDelta':
        return this.onDelta(event.contentBlockIndex, objectOf(event.delta));
      case 'contentBlockStart':
        return this.onBlockStart(event.contentBlockIndex, objectOf(event.start));
      case 'contentBlockStop':
        return this.onBlockStop(event.contentBlockIndex);
      case 'messageStart':
        return this.choice.start();
      case 'messageStop':
        return this.onMessageStop(textOf(event.stopReason));
      case 'metadata':
        this.count(event.usage);
        this.tier = serviceTierOf(event);
        return this.stopReason === null
          ? [streamBroken('has counts before its end')]
          : this.finishAfter(this.stopReason);
      default:
        return [];
    }
  }

  private onBlockStart(index: unknown, start: ConverseBlock): readonly StreamItem[] {
    const toolUse: ConverseToolUse = objectOf(start.toolUse);
    const name = textOf(toolUse.name);
    if (!isCallersTool(toolUse)) {
      this.open(index, 'ignored');
      return [];
    }
    const block = this.open(index, this.isAnswer(name) ? 'answer' : 'tool');
    if (block.kind === 'answer') return [];
    const id = textOf(toolUse.toolUseId);
    return this.choice.toolCallStart({ index: block.call, id, name: this.names.toCaller(name) });
  }

  private open(index: unknown, kind: OpenBlock['kind']): OpenBlock {
    const call = kind === 'tool' ? this.calls++ : -1;
    const block = { kind, call, wrote: false, thinking: '', signature: '', redacted: '' };
    this.blocks.set(index, block);
    return block;
  }

  private onDelta(index: unknown, delta: ConverseBlock): readonly StreamItem[] {
    const block = this.blocks.get(index) ?? this.open(index, 'open');
    if (block.kind === 'ignored') return [];
    if (block.kind !== 'open') {
      const { input }: ConverseToolUse = objectOf(delta.toolUse);
      const text = textOf(input);
      if (text !== '') block.wrote = true;
      return this.argumentsOf(block, text);
    }
    if (typeof delta.text === 'string') return this.choice.content(delta.text);
    return this.onReasoning(block, objectOf(delta.reasoningContent));
  }

  private onReasoning(
    block: OpenBlock,
    { text, signature, redactedContent }: ConverseReasoning,
  ): readonly StreamItem[] {
    block.thinking += textOf(text);
    block.signature += textOf(signature);
    block.redacted += decodeRedacted(textOf(redactedContent));
    return this.choice.reasoning(textOf(text));
  }

  private onBlockStop(index: unknown): readonly StreamItem[] {
    const block = this.blocks.get(index);
    this.blocks.delete(index);
    if (block === undefined || block.kind === 'ignored') return [];
    if (block.kind === 'open') {
      const { thinking, signature, redacted } = block;
      this.thoughts.push({ type: 'thinking', thinking, signature }, { type: 'redacted_thinking', data: redacted });
      return [];
    }
    // A tool without parameters sends no argument text at all.
    return block.wrote ? [] : this.argumentsOf(block, '{}');
  }

  private argumentsOf(block: OpenBlock, text: string): readonly StreamItem[] {
    return block.kind === 'answer' ? this.choice.content(text) : this.choice.toolCallArguments(block.call, text);
  }

  private onMessageStop(stopReason: string): readonly StreamItem[] {
    const malformed = malformedOutput(stopReason);
    if (malformed !== null) return [malformed];
    this.stopReason = stopReason;
    return [];
  }

  private finishAfter(stopReason: string): readonly StreamItem[] {
    const last = [
      ...writeThoughts(this.choice, this.thoughts),
      ...this.choice.finish(mapFinishReason(stopReason, this.calls)),
    ];
    return this.finish(last, convertUsage(this.usage));
  }
}
