export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

const REASONS: Readonly<Record<string, FinishReason | undefined>> = {
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'content_filter',
};

/**
 * @param calls tool calls that the caller sees; a tool that only stands in for a JSON schema is none
 * @see https://docs.claude.com/en/api/handling-stop-reasons
 */
export function mapStopReason(reason: string, calls: number): FinishReason {
  if (reason === 'tool_use') return calls > 0 ? 'tool_calls' : 'stop';
  return REASONS[reason] ?? 'stop';
}
