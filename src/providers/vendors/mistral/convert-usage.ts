import { type JsonObject, objectOf, tokensOf } from '../../../core/json.js';
import type { MistralPromptDetails, MistralUsage } from './wire-types.js';

/**
 * Mistral's `usage` as OpenAI's. Audio input is left out of `prompt_tokens` there, and counted in the total; cached
 * tokens come in two spellings. Null where no token is counted.
 *
 * @see https://docs.mistral.ai/api/#tag/chat
 */
export function convertUsage(usage: MistralUsage): JsonObject | null {
  const prompt = tokensOf(usage.prompt_tokens);
  const completion = tokensOf(usage.completion_tokens);
  if (prompt === null && completion === null) return null;
  const details: MistralPromptDetails = objectOf(usage.prompt_tokens_details);
  const audio = tokensOf(details.audio_tokens) ?? 0;
  const counted = (prompt ?? 0) + (completion ?? 0);
  // Where the total is the sum of prompt and completion, the prompt includes the audio already.
  const audioLeftOut = tokensOf(usage.total_tokens) === counted ? 0 : audio;
  const promptTokens = (prompt ?? 0) + audioLeftOut;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completion ?? 0,
    total_tokens: promptTokens + (completion ?? 0),
    prompt_tokens_details: {
      cached_tokens: tokensOf(details.cached_tokens) ?? tokensOf(usage.num_cached_tokens) ?? 0,
      ...(audio !== 0 && { audio_tokens: audio }),
    },
  };
}
