import { UpstreamError } from '../../../core/errors.js';
import type { FinishReason } from '../openai-chat/chunk-writer.js';
import type { Output } from './read-part.js';

const FILTERED: ReadonlySet<string> = new Set([
  ...['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'LANGUAGE', 'MODEL_ARMOR'],
  ...['IMAGE_SAFETY', 'IMAGE_PROHIBITED_CONTENT', 'IMAGE_RECITATION'],
]);

/** The model's output is no answer; another try may make one. */
const FAILED: ReadonlySet<string> = new Set([
  ...['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'MALFORMED_RESPONSE', 'MISSING_THOUGHT_SIGNATURE'],
]);

/**
 * Gemini's `finishReason` as OpenAI's; it is STOP where a model calls functions. Unknown reasons are `stop`.
 *
 * @param output what the candidate has brought
 * @returns the error where the model failed to answer
 * @see https://ai.google.dev/api/generate-content#FinishReason
 */
export function mapFinishReason(reason: string, output: Output): FinishReason | UpstreamError {
  if (FAILED.has(reason) || (reason === 'OTHER' && output === 'nothing')) return modelFailed(reason);
  // The answer goes on where another request asks for it.
  if (reason === 'MAX_TOKENS' || reason === 'CONTINUATION') return 'length';
  if (FILTERED.has(reason)) return 'content_filter';
  return output === 'calls' ? 'tool_calls' : 'stop';
}

function modelFailed(reason: string): UpstreamError {
  return new UpstreamError({
    kind: 'model-failed',
    status: 502,
    type: 'server_error',
    code: 'upstream_invalid_response',
    message: `The model failed to produce an answer (${reason}).`,
  });
}
