import { UnsupportedParameterError } from '../../core/errors.js';
import type { ChatMessage, ChatRequest } from '../chat/chat-request.js';
import type { ClaudeFamily } from './families.js';

/** Whether the last message is the beginning of the answer, which the model shall go on with. */
export function isPrefilled(messages: readonly ChatMessage[]): boolean {
  const last = messages.findLast(({ role }) => role !== 'system');
  return last?.role === 'assistant' && last.parts.some(({ text }) => text.trim() !== '');
}

/**
 * From the 4.6 models on Claude begins its answers itself.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/prompt-engineering/prefill-claudes-response
 * @throws UnsupportedParameterError
 */
export function refusePrefill({ messages }: ChatRequest, family: ClaudeFamily): void {
  if (family.prefill || !isPrefilled(messages)) return;
  throw new UnsupportedParameterError(
    'messages',
    "This model does not go on with a message of the assistant's: the last message must be the user's or a tool's.",
  );
}
