import { UpstreamError } from '../../../core/errors.js';
import { type JsonObject, objectOf, textOf } from '../../../core/json.js';
import { ChunkWriter } from '../openai-chat/chunk-writer.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import { SseJsonReader, type SseJsonItem } from '../../framing/sse-json.js';
import type { ReplyContext, StreamItem, StreamTranslator } from '../../provider-strategy.js';
import { convertUsage } from './convert-usage.js';
import { chatId, jsonToolTest, refusalOf } from './from-response.js';
import { mapStopReason } from './map-stop-reason.js';
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
export function claudeStream(context: ReplyContext): StreamTranslator {
  return new ClaudeStream(context);
}

class ClaudeStream implements StreamTranslator {
  done = false;
  private failed = false;
  private readonly reader = new SseJsonReader();
  private readonly writer: ChunkWriter;
  private readonly isAnswer: (name: string) => boolean;
  private readonly names: ToolNames;
  private readonly blocks = new Map<number, OpenBlock>();
  private readonly thoughts: JsonObject[] = [];
  private calls = 0;
  private usage: JsonObject = {};
  private stop: JsonObject = {};

  constructor(context: ReplyContext) {
    this.writer = new ChunkWriter(context);
    this.isAnswer = jsonToolTest(context);
    this.names = claudeToolNames(context.request);
  }

  push(bytes: Uint8Array): readonly StreamItem[] {
    return this.translate(this.reader.push(bytes));
  }

  end(): readonly StreamItem[] {
    const items = this.translate(this.reader.end());
    if (this.done || this.failed) return items;
    this.failed = true;
    const message = "The provider's stream ended before the answer was complete.";
    return [...items, new UpstreamError({ kind: 'stream-broken', message })];
  }

  private translate(events: readonly SseJsonItem[]): StreamItem[] {
    const items: StreamItem[] = [];
    for (const event of events) {
      if (this.done || this.failed) break;
      if (event === 'done') continue;
      if (event instanceof UpstreamError) {
        this.failed = true;
        items.push(event);
      } else {
        for (const item of this.onEvent(event)) items.push(item);
      }
    }
    return items;
  }

  private onEvent(event: JsonObject): readonly StreamItem[] {
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
        this.usage = { ...this.usage, ...stated(objectOf(event['usage'])) };
        return [];
      case 'message_stop':
        return this.onMessageStop();
      case 'error':
        this.failed = true;
        return [readErrorEvent(event)];
      default:
        return [];
    }
  }

  private onMessageStart(message: JsonObject): readonly StreamItem[] {
    this.writer.useId(chatId(message['id']) ?? '');
    this.usage = objectOf(message['usage']);
    return this.writer.start();
  }

  private onBlockStart(event: JsonObject): readonly StreamItem[] {
    const content = objectOf(event['content_block']);
    const kind = this.kindOf(content);
    const call = kind === 'tool' ? this.calls++ : -1;
    const given = { data: textOf(content['data']), input: objectOf(content['input']) };
    const block: OpenBlock = { kind, call, wrote: false, thinking: '', signature: '', ...given };
    this.blocks.set(indexOf(event), block);
    if (kind === 'tool')
      return this.writer.toolCallStart(call, textOf(content['id']), this.names.toCaller(textOf(content['name'])));
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
        return this.writer.content(textOf(delta['text']));
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
        return this.writer.reasoning(text);
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
    return block.kind === 'answer' ? this.writer.content(text) : this.writer.toolCallArguments(block.call, text);
  }

  private onMessageStop(): readonly StreamItem[] {
    this.done = true;
    const thoughts = readThinkingBlocks({ thinking_blocks: this.thoughts });
    const usage = convertUsage(this.usage);
    return [
      // All at once: clients put arrays of unknown deltas together in different ways, or keep the last.
      ...(thoughts.length > 0 ? this.writer.delta({ thinking_blocks: thoughts.map((block) => ({ ...block })) }) : []),
      ...this.writer.refusal(refusalOf(this.stop) ?? ''),
      ...this.writer.finish(mapStopReason(textOf(this.stop['stop_reason']), this.calls)),
      ...(usage === null ? [] : this.writer.usage(usage)),
    ];
  }
}

/** A null says nothing: what was counted before it stands. */
function stated(usage: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== null));
}

function indexOf(event: JsonObject): number {
  return typeof event['index'] === 'number' ? event['index'] : -1;
}
