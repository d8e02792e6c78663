import { InvalidRequestError } from '../../core/errors.js';
import type { JsonObject } from '../../core/json.js';
import type { ChatRequest, FunctionTool, ToolChoice } from '../chat/chat-request.js';

/**
 * `tools` and `tool_choice` as Gemini's `tools` and `toolConfig`; nothing where there are no functions.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/function-calling
 * @throws InvalidRequestError where a call is demanded and there is nothing to call
 */
export function prepareTools({ tools, toolChoice }: ChatRequest): JsonObject {
  if (tools.length === 0) {
    if (toolChoice !== null && toolChoice.kind !== 'auto' && toolChoice.kind !== 'none') {
      throw new InvalidRequestError('tool_choice is only allowed when tools are given.', 'tool_choice');
    }
    return {};
  }
  const calling = toFunctionCallingConfig(toolChoice, tools);
  return {
    tools: [{ functionDeclarations: tools.map(toFunctionDeclaration) }],
    ...(calling !== null && { toolConfig: { functionCallingConfig: calling } }),
  };
}

function toFunctionDeclaration({ name, description, parameters }: FunctionTool): JsonObject {
  return {
    name,
    ...(description !== null && { description }),
    ...(parameters !== null && { parametersJsonSchema: parameters }),
  };
}

function toFunctionCallingConfig(choice: ToolChoice | null, tools: readonly FunctionTool[]): JsonObject | null {
  switch (choice?.kind) {
    case 'none':
      return { mode: 'NONE' };
    case 'required':
      return { mode: 'ANY' };
    case 'function':
      return { mode: 'ANY', allowedFunctionNames: [choice.name] };
    case 'allowed':
      // Names may only stand beside ANY and VALIDATED; VALIDATED leaves the choice to the model, as AUTO does.
      return { mode: choice.mode === 'required' ? 'ANY' : 'VALIDATED', allowedFunctionNames: [...choice.names] };
    case 'auto':
    case undefined:
      return tools.some(({ strict }) => strict === true) ? { mode: 'VALIDATED' } : null;
  }
}
