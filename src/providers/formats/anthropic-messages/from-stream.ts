import { objectOf, textOf, type JsonObject } from '../../../core/json.js';
import { ChatStream } from '../openai-chat/chat-stream.js';
import type { ChoiceWriter } from '../openai-chat/chunk-writer.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import { promptOf } from '../openai-chat/usage.js';
import { SseJsonReader, type SseJson } from '../../framing/sse-json.js';
import type { ReplyContext, StreamItem, StreamTranslator } from '../../provider-strategy.js';
import { convertUsage, serviceTierOf } from './convert-usage.js';
import { chatId, jsonToolTest, refusalOf } from './from-response.js';
import { mapFinishReason } from './map-finish-reason.js';
import { toUpstreamError } from './read-error.js';
import { writeThoughts } from './thinking.js';
import { readToolNames } from './to-request.js';
import type { ClaudeBlock, ClaudeEvent, ClaudeMessage, ThinkingBlock } from './wire-types.js';

/** What an open content block is for. `answer` is the tool that stands in for a JSON schema. */
interface OpenBlock {
  readonly kind: 'text' | 'tool' | 'answer' | 'thinking' | 'redacted' | 'ignored';
  /** Position among the caller's tool calls. */
  readonly call: number;
  /** Some argument text came. */
  wrote: boolean;
  thinking: string;
  signature: string;
  readonly data: string;
  /** The input that a tool block starts with; Anthropic's own API starts with `{}` and streams the rest. */
  readonly input: JsonObject;
}

/**
 * One streamed message of Claude's API, over server-sent events.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/streaming
 */
export function fromStream(context: ReplyContext): StreamTranslator {
  return new ClaudeStream(context);
}

class ClaudeStream extends ChatStream<SseJson> {
  private readonly choice: ChoiceWriter;
  private readonly isAnswer: (name: string) => boolean;
  private readonly names: ToolNames;
  private readonly blocks = new Map<unknown, OpenBlock>();
  private readonly thoughts: ThinkingBlock[] = [];
  private calls = 0;
  private stop: ClaudeMessage = {};

  constructor(context: ReplyContext) {
    super(context, new SseJsonReader());
    this.choice = this.writer.choice();
    this.isAnswer = jsonToolTest(context);
    this.names = readToolNames(context.request);
  }

  /** `message_start` counts the prompt; what it says of the answer is a beginning. */
  promptUsage(): JsonObject | null {
    return promptOf(convertUsage(this.usage));
  }

  serviceTier(): string | null {
    return serviceTierOf(this.usage);
  }

  protected translate(json: SseJson): readonly StreamItem[] {
    if (json === 'done') return [];
    const event: ClaudeEvent = json;
    switch (event.type) {
      case 'content_block_delta':
        return this.onDelta(this.blocks.get(event.index), objectOf(event.delta));
      case 'content_block_start':
        return this.onBlockStart(event.index, objectOf(event.content_block));
      case 'content_block_stop':
        return this.onBlockStop(event.index);
      case 'message_start':
        return this.onMessageStart(objectOf(event.message));
      case 'message_delta':
        this.stop = objectOf(event.delta);
        this.count(event.usage);
        return [];
      case 'message_stop':
        return this.onMessageStop();
      case 'error':
        return [toUpstreamError(json)];
      default:
        return [];
    }
  }

  private onMessageStart(message: ClaudeMessage): readonly StreamItem[] {
    this.writer.useId(chatId(message.id) ?? '');
    this.count(message.usage);
    return this.choice.start();
  }

  private onBlockStart(index: unknown, content: ClaudeBlock): readonly StreamItem[] {
    const kind = this.kindOf(content);
    const call = kind === 'tool' ? this.calls++ : -1;
    const given = { data: textOf(content.data), input: objectOf(content.input) };
    const block: OpenBlock = { kind, call, wrote: false, thinking: '', signature: '', ...given };
    this.blocks.set(index, block);
    // A block's start carries the same members as its deltas, usually empty.
    if (kind !== 'tool') return this.onDelta(block, content);
    const name = this.names.toCaller(textOf(content.name));
    return this.choice.toolCallStart({ index: call, id: textOf(content.id), name });
  }

  private kindOf({ type, name }: ClaudeBlock): OpenBlock['kind'] {
    switch (type) {
      case 'text':
      case 'thinking':
        return type;
      case 'tool_use':
        return this.isAnswer(textOf(name)) ? 'answer' : 'tool';
      case 'redacted_thinking':
        return 'redacted';
      default:
        return 'ignored';
    }
  }

  private onDelta(block: OpenBlock | undefined, delta: ClaudeBlock): readonly StreamItem[] {
    switch (block?.kind) {
      case 'text':
        return this.choice.content(textOf(delta.text));
      case 'tool':
      case 'answer': {
        const text = textOf(delta.partial_json);
        if (text !== '') block.wrote = true;
        return this.argumentsOf(block, text);
      }
      case 'thinking': {
        const text = textOf(delta.thinking);
        block.thinking += text;
        block.signature += textOf(delta.signature);
        return this.choice.reasoning(text);
      }
      default:
        return [];
    }
  }

  private onBlockStop(index: unknown): readonly StreamItem[] {
    const block = this.blocks.get(index);
    this.blocks.delete(index);
    switch (block?.kind) {
      case 'tool':
      case 'answer':
        // A tool without parameters sends no argument text at all.
        return block.wrote ? [] : this.argumentsOf(block, JSON.stringify(block.input));
      case 'thinking':
        this.thoughts.push({ type: 'thinking', thinking: block.thinking, signature: block.signature });
        return [];
      case 'redacted':
        this.thoughts.push({ type: 'redacted_thinking', data: block.data });
        return [];
      default:
        return [];
    }
  }

  private argumentsOf(block: OpenBlock, text: string): readonly StreamItem[] {
    return block.kind === 'answer' ? this.choice.content(text) : this.choice.toolCallArguments(block.call, text);
  }

  private onMessageStop(): readonly StreamItem[] {
    const last = [
      ...writeThoughts(this.choice, this.thoughts),
      ...this.choice.refusal(refusalOf(this.stop) ?? ''),
      ...this.choice.finish(mapFinishReason(textOf(this.stop.stop_reason), this.calls)),
    ];
    return this.finish(last, convertUsage(this.usage));
  }
}
