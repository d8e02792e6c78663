import { type JsonObject, objectsOf, tokensOf } from '../../../core/json.js';
import { toOpenAiUsage } from '../../formats/openai-chat/usage.js';

/** Converse counts cached tokens apart from `inputTokens`; its own total is the sum of them all. */
export function convertUsage(usage: JsonObject): JsonObject | null {
  return toOpenAiUsage({
    input: tokensOf(usage['inputTokens']),
    cacheRead: tokensOf(usage['cacheReadInputTokens']),
    cacheWrite: tokensOf(usage['cacheWriteInputTokens']),
    cacheWriteHour: objectsOf(usage['cacheDetails'])
      .filter(({ ttl }) => ttl === '1h')
      .reduce((sum, { inputTokens }) => sum + (tokensOf(inputTokens) ?? 0), 0),
    output: tokensOf(usage['outputTokens']),
    reasoning: null,
  });
}
