import type { JsonObject } from '../../core/json.js';
import { textOf } from '../../core/read-json.js';
import { readChatRequest, type ChatRequest } from '../chat/chat-request.js';
import { JSON_INSTRUCTION, schemaInstruction } from '../chat/json-output.js';
import { fitToolNames, type ToolNames } from '../chat/tool-names.js';
import { leftOut, refuseAlternatives, refuseOpenAiOnly } from '../chat/unsupported-parameters.js';
import type { ContentOptions } from './convert-content.js';
import { convertMessages } from './convert-messages.js';
import { claudeFamily, type ClaudeFamily } from './families.js';
import { limitCacheMarks } from './limit-cache-marks.js';
import { cacheControlOf, prepareTools } from './prepare-tools.js';
import { toSampling } from './sampling.js';
import { fitSchema, isCompilable } from './schema.js';
import { planThinking, type ThinkingPlan } from './thinking.js';
import { toUserId } from './user-id.js';

export interface ClaudeOptions extends ContentOptions {
  readonly stream: boolean;
}

export interface ClaudeRequest {
  /** Without `model` and `stream`, which clouds want in different places. */
  readonly body: JsonObject;
  readonly dropped: readonly string[];
}

const HONOURED: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'stream', 'stream_options', 'tools', 'tool_choice', 'parallel_tool_calls'],
  ...['functions', 'function_call', 'max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'top_k', 'n'],
  ...['stop', 'logprobs', 'top_logprobs', 'logit_bias', 'modalities', 'response_format', 'reasoning_effort'],
  ...['thinking', 'cache_control', 'user', 'safety_identifier', 'service_tier'],
]);

/**
 * An OpenAI chat request as the body of Claude's Messages API, whoever serves it.
 *
 * @see https://docs.claude.com/en/api/messages
 * @throws InvalidRequestError UnsupportedParameterError
 */
export function toClaudeRequest(json: JsonObject, model: string, options: ClaudeOptions): ClaudeRequest {
  refuseOpenAiOnly(json, options.label);
  refuseAlternatives(json, options.label);
  const request = readChatRequest(json);
  const family = claudeFamily(model);
  const toolNames = claudeToolNames(json);
  const tools = prepareTools(request, family, toolNames);
  const maxTokens = request.maxTokens ?? defaultMaxTokens(family, options.stream);
  const thinking = planThinking({ json, messages: request.messages, family, maxTokens, forcedTool: tools.forced });
  const sampling = toSampling(json, family, thinking.active);
  const conversation = convertMessages(request.messages, {
    ...options,
    keepsThinking: thinking.keepsBlocks,
    systemMessages: family.systemMessages,
    toolNames,
  });
  const stop = request.stop.filter((sequence) => sequence.trim() !== '');
  const tier = toServiceTier(json);
  const output = toOutput(request, family, thinking);
  const system = [...conversation.system, ...output.system];
  const { body, dropped: hasLostMarks } = limitCacheMarks({
    max_tokens: maxTokens,
    ...(system.length > 0 && { system }),
    messages: [...conversation.messages],
    ...sampling.parameters,
    ...(stop.length > 0 && { stop_sequences: stop }),
    ...(tools.tools.length > 0 && { tools: [...tools.tools] }),
    ...(tools.toolChoice !== null && { tool_choice: tools.toolChoice }),
    ...(thinking.thinking !== null && { thinking: thinking.thinking }),
    ...(Object.keys(output.config).length > 0 && { output_config: output.config }),
    ...toMetadata(json),
    ...(tier !== null && { service_tier: tier }),
    ...cacheControlOf(json),
  });
  return {
    body,
    dropped: unique([
      ...leftOut(json, HONOURED),
      ...tools.dropped,
      ...sampling.dropped,
      ...(thinking.dropped === null ? [] : [thinking.dropped]),
      ...(conversation.approximated ? ['messages'] : []),
      ...(output.approximated ? ['response_format'] : []),
      ...(hasLostMarks ? ['cache_control'] : []),
      ...(stop.length < request.stop.length ? ['stop'] : []),
      ...(isLostTier(json, tier) ? ['service_tier'] : []),
    ]),
  };
}

/** Whole answers above this outlive the patience of the HTTP clients between here and there. */
const WHOLE_REPLY_TOKENS = 16_384;

/** @see https://docs.claude.com/en/docs/about-claude/models/overview */
export function defaultMaxTokens(family: ClaudeFamily, stream: boolean): number {
  return stream ? family.maxTokens : Math.min(family.maxTokens, WHOLE_REPLY_TOKENS);
}

interface Output {
  readonly config: JsonObject;
  /** What the model is told where it cannot be held to it. */
  readonly system: readonly JsonObject[];
  readonly approximated: boolean;
}

function toOutput({ responseFormat }: ChatRequest, family: ClaudeFamily, { effort }: ThinkingPlan): Output {
  const config: JsonObject = effort === null ? {} : { effort };
  const told = (text: string): Output => ({ config, system: [{ type: 'text', text }], approximated: true });
  if (responseFormat.kind === 'json') return told(JSON_INSTRUCTION);
  if (responseFormat.kind === 'text' || !family.structuredOutput) return { config, system: [], approximated: false };
  if (!isCompilable(responseFormat.schema)) return told(schemaInstruction(responseFormat.schema));
  let approximated = false;
  const schema = fitSchema(responseFormat.schema, () => (approximated = true));
  return { config: { ...config, format: { type: 'json_schema', schema } }, system: [], approximated };
}

/** The same for a request and its reply. @see https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use */
export function claudeToolNames(json: JsonObject): ToolNames {
  return fitToolNames(json, { pattern: /^[a-zA-Z0-9_-]{1,128}$/, maxLength: 128 });
}

function toMetadata(json: JsonObject): JsonObject {
  const user = textOf(json['safety_identifier']) || textOf(json['user']);
  return user === '' ? {} : { metadata: { user_id: toUserId(user) } };
}

const TIERS: Readonly<Record<string, string | undefined>> = { auto: 'auto', default: 'standard_only' };

function toServiceTier(json: JsonObject): string | null {
  return TIERS[textOf(json['service_tier'])] ?? null;
}

function isLostTier(json: JsonObject, tier: string | null): boolean {
  return tier === null && json['service_tier'] !== undefined && json['service_tier'] !== null;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
