import type { JsonObject } from '../../../core/json.js';
import type { ReplyContext } from '../../provider-strategy.js';
import type { FinishReason } from './chunk-writer.js';

/** What a model has answered, where a vendor gives one choice. */
export interface Answer {
  readonly id: string;
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string | null;
  /** Signed thoughts, `thinking_blocks` of the message. */
  readonly thoughts: JsonObject[];
  readonly toolCalls: JsonObject[];
  readonly finish: FinishReason;
  /** Null where nothing was counted. */
  readonly usage: JsonObject | null;
}

/** @see https://platform.openai.com/docs/api-reference/chat/object */
export function toCompletion(answer: Answer, { created, model }: ReplyContext): JsonObject {
  const { id, text, reasoning, refusal, thoughts, toolCalls, finish, usage } = answer;
  const message: JsonObject = {
    role: 'assistant',
    content: text === '' ? null : text,
    refusal,
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(thoughts.length > 0 && { thinking_blocks: thoughts }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    ...(usage !== null && { usage }),
  };
}

/** @param input the arguments, an object */
export function toToolCall(id: string, name: string, input: JsonObject): JsonObject {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input) } };
}
