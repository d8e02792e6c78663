import type { ChatMessage } from '../../formats/openai-chat/chat-request.js';

export interface OrderedMessages {
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
export function orderMessages(messages: readonly ChatMessage[]): OrderedMessages {
  const spoken = messages.filter(saysSomething);
  if (spoken.length > 0 && spoken.every(({ role }) => role === 'system')) {
    return { messages: spoken.map((message) => ({ ...message, role: 'user' }) as const), moved: true };
  }
  const misplaced = new Set(spoken.filter((_message, index) => isMisplaced(spoken, index)));
  if (misplaced.size === 0) return { messages: spoken, moved: false };
  const kept = spoken.filter((message) => !misplaced.has(message));
  const firstTurn = kept.findIndex(({ role }) => role !== 'system');
  const front = firstTurn < 0 ? kept.length : firstTurn;
  return { messages: [...kept.slice(0, front), ...misplaced, ...kept.slice(front)], moved: true };
}

/** What held only reasoning, or nothing, is no message here. */
function saysSomething(message: ChatMessage): boolean {
  if (message.role === 'user' || message.role === 'tool' || message.parts.length > 0) return true;
  return message.role === 'assistant' && message.toolCalls.length > 0;
}

function isMisplaced(messages: readonly ChatMessage[], index: number): boolean {
  if (messages[index]?.role !== 'system') return false;
  const before = messages.slice(0, index).findLast(({ role }) => role !== 'system');
  const follows = messages.slice(index).some(({ role }) => role !== 'system');
  return before !== undefined && (before.role !== 'user' || !follows);
}
