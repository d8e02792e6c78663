import { UpstreamError } from '../../../core/errors.js';
import { countOf, type JsonObject, objectOf, objectsOf, textOf } from '../../../core/json.js';
import { fitId } from '../../formats/openai-chat/tool-ids.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { TOOL_ID, TOOL_ID_LENGTH } from './convert-messages.js';
import { convertUsage } from './convert-usage.js';
import { mapFinishReason } from './map-finish-reason.js';
import { toUpstreamError } from './read-error.js';
import { readToolNames } from './to-request.js';
import type {
  MistralChoice,
  MistralContentPart,
  MistralFunction,
  MistralMessage,
  MistralReply,
  MistralToolCall,
} from './wire-types.js';

/**
 * Mistral's completion as OpenAI's: content parts become text and reasoning, nulls and extras go.
 *
 * @throws UpstreamError where the reply is no answer
 */
export function fromResponse(body: JsonObject, context: ReplyContext): JsonObject {
  const reply: MistralReply = body;
  if (reply.error !== undefined || reply.object === 'error') throw toUpstreamError(body);
  const choices = objectsOf(reply.choices);
  if (choices.length === 0) {
    throw new UpstreamError({ kind: 'invalid-response', message: 'The provider answered without a choice.' });
  }
  const usage = convertUsage(objectOf(reply.usage));
  return {
    id: textOf(reply.id) || context.fallbackId,
    object: 'chat.completion',
    created: context.created,
    model: context.model,
    choices: choices.map((choice, at) => toChoice(choice, at, context)),
    ...(usage !== null && { usage }),
  };
}

function toChoice(choice: MistralChoice, at: number, context: ReplyContext): JsonObject {
  const finish = mapFinishReason(textOf(choice.finish_reason));
  if (finish instanceof UpstreamError) throw finish;
  const index = countOf(choice.index) ?? at;
  const message: MistralMessage = objectOf(choice.message);
  const { text, reasoning } = readContent(message.content);
  const names = readToolNames(context.request);
  const calls = objectsOf(message.tool_calls).map((call, place) =>
    toToolCall(call, fallbackCallId(context.fallbackId, index, place), names),
  );
  return {
    index,
    message: {
      role: 'assistant',
      content: text === '' && calls.length > 0 ? null : text,
      refusal: null,
      ...(reasoning !== '' && { reasoning_content: reasoning }),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
    logprobs: null,
    finish_reason: finish,
  };
}

function toToolCall(call: MistralToolCall, fallbackId: string, names: ToolNames): JsonObject {
  const called: MistralFunction = objectOf(call.function);
  return {
    id: readCallId(call) || fallbackId,
    type: 'function',
    function: { name: names.toCaller(textOf(called.name)), arguments: readArguments(called.arguments) || '{}' },
  };
}

/** Text and reasoning of a message or delta: models that reason send their content as a list of parts. */
export interface Content {
  readonly text: string;
  readonly reasoning: string;
}

/** @see https://docs.mistral.ai/capabilities/reasoning/ */
export function readContent(content: unknown): Content {
  if (typeof content === 'string') return { text: content, reasoning: '' };
  const parts: readonly MistralContentPart[] = objectsOf(content);
  return { text: textsIn(parts), reasoning: parts.map(({ thinking }) => readThinking(thinking)).join('') };
}

function readThinking(thinking: unknown): string {
  return typeof thinking === 'string' ? thinking : textsIn(objectsOf(thinking));
}

function textsIn(parts: readonly MistralContentPart[]): string {
  return parts.map(({ type, text }) => (type === 'text' || type === undefined ? textOf(text) : '')).join('');
}

/** The text of a call's arguments: Mistral sends text, its older API an object. */
export function readArguments(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** '' where none is sent; Mistral's own SDK spells that "null". */
export function readCallId(call: MistralToolCall): string {
  const id = textOf(call.id);
  return id === 'null' ? '' : id;
}

/** For a call that comes without an id: one that no other reply has. */
export function fallbackCallId(replyId: string, choice: number, place: number): string {
  return fitId(`${replyId}/${choice}/${place}`, TOOL_ID, TOOL_ID_LENGTH);
}
