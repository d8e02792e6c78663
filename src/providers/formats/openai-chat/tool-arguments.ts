import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../../../core/json.js';

/**
 * OpenAI's arguments are JSON text; vendors want the object. Models without parameters leave `""` or `"null"`. What a
 * model wrote that is no object (cut off, a list, a bare text) is wrapped: it must not end the conversation.
 */
export function readArguments(value: JsonValue | undefined): JsonObject {
  if (value === undefined || value === null || value === '') return {};
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  if (parsed === null) return {};
  return isJsonObject(parsed) ? parsed : { arguments: parsed ?? value };
}
