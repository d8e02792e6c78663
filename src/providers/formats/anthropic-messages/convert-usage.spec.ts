import { readOpenAiUsage } from '../../../core/usage.js';
import { convertUsage } from './convert-usage.js';

describe('what Claude counts', () => {
  it('tells apart what is kept for an hour', () => {
    const usage = convertUsage({
      input_tokens: 2,
      cache_read_input_tokens: 10,
      cache_creation_input_tokens: 1100,
      cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 1000 },
      output_tokens: 5,
    });
    expect(usage).toMatchObject({ prompt_tokens: 1112, prompt_tokens_details: { cache_write_1h_tokens: 1000 } });
    expect(readOpenAiUsage(usage)?.units).toEqual({
      input: 2,
      'cache-read': 10,
      'cache-write': 100,
      'cache-write-1h': 1000,
      output: 5,
    });
  });

  it('says nothing of an hour where nothing is kept so long', () => {
    const usage = convertUsage({ input_tokens: 2, cache_creation_input_tokens: 7, output_tokens: 5 });
    expect(usage?.['prompt_tokens_details']).toEqual({ cached_tokens: 0, cache_write_tokens: 7 });
  });
});
