import { UnsupportedParameterError } from '../../../core/errors.js';
import type { JsonObject } from '../../../core/json.js';
import type { ChatRequest, FunctionTool } from '../../formats/openai-chat/chat-request.js';
import { JSON_TOOL, JSON_TOOL_DESCRIPTION } from '../../formats/openai-chat/json-output.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import { namesInHistory, offeredTools, toObjectSchema } from '../../formats/openai-chat/tools.js';
import type { GrammarBudget } from '../../formats/anthropic-messages/grammar-budget.js';
import {
  fitTool,
  refuseForcedTool,
  refusePropertyNames,
  toToolChoice as toClaudeToolChoice,
  type ToolFitting,
} from '../../formats/anthropic-messages/prepare-tools.js';
import { toToolSchema } from '../../formats/anthropic-messages/tool-schema.js';
import { cachePointOf } from './convert-content.js';
import type { ClaudeToolChoice } from '../../formats/anthropic-messages/wire-types.js';
import type { BedrockFamily } from './families.js';
import type { ConverseTool, ConverseToolChoice, ToolConfig } from './wire-types.js';

export interface PreparedTools {
  readonly toolConfig: ToolConfig | null;
  /** Claude's own `tool_choice`, in place of `toolConfig.toolChoice` where that has no such member. */
  readonly claudeToolChoice: ClaudeToolChoice | null;
  /** The model must call a tool. */
  readonly forced: boolean;
  readonly dropped: readonly string[];
}

export interface ToolOptions {
  /** The conversation holds tool calls: then Bedrock wants tools declared, whatever may be called. */
  readonly usesTools: boolean;
  readonly names: ToolNames;
  readonly grammar: GrammarBudget;
}

/**
 * Tools and the choice among them, and the stand-in tool where the model must answer by JSON schema and cannot.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolConfiguration.html
 * @throws UnsupportedParameterError
 */
export function prepareTools(
  request: ChatRequest,
  family: BedrockFamily,
  { usesTools, names, grammar }: ToolOptions,
): PreparedTools {
  if (family.claude !== null) {
    refuseForcedTool(request, family.claude);
    refusePropertyNames(request.tools);
  }
  const offered = offeredTools(request);
  const dropped = request.toolChoice?.kind === 'allowed' ? ['tool_choice'] : [];
  const declared =
    offered.length > 0
      ? offered.flatMap((tool) => {
          const fitting = { grammar, onWords: () => void dropped.push('tools') };
          return toSpec({ ...tool, name: names.toVendor(tool.name) }, family, fitting);
        })
      : namesInHistory(request).map((name) => toUnknownSpec(names.toVendor(name)));
  if (request.responseFormat.kind === 'schema' && family.structuredOutput === 'tool') {
    const choice = chooseJsonTool(request, family, offered.length > 0);
    const onWords = () => void dropped.push('response_format');
    const tools = [...declared, toJsonSpec(request.responseFormat.schema, onWords)];
    return { toolConfig: { tools, toolChoice: choice }, claudeToolChoice: null, forced: true, dropped };
  }
  if (declared.length === 0) return { toolConfig: null, claudeToolChoice: null, forced: false, dropped };
  if (request.toolChoice?.kind === 'none' && offered.length > 0) {
    // Converse has no "none": without calls in the conversation the tools are left out.
    if (!usesTools) return { toolConfig: null, claudeToolChoice: null, forced: false, dropped };
    return {
      toolConfig: { tools: declared },
      claudeToolChoice: null,
      forced: false,
      dropped: [...dropped, 'tool_choice'],
    };
  }
  return choose(request, family, declared, { names, dropped });
}

function choose(
  request: ChatRequest,
  family: BedrockFamily,
  tools: ConverseTool[],
  { names, dropped }: { readonly names: ToolNames; readonly dropped: readonly string[] },
): PreparedTools {
  const isClaude = family.claude !== null;
  const isSingle = request.parallelToolCalls === false;
  const choice = toClaudeToolChoice(request.toolChoice, isClaude ? request.parallelToolCalls : null, names);
  const lost = isSingle && !isClaude ? [...dropped, 'parallel_tool_calls'] : dropped;
  const forced = choice?.type === 'any' || choice?.type === 'tool';
  if (choice === null || choice.type === 'none') {
    return { toolConfig: { tools }, claudeToolChoice: null, forced: false, dropped: lost };
  }
  if (isClaude && isSingle) return { toolConfig: { tools }, claudeToolChoice: choice, forced, dropped: lost };
  const toolConfig = toToolConfig(tools, choice, family);
  return { toolConfig, claudeToolChoice: null, forced, dropped: lost };
}

/** A model that takes only `any` is forced to one tool by declaring no other. */
function toToolConfig(tools: ConverseTool[], { type, name = '' }: ClaudeToolChoice, family: BedrockFamily): ToolConfig {
  if (type === 'tool' && family.toolChoice === 'any') {
    return { tools: tools.filter((tool) => tool.toolSpec?.name === name), toolChoice: { any: {} } };
  }
  if (type === 'tool') return { tools, toolChoice: { tool: { name } } };
  if (type === 'any') return { tools, toolChoice: { any: {} } };
  return family.toolChoice === 'any-and-tool' ? { tools, toolChoice: { auto: {} } } : { tools };
}

function toSpec(
  tool: FunctionTool,
  family: BedrockFamily,
  fitting: Pick<ToolFitting, 'grammar' | 'onWords'>,
): ConverseTool[] {
  const caching = { points: family.caching === 'everywhere', hours: family.hourCache };
  const claude = family.claude ?? { structuredOutput: false };
  const { schema, strict } = fitTool(tool, { ...fitting, family: claude });
  const toolSpec: ConverseTool['toolSpec'] = {
    name: tool.name,
    ...(tool.description !== null && tool.description !== '' && { description: tool.description }),
    inputSchema: { json: schema },
    ...(strict && { strict: true }),
  };
  return [{ toolSpec }, ...cachePointOf('cache_control' in tool.tool ? tool.tool : tool.json, caching)];
}

function toUnknownSpec(name: string): ConverseTool {
  return { toolSpec: { name, inputSchema: { json: toObjectSchema({}) } } };
}

function toJsonSpec(schema: JsonObject, onWords: () => void): ConverseTool {
  const inputSchema = { json: toToolSchema(schema, onWords) };
  return { toolSpec: { name: JSON_TOOL, description: JSON_TOOL_DESCRIPTION, inputSchema } };
}

function chooseJsonTool(request: ChatRequest, family: BedrockFamily, hasTools: boolean): ConverseToolChoice {
  const kind = request.toolChoice?.kind ?? 'auto';
  if (request.tools.some((tool) => tool.name === JSON_TOOL) || kind === 'function' || kind === 'required') {
    throw new UnsupportedParameterError(
      'response_format',
      'This model answers by JSON schema only through a tool of its own, which does not go with your forced tool.',
    );
  }
  return (hasTools && kind !== 'none') || family.toolChoice === 'any' ? { any: {} } : { tool: { name: JSON_TOOL } };
}
