import type { JsonObject } from '../../core/json.js';
import { countOf, objectsOf, textOf } from '../../core/read-json.js';

/**
 * Gemini's `usageMetadata` as OpenAI's `usage`: thoughts and the prompts of built-in tools are counted apart there and
 * inside here. Null where no token is counted, as for a prompt that was blocked.
 *
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function convertUsage(metadata: JsonObject): JsonObject | null {
  const prompt = countOf(metadata['promptTokenCount']);
  const candidates = countOf(metadata['candidatesTokenCount']);
  const thoughts = countOf(metadata['thoughtsTokenCount']);
  if (prompt === null && candidates === null && thoughts === null) return null;
  const promptTokens = (prompt ?? 0) + (countOf(metadata['toolUsePromptTokenCount']) ?? 0);
  const completionTokens = (candidates ?? 0) + (thoughts ?? 0);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: {
      cached_tokens: countOf(metadata['cachedContentTokenCount']) ?? 0,
      audio_tokens: audioTokens(metadata, 'promptTokensDetails'),
    },
    completion_tokens_details: {
      reasoning_tokens: thoughts ?? 0,
      audio_tokens: audioTokens(metadata, 'candidatesTokensDetails'),
    },
  };
}

function audioTokens(metadata: JsonObject, member: string): number {
  const audio = objectsOf(metadata[member]).filter(({ modality }) => textOf(modality) === 'AUDIO');
  return audio.reduce((sum, { tokenCount }) => sum + (countOf(tokenCount) ?? 0), 0);
}
