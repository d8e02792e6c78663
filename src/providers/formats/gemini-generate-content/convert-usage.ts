import { type JsonObject, objectOf, objectsOf, textOf, tokensOf } from '../../../core/json.js';
import type { GeminiReply, GeminiTokenDetail, GeminiUsage } from './wire-types.js';

/**
 * Gemini's `usageMetadata` as OpenAI's `usage`: thoughts and the prompts of built-in tools are counted apart there and
 * inside here. Null where no token is counted, as for a prompt that was blocked.
 *
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function convertUsage(usage: GeminiUsage): JsonObject | null {
  const prompt = tokensOf(usage.promptTokenCount);
  const candidates = tokensOf(usage.candidatesTokenCount);
  const thoughts = tokensOf(usage.thoughtsTokenCount);
  if (prompt === null && candidates === null && thoughts === null) return null;
  const promptTokens = (prompt ?? 0) + (tokensOf(usage.toolUsePromptTokenCount) ?? 0);
  const completionTokens = (candidates ?? 0) + (thoughts ?? 0);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: {
      cached_tokens: tokensOf(usage.cachedContentTokenCount) ?? 0,
      ...modalitiesOf(usage.promptTokensDetails, ['audio', 'image', 'video']),
    },
    completion_tokens_details: {
      reasoning_tokens: thoughts ?? 0,
      ...modalitiesOf(usage.candidatesTokensDetails, ['audio', 'image']),
    },
  };
}

/** `image_tokens` and the like. Audio always, as OpenAI has it; the others only where Google counts by modality. */
function modalitiesOf(details: unknown, kinds: readonly string[]): JsonObject {
  const counted: readonly GeminiTokenDetail[] = objectsOf(details);
  return Object.fromEntries(
    kinds
      .filter((kind) => kind === 'audio' || Array.isArray(details))
      .map((kind) => {
        const ofKind = counted.filter(({ modality }) => textOf(modality).toLowerCase() === kind);
        return [`${kind}_tokens`, ofKind.reduce((sum, { tokenCount }) => sum + (tokensOf(tokenCount) ?? 0), 0)];
      }),
  );
}

/**
 * Vertex's `trafficType` (`ON_DEMAND`, `PROVISIONED_THROUGHPUT` …), the Gemini API's `serviceTier` (`standard` …).
 *
 * @see https://docs.cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GenerateContentResponse#TrafficType
 */
export function serviceTierOf({ trafficType, serviceTier }: GeminiUsage): string | null {
  const word = textOf(trafficType) || textOf(serviceTier);
  return word === '' || /unspecified$/i.test(word) ? null : word;
}

/** Of a whole reply. */
export function serviceTierOfReply({ usageMetadata }: GeminiReply): string | null {
  return serviceTierOf(objectOf(usageMetadata));
}
