import { type JsonObject, type JsonValue, objectsOf, textOf, tokensOf } from '../../../core/json.js';

/**
 * Gemini's `usageMetadata` as OpenAI's `usage`: thoughts and the prompts of built-in tools are counted apart there and
 * inside here. Null where no token is counted, as for a prompt that was blocked.
 *
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function convertUsage(metadata: JsonObject): JsonObject | null {
  const prompt = tokensOf(metadata['promptTokenCount']);
  const candidates = tokensOf(metadata['candidatesTokenCount']);
  const thoughts = tokensOf(metadata['thoughtsTokenCount']);
  if (prompt === null && candidates === null && thoughts === null) return null;
  const promptTokens = (prompt ?? 0) + (tokensOf(metadata['toolUsePromptTokenCount']) ?? 0);
  const completionTokens = (candidates ?? 0) + (thoughts ?? 0);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: {
      cached_tokens: tokensOf(metadata['cachedContentTokenCount']) ?? 0,
      ...modalitiesOf(metadata['promptTokensDetails'], ['audio', 'image', 'video']),
    },
    completion_tokens_details: {
      reasoning_tokens: thoughts ?? 0,
      ...modalitiesOf(metadata['candidatesTokensDetails'], ['audio', 'image']),
    },
  };
}

/** `image_tokens` and the like. Beside audio, which OpenAI always states, only where Google tells kinds apart. */
function modalitiesOf(details: JsonValue | undefined, kinds: readonly string[]): JsonObject {
  const counted = objectsOf(details);
  return Object.fromEntries(
    kinds
      .filter((kind) => kind === 'audio' || Array.isArray(details))
      .map((kind) => {
        const ofKind = counted.filter(({ modality }) => textOf(modality).toLowerCase() === kind);
        return [`${kind}_tokens`, ofKind.reduce((sum, { tokenCount }) => sum + (tokensOf(tokenCount) ?? 0), 0)];
      }),
  );
}
