import { isJsonObject, type JsonObject } from '../../../core/json.js';

/** A reply for a caller of the legacy `functions`: the one tool call becomes `function_call`, whole or chunk. */
export function toLegacyFunctionReply(reply: JsonObject): JsonObject {
  const choices = reply['choices'];
  if (!Array.isArray(choices)) return reply;
  return {
    ...reply,
    choices: choices.map((choice) => {
      if (!isJsonObject(choice)) return choice;
      const place = isJsonObject(choice['delta']) ? 'delta' : 'message';
      const part = choice[place];
      const mapped = isJsonObject(part) ? { ...choice, [place]: toFunctionCall(part) } : choice;
      return mapped['finish_reason'] === 'tool_calls' ? { ...mapped, finish_reason: 'function_call' } : mapped;
    }),
  };
}

function toFunctionCall(message: JsonObject): JsonObject {
  const { tool_calls: calls, ...rest } = message;
  const first = Array.isArray(calls) ? calls[0] : undefined;
  if (!isJsonObject(first)) return message;
  // The legacy form knows one call: later ones of a parallel set cannot be shown.
  if (typeof first['index'] === 'number' && first['index'] > 0) return rest;
  return { ...rest, function_call: first['function'] };
}
