import type { JsonObject } from '../../core/json.js';
import { countOf, objectOf } from '../../core/read-json.js';
import { toOpenAiUsage } from '../chat/usage.js';

/** Claude counts cached tokens apart from `input_tokens`. Its `iterations` are a breakdown and are not added. */
export function convertUsage(usage: JsonObject): JsonObject | null {
  return toOpenAiUsage({
    input: countOf(usage['input_tokens']),
    cacheRead: countOf(usage['cache_read_input_tokens']),
    cacheWrite: countOf(usage['cache_creation_input_tokens']),
    cacheWriteHour: countOf(objectOf(usage['cache_creation'])['ephemeral_1h_input_tokens']),
    output: countOf(usage['output_tokens']),
    reasoning: countOf(objectOf(usage['output_tokens_details'])['thinking_tokens']),
  });
}
