import { InvalidRequestError, UnsupportedParameterError } from '../../../core/errors.js';
import type { ChatMessage, ContentPart, TextPart } from '../../formats/openai-chat/chat-request.js';
import { ToolIds } from '../../formats/openai-chat/tool-ids.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import type { MistralRequestMessage, MistralRequestPart } from './wire-types.js';

/** The only ids of tool calls that Mistral accepts. */
export const TOOL_ID = /^[a-zA-Z0-9]{9}$/;
export const TOOL_ID_LENGTH = 9;

export interface ConvertedMessages {
  readonly messages: readonly MistralRequestMessage[];
  /** A message was put in or moved, or what a tool answered with was moved into a user message. */
  readonly approximated: boolean;
}

type ToolMessage = Extract<ChatMessage, { role: 'tool' }>;

/** Stands between a tool's result and a user's next message: some models refuse them side by side. */
const PLACEHOLDER: MistralRequestMessage = { role: 'assistant', content: 'OK' };

/**
 * OpenAI's messages as Mistral's, with the members that Mistral knows and no others.
 *
 * @see https://docs.mistral.ai/api/#tag/chat
 * @throws InvalidRequestError UnsupportedParameterError
 */
export function convertMessages(messages: readonly ChatMessage[], names: ToolNames): ConvertedMessages {
  const ordered = orderMessages(messages);
  const converted: MistralRequestMessage[] = [];
  const ids = new ToolIds(TOOL_ID, TOOL_ID_LENGTH);
  let approximated = ordered.moved;
  const addUser = (content: MistralRequestMessage['content']) => {
    if (converted.at(-1)?.role === 'tool') {
      converted.push(PLACEHOLDER);
      approximated = true;
    }
    converted.push({ role: 'user', content });
  };
  let attachments: readonly MistralRequestPart[] = [];
  for (const message of ordered.messages) {
    if (message.role !== 'tool' && attachments.length > 0) {
      addUser([...attachments]);
      attachments = [];
    }
    if (message.role === 'user') addUser(toContent(message.parts.map(toPart)));
    else if (message.role === 'tool') {
      converted.push(toToolMessage(message, ids));
      attachments = [...attachments, ...attachmentsOf(message)];
    } else converted.push(toOwnMessage(message, { ids, names }));
  }
  if (attachments.length > 0) addUser([...attachments]);
  if (converted.length === 0) throw new InvalidRequestError('messages holds nothing to answer.', 'messages');
  return { messages: continued(converted), approximated };
}

interface OrderedMessages {
  readonly messages: readonly ChatMessage[];
  /** A system message stood where Mistral takes none. */
  readonly moved: boolean;
}

/**
 * Messages in an order that Mistral takes: a system message follows another one or a user's, and is never the last. One
 * that stands elsewhere goes to the front, behind those that are there already. System messages alone are the user's.
 *
 * @see https://github.com/mistralai/mistral-common (the validator of message orders)
 */
function orderMessages(all: readonly ChatMessage[]): OrderedMessages {
  const messages = all.filter((message) => !isEmpty(message));
  if (messages.length > 0 && messages.every(({ role }) => role === 'system')) {
    return { messages: messages.map((message) => ({ ...message, role: 'user' }) as const), moved: true };
  }
  const misplaced = new Set(messages.filter((_message, index) => isMisplaced(messages, index)));
  if (misplaced.size === 0) return { messages, moved: false };
  const kept = messages.filter((message) => !misplaced.has(message));
  const firstTurn = kept.findIndex(({ role }) => role !== 'system');
  const front = firstTurn < 0 ? kept.length : firstTurn;
  return { messages: [...kept.slice(0, front), ...misplaced, ...kept.slice(front)], moved: true };
}

/** Mistral refuses a message without content and calls, as one that held only reasoning. */
function isEmpty(message: ChatMessage): boolean {
  if (message.role === 'user' || message.role === 'tool' || message.parts.length > 0) return false;
  return message.role === 'system' || message.toolCalls.length === 0;
}

function isMisplaced(messages: readonly ChatMessage[], index: number): boolean {
  if (messages[index]?.role !== 'system') return false;
  const before = messages.slice(0, index).findLast(({ role }) => role !== 'system');
  const follows = messages.slice(index).some(({ role }) => role !== 'system');
  return before !== undefined && (before.role !== 'user' || !follows);
}

/** An answer that the model shall continue has to be marked. */
function continued(messages: readonly MistralRequestMessage[]): readonly MistralRequestMessage[] {
  const last = messages.at(-1);
  if (last?.role !== 'assistant' || last.tool_calls !== undefined) return messages;
  return [...messages.slice(0, -1), { ...last, prefix: true }];
}

function toOwnMessage(
  message: Exclude<ChatMessage, { role: 'user' | 'tool' }>,
  { ids, names }: { readonly ids: ToolIds; readonly names: ToolNames },
): MistralRequestMessage {
  const content = toContent(message.parts.map(toTextPart));
  if (message.role === 'system') return { role: 'system', content };
  const calls = message.toolCalls.map(({ id, name, arguments: args }) => ({
    id: ids.ofCall(id),
    type: 'function',
    function: { name: names.toVendor(name), arguments: JSON.stringify(args) },
  }));
  return {
    role: 'assistant',
    content,
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(message.json['prefix'] === true && { prefix: true }),
  };
}

function toToolMessage({ toolCallId, parts }: ToolMessage, ids: ToolIds): MistralRequestMessage {
  const texts = parts.filter((part) => part.type === 'text').map(toTextPart);
  return { role: 'tool', tool_call_id: ids.ofResult(toolCallId), content: toContent(texts) };
}

/** Results of tools are text here; their images and files follow as the user's. */
function attachmentsOf({ parts }: ToolMessage): readonly MistralRequestPart[] {
  return parts.filter((part) => part.type !== 'text').map(toPart);
}

function toContent(parts: readonly MistralRequestPart[]): MistralRequestMessage['content'] {
  const [first, ...others] = parts;
  if (first === undefined) return '';
  return first.type === 'text' && others.length === 0 ? first.text : [...parts];
}

function toTextPart({ text }: TextPart): MistralRequestPart {
  return { type: 'text', text };
}

function toPart(part: ContentPart): MistralRequestPart {
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

function toDocument({ source, filename, param }: Extract<ContentPart, { type: 'file' }>): MistralRequestPart {
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
