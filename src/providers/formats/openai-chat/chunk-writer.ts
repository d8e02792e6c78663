import type { JsonObject } from '../../../core/json.js';
import type { ReplyContext } from '../../provider-strategy.js';

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

/** Makes the chunks of one translated stream, all with one id, one `created` and one model. */
export class ChunkWriter {
  private id: string;
  private begun = false;

  constructor(private readonly context: ReplyContext) {
    this.id = context.fallbackId;
  }

  /** Takes the vendor's id; only before the first chunk. */
  useId(id: string): void {
    if (!this.begun && id !== '') this.id = id;
  }

  choice(index = 0): ChoiceWriter {
    return new ChoiceWriter(this, index);
  }

  usage(usage: JsonObject): JsonObject[] {
    return [{ ...this.chunk([]), usage }];
  }

  chunk(choices: JsonObject[]): JsonObject {
    this.begun = true;
    const { created, model } = this.context;
    return { id: this.id, object: 'chat.completion.chunk', created, model, choices };
  }
}

/** A tool call that begins; `index` is its place among the calls of its choice. */
export interface StartedCall {
  readonly index: number;
  readonly id: string;
  readonly name: string;
}

/**
 * The chunks of one choice in the shape that OpenAI's SDKs rely on: a role first, tool calls counted from 0 with their
 * name once, one finish.
 */
export class ChoiceWriter {
  private started = false;

  constructor(
    private readonly writer: ChunkWriter,
    private readonly index: number,
  ) {}

  /** The role chunk, nothing when it was written before. */
  start(): JsonObject[] {
    if (this.started) return [];
    this.started = true;
    return [this.chunk({ role: 'assistant', content: '' })];
  }

  content(text: string): JsonObject[] {
    return text === '' ? [] : this.delta({ content: text });
  }

  reasoning(text: string): JsonObject[] {
    return text === '' ? [] : this.delta({ reasoning_content: text });
  }

  refusal(text: string): JsonObject[] {
    return text === '' ? [] : this.delta({ refusal: text });
  }

  /** Any other delta, for vendor extensions. */
  delta(delta: JsonObject): JsonObject[] {
    return [...this.start(), this.chunk(delta)];
  }

  toolCallStart({ index, id, name }: StartedCall, extension: JsonObject = {}): JsonObject[] {
    return this.delta({
      tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' }, ...extension }],
    });
  }

  toolCallArguments(index: number, text: string): JsonObject[] {
    return text === '' ? [] : [this.chunk({ tool_calls: [{ index, function: { arguments: text } }] })];
  }

  /** Log probabilities of the tokens before, for vendors that send them beside the text. */
  logprobs(logprobs: JsonObject): JsonObject[] {
    return [...this.start(), this.chunk({}, null, logprobs)];
  }

  finish(reason: FinishReason): JsonObject[] {
    return [...this.start(), this.chunk({}, reason)];
  }

  private chunk(delta: JsonObject, finish: FinishReason | null = null, logprobs: JsonObject | null = null): JsonObject {
    return this.writer.chunk([{ index: this.index, delta, logprobs, finish_reason: finish }]);
  }
}
