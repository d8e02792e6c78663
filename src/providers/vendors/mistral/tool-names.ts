import type { JsonObject } from '../../../core/json.js';
import { fitToolNames, type ToolNames } from '../../formats/openai-chat/tool-names.js';

/** Names of functions as Mistral takes them. @see https://docs.mistral.ai/capabilities/function_calling/ */
export function mistralToolNames(json: JsonObject): ToolNames {
  return fitToolNames(json, { pattern: /^[a-zA-Z0-9_-]{1,64}$/, maxLength: 64 });
}
