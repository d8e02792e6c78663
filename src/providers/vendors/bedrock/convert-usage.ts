import { objectOf, objectsOf, textOf, tokensOf, type JsonObject } from '../../../core/json.js';
import { toOpenAiUsage } from '../../formats/openai-chat/usage.js';
import type { ConverseCacheDetail, ConversePerformance, ConverseTier, ConverseUsage, Served } from './wire-types.js';

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

/**
 * The tier that a call was served at: `default`, `flex`, `priority` or `reserved`; `optimized` where it ran
 * latency-optimized, which has prices of its own.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html
 */
export function serviceTierOf({ serviceTier, performanceConfig }: Served): string | null {
  const { type }: ConverseTier = objectOf(serviceTier);
  const { latency }: ConversePerformance = objectOf(performanceConfig);
  return latency === 'optimized' ? latency : textOf(type) || null;
}
