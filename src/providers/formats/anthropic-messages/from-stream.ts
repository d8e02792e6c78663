import { type JsonObject, objectOf, textOf } from '../../../core/json.js';
import { ChatStream } from '../openai-chat/chat-stream.js';
import type { ChoiceWriter } from '../openai-chat/chunk-writer.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import { SseJsonReader, type SseJson } from '../../framing/sse-json.js';
import type { ReplyContext, StreamItem, StreamTranslator } from '../../provider-strategy.js';
import { convertUsage } from './convert-usage.js';
import { chatId, jsonToolTest, refusalOf } from './from-response.js';
import { mapFinishReason } from './map-finish-reason.js';
import { readErrorEvent } from './read-error.js';
import { readThinkingBlocks } from './thinking.js';
import { claudeToolNames } from './to-request.js';

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
  /** What a tool block starts with: nothing, from Anthropic itself. */
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
  private readonly blocks = new Map<number, OpenBlock>();
  private readonly thoughts: JsonObject[] = [];
  private calls = 0;
  private stop: JsonObject = {};

  constructor(context: ReplyContext) {
    super(context, new SseJsonReader());
    this.choice = this.writer.choice();
    this.isAnswer = jsonToolTest(context);
    this.names = claudeToolNames(context.request);
  }

  protected translate(event: SseJson): readonly StreamItem[] {
    if (event === 'done') return [];
    switch (event['type']) {
      case 'content_block_delta':
        return this.onDelta(event);
      case 'content_block_start':
        return this.onBlockStart(event);
      case 'content_block_stop':
        return this.onBlockStop(event);
      case 'message_start':
        return this.onMessageStart(objectOf(event['message']));
      case 'message_delta':
        this.stop = objectOf(event['delta']);
        this.count(event['usage']);
        return [];
      case 'message_stop':
        return this.onMessageStop();
      case 'error':
        return [readErrorEvent(event)];
      default:
        return [];
    }
  }

  private onMessageStart(message: JsonObject): readonly StreamItem[] {
    this.writer.useId(chatId(message['id']) ?? '');
    this.count(message['usage']);
    return this.choice.start();
  }

  private onBlockStart(event: JsonObject): readonly StreamItem[] {
    const content = objectOf(event['content_block']);
    const kind = this.kindOf(content);
    const call = kind === 'tool' ? this.calls++ : -1;
    const given = { data: textOf(content['data']), input: objectOf(content['input']) };
    const block: OpenBlock = { kind, call, wrote: false, thinking: '', signature: '', ...given };
    this.blocks.set(indexOf(event), block);
    if (kind === 'tool') {
      const name = this.names.toCaller(textOf(content['name']));
      return this.choice.toolCallStart({ index: call, id: textOf(content['id']), name });
    }
    return this.onDeltaOf(block, content);
  }

  private kindOf(content: JsonObject): OpenBlock['kind'] {
    switch (content['type']) {
      case 'text':
      case 'thinking':
        return content['type'];
      case 'tool_use':
        return this.isAnswer(textOf(content['name'])) ? 'answer' : 'tool';
      case 'redacted_thinking':
        return 'redacted';
      default:
        return 'ignored';
    }
  }

  private onDelta(event: JsonObject): readonly StreamItem[] {
    const block = this.blocks.get(indexOf(event));
    return block === undefined ? [] : this.onDeltaOf(block, objectOf(event['delta']));
  }

  /** A block's start carries the same members as its deltas, usually empty. */
  private onDeltaOf(block: OpenBlock, delta: JsonObject): readonly StreamItem[] {
    switch (block.kind) {
      case 'text':
        return this.choice.content(textOf(delta['text']));
      case 'tool':
      case 'answer': {
        const text = textOf(delta['partial_json']);
        if (text !== '') block.wrote = true;
        return this.argumentsOf(block, text);
      }
      case 'thinking': {
        const text = textOf(delta['thinking']);
        block.thinking += text;
        block.signature += textOf(delta['signature']);
        return this.choice.reasoning(text);
      }
      default:
        return [];
    }
  }

  private onBlockStop(event: JsonObject): readonly StreamItem[] {
    const block = this.blocks.get(indexOf(event));
    this.blocks.delete(indexOf(event));
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
    const thoughts = readThinkingBlocks({ thinking_blocks: this.thoughts });
    const last = [
      // All at once: clients put arrays of unknown deltas together in different ways, or keep the last.
      ...(thoughts.length > 0 ? this.choice.delta({ thinking_blocks: thoughts.map((block) => ({ ...block })) }) : []),
      ...this.choice.refusal(refusalOf(this.stop) ?? ''),
      ...this.choice.finish(mapFinishReason(textOf(this.stop['stop_reason']), this.calls)),
    ];
    return this.finish(last, convertUsage(this.usage));
  }
}

function indexOf(event: JsonObject): number {
  return typeof event['index'] === 'number' ? event['index'] : -1;
}
