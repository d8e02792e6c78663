import { asReceived } from '../../../../test/support/defined.js';
import { recordingsOf, type Recording } from '../../../../test/support/recordings.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { toRequest, type GoogleDialect } from './to-request.js';

type CallingConfig = { readonly mode: string; readonly allowedFunctionNames?: readonly string[] };

/** Gemini's request in the one spelling of `spelt`. */
interface GeminiRequest {
  readonly contents: readonly GeminiContent[];
  readonly systemInstruction?: { readonly parts: readonly GeminiPart[] };
  readonly tools?: readonly { readonly functionDeclarations?: readonly JsonObject[] }[];
  readonly toolConfig?: { readonly functionCallingConfig: CallingConfig };
  readonly generationConfig?: GenerationConfig;
  readonly safetySettings?: JsonValue[];
  readonly cachedContent?: string;
  readonly labels?: JsonObject;
  readonly modelArmorConfig?: JsonObject;
}

interface GeminiContent {
  readonly role: string;
  readonly parts: readonly GeminiPart[];
}

interface GeminiPart {
  readonly text?: string;
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
  readonly inlineData?: { readonly mimeType: string; readonly data: string };
  readonly fileData?: { readonly mimeType: string; readonly fileUri: string };
  readonly functionCall?: { readonly id?: string; readonly name: string; readonly args: JsonObject };
  readonly functionResponse?: FunctionResponse;
}

interface FunctionResponse {
  readonly id?: string;
  readonly name: string;
  readonly response: JsonObject;
  readonly parts?: readonly GeminiPart[];
}

interface GenerationConfig {
  readonly [name: string]: JsonValue | undefined;
  readonly thinkingConfig?: { includeThoughts?: boolean; thinkingLevel?: string; thinkingBudget?: number };
}

/** Ids of calls whose recorded client named none: OpenAI's clients always do. */
const MADE_UP = 'call_made_up_';

/** The request that an OpenAI client would have sent to ask for the same. */
function toOpenAi(model: string, recorded: GeminiRequest): JsonObject {
  const { systemInstruction: system, generationConfig: config = {}, toolConfig } = recorded;
  const calling = toolConfig?.functionCallingConfig;
  const { thinkingConfig: thinking, responseJsonSchema: schema } = config;
  return {
    model,
    messages: [
      ...(system ? [{ role: 'system', content: system.parts.map(toOpenAiPart) }] : []),
      ...recorded.contents.flatMap(toMessages),
    ],
    tools: recorded.tools?.flatMap(({ functionDeclarations = [] }) =>
      functionDeclarations.map((declared) => toTool(declared, calling?.mode === 'VALIDATED')),
    ),
    tool_choice: toToolChoice(calling),
    temperature: config['temperature'],
    max_completion_tokens: config['maxOutputTokens'],
    modalities: config['responseModalities'],
    logprobs: config['responseLogprobs'],
    top_logprobs: config['logprobs'],
    response_format:
      schema === undefined
        ? config['responseMimeType'] && { type: 'json_object' }
        : { type: 'json_schema', json_schema: { name: 'x', schema } },
    reasoning_effort: thinking?.thinkingLevel ?? EFFORTS[String(thinking?.thinkingBudget)],
    thinking_config: thinking?.includeThoughts && { include_thoughts: true },
    safety_settings: recorded.safetySettings,
    cached_content: recorded.cachedContent,
    labels: recorded.labels,
  };
}

/** The recorded budgets, all of them of flash models. */
const EFFORTS: Readonly<Record<string, string | undefined>> = { 0: 'none', 512: 'minimal', 1024: 'low' };

function toTool({ name, description, parametersJsonSchema: parameters }: JsonObject, strict: boolean): JsonObject {
  return { type: 'function', function: { name, description, parameters, ...(strict && { strict }) } };
}

function toToolChoice(calling: CallingConfig | undefined): JsonValue | undefined {
  if (calling?.mode !== 'ANY') return undefined;
  const names = calling.allowedFunctionNames;
  if (names === undefined) return 'required';
  const tools = names.map((name) => ({ type: 'function', function: { name } }));
  return { type: 'allowed_tools', allowed_tools: { mode: 'required', tools } };
}

function toMessages({ role, parts }: GeminiContent, turn: number): JsonObject[] {
  const results = parts.flatMap(({ functionResponse }) => functionResponse ?? []);
  if (results.length > 0) return results.map((result, index) => toToolMessage(result, turn - 1, index));
  if (role === 'user') return [{ role, content: parts.map(toOpenAiPart) }];
  const thoughts = parts.filter(({ thought }) => thought).map(({ text }) => text ?? '');
  const texts = parts.filter(({ text, thought }) => text !== undefined && !thought);
  const calls = parts.filter(({ functionCall }) => functionCall);
  return [
    {
      role: 'assistant',
      content: texts.map(toOpenAiPart),
      ...(thoughts.length > 0 && { reasoning_content: thoughts.join('') }),
      ...(calls.length > 0 && { tool_calls: calls.map((part, index) => toToolCall(part, turn, index)) }),
    },
  ];
}

function toToolCall({ functionCall, thoughtSignature }: GeminiPart, turn: number, index: number): JsonObject {
  const google = { thought_signature: thoughtSignature };
  return {
    id: functionCall?.id ?? `${MADE_UP}${turn}_${index}`,
    type: 'function',
    function: { name: functionCall?.name, arguments: JSON.stringify(functionCall?.args) },
    ...(thoughtSignature !== undefined && { extra_content: { google } }),
  };
}

/** A result that only says `result` is how the adapter says a text; all others are the text of an object. */
function toToolMessage({ id, response, parts = [] }: FunctionResponse, turn: number, index: number): JsonObject {
  const { result, ...others } = response;
  const isText = typeof result === 'string' && Object.keys(others).length === 0;
  const text = { type: 'text', text: isText ? result : JSON.stringify(response) };
  const content = [text, ...parts.map(toOpenAiPart)];
  return { role: 'tool', tool_call_id: id ?? `${MADE_UP}${turn}_${index}`, content };
}

function toOpenAiPart({ text, inlineData: inline, fileData: stored }: GeminiPart): JsonObject {
  if (text !== undefined) return { type: 'text', text };
  const mimeType = inline?.mimeType ?? stored?.mimeType ?? '';
  const isSound = inline && mimeType === 'audio/mpeg';
  if (isSound) return { type: 'input_audio', input_audio: { data: inline.data, format: 'mp3' } };
  const url = inline ? `data:${mimeType};base64,${inline.data}` : stored?.fileUri;
  if (mimeType.startsWith('image/')) return { type: 'image_url', image_url: { url } };
  return { type: 'file', file: inline ? { file_data: url } : { file_id: url } };
}

/** Members whose own members are the caller's, and keep their names. */
const FREE = new Set(['args', 'response', 'responseJsonSchema', 'parametersJsonSchema', 'labels']);
/** Members that say nothing when they hold nothing. */
const OPTIONAL = new Set(['generationConfig', 'tools', 'safetySettings']);

/** One spelling of a request: its clients write camel or snake case, nulls, defaults, and schemas in two languages. */
function spelt(json: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]) => {
      const name = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      const place = name === 'parameters' ? 'parametersJsonSchema' : name;
      const member = speltMember(name, value);
      return isDefault(name, member) ? [] : [[place, member]];
    }),
  );
}

function speltMember(name: string, value: JsonValue | undefined): JsonValue | undefined {
  if (FREE.has(name)) return value;
  if (name === 'parameters') return toJsonSchema(value);
  // The role of a system instruction means nothing; a single tool may stand without a list around it.
  if (name === 'systemInstruction' && isJsonObject(value)) return { parts: speltMember('parts', value['parts']) };
  if (name === 'tools' && isJsonObject(value)) return [spelt(value)];
  if (name === 'thinkingLevel' && typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map((entry) => (isJsonObject(entry) ? spelt(entry) : entry));
  return isJsonObject(value) ? spelt(value) : value;
}

function isDefault(name: string, value: JsonValue | undefined): boolean {
  if (value === null || value === undefined || (name === 'thought' && value === false)) return true;
  if (name === 'responseModalities') return JSON.stringify(value) === '["TEXT"]';
  return OPTIONAL.has(name) && Object.keys(value).length === 0;
}

/** `parameters` takes a subset of OpenAPI's schemas; the adapter has JSON Schema from its callers and sends that. */
function toJsonSchema(schema: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(schema)) return schema.map((entry) => toJsonSchema(entry) ?? null);
  if (!isJsonObject(schema)) return schema;
  const { type, nullable, ...rest } = schema;
  const named = typeof type === 'string' ? type.toLowerCase() : toJsonSchema(type);
  return {
    ...Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, toJsonSchema(member)])),
    ...(named !== undefined && { type: nullable === true ? [named, 'null'] : named }),
  };
}

/** What the adapter leaves out on purpose: thoughts, which OpenAI's histories do not hold, and texts without a word. */
function asSent(recorded: GeminiRequest): GeminiRequest {
  const { systemInstruction: system, ...rest } = recorded;
  const contents = recorded.contents
    .map(({ role, parts }) => ({ role, parts: parts.filter(({ text, thought }) => text !== '' && thought !== true) }))
    .filter(({ parts }) => parts.length > 0);
  // Gemini wants a user's turn: where there is none, the system's text becomes one.
  if (contents.length === 0 && system) return { ...rest, contents: [{ role: 'user', parts: system.parts }] };
  return { ...recorded, contents };
}

/** A request without the ids of calls that `keeps` does not want. */
function keepingIds(request: GeminiRequest, keeps: (id: string) => boolean): GeminiRequest {
  const named = <Named extends { readonly id?: string }>({ id, ...rest }: Named) =>
    id !== undefined && keeps(id) ? { id, ...rest } : rest;
  const kept = (part: GeminiPart) => ({
    ...part,
    ...(part.functionCall && { functionCall: named(part.functionCall) }),
    ...(part.functionResponse && { functionResponse: named(part.functionResponse) }),
  });
  return { ...request, contents: request.contents.map(({ role, parts }) => ({ role, parts: parts.map(kept) })) };
}

const VERTEX: GoogleDialect = { label: 'Vertex AI', sendsCallIds: false, takesLabels: true };
const STUDIO: GoogleDialect = { label: 'Google AI Studio', sendsCallIds: true, takesLabels: false };

/** Accepted requests alone tell what Google accepts; of a few replies nobody recorded the request. */
const requests = [...recordingsOf('vertex'), ...recordingsOf('gemini')].flatMap((recording: Recording) => {
  const { id, provider, api, request, response } = recording;
  if (!/^(?:stream)?generateContent$/i.test(api) || response.status >= 400 || !request?.json) return [];
  const model = /\/models\/([^:]+):/.exec(request.url)?.[1] ?? '';
  const dialect = provider === 'vertex' ? VERTEX : STUDIO;
  return [{ id, model, dialect, recorded: asReceived(spelt(request.json)) as GeminiRequest }];
});
const sayable = requests.filter(({ recorded }) => !isUnsayable(recorded));

/**
 * What no OpenAI chat request can express: tools that Google runs itself, its filter of prompts, the form of a picture.
 */
function isUnsayable({ tools, modelArmorConfig, generationConfig }: GeminiRequest): boolean {
  return (
    (tools ?? []).some((tool) => Object.keys(tool).some((name) => name !== 'functionDeclarations')) ||
    modelArmorConfig !== undefined ||
    generationConfig?.['imageConfig'] !== undefined
  );
}

describe('requests that Google was recorded with', () => {
  it('are nearly all sayable', () => {
    expect(requests.length).toBeGreaterThanOrEqual(94);
    expect(sayable.length).toBeGreaterThanOrEqual(86);
  });

  it.each(sayable.map((request) => [request.id, request] as const))('%s', (_, { model, dialect, recorded }) => {
    const { body, dropped } = toRequest(toOpenAi(model, recorded), model, dialect);
    const sent = keepingIds(asReceived(body) as GeminiRequest, (id) => !id.startsWith(MADE_UP));
    // Vertex matches results to calls by their order, so it is sent no ids.
    const expected = keepingIds(asSent(recorded), () => dialect.sendsCallIds);
    expect(sent).toEqual(expected);
    // Where the system's text was sent as the user's, that is reported.
    expect(dropped).toEqual(expected.systemInstruction === recorded.systemInstruction ? [] : ['messages']);
  });
});
