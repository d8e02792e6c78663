import type { JsonObject } from '../../../core/json.js';
import { fitToolNames, type ToolNames } from '../openai-chat/tool-names.js';

/**
 * Names of functions as Google takes them: a letter or underscore first, 64 characters at most. Some of its APIs take
 * colons too, and all of them what is left here.
 *
 * @see https://ai.google.dev/api/caching#FunctionDeclaration
 */
export function googleToolNames(json: JsonObject): ToolNames {
  return fitToolNames(json, { pattern: /^[a-zA-Z_][a-zA-Z0-9_.-]{0,63}$/, maxLength: 64, startsWithLetter: true });
}
