import type { JsonObject } from '../../core/json.js';
import { countOf, objectsOf } from '../../core/read-json.js';
import { toOpenAiUsage } from '../chat/usage.js';

/** Converse counts cached tokens apart from `inputTokens`; its own total is the sum of them all. */
export function convertUsage(usage: JsonObject): JsonObject | null {
  return toOpenAiUsage({
    input: countOf(usage['inputTokens']),
    cacheRead: countOf(usage['cacheReadInputTokens']),
    cacheWrite: countOf(usage['cacheWriteInputTokens']),
    cacheWriteHour: objectsOf(usage['cacheDetails'])
      .filter(({ ttl }) => ttl === '1h')
      .reduce((sum, { inputTokens }) => sum + (countOf(inputTokens) ?? 0), 0),
    output: countOf(usage['outputTokens']),
    reasoning: null,
  });
}
