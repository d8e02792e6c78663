import type { UpstreamFailure } from '../../../core/errors.js';
import { readError as readOpenAiError } from '../openai-compatible/read-error.js';
import type { VendorReply } from '../../provider-strategy.js';

export function readError(reply: VendorReply): UpstreamFailure {
  return asModelFailure(readOpenAiError(reply));
}

/**
 * Groq answers 400 where its model wrote a tool call that does not fit: the same request may well succeed again.
 * @see https://console.groq.com/docs/tool-use
 */
export function asModelFailure(failure: UpstreamFailure): UpstreamFailure {
  return MODEL_FAILURES.has(failure.code ?? '') ? { ...failure, kind: 'model-failed' } : failure;
}

const MODEL_FAILURES: ReadonlySet<string> = new Set(['tool_use_failed', 'json_validate_failed']);
