import { UnsupportedParameterError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject } from '../../../core/json.js';
import type { ChatRequest, FunctionTool, ToolChoice } from '../openai-chat/chat-request.js';
import { JSON_TOOL, JSON_TOOL_DESCRIPTION } from '../openai-chat/json-output.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import { namesInHistory, offeredTools, toObjectSchema } from '../openai-chat/tools.js';
import type { ClaudeFamily } from './families.js';
import type { GrammarBudget } from './grammar-budget.js';
import { cacheControlOf } from './limit-cache-marks.js';
import { fitSchema, isCompilable } from './schema.js';
import { toToolSchema } from './tool-schema.js';
import type { ClaudeTool, ClaudeToolChoice } from './wire-types.js';

export interface PreparedTools {
  readonly tools: ClaudeTool[];
  readonly toolChoice: ClaudeToolChoice | null;
  /** The model must call a tool. */
  readonly forced: boolean;
  readonly dropped: readonly string[];
}

export interface ToolOptions {
  readonly names: ToolNames;
  readonly grammar: GrammarBudget;
}

/**
 * Tools and the choice among them, and the stand-in tool where an older model must answer by JSON schema.
 *
 * @see https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use
 * @throws UnsupportedParameterError
 */
export function prepareTools(
  request: ChatRequest,
  family: ClaudeFamily,
  { names, grammar }: ToolOptions,
): PreparedTools {
  refuseForcedTool(request, family);
  refusePropertyNames(request.tools);
  const offered = offeredTools(request);
  const dropped = request.toolChoice?.kind === 'allowed' ? ['tool_choice'] : [];
  const onWords = () => void dropped.push('tools');
  const tools =
    offered.length > 0
      ? offered.map((tool) => ({ ...toTool(tool, { family, grammar, onWords }), name: names.toVendor(tool.name) }))
      : namesInHistory(request).map((name) => toUnknownTool(names.toVendor(name)));
  if (request.responseFormat.kind === 'schema' && !family.structuredOutput) {
    const jsonTool = {
      name: JSON_TOOL,
      description: JSON_TOOL_DESCRIPTION,
      input_schema: toToolSchema(request.responseFormat.schema, () => void dropped.push('response_format')),
    };
    const toolChoice = chooseJsonTool(request, offered.length > 0);
    return { tools: [...tools, jsonTool], toolChoice, forced: true, dropped };
  }
  const toolChoice = tools.length === 0 ? null : toToolChoice(request.toolChoice, request.parallelToolCalls, names);
  const forced = toolChoice?.type === 'any' || toolChoice?.type === 'tool';
  return { tools, toolChoice, forced, dropped };
}

/**
 * Some models always think, and `tool_choice` cannot force a tool on a model that thinks.
 *
 * @throws UnsupportedParameterError
 */
export function refuseForcedTool({ toolChoice, legacyFunctions }: ChatRequest, family: ClaudeFamily): void {
  const isForced =
    toolChoice?.kind === 'required' ||
    toolChoice?.kind === 'function' ||
    (toolChoice?.kind === 'allowed' && toolChoice.mode === 'required');
  if (family.forcedTools || !isForced) return;
  throw new UnsupportedParameterError(
    legacyFunctions ? 'function_call' : 'tool_choice',
    'This model always thinks before it answers and cannot be made to call a tool. Use "auto", or another model.',
  );
}

const PROPERTY_NAME = /^[a-zA-Z0-9_.-]{1,64}$/;

/**
 * Claude takes only plain names for the parameters of a tool.
 *
 * @throws UnsupportedParameterError
 */
export function refusePropertyNames(tools: readonly FunctionTool[]): void {
  tools.forEach(({ parameters }, index) => {
    const properties = parameters?.['properties'];
    const wrong = isJsonObject(properties)
      ? Object.keys(properties).find((name) => !PROPERTY_NAME.test(name))
      : undefined;
    if (wrong === undefined) return;
    throw new UnsupportedParameterError(
      `tools[${index}].function.parameters`,
      `Claude takes parameters named with letters, digits, '_', '.' and '-', at most 64, not ${JSON.stringify(wrong)}.`,
    );
  });
}

export interface ToolFitting {
  readonly family: Pick<ClaudeFamily, 'structuredOutput'>;
  readonly grammar: GrammarBudget;
  /** Called where part of a schema, or `strict`, could only be put into the description. */
  readonly onWords: () => void;
}

/** A tool's schema as Claude takes it, and whether it may be `strict`. */
export function fitTool(
  { parameters, strict }: FunctionTool,
  { family, grammar, onWords }: ToolFitting,
): { readonly schema: JsonObject; readonly strict: boolean } {
  const schema = toToolSchema(parameters ?? {}, onWords);
  if (strict !== true) return { schema, strict: false };
  const fitted = family.structuredOutput && isCompilable(schema) ? fitSchema(schema, onWords) : null;
  if (fitted !== null && grammar.takesTool(fitted)) return { schema: fitted, strict: true };
  onWords();
  return { schema, strict: false };
}

function toTool(tool: FunctionTool, fitting: ToolFitting): ClaudeTool {
  const { schema, strict } = fitTool(tool, fitting);
  return {
    name: tool.name,
    ...(tool.description !== null && { description: tool.description }),
    input_schema: schema,
    ...(strict && { strict: true }),
    ...cacheControlOf(tool.tool, tool.json),
  };
}

/** Older models refuse tool calls in a conversation whose tools are not declared. */
function toUnknownTool(name: string): ClaudeTool {
  return { name, input_schema: toObjectSchema({}) };
}

function chooseJsonTool(request: ChatRequest, hasTools: boolean): ClaudeToolChoice {
  const kind = request.toolChoice?.kind ?? 'auto';
  if (request.tools.some((tool) => tool.name === JSON_TOOL) || kind === 'function' || kind === 'required') {
    throw new UnsupportedParameterError(
      'response_format',
      'This model answers by JSON schema only through a tool of its own, which does not go with your forced tool.',
    );
  }
  return hasTools && kind !== 'none' ? { type: 'any' } : { type: 'tool', name: JSON_TOOL };
}

/** Claude's `tool_choice`; null leaves it to the model. */
export function toToolChoice(
  choice: ToolChoice | null,
  parallel: boolean | null,
  names: ToolNames,
): ClaudeToolChoice | null {
  const mapped = mapChoice(choice, names);
  if (parallel !== false || mapped?.type === 'none') return mapped;
  return { type: 'auto', ...mapped, disable_parallel_tool_use: true };
}

function mapChoice(choice: ToolChoice | null, names: ToolNames): ClaudeToolChoice | null {
  if (choice === null) return null;
  switch (choice.kind) {
    case 'required':
      return { type: 'any' };
    case 'function':
      return { type: 'tool', name: names.toVendor(choice.name) };
    case 'allowed':
      return { type: choice.mode === 'required' ? 'any' : 'auto' };
    default:
      return { type: choice.kind };
  }
}
