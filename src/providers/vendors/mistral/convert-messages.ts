import { InvalidRequestError, UnsupportedParameterError } from '../../../core/errors.js';
import type { JsonObject } from '../../../core/json.js';
import type { ChatMessage, ContentPart, TextPart } from '../../formats/openai-chat/chat-request.js';
import { ToolIds } from '../../formats/openai-chat/tool-ids.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import { orderMessages } from './message-order.js';
import { TOOL_ID, TOOL_ID_LENGTH } from './tool-id.js';

export interface ConvertedMessages {
  readonly messages: readonly JsonObject[];
  /** A message was put in or moved, or what a tool answered with was moved into a user message. */
  readonly approximated: boolean;
}

type ToolMessage = Extract<ChatMessage, { role: 'tool' }>;

/** Stands between a tool's result and a user's next words: some models refuse them side by side. */
const PLACEHOLDER: JsonObject = { role: 'assistant', content: 'OK' };

/**
 * OpenAI's messages as Mistral's, with the members that Mistral knows and no others.
 *
 * @see https://docs.mistral.ai/api/#tag/chat
 * @throws InvalidRequestError UnsupportedParameterError
 */
export function convertMessages(messages: readonly ChatMessage[], names: ToolNames): ConvertedMessages {
  const ordered = orderMessages(messages);
  const converted: JsonObject[] = [];
  const ids = new ToolIds(TOOL_ID, TOOL_ID_LENGTH);
  let approximated = ordered.moved;
  const addUser = (content: JsonObject['content']) => {
    if (converted.at(-1)?.['role'] === 'tool') {
      converted.push(PLACEHOLDER);
      approximated = true;
    }
    converted.push({ role: 'user', content });
  };
  let attachments: readonly JsonObject[] = [];
  for (const message of ordered.messages) {
    if (message.role !== 'tool' && attachments.length > 0) {
      addUser([...attachments]);
      attachments = [];
    }
    if (message.role === 'user') addUser(toContent(message.parts.map(toPart)));
    else if (message.role === 'tool') {
      converted.push(toToolMessage(message, ids));
      attachments = [...attachments, ...attachmentsOf(message)];
    } else converted.push(...toOwnMessage(message, { ids, names }));
  }
  if (attachments.length > 0) addUser([...attachments]);
  if (converted.length === 0) throw new InvalidRequestError('messages holds nothing to answer.', 'messages');
  return { messages: continued(converted), approximated };
}

/** An answer that the model shall continue has to be marked. */
function continued(messages: readonly JsonObject[]): readonly JsonObject[] {
  const last = messages.at(-1);
  if (last?.['role'] !== 'assistant' || last['tool_calls'] !== undefined) return messages;
  return [...messages.slice(0, -1), { ...last, prefix: true }];
}

function toOwnMessage(
  message: Exclude<ChatMessage, { role: 'user' | 'tool' }>,
  { ids, names }: { readonly ids: ToolIds; readonly names: ToolNames },
): JsonObject[] {
  const content = toContent(message.parts.map(toTextPart));
  if (message.role === 'system') return [{ role: 'system', content }];
  const calls = message.toolCalls.map(({ id, name, arguments: args }): JsonObject => ({
    id: ids.ofCall(id),
    type: 'function',
    function: { name: names.toVendor(name), arguments: JSON.stringify(args) },
  }));
  return [
    {
      role: 'assistant',
      content,
      ...(calls.length > 0 && { tool_calls: calls }),
      ...(message.json['prefix'] === true && { prefix: true }),
    },
  ];
}

function toToolMessage({ toolCallId, parts }: ToolMessage, ids: ToolIds): JsonObject {
  const texts = parts.filter((part) => part.type === 'text').map(toTextPart);
  return { role: 'tool', tool_call_id: ids.ofResult(toolCallId), content: toContent(texts) };
}

/** Results of tools are text here; their images and files follow as the user's. */
function attachmentsOf({ parts }: ToolMessage): readonly JsonObject[] {
  return parts.filter((part) => part.type !== 'text').map(toPart);
}

function toContent(parts: readonly JsonObject[]): JsonObject['content'] {
  const first = parts.at(0);
  if (first === undefined) return '';
  return parts.length === 1 && first['type'] === 'text' ? first['text'] : [...parts];
}

function toTextPart({ text }: TextPart): JsonObject {
  return { type: 'text', text };
}

function toPart(part: ContentPart): JsonObject {
  switch (part.type) {
    case 'text':
      return toTextPart(part);
    case 'image':
      return {
        type: 'image_url',
        image_url: { url: addressOf(part.source), ...(part.detail && { detail: part.detail }) },
      };
    case 'audio':
      return { type: 'input_audio', input_audio: part.data };
    case 'file':
      return toDocument(part);
  }
}

function toDocument({ source, filename, param }: Extract<ContentPart, { type: 'file' }>): JsonObject {
  if (source === null) {
    throw new UnsupportedParameterError(
      `${param}.file_id`,
      'Mistral cannot read files stored at OpenAI: send the file itself as file_data.',
    );
  }
  return {
    type: 'document_url',
    document_url: addressOf(source),
    ...(filename !== null && { document_name: filename }),
  };
}

function addressOf(source: NonNullable<Extract<ContentPart, { type: 'file' }>['source']>): string {
  return source.kind === 'url' ? source.url : `data:${source.mimeType};base64,${source.base64}`;
}
