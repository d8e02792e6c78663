import { InvalidRequestError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { readMessages } from './read-messages.js';
import {
  checkedChoice,
  distinctTools,
  readFunctions,
  readLegacyChoice,
  readToolChoice,
  readTools,
} from './read-tools.js';
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
  /** Messages were moved for that. */
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

/**
 * Put in front of a conversation that begins with an assistant message, which many vendors refuse.
 */
export const OPENING = '(The conversation begins.)';

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
  /** The media type as vendors know it, in lower case. */
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

/** Whether the detail of an image is chosen, which vendors of other formats have no word for. */
export function asksForDetail({ parts }: ChatMessage): boolean {
  return parts.some((part) => part.type === 'image' && part.detail !== null && part.detail !== 'auto');
}

const MAX_STOPS = 4;

/** @throws InvalidRequestError with `param` naming the field */
export function readChatRequest(json: JsonObject): ChatRequest {
  const legacyFunctions = json['functions'] !== undefined && json['functions'] !== null;
  const tools = distinctTools([...readTools(json['tools']), ...readFunctions(json['functions'])]);
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
  // Vendors refuse an empty stop sequence, and it would stop nothing.
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
