import { InvalidRequestError } from '../../../core/errors.js';
import { isJsonObject, parseJson, textOf, type JsonObject, type JsonValue } from '../../../core/json.js';
import type { ChatMessage, ContentPart, MediaSource, TextPart, ToolCall } from './chat-request.js';
import { imageTypeOf, readDataUri } from './image-type.js';

/** @throws InvalidRequestError with `param` naming the member */
export function readMessages(value: JsonValue | undefined): ChatMessage[] {
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
        // A refusal is the message's text.
        const content = message['content'] ?? message['refusal'];
        const parts = content == null ? [] : readTextParts(content, `${param}.content`);
        return { role: 'assistant', parts, toolCalls, json: message, index };
      }
      case 'tool': {
        const id = readCallId(message['tool_call_id'], toolNames, `${param}.tool_call_id`);
        const parts = readParts(message['content'] ?? '', `${param}.content`);
        return { role: 'tool', toolCallId: id, toolName: toolNames.get(id) ?? '', parts, json: message, index };
      }
      case 'function': {
        const toolName = textOf(message['name']);
        const parts = readParts(message['content'] ?? '', `${param}.content`);
        return { role: 'tool', toolCallId: `call_legacy_${legacyCalls}`, toolName, parts, json: message, index };
      }
      default:
        throw new InvalidRequestError(
          `${param}.role must be one of system, developer, user, assistant, tool, function.`,
          `${param}.role`,
        );
    }
  });
}

function readCallId(id: JsonValue | undefined, calls: ReadonlyMap<string, string>, param: string): string {
  if (typeof id !== 'string') throw new InvalidRequestError(`${param} must be a string.`, param);
  if (calls.has(id)) return id;
  throw new InvalidRequestError(`${param} answers no tool call of an earlier assistant message.`, param);
}

function readToolCalls(message: JsonObject, param: string, legacyId: () => string): ToolCall[] {
  const legacy = message['function_call'];
  if (isJsonObject(legacy)) {
    return [
      { id: legacyId(), name: textOf(legacy['name']), arguments: readArguments(legacy['arguments']), json: legacy },
    ];
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
    return { id: textOf(call['id']), name: called['name'], arguments: readArguments(called['arguments']), json: call };
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

/** The type is read from the image's bytes: vendors refuse one that is declared wrongly. */
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

/**
 * OpenAI's arguments are JSON text; vendors want the object. Models without parameters leave `""` or `"null"`. What a
 * model wrote that is no object (cut off, a list, a bare text) is wrapped: it must not end the conversation.
 */
export function readArguments(value: JsonValue | undefined): JsonObject {
  if (value === undefined || value === null || value === '') return {};
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  if (parsed === null) return {};
  return isJsonObject(parsed) ? parsed : { arguments: parsed ?? value };
}
