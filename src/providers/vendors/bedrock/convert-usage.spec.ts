import { readOpenAiUsage } from '../../../core/usage.js';
import { convertUsage } from './convert-usage.js';

describe('what Converse counts', () => {
  it('tells apart what is kept for an hour', () => {
    const usage = convertUsage({
      inputTokens: 2,
      cacheWriteInputTokens: 1100,
      cacheDetails: [
        { ttl: '5m', inputTokens: 100 },
        { ttl: '1h', inputTokens: 1000 },
      ],
      outputTokens: 5,
    });
    expect(readOpenAiUsage(usage)?.units).toEqual({ input: 2, 'cache-write': 100, 'cache-write-1h': 1000, output: 5 });
  });
});
