import { isJsonObject, type JsonObject } from '../../core/json.js';
import { textOf } from '../../core/read-json.js';
import { readChatRequest, type ChatRequest } from '../chat/chat-request.js';
import { JSON_INSTRUCTION, schemaInstruction } from '../chat/json-output.js';
import { fitToolNames, type ToolNames } from '../chat/tool-names.js';
import { leftOut, refuseAlternatives, refuseOpenAiOnly } from '../chat/unsupported-parameters.js';
import { fitSchema, isCompilable } from '../claude/schema.js';
import { convertMessages } from './convert-messages.js';
import { bedrockFamily, type BedrockFamily } from './families.js';
import { LABEL } from './label.js';
import { limitCachePoints } from './limit-cache-points.js';
import { planInference } from './plan-inference.js';
import { prepareTools } from './prepare-tools.js';

export interface ConverseRequest {
  readonly body: JsonObject;
  readonly dropped: readonly string[];
}

/** Converse's own members, taken as they are. */
const EXTENSIONS = ['guardrailConfig', 'requestMetadata', 'performanceConfig', 'additionalModelResponseFieldPaths'];

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
export function toConverseRequest(json: JsonObject, model: string, stream: boolean): ConverseRequest {
  refuseOpenAiOnly(json, LABEL);
  refuseAlternatives(json, LABEL);
  const request = readChatRequest(json);
  const family = bedrockFamily(model);
  const usesTools = request.messages.some(
    (message) => message.role === 'tool' || (message.role === 'assistant' && message.toolCalls.length > 0),
  );
  const toolNames = converseToolNames(json);
  const tools = prepareTools(request, family, { usesTools, names: toolNames });
  const inference = planInference(request, family, { stream, forcedTool: tools.forced });
  const conversation = convertMessages(request.messages, family, { ...inference, toolNames });
  const format = toOutput(request, family);
  const system = [...conversation.system, ...format.system];
  const tier = toServiceTier(json);
  const additional = {
    ...inference.additional,
    ...(tools.claudeToolChoice !== null && { tool_choice: tools.claudeToolChoice }),
    ...(isJsonObject(json['additionalModelRequestFields']) && json['additionalModelRequestFields']),
  };
  const { body, dropped: hasLostPoints } = limitCachePoints({
    messages: [...conversation.messages],
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
    dropped: unique([
      ...leftOut(json, HONOURED),
      ...tools.dropped,
      ...inference.dropped,
      ...(conversation.approximated ? ['messages'] : []),
      ...(format.approximated ? ['response_format'] : []),
      ...(hasLostPoints || losesCaching(request, family) ? ['cache_control'] : []),
      ...(isLostTier(json, tier) ? ['service_tier'] : []),
    ]),
  };
}

/** The same for a request and its reply. @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolSpecification.html */
export function converseToolNames(json: JsonObject): ToolNames {
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
  readonly outputConfig: JsonObject | null;
  /** What the model is told where it cannot be made to. */
  readonly system: readonly JsonObject[];
  readonly approximated: boolean;
}

function toOutput({ responseFormat }: ChatRequest, family: BedrockFamily): Output {
  if (responseFormat.kind === 'json') {
    return { outputConfig: null, system: [{ text: JSON_INSTRUCTION }], approximated: true };
  }
  if (responseFormat.kind === 'text' || family.structuredOutput === 'tool') {
    return { outputConfig: null, system: [], approximated: false };
  }
  const isHeld =
    family.structuredOutput === 'native' && (family.claude === null || isCompilable(responseFormat.schema));
  if (!isHeld) {
    return { outputConfig: null, system: [{ text: schemaInstruction(responseFormat.schema) }], approximated: true };
  }
  let approximated = false;
  const { name, description } = responseFormat;
  const schema = family.claude ? fitSchema(responseFormat.schema, () => (approximated = true)) : responseFormat.schema;
  // The schema is the text of a JSON document here, not the document.
  const jsonSchema = { schema: JSON.stringify(schema), name, ...(description !== null && { description }) };
  return { outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema } } }, system: [], approximated };
}

function extensionsOf(json: JsonObject): JsonObject {
  return Object.fromEntries(
    EXTENSIONS.flatMap((name) => (json[name] === undefined || json[name] === null ? [] : [[name, json[name]]])),
  );
}

const TIERS: ReadonlySet<string> = new Set(['default', 'flex', 'priority', 'reserved']);

function toServiceTier(json: JsonObject): string | null {
  const tier = textOf(json['service_tier']);
  return TIERS.has(tier) ? tier : null;
}

/** `auto` asks for what happens anyway. */
function isLostTier(json: JsonObject, tier: string | null): boolean {
  const asked = json['service_tier'];
  return tier === null && asked !== undefined && asked !== null && asked !== 'auto';
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
