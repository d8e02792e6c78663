import { UpstreamError } from '../../../core/errors.js';
import type { FinishReason } from '../../formats/openai-chat/chunk-writer.js';

/**
 * Mistral's finish reason as OpenAI's; unknown ones are `stop`.
 *
 * @returns the error where the model failed to answer
 */
export function mapFinishReason(reason: string): FinishReason | UpstreamError {
  switch (reason) {
    case 'length':
    case 'model_length':
      return 'length';
    case 'tool_calls':
      return 'tool_calls';
    case 'error':
      return new UpstreamError({
        kind: 'model-failed',
        status: 502,
        type: 'server_error',
        code: 'upstream_invalid_response',
        message: 'The model failed to produce an answer.',
      });
    default:
      return 'stop';
  }
}
