import { UpstreamError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, objectOf, textOf } from '../../../core/json.js';
import { ChunkWriter } from '../../formats/openai-chat/chunk-writer.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import { readThinkingBlocks } from '../../formats/anthropic-messages/thinking.js';
import { AwsEventStreamDecoder, type AwsEventFrame } from '../../framing/decode-aws-event-stream.js';
import type { ReplyContext, StreamItem, StreamTranslator } from '../../provider-strategy.js';
import { convertUsage } from './convert-usage.js';
import { chatId, decodeRedacted, isCallersTool, jsonToolTest } from './from-response.js';
import { malformedOutput, mapStopReason } from './map-stop-reason.js';
import { fromStreamException } from './read-error.js';
import { converseToolNames } from './to-request.js';

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
export function converseStream(context: ReplyContext): StreamTranslator {
  return new ConverseStream(context);
}

class ConverseStream implements StreamTranslator {
  done = false;
  private failed = false;
  private readonly decoder = new AwsEventStreamDecoder();
  private readonly writer: ChunkWriter;
  private readonly isAnswer: (name: string) => boolean;
  private readonly names: ToolNames;
  private readonly blocks = new Map<number, OpenBlock>();
  private readonly thoughts: JsonObject[] = [];
  private calls = 0;
  private stopReason: string | null = null;

  constructor(context: ReplyContext) {
    this.writer = new ChunkWriter(context);
    this.writer.useId(chatId(context));
    this.isAnswer = jsonToolTest(context);
    this.names = converseToolNames(context.request);
  }

  push(bytes: Uint8Array): readonly StreamItem[] {
    const items: StreamItem[] = [];
    if (this.isOver()) return items;
    try {
      for (const frame of this.decoder.push(bytes)) {
        if (this.isOver()) break;
        for (const item of this.onFrame(frame)) items.push(item);
      }
    } catch (error) {
      items.push(this.fail(error instanceof UpstreamError ? error : broken('cannot be read')));
    }
    return items;
  }

  end(): readonly StreamItem[] {
    if (this.isOver()) return [];
    try {
      this.decoder.end();
    } catch {
      return [this.fail(broken('ended inside an event'))];
    }
    // The counts come last and may be missing; the answer itself is whole.
    return this.stopReason === null ? [this.fail(broken('ended before the answer was complete'))] : this.finish({});
  }

  private isOver(): boolean {
    return this.done || this.failed;
  }

  private fail(error: UpstreamError): UpstreamError {
    this.failed = true;
    return error;
  }

  private onFrame({ headers, payload }: AwsEventFrame): readonly StreamItem[] {
    const type = headers[':message-type'];
    if (type === 'exception') {
      const message = textOf(parse(payload)['message']);
      return [this.fail(fromStreamException(headers[':exception-type'] ?? '', message))];
    }
    if (type === 'error') {
      return [this.fail(fromStreamException(headers[':error-code'] ?? '', headers[':error-message'] ?? ''))];
    }
    return this.onEvent(headers[':event-type'] ?? '', payload);
  }

  private onEvent(type: string, payload: Uint8Array): readonly StreamItem[] {
    switch (type) {
      case 'contentBlockDelta':
        return this.onDelta(parse(payload));
      case 'contentBlockStart':
        return this.onBlockStart(parse(payload));
      case 'contentBlockStop':
        return this.onBlockStop(parse(payload));
      case 'messageStart':
        return this.writer.start();
      case 'messageStop':
        return this.onMessageStop(textOf(parse(payload)['stopReason']));
      case 'metadata':
        return this.finish(objectOf(parse(payload)['usage']));
      default:
        return [];
    }
  }

  private onBlockStart(event: JsonObject): readonly StreamItem[] {
    const toolUse = objectOf(objectOf(event['start'])['toolUse']);
    if (!isCallersTool(toolUse)) {
      this.open(event, 'ignored');
      return [];
    }
    const name = textOf(toolUse['name']);
    const block = this.open(event, this.isAnswer(name) ? 'answer' : 'tool');
    return block.kind === 'tool'
      ? this.writer.toolCallStart(block.call, textOf(toolUse['toolUseId']), this.names.toCaller(name))
      : [];
  }

  private open(event: JsonObject, kind: OpenBlock['kind']): OpenBlock {
    const call = kind === 'tool' ? this.calls++ : -1;
    const block = { kind, call, wrote: false, thinking: '', signature: '', redacted: '' };
    this.blocks.set(indexOf(event), block);
    return block;
  }

  private onDelta(event: JsonObject): readonly StreamItem[] {
    const block = this.blocks.get(indexOf(event)) ?? this.open(event, 'open');
    const delta = objectOf(event['delta']);
    if (block.kind === 'ignored') return [];
    if (block.kind !== 'open') {
      const text = textOf(objectOf(delta['toolUse'])['input']);
      if (text !== '') block.wrote = true;
      return this.argumentsOf(block, text);
    }
    if (typeof delta['text'] === 'string') return this.writer.content(delta['text']);
    return this.onReasoning(block, objectOf(delta['reasoningContent']));
  }

  private onReasoning(block: OpenBlock, reasoning: JsonObject): readonly StreamItem[] {
    const text = textOf(reasoning['text']);
    block.thinking += text;
    block.signature += textOf(reasoning['signature']);
    const redacted = textOf(reasoning['redactedContent']);
    if (redacted !== '') block.redacted += decodeRedacted(redacted);
    return this.writer.reasoning(text);
  }

  private onBlockStop(event: JsonObject): readonly StreamItem[] {
    const block = this.blocks.get(indexOf(event));
    this.blocks.delete(indexOf(event));
    if (block === undefined || block.kind === 'ignored') return [];
    if (block.kind === 'open') {
      const { thinking, signature, redacted } = block;
      if (signature !== '') this.thoughts.push({ type: 'thinking', thinking, signature });
      if (redacted !== '') this.thoughts.push({ type: 'redacted_thinking', data: redacted });
      return [];
    }
    // A tool without parameters sends no argument text at all.
    return block.wrote ? [] : this.argumentsOf(block, '{}');
  }

  private argumentsOf(block: OpenBlock, text: string): readonly StreamItem[] {
    return block.kind === 'answer' ? this.writer.content(text) : this.writer.toolCallArguments(block.call, text);
  }

  private onMessageStop(stopReason: string): readonly StreamItem[] {
    const malformed = malformedOutput(stopReason);
    if (malformed !== null) return [this.fail(malformed)];
    this.stopReason = stopReason;
    return [];
  }

  private finish(counts: JsonObject): readonly StreamItem[] {
    if (this.stopReason === null) return [this.fail(broken('has counts before its end'))];
    this.done = true;
    const thoughts = readThinkingBlocks({ thinking_blocks: this.thoughts });
    const usage = convertUsage(counts);
    return [
      // All at once: clients put arrays of unknown deltas together in different ways, or keep the last.
      ...(thoughts.length > 0 ? this.writer.delta({ thinking_blocks: thoughts.map((block) => ({ ...block })) }) : []),
      ...this.writer.finish(mapStopReason(this.stopReason, this.calls)),
      ...(usage === null ? [] : this.writer.usage(usage)),
    ];
  }
}

function broken(how: string): UpstreamError {
  return new UpstreamError({ kind: 'stream-broken', message: `The provider's stream ${how}.` });
}

function indexOf(event: JsonObject): number {
  return typeof event['contentBlockIndex'] === 'number' ? event['contentBlockIndex'] : -1;
}

/** @throws SyntaxError */
function parse(payload: Uint8Array): JsonObject {
  const json: unknown = JSON.parse(
    Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8'),
  );
  return isJsonObject(json) ? json : {};
}
