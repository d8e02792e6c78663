import { type JsonObject, objectOf, tokensOf } from '../../../core/json.js';
import { toOpenAiUsage } from '../openai-chat/usage.js';

/** Claude counts cached tokens apart from `input_tokens`. Its `iterations` are a breakdown and are not added. */
export function convertUsage(usage: JsonObject): JsonObject | null {
  return toOpenAiUsage({
    input: tokensOf(usage['input_tokens']),
    cacheRead: tokensOf(usage['cache_read_input_tokens']),
    cacheWrite: tokensOf(usage['cache_creation_input_tokens']),
    cacheWriteHour: tokensOf(objectOf(usage['cache_creation'])['ephemeral_1h_input_tokens']),
    output: tokensOf(usage['output_tokens']),
    reasoning: tokensOf(objectOf(usage['output_tokens_details'])['thinking_tokens']),
  });
}
