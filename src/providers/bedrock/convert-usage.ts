import type { JsonObject } from '../../core/json.js';
import { countOf } from '../../core/read-json.js';
import { toOpenAiUsage } from '../chat/usage.js';

/** Converse counts cached tokens apart from `inputTokens`; its own total is the sum of them all. */
export function convertUsage(usage: JsonObject): JsonObject | null {
  return toOpenAiUsage({
    input: countOf(usage['inputTokens']),
    cacheRead: countOf(usage['cacheReadInputTokens']),
    cacheWrite: countOf(usage['cacheWriteInputTokens']),
    output: countOf(usage['outputTokens']),
    reasoning: null,
  });
}
