import type { JsonObject, JsonValue } from '../../../core/json.js';
import type { ChatRequest, FunctionTool } from '../../formats/openai-chat/chat-request.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import type { MistralRequestBody } from './wire-types.js';

export interface PreparedTools {
  readonly fields: Pick<MistralRequestBody, 'tools' | 'tool_choice'>;
  readonly approximated: boolean;
}

/**
 * `tools` and `tool_choice`; a list of allowed tools becomes the only tools that are sent.
 *
 * @see https://docs.mistral.ai/capabilities/function_calling/
 */
export function prepareTools({ tools, toolChoice }: ChatRequest, names: ToolNames): PreparedTools {
  if (tools.length === 0) return { fields: {}, approximated: false };
  const allowed = toolChoice?.kind === 'allowed' ? toolChoice.names : null;
  const offered = allowed === null ? tools : tools.filter(({ name }) => allowed.includes(name));
  const choice = toToolChoice(toolChoice, names);
  return {
    fields: {
      tools: offered.map((tool) => toTool({ ...tool, name: names.toVendor(tool.name) })),
      ...(choice !== null && { tool_choice: choice }),
    },
    approximated: allowed !== null,
  };
}

function toToolChoice(choice: ChatRequest['toolChoice'], names: ToolNames): JsonValue {
  switch (choice?.kind) {
    case undefined:
      return null;
    case 'auto':
    case 'none':
      return choice.kind;
    case 'required':
      return 'any';
    case 'function':
      return { type: 'function', function: { name: names.toVendor(choice.name) } };
    case 'allowed':
      return choice.mode === 'required' ? 'any' : 'auto';
  }
}

function toTool({ name, description, parameters, strict }: FunctionTool): JsonObject {
  return {
    type: 'function',
    function: {
      name,
      ...(description !== null && { description }),
      parameters: parameters ?? { type: 'object', properties: {} },
      ...(strict !== null && { strict }),
    },
  };
}
