import { InvalidRequestError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { checkedChoice, distinctTools } from './checked-tools.js';
import { imageTypeOf, readDataUri } from './image-type.js';
import { readArguments } from './tool-arguments.js';
import { pairResults } from './tool-results.js';

/**
 * An OpenAI chat request read once into the form every translating vendor starts from: strings are parts, legacy
 * functions are tools, `stop` is a list, empty text is gone. What is not here is read from `json` by the vendor.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export interface ChatRequest {
  readonly json: JsonObject;
  /** Results of tool calls stand right behind the calls. */
  readonly messages: readonly ChatMessage[];
  /** For that, messages had to move. */
  readonly reordered: boolean;
  readonly tools: readonly FunctionTool[];
  readonly toolChoice: ToolChoice | null;
  readonly parallelToolCalls: boolean | null;
  /** `max_completion_tokens`, else `max_tokens`. */
  readonly maxTokens: number | null;
  readonly stop: readonly string[];
  readonly responseFormat: ResponseFormat;
  /** The caller used `functions`: the reply must say `function_call`. */
  readonly legacyFunctions: boolean;
}

export type ChatMessage =
  | { readonly role: 'system'; readonly parts: readonly TextPart[]; readonly json: JsonObject; readonly index: number }
  | { readonly role: 'user'; readonly parts: readonly ContentPart[]; readonly json: JsonObject; readonly index: number }
  | {
      readonly role: 'assistant';
      readonly parts: readonly TextPart[];
      readonly toolCalls: readonly ToolCall[];
      /** The message as the caller sent it: vendors find their own extensions in it (thinking blocks, signatures). */
      readonly json: JsonObject;
      readonly index: number;
    }
  | {
      readonly role: 'tool';
      readonly toolCallId: string;
      /** Name of the function that the id belongs to, '' where no earlier call has it. */
      readonly toolName: string;
      readonly parts: readonly ContentPart[];
      readonly json: JsonObject;
      readonly index: number;
    };

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  /** The part as sent, for vendor extensions such as `cache_control`. */
  readonly json: JsonObject | null;
}

export type ContentPart =
  | TextPart
  | {
      readonly type: 'image';
      readonly source: MediaSource;
      readonly detail: string | null;
      readonly param: string;
      readonly json: JsonObject;
    }
  | {
      readonly type: 'file';
      /** Null where only `file_id` was given. */
      readonly source: MediaSource | null;
      readonly fileId: string | null;
      readonly filename: string | null;
      readonly param: string;
      readonly json: JsonObject;
    }
  | {
      readonly type: 'audio';
      /** Base64. */
      readonly data: string;
      readonly format: string;
      readonly param: string;
      readonly json: JsonObject;
    };

export type MediaSource =
  | { readonly kind: 'data'; readonly mimeType: string; readonly base64: string }
  | { readonly kind: 'url'; readonly url: string };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** Parsed arguments; `""` and `"null"` read as `{}`, what is no object as `{ arguments: … }`. */
  readonly arguments: JsonObject;
  readonly json: JsonObject;
}

export interface FunctionTool {
  readonly name: string;
  readonly description: string | null;
  /** Null where the function takes none. Shared by all targets: never change it. */
  readonly parameters: JsonObject | null;
  readonly strict: boolean | null;
  readonly json: JsonObject;
  /** The entry of `tools` around it, for vendor extensions such as `cache_control`. */
  readonly tool: JsonObject;
}

export type ToolChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  | { readonly kind: 'required' }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'allowed'; readonly mode: 'auto' | 'required'; readonly names: readonly string[] };

export type ResponseFormat =
  | { readonly kind: 'text' }
  | { readonly kind: 'json' }
  | {
      readonly kind: 'schema';
      readonly name: string;
      readonly description: string | null;
      readonly schema: JsonObject;
      readonly strict: boolean | null;
    };

const MAX_STOPS = 4;

/** @throws InvalidRequestError with `param` naming the field */
export function readChatRequest(json: JsonObject): ChatRequest {
  const legacyFunctions = json['functions'] !== undefined && json['functions'] !== null;
  const tools = distinctTools([...readTools(json['tools']), ...readLegacyFunctions(json['functions'])]);
  const choice = readToolChoice(json['tool_choice']) ?? readLegacyChoice(json['function_call']);
  return {
    json,
    ...pairResults(readMessages(json['messages'])),
    tools,
    toolChoice: checkedChoice(choice, tools, legacyFunctions ? 'function_call' : 'tool_choice'),
    parallelToolCalls: typeof json['parallel_tool_calls'] === 'boolean' ? json['parallel_tool_calls'] : null,
    maxTokens: readLimit(json, 'max_completion_tokens') ?? readLimit(json, 'max_tokens'),
    stop: readStop(json['stop']),
    responseFormat: readResponseFormat(json['response_format']),
    legacyFunctions,
  };
}

function readMessages(value: JsonValue | undefined): ChatMessage[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new InvalidRequestError('messages must be a non-empty array of messages.', 'messages');
  }
  const toolNames = new Map<string, string>();
  let legacyCalls = 0;
  return value.map((message, index): ChatMessage => {
    const param = `messages[${index}]`;
    if (!isJsonObject(message)) throw new InvalidRequestError(`${param} must be an object.`, param);
    switch (message['role']) {
      case 'system':
      case 'developer':
        return { role: 'system', parts: readTextParts(message['content'], `${param}.content`), json: message, index };
      case 'user':
        return { role: 'user', parts: readParts(message['content'], `${param}.content`), json: message, index };
      case 'assistant': {
        const toolCalls = readToolCalls(message, param, () => `call_legacy_${++legacyCalls}`);
        for (const call of toolCalls) toolNames.set(call.id, call.name);
        // What a model said where it would not answer is what it said.
        const content = message['content'] ?? message['refusal'];
        const parts = content == null ? [] : readTextParts(content, `${param}.content`);
        return { role: 'assistant', parts, toolCalls, json: message, index };
      }
      case 'tool': {
        const id = message['tool_call_id'];
        if (typeof id !== 'string') {
          throw new InvalidRequestError(`${param}.tool_call_id must be a string.`, `${param}.tool_call_id`);
        }
        if (!toolNames.has(id)) {
          throw new InvalidRequestError(
            `${param}.tool_call_id answers no tool call of an earlier assistant message.`,
            `${param}.tool_call_id`,
          );
        }
        const parts = readParts(message['content'] ?? '', `${param}.content`);
        return { role: 'tool', toolCallId: id, toolName: toolNames.get(id) ?? '', parts, json: message, index };
      }
      case 'function': {
        const name = typeof message['name'] === 'string' ? message['name'] : '';
        const parts = readParts(message['content'] ?? '', `${param}.content`);
        return { role: 'tool', toolCallId: `call_legacy_${legacyCalls}`, toolName: name, parts, json: message, index };
      }
      default:
        throw new InvalidRequestError(
          `${param}.role must be one of system, developer, user, assistant, tool, function.`,
          `${param}.role`,
        );
    }
  });
}

function readToolCalls(message: JsonObject, param: string, legacyId: () => string): ToolCall[] {
  const legacy = message['function_call'];
  if (isJsonObject(legacy)) {
    const name = typeof legacy['name'] === 'string' ? legacy['name'] : '';
    return [{ id: legacyId(), name, arguments: readArguments(legacy['arguments']), json: legacy }];
  }
  const calls = message['tool_calls'];
  if (calls === undefined || calls === null) return [];
  if (!Array.isArray(calls))
    throw new InvalidRequestError(`${param}.tool_calls must be an array.`, `${param}.tool_calls`);
  return calls.map((call, index) => {
    const at = `${param}.tool_calls[${index}]`;
    const called = isJsonObject(call) ? call['function'] : undefined;
    if (!isJsonObject(call) || !isJsonObject(called) || typeof called['name'] !== 'string') {
      throw new InvalidRequestError(`${at} must be a function call with a name.`, at);
    }
    const id = typeof call['id'] === 'string' ? call['id'] : '';
    return { id, name: called['name'], arguments: readArguments(called['arguments']), json: call };
  });
}

function readTextParts(value: JsonValue | undefined, param: string): TextPart[] {
  return readParts(value, param).map((part): TextPart => {
    if (part.type === 'text') return part;
    throw new InvalidRequestError(`${part.param}: only text parts are allowed in this role.`, part.param);
  });
}

function readParts(value: JsonValue | undefined, param: string): ContentPart[] {
  if (typeof value === 'string') return value === '' ? [] : [{ type: 'text', text: value, json: null }];
  if (!Array.isArray(value)) {
    throw new InvalidRequestError(`${param} must be a string or an array of content parts.`, param);
  }
  return value
    .map((part, index) => readPart(part, `${param}[${index}]`))
    .filter((part) => part.type !== 'text' || part.text !== '');
}

function readPart(part: JsonValue, param: string): ContentPart {
  if (!isJsonObject(part)) throw new InvalidRequestError(`${param} must be an object.`, param);
  switch (part['type']) {
    case 'text':
    case 'refusal': {
      const text = part[part['type']];
      if (typeof text !== 'string') throw new InvalidRequestError(`${param}.text must be a string.`, `${param}.text`);
      return { type: 'text', text, json: part };
    }
    // Thoughts of an earlier turn are no text; the vendor that signed them finds them in the message.
    case 'thinking':
    case 'redacted_thinking':
    case 'reasoning':
      return { type: 'text', text: '', json: null };
    case 'image_url': {
      const image = part['image_url'];
      const url = isJsonObject(image) ? image['url'] : image;
      const detail = isJsonObject(image) && typeof image['detail'] === 'string' ? image['detail'] : null;
      return {
        type: 'image',
        source: readImage(url, `${param}.image_url`),
        detail,
        param: `${param}.image_url`,
        json: part,
      };
    }
    case 'file': {
      const file = part['file'];
      if (!isJsonObject(file)) throw new InvalidRequestError(`${param}.file must be an object.`, `${param}.file`);
      const data = file['file_data'];
      return {
        type: 'file',
        source: data === undefined || data === null ? null : readMedia(data, `${param}.file.file_data`),
        fileId: typeof file['file_id'] === 'string' ? file['file_id'] : null,
        filename: typeof file['filename'] === 'string' ? file['filename'] : null,
        param: `${param}.file`,
        json: part,
      };
    }
    case 'input_audio': {
      const audio = part['input_audio'];
      if (!isJsonObject(audio) || typeof audio['data'] !== 'string') {
        throw new InvalidRequestError(
          `${param}.input_audio must hold base64 data and a format.`,
          `${param}.input_audio`,
        );
      }
      const format = typeof audio['format'] === 'string' ? audio['format'] : 'wav';
      return { type: 'audio', data: audio['data'], format, param: `${param}.input_audio`, json: part };
    }
    default:
      throw new InvalidRequestError(
        `${param}.type must be one of text, image_url, input_audio, file.`,
        `${param}.type`,
      );
  }
}

/** The bytes decide, whatever is declared. */
function readImage(value: JsonValue | undefined, param: string): MediaSource {
  const source = readMedia(value, param);
  return source.kind === 'url' ? source : { ...source, mimeType: imageTypeOf(source.mimeType, source.base64) };
}

function readMedia(value: JsonValue | undefined, param: string): MediaSource {
  if (typeof value === 'string') {
    const data = readDataUri(value);
    if (data !== null && data.mimeType !== '') return { kind: 'data', ...data };
    if (/^(https?|gs):\/\//.test(value)) return { kind: 'url', url: value };
  }
  throw new InvalidRequestError(`${param} must be an http(s) URL or a base64 data URI.`, param);
}

function readTools(value: JsonValue | undefined): FunctionTool[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new InvalidRequestError('tools must be an array.', 'tools');
  return value.map((tool, index) => {
    const param = `tools[${index}]`;
    if (!isJsonObject(tool)) throw new InvalidRequestError(`${param} must be an object.`, param);
    if (tool['type'] !== 'function' || !isJsonObject(tool['function'])) {
      throw new InvalidRequestError(
        `${param}.type: this model takes function tools only.`,
        `${param}.type`,
        'unsupported_parameter',
      );
    }
    return readFunction(tool['function'], `${param}.function`, tool);
  });
}

function readLegacyFunctions(value: JsonValue | undefined): FunctionTool[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new InvalidRequestError('functions must be an array.', 'functions');
  return value.map((entry, index) => readFunction(entry, `functions[${index}]`));
}

function readFunction(value: JsonValue, param: string, tool: JsonObject = {}): FunctionTool {
  if (!isJsonObject(value) || typeof value['name'] !== 'string' || value['name'] === '') {
    throw new InvalidRequestError(`${param}.name must be a string.`, `${param}.name`);
  }
  return {
    name: value['name'],
    description: typeof value['description'] === 'string' ? value['description'] : null,
    parameters: isJsonObject(value['parameters']) ? value['parameters'] : null,
    strict: typeof value['strict'] === 'boolean' ? value['strict'] : null,
    json: value,
    tool,
  };
}

function readToolChoice(value: JsonValue | undefined): ToolChoice | null {
  if (value === undefined || value === null) return null;
  if (value === 'auto' || value === 'none' || value === 'required') return { kind: value };
  if (isJsonObject(value)) {
    const chosen = value['function'];
    if (value['type'] === 'function' && isJsonObject(chosen) && typeof chosen['name'] === 'string') {
      return { kind: 'function', name: chosen['name'] };
    }
    const allowed = value['allowed_tools'];
    if (value['type'] === 'allowed_tools' && isJsonObject(allowed) && Array.isArray(allowed['tools'])) {
      const names = allowed['tools'].flatMap((tool) => {
        const called = isJsonObject(tool) ? tool['function'] : undefined;
        return isJsonObject(called) && typeof called['name'] === 'string' ? [called['name']] : [];
      });
      return { kind: 'allowed', mode: allowed['mode'] === 'required' ? 'required' : 'auto', names };
    }
  }
  throw new InvalidRequestError(
    'tool_choice must be "auto", "none", "required", or name one function or a list of allowed tools.',
    'tool_choice',
  );
}

function readLegacyChoice(value: JsonValue | undefined): ToolChoice | null {
  if (value === 'auto' || value === 'none') return { kind: value };
  if (isJsonObject(value) && typeof value['name'] === 'string') return { kind: 'function', name: value['name'] };
  return null;
}

function readLimit(json: JsonObject, name: string): number | null {
  const value = json[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw new InvalidRequestError(`${name} must be a whole number of at least 1.`, name);
  }
  return value;
}

function readStop(value: JsonValue | undefined): string[] {
  if (value === undefined || value === null) return [];
  const stops = (Array.isArray(value) ? value : [value]).map((stop) => {
    if (typeof stop === 'string') return stop;
    throw new InvalidRequestError('stop must be a string or an array of strings.', 'stop');
  });
  // An empty text stops nothing, and vendors refuse it.
  const distinct = [...new Set(stops)].filter((stop) => stop !== '');
  if (distinct.length > MAX_STOPS) throw new InvalidRequestError(`stop takes at most ${MAX_STOPS} sequences.`, 'stop');
  return distinct;
}

function readResponseFormat(value: JsonValue | undefined): ResponseFormat {
  if (value === undefined || value === null) return { kind: 'text' };
  if (isJsonObject(value)) {
    if (value['type'] === 'text') return { kind: 'text' };
    if (value['type'] === 'json_object') return { kind: 'json' };
    const schema = value['json_schema'];
    if (value['type'] === 'json_schema' && isJsonObject(schema)) {
      return {
        kind: 'schema',
        name: typeof schema['name'] === 'string' ? schema['name'] : 'response',
        description: typeof schema['description'] === 'string' ? schema['description'] : null,
        schema: isJsonObject(schema['schema']) ? schema['schema'] : {},
        strict: typeof schema['strict'] === 'boolean' ? schema['strict'] : null,
      };
    }
  }
  throw new InvalidRequestError('response_format.type must be text, json_object or json_schema.', 'response_format');
}
