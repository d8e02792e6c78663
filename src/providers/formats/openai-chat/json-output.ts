import { isJsonObject, type JsonObject } from '../../../core/json.js';

/** The tool that stands in for a JSON schema where the model knows none: its arguments are the answer. */
export const JSON_TOOL = 'json_response';

export const JSON_TOOL_DESCRIPTION = 'Gives the final answer to the user, in the form of this schema.';

/** For models without a JSON mode; OpenAI's own demands one object. */
export const JSON_INSTRUCTION = 'Answer with one valid JSON object and nothing else: no text around it, no code fence.';

/** For models that cannot be held to a schema, or not to this one. */
export function schemaInstruction(schema: JsonObject): string {
  return `${JSON_INSTRUCTION} It must fit this JSON schema: ${JSON.stringify(schema)}`;
}

/** Whether a request in OpenAI's form asks for a JSON schema, so that `JSON_TOOL` stands in on models without. */
export function standsInForSchema(request: JsonObject): boolean {
  const format = request['response_format'];
  return isJsonObject(format) && format['type'] === 'json_schema';
}
