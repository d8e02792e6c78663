import { isJsonObject, type JsonObject } from '../../core/json.js';
import { textOf } from '../../core/read-json.js';
import { readChatRequest, type ChatRequest } from '../chat/chat-request.js';
import { JSON_INSTRUCTION } from '../chat/json-output.js';
import { leftOut, refuseAlternatives, refuseOpenAiOnly } from '../chat/unsupported-parameters.js';
import { fitSchema } from '../claude/schema.js';
import { convertMessages } from './convert-messages.js';
import { bedrockFamily, type BedrockFamily } from './families.js';
import { LABEL } from './label.js';
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
  const tools = prepareTools(request, family, usesTools);
  const inference = planInference(request, family, { stream, forcedTool: tools.forced });
  const conversation = convertMessages(request.messages, family, inference.keepsThinking);
  const format = toOutput(request, family);
  const system = [...conversation.system, ...format.system];
  const tier = toServiceTier(json);
  const additional = {
    ...inference.additional,
    ...(tools.claudeToolChoice !== null && { tool_choice: tools.claudeToolChoice }),
    ...(isJsonObject(json['additionalModelRequestFields']) && json['additionalModelRequestFields']),
  };
  return {
    body: {
      messages: [...conversation.messages],
      ...(system.length > 0 && { system }),
      ...(Object.keys(inference.config).length > 0 && { inferenceConfig: inference.config }),
      ...(tools.toolConfig !== null && { toolConfig: tools.toolConfig }),
      ...(format.outputConfig !== null && { outputConfig: format.outputConfig }),
      ...(Object.keys(additional).length > 0 && { additionalModelRequestFields: additional }),
      ...(tier !== null && { serviceTier: { type: tier } }),
      ...extensionsOf(json),
    },
    dropped: unique([
      ...leftOut(json, HONOURED),
      ...tools.dropped,
      ...inference.dropped,
      ...(conversation.approximated ? ['messages'] : []),
      ...(format.approximated ? ['response_format'] : []),
      ...(isLostTier(json, tier) ? ['service_tier'] : []),
    ]),
  };
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
  if (family.structuredOutput === 'instruction') {
    const text = `${JSON_INSTRUCTION} It must fit this JSON schema: ${JSON.stringify(responseFormat.schema)}`;
    return { outputConfig: null, system: [{ text }], approximated: true };
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
