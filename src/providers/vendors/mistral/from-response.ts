import { UpstreamError } from '../../../core/errors.js';
import { countOf, type JsonObject, objectOf, objectsOf, textOf } from '../../../core/json.js';
import { fitId } from '../../formats/openai-chat/fit-id.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { convertUsage } from './convert-usage.js';
import { mapFinishReason } from './map-finish-reason.js';
import { readArguments, readCallId, readContent } from './read-content.js';
import { vendorWords } from '../../vendor-words.js';
import { toMistralFailure } from './read-error.js';
import { TOOL_ID, TOOL_ID_LENGTH } from './tool-id.js';
import { mistralToolNames } from './tool-names.js';

/**
 * Mistral's completion as OpenAI's: content parts become text and reasoning, nulls and extras go.
 *
 * @throws UpstreamError where the reply is no answer
 */
export function fromChatResponse(body: JsonObject, context: ReplyContext): JsonObject {
  if (body['error'] !== undefined || body['object'] === 'error') {
    throw new UpstreamError({ ...toMistralFailure(body, null), vendorMessage: vendorWords(body) });
  }
  const choices = objectsOf(body['choices']);
  if (choices.length === 0) {
    throw new UpstreamError({ kind: 'invalid-response', message: 'The provider answered without a choice.' });
  }
  const usage = convertUsage(objectOf(body['usage']));
  return {
    id: textOf(body['id']) || context.fallbackId,
    object: 'chat.completion',
    created: context.created,
    model: context.model,
    choices: choices.map((choice, at) => toChoice(choice, at, context)),
    ...(usage !== null && { usage }),
  };
}

function toChoice(choice: JsonObject, at: number, context: ReplyContext): JsonObject {
  const finish = mapFinishReason(textOf(choice['finish_reason']));
  if (finish instanceof UpstreamError) throw finish;
  const index = countOf(choice['index']) ?? at;
  const message = objectOf(choice['message']);
  const { text, reasoning } = readContent(message['content']);
  const names = mistralToolNames(context.request);
  const calls = objectsOf(message['tool_calls']).map((call, place) =>
    toToolCall(call, fitId(`${context.fallbackId}/${index}/${place}`, TOOL_ID, TOOL_ID_LENGTH), names),
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

function toToolCall(call: JsonObject, fallbackId: string, names: ToolNames): JsonObject {
  const called = objectOf(call['function']);
  return {
    id: readCallId(call) || fallbackId,
    type: 'function',
    function: { name: names.toCaller(textOf(called['name'])), arguments: readArguments(called['arguments']) || '{}' },
  };
}
