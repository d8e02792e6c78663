import type { ChatMessage } from '../openai-chat/chat-request.js';

/** Whether the last message is the beginning of the answer, which the model shall go on with. */
export function isPrefilled(messages: readonly ChatMessage[]): boolean {
  const last = messages.findLast(({ role }) => role !== 'system');
  return last?.role === 'assistant' && last.parts.some(({ text }) => text.trim() !== '');
}
