import { UnsupportedParameterError } from '../../../core/errors.js';
import { type JsonObject, type JsonValue, objectOf } from '../../../core/json.js';
import { readChatRequest, type ChatRequest, type ResponseFormat } from '../openai-chat/chat-request.js';
import { JSON_INSTRUCTION, schemaInstruction } from '../openai-chat/json-output.js';
import { limitTokens } from '../openai-chat/token-limit.js';
import { fitToolNames, type ToolNames } from '../openai-chat/tool-names.js';
import { leftOut, refuseOpenAiOnly } from '../openai-chat/unsupported-parameters.js';
import { convertMessages } from './convert-messages.js';
import { fitSchema } from './fit-schema.js';
import { readGeminiModel, type GeminiModel } from './gemini-model.js';
import { isLongSeed, toGenerationConfig } from './generation-config.js';
import { prepareTools } from './prepare-tools.js';
import { toThinkingConfig } from './thinking-config.js';
import type { GeminiRequestBody } from './wire-types.js';

/** Where Google's two ways to the same models differ. */
export interface GoogleDialect {
  /** For sentences to the caller. */
  readonly label: string;
  readonly sendsCallIds: boolean;
  /** Billing labels are Google Cloud's. */
  readonly takesLabels: boolean;
}

export interface GeminiRequest {
  readonly body: GeminiRequestBody;
  readonly dropped: readonly string[];
}

const HONOURED: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'stream', 'stream_options', 'tools', 'tool_choice', 'functions', 'function_call'],
  ...['max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'n', 'stop', 'seed'],
  ...['frequency_penalty', 'presence_penalty', 'logprobs', 'top_logprobs', 'response_format', 'modalities'],
  ...['reasoning_effort', 'logit_bias', 'safety_settings', 'cached_content', 'top_k', 'thinking_config'],
  ...['google', 'extra_body', 'parallel_tool_calls'],
]);
const HONOURED_WITH_LABELS: ReadonlySet<string> = new Set([...HONOURED, 'labels']);

/**
 * An OpenAI chat request as the body of `generateContent`.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference
 * @throws InvalidRequestError UnsupportedParameterError
 */
export function toRequest(json: JsonObject, model: string, dialect: GoogleDialect): GeminiRequest {
  refuseOpenAiOnly(json, dialect.label);
  const request = readChatRequest(json);
  const gemini = readGeminiModel(model);
  const { sendsCallIds } = dialect;
  const isGemini3 = gemini.version !== null && gemini.version >= 3;
  const names = readToolNames(json);
  const takesSystem = !gemini.isGemma;
  refuseTools(request, gemini);
  const format = fitFormat(request, gemini);
  const instructions = format.instruction === null ? [] : [{ text: format.instruction }];
  const rules = { sendsCallIds, isGemini3, takesSystem, names, instructions };
  const messages = convertMessages(request.messages, rules);
  const tools = prepareTools(gemini.hasTools ? request : { ...request, tools: [] }, names);
  const thinking = toThinkingConfig(json, extension(json, 'thinking_config'), gemini);
  const limit = limitTokens(request, gemini.maxTokens);
  const options = { topK: extension(json, 'top_k'), maxTokens: limit.tokens, penalties: gemini.penalties };
  const generationConfig = {
    ...toGenerationConfig({ ...request, responseFormat: format.format }, options),
    ...(thinking.config !== null && { thinkingConfig: thinking.config }),
  };
  const labels = dialect.takesLabels ? json['labels'] : undefined;
  const dropped = leftOut(json, dialect.takesLabels ? HONOURED_WITH_LABELS : HONOURED);
  return {
    body: {
      contents: [...messages.contents],
      ...(messages.systemInstruction !== null && { systemInstruction: messages.systemInstruction }),
      ...tools.body,
      ...(Object.keys(generationConfig).length > 0 && { generationConfig }),
      ...given('safetySettings', extension(json, 'safety_settings')),
      ...given('cachedContent', extension(json, 'cached_content')),
      ...given('labels', labels),
    },
    dropped: [
      ...dropped,
      ...limit.dropped,
      ...(isLongSeed(json['seed']) ? ['seed'] : []),
      ...(request.parallelToolCalls === false ? ['parallel_tool_calls'] : []),
      ...(messages.approximated || request.reordered ? ['messages'] : []),
      ...(tools.approximated ? ['tools'] : []),
      ...(format.approximated ? ['response_format'] : []),
      ...(thinking.approximated ? ['reasoning_effort'] : []),
      ...['presence_penalty', 'frequency_penalty'].filter((name) => json[name] === 0),
    ],
  };
}

/** @throws UnsupportedParameterError */
function refuseTools({ tools, toolChoice, messages, legacyFunctions }: ChatRequest, model: GeminiModel): void {
  if (model.hasTools) return;
  const result = messages.find(({ role }) => role === 'tool');
  const hasTools = tools.length > 0 && toolChoice?.kind !== 'none';
  if (result === undefined && !hasTools) return;
  const param = hasTools ? (legacyFunctions ? 'functions' : 'tools') : `messages[${result?.index}]`;
  throw new UnsupportedParameterError(param, 'This model does not call functions.');
}

interface FittedFormat {
  readonly format: ResponseFormat;
  /** Put into the prompt where the API cannot enforce the format. */
  readonly instruction: string | null;
  readonly approximated: boolean;
}

/** A format as Google takes it. */
function fitFormat({ responseFormat: format, tools }: ChatRequest, model: GeminiModel): FittedFormat {
  if (format.kind === 'text') return { format, instruction: null, approximated: false };
  if (model.json === 'none' || (model.json === 'without-tools' && tools.length > 0)) {
    const instruction = format.kind === 'json' ? JSON_INSTRUCTION : schemaInstruction(format.schema);
    return { format: { kind: 'text' }, instruction, approximated: true };
  }
  if (format.kind === 'json') return { format, instruction: null, approximated: false };
  const { schema, approximated } = fitSchema(format.schema);
  return { format: { ...format, schema }, instruction: null, approximated };
}

/** Google's own fields stand at the top, or where Google's OpenAI-compatible API takes them: `extra_body.google`. */
function extension(json: JsonObject, name: string): JsonValue | undefined {
  const nested = { ...objectOf(objectOf(json['extra_body'])['google']), ...objectOf(json['google']) };
  return json[name] ?? nested[name];
}

function given(name: string, value: JsonValue | undefined): JsonObject {
  return value === undefined || value === null ? {} : { [name]: value };
}

/**
 * Names of functions as Google takes them: a letter or underscore first, 64 characters at most. Some of its APIs take
 * colons too, and all of them what is left here.
 *
 * @see https://ai.google.dev/api/caching#FunctionDeclaration
 */
export function readToolNames(json: JsonObject): ToolNames {
  return fitToolNames(json, { pattern: /^[a-zA-Z_][a-zA-Z0-9_.-]{0,63}$/, maxLength: 64, startsWithLetter: true });
}
