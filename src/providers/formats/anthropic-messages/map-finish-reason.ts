import type { FinishReason } from '../openai-chat/chunk-writer.js';

const REASONS: Readonly<Record<string, FinishReason | undefined>> = {
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'content_filter',
};

/**
 * @param calls tool calls that the caller sees; a tool that only stands in for a JSON schema is none
 * @see https://docs.claude.com/en/api/handling-stop-reasons
 */
export function mapFinishReason(reason: string, calls: number): FinishReason {
  if (reason === 'tool_use') return calls > 0 ? 'tool_calls' : 'stop';
  return REASONS[reason] ?? 'stop';
}
