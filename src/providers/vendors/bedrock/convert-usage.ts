import { objectsOf, tokensOf, type JsonObject } from '../../../core/json.js';
import { toOpenAiUsage } from '../../formats/openai-chat/usage.js';
import type { ConverseCacheDetail, ConverseUsage } from './wire-types.js';

/** Converse counts cached tokens apart from `inputTokens`; its own total is the sum of them all. */
export function convertUsage(usage: ConverseUsage): JsonObject | null {
  const details: readonly ConverseCacheDetail[] = objectsOf(usage.cacheDetails);
  return toOpenAiUsage({
    input: tokensOf(usage.inputTokens),
    cacheRead: tokensOf(usage.cacheReadInputTokens),
    cacheWrite: tokensOf(usage.cacheWriteInputTokens),
    cacheWriteHour: details
      .filter(({ ttl }) => ttl === '1h')
      .reduce((sum, { inputTokens }) => sum + (tokensOf(inputTokens) ?? 0), 0),
    output: tokensOf(usage.outputTokens),
    reasoning: null,
  });
}
