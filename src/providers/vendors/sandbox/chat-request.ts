import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { SandboxError } from './answer.js';

export interface SandboxTool {
  readonly name: string;
  readonly parameters: JsonObject;
}

/** What the sandbox looks at in a chat request; everything else is accepted and ignored. */
export interface ChatRequest {
  readonly model: string;
  /** Texts of all messages, in order. */
  readonly texts: readonly string[];
  readonly lastText: string;
  readonly lastRole: string;
  /** The beginning of the answer, where the conversation ends with one; else empty. */
  readonly begun: string;
  readonly n: number;
  readonly maxTokens: number;
  readonly stop: readonly string[];
  readonly tools: readonly SandboxTool[];
  readonly toolChoice: ToolChoice;
  readonly parallelToolCalls: boolean;
  /** The caller uses `functions`, which `tools` replaced. */
  readonly legacyFunctions: boolean;
  readonly jsonSchema: JsonObject | null;
  readonly includeUsage: boolean;
  readonly stream: boolean;
}

export type ToolChoice = 'none' | 'auto' | 'required' | { readonly name: string };

/** @throws SandboxError */
export function readChatRequest(body: JsonObject): ChatRequest {
  const messages = body['messages'];
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new SandboxError(400, 'missing_required_parameter', "Missing required parameter: 'messages'.", 'messages');
  }
  const read = messages.filter(isJsonObject);
  const last = read.at(-1);
  const begun = last?.['role'] === 'assistant' ? textOf(last['content']) : '';
  const asked = begun === '' ? read : read.slice(0, -1);
  const legacyFunctions = Array.isArray(body['functions']);
  return {
    model: typeof body['model'] === 'string' ? body['model'] : '',
    texts: read.map((message) => textOf(message['content'])),
    lastText: textOf(asked.findLast((message) => textOf(message['content']) !== '')?.['content']),
    lastRole: typeof last?.['role'] === 'string' ? last['role'] : '',
    begun,
    n: countParameter(body, 'n', 1, 128),
    maxTokens: tokenLimit(body),
    stop: readStop(body['stop']),
    tools: readTools(body),
    toolChoice: readToolChoice(legacyFunctions ? body['function_call'] : body['tool_choice']),
    parallelToolCalls: body['parallel_tool_calls'] !== false && !legacyFunctions,
    legacyFunctions,
    jsonSchema: readJsonSchema(body['response_format']),
    ...readStreamOptions(body),
  };
}

/** @throws SandboxError where it is no whole number from 1 to `most` */
export function countParameter(body: JsonObject, name: string, fallback: number, most: number): number {
  const value = body[name] ?? fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new SandboxError(400, 'invalid_value', `Invalid '${name}': it must be a whole number from 1 to ${most}.`, name);
}

export function readStreamOptions({ stream, stream_options: options }: JsonObject) {
  return { stream: stream === true, includeUsage: isJsonObject(options) && options['include_usage'] === true };
}

export function readStop(stop: JsonValue | undefined): readonly string[] {
  const list = Array.isArray(stop) ? stop : [stop];
  return list.filter((text) => typeof text === 'string' && text !== '') as string[];
}

function tokenLimit(body: JsonObject): number {
  const name = body['max_completion_tokens'] == null ? 'max_tokens' : 'max_completion_tokens';
  return countParameter(body, name, MAX_TOKENS, Number.MAX_SAFE_INTEGER);
}

/** More than any answer of the sandbox has. */
const MAX_TOKENS = 1_000_000;

function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .flatMap((part) => (isJsonObject(part) && typeof part['text'] === 'string' ? [part['text']] : []))
    .join('\n');
}

function readTools(body: JsonObject): SandboxTool[] {
  const wrapped = Array.isArray(body['tools'])
    ? body['tools'].map((tool) => isJsonObject(tool) && tool['function'])
    : [];
  const functions = Array.isArray(body['functions']) ? body['functions'] : wrapped;
  return functions.flatMap((tool) => {
    if (!isJsonObject(tool) || typeof tool['name'] !== 'string') return [];
    return {
      name: tool['name'],
      parameters: isJsonObject(tool['parameters']) ? tool['parameters'] : { type: 'object' },
    };
  });
}

function readToolChoice(choice: JsonValue | undefined): ToolChoice {
  if (choice === 'none' || choice === 'required') return choice;
  if (!isJsonObject(choice)) return 'auto';
  if (isJsonObject(choice['allowed_tools']))
    return choice['allowed_tools']['mode'] === 'required' ? 'required' : 'auto';
  const named = isJsonObject(choice['function']) ? choice['function']['name'] : choice['name'];
  return typeof named === 'string' ? { name: named } : 'auto';
}

/** The schema to answer by, null for free text. JSON mode without a schema gets one of its own. */
function readJsonSchema(format: JsonValue | undefined): JsonObject | null {
  if (!isJsonObject(format)) return null;
  if (format['type'] === 'json_object')
    return { properties: { sandbox: { const: true }, message: { type: 'string' } } };
  if (format['type'] !== 'json_schema') return null;
  const { json_schema: named } = format;
  return isJsonObject(named) && isJsonObject(named['schema']) ? named['schema'] : {};
}
