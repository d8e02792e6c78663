import fc from 'fast-check';
import { defined } from '../../test/support/defined.js';
import { readOpenAiUsage, usageOfSeconds } from './usage.js';

describe('readOpenAiUsage', () => {
  it('reads OpenAI’s chat usage into disjoint units', () => {
    const usage = {
      prompt_tokens: 1000,
      completion_tokens: 300,
      total_tokens: 1300,
      prompt_tokens_details: { cached_tokens: 600, audio_tokens: 50 },
      completion_tokens_details: { reasoning_tokens: 200, audio_tokens: 20 },
    };
    expect(readOpenAiUsage(usage)).toEqual({
      units: { input: 350, 'cache-read': 600, 'input-audio': 50, output: 280, 'output-audio': 20 },
      reasoningTokens: 200,
    });
  });

  it('counts images in the prompt and in the answer apart, where the vendor does', () => {
    const usage = {
      input_tokens: 100,
      output_tokens: 1056,
      total_tokens: 1156,
      input_tokens_details: { text_tokens: 90, image_tokens: 10 },
      output_tokens_details: { text_tokens: 0, image_tokens: 1056 },
    };
    expect(readOpenAiUsage(usage)?.units).toEqual({ input: 90, 'input-image': 10, output: 0, 'output-image': 1056 });
  });

  it('counts an image that came from the cache once', () => {
    const usage = {
      prompt_tokens: 1100,
      completion_tokens: 1,
      prompt_tokens_details: { cached_tokens: 1000, image_tokens: 258 },
    };
    expect(readOpenAiUsage(usage)?.units).toEqual({ input: 0, 'cache-read': 1000, 'input-image': 100, output: 1 });
  });

  it('reads cache writes', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 1,
      prompt_tokens_details: { cached_tokens: 30, cache_write_tokens: 20 },
    };
    expect(readOpenAiUsage(usage)?.units).toEqual({ input: 50, 'cache-read': 30, 'cache-write': 20, output: 1 });
    const details = { ...usage.prompt_tokens_details, cache_write_1h_tokens: 15 };
    expect(readOpenAiUsage({ ...usage, prompt_tokens_details: details })?.units).toEqual({
      input: 50,
      'cache-read': 30,
      'cache-write': 5,
      'cache-write-1h': 15,
      output: 1,
    });
  });

  it('reads the spelling of the newer endpoints', () => {
    const usage = { input_tokens: 10, output_tokens: 5, input_tokens_details: { cached_tokens: 4 }, total_tokens: 15 };
    expect(readOpenAiUsage(usage)).toEqual({ units: { input: 6, 'cache-read': 4, output: 5 }, reasoningTokens: null });
  });

  it('reads embeddings, which have no output', () => {
    expect(readOpenAiUsage({ prompt_tokens: 8, total_tokens: 8 })?.units).toEqual({ input: 8 });
  });

  it('adds reasoning where a vendor counts it in the total only', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 115,
      completion_tokens_details: { reasoning_tokens: 100 },
    };
    expect(readOpenAiUsage(usage)).toEqual({ units: { input: 10, output: 105 }, reasoningTokens: 100 });
  });

  it('reads cached tokens under the other name that is about', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 1,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
    };
    expect(readOpenAiUsage(usage)?.units).toEqual({ input: 36, 'cache-read': 64, output: 1 });
  });

  it.each([undefined, null, 'usage', [], {}, { prompt_tokens: null }, { prompt_tokens: '10' }, { prompt_tokens: -1 }])(
    'does not know what %j does not say',
    (usage) => {
      expect(readOpenAiUsage(usage)).toBeNull();
    },
  );

  it.each([-1, 0.5, 2 ** 53, 1e300, Infinity, NaN])(
    'takes a count of %d for unknown, wherever it is charged for',
    (bad) => {
      const usage = { prompt_tokens: 10, completion_tokens: 5 };
      for (const name of ['prompt_tokens', 'completion_tokens', 'billable_characters']) {
        expect(readOpenAiUsage({ ...usage, [name]: bad })).toBeNull();
      }
      for (const name of ['cached_tokens', 'cache_write_tokens', 'audio_tokens', 'image_tokens']) {
        expect(readOpenAiUsage({ ...usage, prompt_tokens_details: { [name]: bad } })).toBeNull();
      }
      expect(readOpenAiUsage({ ...usage, completion_tokens_details: { audio_tokens: bad } })).toBeNull();
      expect(readOpenAiUsage({ ...usage, completion_tokens_details: { reasoning_tokens: bad } })).toEqual({
        units: { input: 10, output: 5 },
        reasoningTokens: null,
      });
    },
  );

  it.each([-1, 1e300, Infinity, NaN])('takes %d seconds for unknown', (bad) => {
    expect(usageOfSeconds(bad)).toBeNull();
    expect(usageOfSeconds(String(bad))).toBeNull();
  });

  it('counts no token twice and none below zero, whatever a vendor says', () => {
    const tokens = fc.nat(1_000_000);
    fc.assert(
      fc.property(
        tokens,
        tokens,
        tokens,
        tokens,
        tokens,
        tokens,
        (prompt, completion, cached, reasoning, shown, drawn) => {
          const units = defined(
            readOpenAiUsage({
              prompt_tokens: prompt,
              completion_tokens: completion,
              total_tokens: prompt + completion,
              prompt_tokens_details: { cached_tokens: Math.min(cached, prompt), image_tokens: shown },
              completion_tokens_details: { reasoning_tokens: reasoning, image_tokens: drawn },
            }),
          ).units;
          expect((units.input ?? 0) + (units['cache-read'] ?? 0) + (units['input-image'] ?? 0)).toBe(prompt);
          // With no tokens in the total, reasoning cannot have been left out of it.
          if (reasoning > 0) expect((units.output ?? 0) + (units['output-image'] ?? 0)).toBe(completion);
          for (const quantity of Object.values(units)) expect(quantity).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
