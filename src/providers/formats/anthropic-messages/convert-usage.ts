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

/** Where inference may run without a surcharge: anywhere, and where an older model cannot say it. */
const ANYWHERE: ReadonlySet<string> = new Set(['', 'global', 'not_available']);

/**
 * `standard`, `priority` (capacity that was bought in advance) or `batch`. What multiplies a call's prices is told apart
 * as tiers are: `fast-mode`, which is not what OpenAI calls fast, and `inference-us` for a region that was asked for or is
 * the workspace's. Several are joined by dots.
 *
 * @see https://platform.claude.com/docs/en/api/service-tiers
 * @see https://platform.claude.com/docs/en/build-with-claude/fast-mode
 * @see https://platform.claude.com/docs/en/manage-claude/data-residency
 */
export function serviceTierOf({ service_tier: tier, speed, inference_geo: geo }: ClaudeUsage): string | null {
  const region = textOf(geo);
  const dearer = [...(speed === 'fast' ? ['fast-mode'] : []), ...(ANYWHERE.has(region) ? [] : [`inference-${region}`])];
  const word = textOf(tier);
  if (dearer.length === 0) return word || null;
  return [...(word === '' || word === 'standard' ? [] : [word]), ...dearer].join('.');
}
