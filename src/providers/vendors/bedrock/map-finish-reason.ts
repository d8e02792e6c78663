import { UpstreamError } from '../../../core/errors.js';
import type { FinishReason } from '../../formats/openai-chat/chunk-writer.js';

const REASONS: Readonly<Record<string, FinishReason | undefined>> = {
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  guardrail_intervened: 'content_filter',
  content_filtered: 'content_filter',
};

/**
 * @param calls tool calls that the caller sees; a tool that only stands in for a JSON schema is none
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export function mapFinishReason(reason: string, calls: number): FinishReason {
  if (reason === 'tool_use') return calls > 0 ? 'tool_calls' : 'stop';
  return REASONS[reason] ?? 'stop';
}

/** The error that some stop reasons stand for: Bedrock could not parse the model's output. */
export function malformedOutput(reason: string): UpstreamError | null {
  if (reason !== 'malformed_model_output' && reason !== 'malformed_tool_use') return null;
  return new UpstreamError({
    kind: 'invalid-response',
    message: `The model's answer could not be read by the provider (${reason}).`,
  });
}
