import { createHash } from 'node:crypto';
import { type JsonObject, textOf } from '../../../core/json.js';
import { readChatRequest } from '../openai-chat/chat-request.js';
import { limitTokens } from '../openai-chat/token-limit.js';
import { fitToolNames, type ToolNames } from '../openai-chat/tool-names.js';
import { leftOut, refuseAlternatives, refuseOpenAiOnly } from '../openai-chat/unsupported-parameters.js';
import type { ContentOptions } from './convert-content.js';
import { convertMessages } from './convert-messages.js';
import { claudeFamily, type ClaudeFamily } from './families.js';
import { GrammarBudget } from './grammar-budget.js';
import { cacheControlOf, limitCacheMarks } from './limit-cache-marks.js';
import { toFormat } from './output-format.js';
import { prepareTools } from './prepare-tools.js';
import { toSampling } from './sampling.js';
import { planThinking } from './thinking.js';
import type { ClaudeRequestBody } from './wire-types.js';

export interface ClaudeOptions extends ContentOptions {
  readonly stream: boolean;
}

export interface ClaudeRequest {
  /** Without `model` and `stream`, which clouds want in different places. */
  readonly body: ClaudeRequestBody;
  readonly dropped: readonly string[];
}

const HONOURED: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'stream', 'stream_options', 'tools', 'tool_choice', 'parallel_tool_calls'],
  ...['functions', 'function_call', 'max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'top_k', 'n'],
  ...['stop', 'logprobs', 'top_logprobs', 'logit_bias', 'modalities', 'response_format', 'reasoning_effort'],
  ...['thinking', 'cache_control', 'user', 'safety_identifier', 'service_tier'],
]);

/**
 * An OpenAI chat request as the body of Claude's Messages API, for every cloud that serves it.
 * @see https://docs.claude.com/en/api/messages
 * @throws InvalidRequestError UnsupportedParameterError
 */
export function toRequest(json: JsonObject, model: string, options: ClaudeOptions): ClaudeRequest {
  refuseOpenAiOnly(json, options.label);
  refuseAlternatives(json, options.label);
  const request = readChatRequest(json);
  const family = claudeFamily(model);
  const toolNames = readToolNames(json);
  const grammar = new GrammarBudget();
  const format = toFormat(request, family, grammar);
  const tools = prepareTools(request, family, { names: toolNames, grammar });
  const limit = limitTokens(request, family.maxTokens);
  const maxTokens = limit.tokens ?? defaultMaxTokens(family, options.stream);
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
  const outputConfig: ClaudeRequestBody['output_config'] = {
    ...(thinking.effort !== null && { effort: thinking.effort }),
    ...(format.schema !== null && { format: { type: 'json_schema', schema: format.schema } }),
  };
  const system = [...conversation.system];
  if (format.instruction !== null) system.push({ type: 'text', text: format.instruction });
  const { body, dropped: hasLostMarks } = limitCacheMarks({
    max_tokens: maxTokens,
    ...(system.length > 0 && { system }),
    messages: conversation.messages,
    ...sampling.parameters,
    ...(stop.length > 0 && { stop_sequences: stop }),
    ...(tools.tools.length > 0 && { tools: tools.tools }),
    ...(tools.toolChoice !== null && { tool_choice: tools.toolChoice }),
    ...(thinking.thinking !== null && { thinking: thinking.thinking }),
    ...(Object.keys(outputConfig).length > 0 && { output_config: outputConfig }),
    ...toMetadata(json),
    ...(tier !== null && { service_tier: tier }),
    ...cacheControlOf(json),
  });
  return {
    body,
    dropped: [
      ...new Set([
        ...leftOut(json, HONOURED),
        ...limit.dropped,
        ...tools.dropped,
        ...sampling.dropped,
        ...(thinking.dropped === null ? [] : [thinking.dropped]),
        ...(conversation.approximated || request.reordered ? ['messages'] : []),
        ...(format.approximated ? ['response_format'] : []),
        ...(hasLostMarks ? ['cache_control'] : []),
        ...(stop.length < request.stop.length ? ['stop'] : []),
        ...(isLostTier(json, tier) ? ['service_tier'] : []),
      ]),
    ],
  };
}

/** The default limit of a whole reply: a longer one takes minutes, after which HTTP clients and proxies give up. */
const WHOLE_REPLY_TOKENS = 16_384;

/** @see https://docs.claude.com/en/docs/about-claude/models/overview */
export function defaultMaxTokens(family: ClaudeFamily, stream: boolean): number {
  return stream ? family.maxTokens : Math.min(family.maxTokens, WHOLE_REPLY_TOKENS);
}

/** The same for a request and its reply. @see https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use */
export function readToolNames(json: JsonObject): ToolNames {
  return fitToolNames(json, { pattern: /^[a-zA-Z0-9_-]{1,128}$/, maxLength: 128 });
}

function toMetadata(json: JsonObject): Pick<ClaudeRequestBody, 'metadata'> {
  const user = textOf(json['safety_identifier']) || textOf(json['user']);
  return user === '' ? {} : { metadata: { user_id: toUserId(user) } };
}

const E_MAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/;
const PHONE_NUMBER = /^\+?[\d\s().-]{7,24}$|(?:\+|\b00)\d[\d\s().-]{5,}\d/;
const MAX_LENGTH = 256;

/**
 * Claude's `user_id`, which must not identify a person: an e-mail address, a telephone number, and what is too long are
 * sent as a hash, so that one user keeps one id.
 *
 * @see https://docs.claude.com/en/api/messages
 */
function toUserId(user: string): string {
  // The length first: the patterns take quadratic time.
  const isPlain = user.length <= MAX_LENGTH && !E_MAIL.test(user) && !PHONE_NUMBER.test(user);
  return isPlain ? user : createHash('sha256').update(user).digest('hex');
}

const TIERS: Readonly<Record<string, string | undefined>> = { auto: 'auto', default: 'standard_only' };

function toServiceTier(json: JsonObject): string | null {
  return TIERS[textOf(json['service_tier'])] ?? null;
}

function isLostTier(json: JsonObject, tier: string | null): boolean {
  return tier === null && json['service_tier'] !== undefined && json['service_tier'] !== null;
}
