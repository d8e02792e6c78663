import type { JsonObject } from '../../../core/json.js';
import { readOpenAiUsage } from '../../../core/usage.js';
import { convertUsage as fromBedrock } from '../../vendors/bedrock/convert-usage.js';
import { convertUsage as fromClaude } from '../anthropic-messages/convert-usage.js';
import { convertUsage as fromGoogle } from '../gemini-generate-content/convert-usage.js';
import { convertUsage as fromMistral } from '../../vendors/mistral/convert-usage.js';

const VENDORS: readonly [string, (usage: JsonObject) => JsonObject | null, JsonObject][] = [
  [
    'claude',
    fromClaude,
    { input_tokens: 1, cache_read_input_tokens: 1, cache_creation_input_tokens: 1, output_tokens: 1 },
  ],
  ['bedrock', fromBedrock, { inputTokens: 1, cacheReadInputTokens: 1, cacheWriteInputTokens: 1, outputTokens: 1 }],
  [
    'google',
    fromGoogle,
    { promptTokenCount: 1, cachedContentTokenCount: 1, candidatesTokenCount: 1, thoughtsTokenCount: 1 },
  ],
  ['mistral', fromMistral, { prompt_tokens: 1, num_cached_tokens: 1, completion_tokens: 1 }],
];

describe('counts that are none', () => {
  it.each(VENDORS)('make the usage of %s unknown instead of too small', (_, convert, usage) => {
    expect(readOpenAiUsage(convert(usage))).not.toBeNull();
    for (const name of Object.keys(usage)) {
      for (const bad of [-1, 0.5, 2 ** 53, 1e300]) {
        expect([name, bad, readOpenAiUsage(convert({ ...usage, [name]: bad }))]).toEqual([name, bad, null]);
      }
    }
  });
});
