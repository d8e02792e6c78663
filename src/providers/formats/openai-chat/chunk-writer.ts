import type { JsonObject } from '../../../core/json.js';
import type { ChatCompletionChunk, ReplyContext } from '../../provider-strategy.js';

type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call';

/**
 * Makes the chunks of one translated stream with one id, one `created` and one model, in the shape that OpenAI's SDKs
 * rely on: a role first, tool calls counted from 0 with their name once, one finish per choice, usage alone.
 */
export class ChunkWriter {
  private id: string;
  private readonly started = new Set<number>();

  constructor(private readonly context: ReplyContext) {
    this.id = context.fallbackId;
  }

  /** Takes the vendor's id; only before the first chunk. */
  useId(id: string): void {
    if (this.started.size === 0 && id !== '') this.id = id;
  }

  /** The role chunk of a choice, empty when it was written before. */
  start(choice = 0): ChatCompletionChunk[] {
    if (this.started.has(choice)) return [];
    this.started.add(choice);
    return [this.chunk(choice, { role: 'assistant', content: '' })];
  }

  content(text: string, choice = 0): ChatCompletionChunk[] {
    return text === '' ? [] : [...this.start(choice), this.chunk(choice, { content: text })];
  }

  reasoning(text: string, choice = 0): ChatCompletionChunk[] {
    return text === '' ? [] : [...this.start(choice), this.chunk(choice, { reasoning_content: text })];
  }

  refusal(text: string, choice = 0): ChatCompletionChunk[] {
    return text === '' ? [] : [...this.start(choice), this.chunk(choice, { refusal: text })];
  }

  /** Any other delta, for vendor extensions. */
  delta(delta: JsonObject, choice = 0): ChatCompletionChunk[] {
    return [...this.start(choice), this.chunk(choice, delta)];
  }

  toolCallStart(
    index: number,
    id: string,
    name: string,
    extension: JsonObject = {},
    choice = 0,
  ): ChatCompletionChunk[] {
    const call = { index, id, type: 'function', function: { name, arguments: '' }, ...extension };
    return [...this.start(choice), this.chunk(choice, { tool_calls: [call] })];
  }

  toolCallArguments(index: number, text: string, choice = 0): ChatCompletionChunk[] {
    return text === '' ? [] : [this.chunk(choice, { tool_calls: [{ index, function: { arguments: text } }] })];
  }

  /** Log probabilities of the tokens before, for vendors that send them beside the text. */
  logprobs(logprobs: JsonObject, choice = 0): ChatCompletionChunk[] {
    return [...this.start(choice), this.chunk(choice, {}, null, logprobs)];
  }

  finish(reason: FinishReason, choice = 0, logprobs: JsonObject | null = null): ChatCompletionChunk[] {
    return [...this.start(choice), this.chunk(choice, {}, reason, logprobs)];
  }

  usage(usage: JsonObject): ChatCompletionChunk[] {
    return [this.envelope([], usage)];
  }

  private chunk(
    index: number,
    delta: JsonObject,
    finish: FinishReason | null = null,
    logprobs: JsonObject | null = null,
  ): ChatCompletionChunk {
    return this.envelope([{ index, delta, logprobs, finish_reason: finish }]);
  }

  private envelope(choices: readonly JsonObject[], usage?: JsonObject): ChatCompletionChunk {
    const { created, model } = this.context;
    const chunk = { id: this.id, object: 'chat.completion.chunk', created, model, choices };
    return (usage === undefined ? chunk : { ...chunk, usage }) as unknown as ChatCompletionChunk;
  }
}
