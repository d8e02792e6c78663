import { type JsonObject, objectOf, textOf, tokensOf } from '../../../core/json.js';
import { toOpenAiUsage } from '../openai-chat/usage.js';
import type { ClaudeCacheCreation, ClaudeOutputDetails, ClaudeUsage } from './wire-types.js';

/** Claude counts cached tokens apart from `input_tokens`. Its `iterations` are a breakdown and are not added. */
export function convertUsage(usage: ClaudeUsage): JsonObject | null {
  const created: ClaudeCacheCreation = objectOf(usage.cache_creation);
  const details: ClaudeOutputDetails = objectOf(usage.output_tokens_details);
  return toOpenAiUsage({
    input: tokensOf(usage.input_tokens),
    cacheRead: tokensOf(usage.cache_read_input_tokens),
    cacheWrite: tokensOf(usage.cache_creation_input_tokens),
    cacheWriteHour: tokensOf(created.ephemeral_1h_input_tokens),
    output: tokensOf(usage.output_tokens),
    reasoning: tokensOf(details.thinking_tokens),
  });
}

/**
 * `standard`, `priority` (capacity that was bought in advance) or `batch`.
 *
 * @see https://platform.claude.com/docs/en/api/service-tiers
 */
export function serviceTierOf({ service_tier: tier }: ClaudeUsage): string | null {
  return textOf(tier) || null;
}
