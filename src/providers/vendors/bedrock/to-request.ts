import { UnsupportedParameterError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, textOf } from '../../../core/json.js';
import { readChatRequest, type ChatRequest } from '../../formats/openai-chat/chat-request.js';
import { JSON_INSTRUCTION, schemaInstruction } from '../../formats/openai-chat/json-output.js';
import { fitToolNames, type ToolNames } from '../../formats/openai-chat/tool-names.js';
import { leftOut, refuseAlternatives, refuseOpenAiOnly } from '../../formats/openai-chat/unsupported-parameters.js';
import { GrammarBudget } from '../../formats/anthropic-messages/grammar-budget.js';
import { toFormat } from '../../formats/anthropic-messages/output-format.js';
import { convertMessages } from './convert-messages.js';
import { bedrockFamily, type BedrockFamily } from './families.js';
import { LABEL } from './label.js';
import { limitCachePoints } from './limit-cache-points.js';
import { planInference } from './plan-inference.js';
import { prepareTools } from './prepare-tools.js';
import type { ConverseContent, ConverseRequestBody, OutputConfig } from './wire-types.js';

export interface ConverseRequest {
  readonly body: ConverseRequestBody;
  readonly dropped: readonly string[];
}

/** Converse's own members, taken as they are. */
const EXTENSIONS = [
  'guardrailConfig',
  'requestMetadata',
  'performanceConfig',
  'additionalModelResponseFieldPaths',
] as const;

const HONOURED: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'stream', 'stream_options', 'tools', 'tool_choice', 'parallel_tool_calls'],
  ...['functions', 'function_call', 'max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'top_k', 'n'],
  ...['stop', 'logprobs', 'top_logprobs', 'logit_bias', 'modalities', 'response_format', 'reasoning_effort'],
  ...['thinking', 'service_tier', 'additionalModelRequestFields', ...EXTENSIONS],
]);

/**
 * An OpenAI chat request as the body of Converse and ConverseStream.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 * @throws InvalidRequestError UnsupportedParameterError
 */
export function toRequest(json: JsonObject, model: string, stream: boolean): ConverseRequest {
  refuseOpenAiOnly(json, LABEL);
  refuseAlternatives(json, LABEL);
  const request = readChatRequest(json);
  const family = bedrockFamily(model);
  refuseUntaken(request, family);
  const usesTools = request.messages.some(
    (message) => message.role === 'tool' || (message.role === 'assistant' && message.toolCalls.length > 0),
  );
  const toolNames = readToolNames(json);
  const grammar = new GrammarBudget();
  const format = toOutput(request, family, grammar);
  const tools = prepareTools(request, family, { usesTools, names: toolNames, grammar });
  const inference = planInference(request, family, { stream, forcedTool: tools.forced });
  const instructions = format.system;
  const conversation = convertMessages(request.messages, family, { ...inference, toolNames, instructions });
  const { system } = conversation;
  const tier = toServiceTier(json);
  const additional = {
    ...inference.additional,
    ...(tools.claudeToolChoice !== null && { tool_choice: tools.claudeToolChoice }),
    ...(isJsonObject(json['additionalModelRequestFields']) && json['additionalModelRequestFields']),
  };
  const { body, dropped: hasLostPoints } = limitCachePoints({
    messages: conversation.messages,
    ...(system.length > 0 && { system }),
    ...(Object.keys(inference.config).length > 0 && { inferenceConfig: inference.config }),
    ...(tools.toolConfig !== null && { toolConfig: tools.toolConfig }),
    ...(format.outputConfig !== null && { outputConfig: format.outputConfig }),
    ...(Object.keys(additional).length > 0 && { additionalModelRequestFields: additional }),
    ...(tier !== null && { serviceTier: { type: tier } }),
    ...extensionsOf(json),
  });
  return {
    body,
    dropped: [
      ...new Set([
        ...leftOut(json, HONOURED),
        ...tools.dropped,
        ...inference.dropped,
        ...(conversation.approximated || request.reordered ? ['messages'] : []),
        ...(format.approximated ? ['response_format'] : []),
        ...(hasLostPoints || losesCaching(request, family) ? ['cache_control'] : []),
        ...(isLostTier(json, tier) ? ['service_tier'] : []),
      ]),
    ],
  };
}

/** Refuses what the model lacks and what would change the answer if it were left out. */
function refuseUntaken(
  { tools, toolChoice, messages, stop, legacyFunctions }: ChatRequest,
  family: BedrockFamily,
): void {
  const refuse = (param: string, what: string): never => {
    throw new UnsupportedParameterError(param, `This model of ${LABEL} ${what}.`);
  };
  const called = messages.find((message) => message.role === 'tool');
  if (!family.tools && called !== undefined) refuse(`messages[${called.index}]`, 'does not call tools');
  if (!family.tools && tools.length > 0 && toolChoice?.kind !== 'none') {
    refuse(legacyFunctions ? 'functions' : 'tools', 'does not call tools');
  }
  if (!family.stops && stop.length > 0) refuse('stop', 'takes no stop sequences');
  const isForced = toolChoice?.kind === 'required' || toolChoice?.kind === 'function';
  if (
    family.toolChoice === 'none' &&
    (isForced || (toolChoice?.kind === 'allowed' && toolChoice.mode === 'required'))
  ) {
    refuse(legacyFunctions ? 'function_call' : 'tool_choice', 'cannot be made to call a tool');
  }
}

/** The same for a request and its reply. @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolSpecification.html */
export function readToolNames(json: JsonObject): ToolNames {
  return fitToolNames(json, { pattern: /^[a-zA-Z0-9_-]{1,64}$/, maxLength: 64 });
}

/** Whether caching was asked for where the model does not cache, or not for an hour. */
function losesCaching({ messages, tools }: ChatRequest, family: BedrockFamily): boolean {
  if (family.hourCache) return false;
  const isLost = (points: boolean, ...holders: readonly (JsonObject | null)[]) =>
    holders.some((holder) => {
      const mark = holder?.['cache_control'];
      return isJsonObject(mark) && (!points || mark['ttl'] === '1h');
    });
  const inMessages = family.caching !== 'nowhere';
  return (
    messages.some(({ json, parts }) => isLost(inMessages, json, ...parts.map((part) => part.json))) ||
    tools.some(({ tool, json }) => isLost(family.caching === 'everywhere', tool, json))
  );
}

interface Output {
  readonly outputConfig: OutputConfig | null;
  /** An instruction where structured output is not possible. */
  readonly system: readonly ConverseContent[];
  readonly approximated: boolean;
}

function toOutput(request: ChatRequest, family: BedrockFamily, grammar: GrammarBudget): Output {
  const { responseFormat } = request;
  if (responseFormat.kind === 'json') return withInstruction(JSON_INSTRUCTION);
  if (responseFormat.kind === 'text' || family.structuredOutput === 'tool') {
    return { outputConfig: null, system: [], approximated: false };
  }
  if (family.structuredOutput === 'instruction') return withInstruction(schemaInstruction(responseFormat.schema));
  const claude = family.claude === null ? null : toFormat(request, family.claude, grammar);
  if (claude?.instruction) return withInstruction(claude.instruction);
  const { name, description } = responseFormat;
  // Converse takes the schema as text.
  const schema = JSON.stringify(claude?.schema ?? responseFormat.schema);
  const jsonSchema = { schema, name, ...(description !== null && { description }) };
  const outputConfig: OutputConfig = { textFormat: { type: 'json_schema', structure: { jsonSchema } } };
  return { outputConfig, system: [], approximated: claude?.approximated === true };
}

function withInstruction(text: string): Output {
  return { outputConfig: null, system: [{ text }], approximated: true };
}

function extensionsOf(json: JsonObject): Pick<ConverseRequestBody, (typeof EXTENSIONS)[number]> {
  return Object.fromEntries(
    EXTENSIONS.flatMap((name) => (json[name] === undefined || json[name] === null ? [] : [[name, json[name]]])),
  );
}

const TIERS: ReadonlySet<string> = new Set(['default', 'flex', 'priority', 'reserved']);

function toServiceTier(json: JsonObject): string | null {
  const tier = textOf(json['service_tier']);
  return TIERS.has(tier) ? tier : null;
}

/** `auto` is the default, so nothing is lost. */
function isLostTier(json: JsonObject, tier: string | null): boolean {
  const asked = json['service_tier'];
  return tier === null && asked !== undefined && asked !== null && asked !== 'auto';
}
