import type { JsonBody } from '../../../core/json-body.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { JSON_INSTRUCTION, schemaInstruction } from '../../formats/openai-chat/json-output.js';

/** Models that answer by JSON schema, and those of them that can be held to it. */
const WITH_SCHEMA = /gpt-oss|llama-4|kimi/i;
const WITH_STRICT_SCHEMA = /gpt-oss/i;

/** How a `response_format` is sent. */
export interface AnswerFormat {
  /** As sent; undefined where it is left out. */
  readonly format: JsonValue | undefined;
  /** Put into the prompt where the API cannot enforce the format. */
  readonly instruction: string | null;
}

/**
 * The caller's format as the model takes it: Groq has JSON schemas on few models, and no JSON beside tools.
 *
 * @returns null where it stays as it is
 * @see https://console.groq.com/docs/structured-outputs
 */
export function answerFormat(body: JsonBody): AnswerFormat | null {
  const format = body.get('response_format');
  if (!isJsonObject(format) || (format['type'] !== 'json_schema' && format['type'] !== 'json_object')) return null;
  const given = body.get('model');
  const model = typeof given === 'string' ? given : '';
  const named = isJsonObject(format['json_schema']) ? format['json_schema'] : null;
  const instruction = isJsonObject(named?.['schema']) ? schemaInstruction(named['schema']) : JSON_INSTRUCTION;
  const tools = body.get('tools');
  if (Array.isArray(tools) && tools.length > 0) return { format: undefined, instruction };
  if (named === null) return null;
  if (!WITH_SCHEMA.test(model)) return { format: { type: 'json_object' }, instruction };
  if (named['strict'] !== true || WITH_STRICT_SCHEMA.test(model)) return null;
  const open: JsonObject = { ...named, strict: false };
  return { format: { ...format, json_schema: open }, instruction: null };
}
