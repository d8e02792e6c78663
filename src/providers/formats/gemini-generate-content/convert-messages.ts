import { InvalidRequestError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, type JsonValue, parseObject } from '../../../core/json.js';
import { asksForDetail, OPENING, type ChatMessage } from '../openai-chat/chat-request.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import { toPart } from './media.js';
import { LOST_SIGNATURE, readSignature } from './thought-signature.js';
import type { GeminiRequestBody, GeminiRequestContent, GeminiRequestPart } from './wire-types.js';

export interface MessageRules {
  /** AI Studio names its calls, Vertex matches results by order. */
  readonly sendsCallIds: boolean;
  /** Gemini 3 refuses calls without a signature, and takes images inside a function's response. */
  readonly isGemini3: boolean;
  /** Gemma knows no system instruction: its text begins the first message. */
  readonly takesSystem: boolean;
  readonly names: ToolNames;
  /** Go into the system instruction, behind the caller's. */
  readonly instructions: readonly GeminiRequestPart[];
}

export interface ConvertedMessages {
  readonly contents: readonly GeminiRequestContent[];
  readonly systemInstruction: GeminiRequestBody['systemInstruction'] | null;
  /** A system message stood elsewhere than at the top, or alone; a user message was put first; or an image's detail was asked for. */
  readonly approximated: boolean;
}

type ToolMessage = Extract<ChatMessage, { role: 'tool' }>;
type AssistantMessage = Extract<ChatMessage, { role: 'assistant' }>;

/**
 * OpenAI's messages as Gemini's contents.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference#content
 * @throws InvalidRequestError UnsupportedParameterError
 */
export function convertMessages(messages: readonly ChatMessage[], rules: MessageRules): ConvertedMessages {
  const system = messages.filter((message) => message.role === 'system');
  const systemParts = [...system.flatMap(({ parts }) => parts.map(toPart)), ...rules.instructions];
  const turns = messages.filter((message) => message.role !== 'system');
  const { contents, opened } = begin(toContents(turns, rules));
  if (contents.length > 0) {
    const hoisted = system.some(({ index }) => index >= system.length);
    const approximated = opened || hoisted || turns.some(asksForDetail);
    if (systemParts.length === 0) return { contents, systemInstruction: null, approximated };
    if (rules.takesSystem) return { contents, systemInstruction: { parts: systemParts }, approximated };
    return { contents: withFirst(contents, systemParts), systemInstruction: null, approximated: true };
  }
  if (systemParts.length === 0) throw new InvalidRequestError('messages holds nothing to answer.', 'messages');
  return { contents: [{ role: 'user', parts: systemParts }], systemInstruction: null, approximated: true };
}

/** Calls must follow a user: where none stands before them, one is put in. */
function begin(contents: readonly GeminiRequestContent[]): {
  contents: readonly GeminiRequestContent[];
  opened: boolean;
} {
  const [first] = contents;
  const opened = first?.role === 'model' && first.parts.some((part) => 'functionCall' in part);
  return { contents: opened ? [{ role: 'user', parts: [{ text: OPENING }] }, ...contents] : contents, opened };
}

function withFirst(
  contents: readonly GeminiRequestContent[],
  parts: GeminiRequestPart[],
): readonly GeminiRequestContent[] {
  const [first, ...rest] = contents;
  if (first?.role !== 'user') return [{ role: 'user', parts }, ...contents];
  return [{ role: 'user', parts: [...parts, ...first.parts] }, ...rest];
}

function toContents(turns: readonly ChatMessage[], rules: MessageRules): readonly GeminiRequestContent[] {
  const contents = new ContentList();
  let calls: readonly string[] = [];
  let results: ToolMessage[] = [];
  const closeResults = () => {
    if (results.length > 0) addToolResults(contents, inOrderOf(calls, results), rules);
    results = [];
  };
  for (const message of turns) {
    if (message.role === 'tool') {
      results.push(message);
      continue;
    }
    closeResults();
    if (message.role === 'assistant') {
      calls = message.toolCalls.map(({ id }) => id);
      contents.add('model', toModelParts(message, rules));
    } else {
      contents.add('user', message.parts.map(toPart));
    }
  }
  closeResults();
  return contents.items;
}

/** Contents of alternating roles; results of calls are never merged with the contents beside them. */
class ContentList {
  readonly items: GeminiRequestContent[] = [];
  private closed = false;

  add(role: 'user' | 'model', parts: readonly GeminiRequestPart[]): void {
    if (parts.length === 0) return;
    const last = this.items.at(-1);
    if (last?.role === role && !this.closed) last.parts.push(...parts);
    else this.items.push({ role, parts: [...parts] });
    this.closed = false;
  }

  addAlone(role: 'user' | 'model', parts: readonly GeminiRequestPart[]): void {
    this.closed = true;
    this.add(role, parts);
    this.closed = true;
  }
}

function toModelParts(
  message: AssistantMessage,
  { sendsCallIds, isGemini3, names }: MessageRules,
): GeminiRequestPart[] {
  const textSignature = readSignature(message.json);
  const texts = message.parts.map(({ text }, index): GeminiRequestPart => {
    const isSigned = textSignature !== '' && index === message.parts.length - 1;
    return isSigned ? { text, thoughtSignature: textSignature } : { text };
  });
  const calls = message.toolCalls.map(({ id, name: called, arguments: args, json }, index): GeminiRequestPart => {
    // Of parallel calls only the first one is signed.
    const signature = readSignature(json) || (isGemini3 && index === 0 ? LOST_SIGNATURE : '');
    const name = names.toVendor(called);
    const functionCall = sendsCallIds && id !== '' ? { id, name, args } : { name, args };
    return signature === '' ? { functionCall } : { functionCall, thoughtSignature: signature };
  });
  return [...texts, ...calls];
}

/** Gemini matches results to calls by their order. */
function inOrderOf(calls: readonly string[], results: readonly ToolMessage[]): readonly ToolMessage[] {
  const rank = ({ toolCallId }: ToolMessage) => {
    const place = calls.indexOf(toolCallId);
    return place < 0 ? calls.length : place;
  };
  return results.toSorted((one, other) => rank(one) - rank(other));
}

function addToolResults(contents: ContentList, results: readonly ToolMessage[], rules: MessageRules): void {
  contents.addAlone(
    'user',
    results.map((result) => toFunctionResponse(result, rules)),
  );
  if (rules.isGemini3) return;
  contents.add(
    'user',
    results.flatMap(({ parts }) => parts.filter(({ type }) => type !== 'text').map(toPart)),
  );
}

function toFunctionResponse(message: ToolMessage, { sendsCallIds, isGemini3, names }: MessageRules): GeminiRequestPart {
  const { toolName: name, toolCallId: id, parts, index } = message;
  if (name === '') {
    const param = `messages[${index}].tool_call_id`;
    throw new InvalidRequestError(`${param} answers no tool call of an earlier assistant message.`, param);
  }
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  const media = isGemini3 ? parts.filter(({ type }) => type !== 'text').map(toPart) : [];
  return {
    functionResponse: {
      ...(sendsCallIds && id !== '' && { id }),
      name: names.toVendor(name),
      response: toResponseObject(text),
      ...(media.length > 0 && { parts: media }),
    },
  };
}

/** In a result Google takes `$ref` for the name of a part beside it, and refuses one that is not there. */
function toResponseObject(text: string): JsonObject {
  const result = text.trimStart().startsWith('{') ? parseObject(text) : null;
  return result === null || (text.includes('$ref') && holdsReference(result)) ? { result: text } : result;
}

function holdsReference(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsReference);
  if (!isJsonObject(value)) return false;
  return Object.hasOwn(value, '$ref') || Object.values(value).some(holdsReference);
}
