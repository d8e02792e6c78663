import type { JsonObject } from '../../../core/json.js';
import type { ChatRequest, FunctionTool, ToolChoice } from '../openai-chat/chat-request.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import { toObjectSchema } from '../openai-chat/tools.js';
import { fitSchema, type FittedSchema } from './fit-schema.js';
import type { GeminiRequestBody } from './wire-types.js';

export interface PreparedTools {
  /** `tools` and `toolConfig`; nothing where there are no functions. */
  readonly body: Pick<GeminiRequestBody, 'tools' | 'toolConfig'>;
  /** Something of a schema has no equivalent and was left out. */
  readonly approximated: boolean;
}

/**
 * `tools` and `tool_choice` as Gemini's `tools` and `toolConfig`.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/function-calling
 */
export function prepareTools({ tools, toolChoice }: ChatRequest, names: ToolNames): PreparedTools {
  if (tools.length === 0) return { body: {}, approximated: false };
  const calling = toFunctionCallingConfig(toolChoice, tools);
  const allowed = calling?.allowedNames?.map((name) => names.toVendor(name));
  const fitted = tools.map(({ parameters }) => fitParameters(parameters));
  const declarations = tools.map((tool, index) =>
    toFunctionDeclaration({ ...tool, name: names.toVendor(tool.name), parameters: fitted[index]?.schema ?? null }),
  );
  const functionCallingConfig = calling && {
    mode: calling.mode,
    ...(allowed !== undefined && { allowedFunctionNames: allowed }),
  };
  return {
    body: {
      tools: [{ functionDeclarations: declarations }],
      ...(functionCallingConfig !== null && { toolConfig: { functionCallingConfig } }),
    },
    approximated: fitted.some((schema) => schema?.approximated === true),
  };
}

/** Null where the function takes nothing: then Google wants no schema at all. */
function fitParameters(parameters: JsonObject | null): FittedSchema | null {
  if (parameters === null || Object.keys(parameters).length === 0) return null;
  const isCombined = ['$ref', 'anyOf', 'oneOf', 'allOf'].some((keyword) => parameters[keyword] !== undefined);
  return fitSchema(isCombined && parameters['type'] === undefined ? parameters : toObjectSchema(parameters));
}

function toFunctionDeclaration({ name, description, parameters }: FunctionTool): JsonObject {
  return {
    name,
    ...(description !== null && { description }),
    ...(parameters !== null && { parametersJsonSchema: parameters }),
  };
}

interface Calling {
  readonly mode: 'NONE' | 'ANY' | 'VALIDATED';
  readonly allowedNames?: readonly string[];
}

function toFunctionCallingConfig(choice: ToolChoice | null, tools: readonly FunctionTool[]): Calling | null {
  switch (choice?.kind) {
    case 'none':
      return { mode: 'NONE' };
    case 'required':
      return { mode: 'ANY' };
    case 'function':
      return { mode: 'ANY', allowedNames: [choice.name] };
    case 'allowed':
      // Names may only stand beside ANY and VALIDATED; VALIDATED leaves the choice to the model, as AUTO does.
      return { mode: choice.mode === 'required' ? 'ANY' : 'VALIDATED', allowedNames: choice.names };
    case 'auto':
    case undefined:
      return tools.some(({ strict }) => strict === true) ? { mode: 'VALIDATED' } : null;
  }
}
