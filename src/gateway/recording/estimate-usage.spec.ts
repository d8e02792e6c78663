import type { UsageRecord } from '../../core/usage.js';
import { audioSpeech } from '../endpoints/audio-speech.js';
import { chatCompletions } from '../endpoints/chat-completions.js';
import { embeddings } from '../endpoints/embeddings.js';
import { lacksUsage, toEstimatedUsage } from './estimate-usage.js';

const usage = (units: UsageRecord['units']): UsageRecord => ({ units, reasoningTokens: null });
const BOTH = { prompt: 10, answer: 5 };

describe('an estimated usage', () => {
  it.each([
    ['a chat without usage', chatCompletions, null, true],
    ['a chat of which the prompt was counted', chatCompletions, usage({ input: 1 }), true],
    ['a chat of which the answer was counted', chatCompletions, usage({ output: 1 }), true],
    ['a chat that was counted', chatCompletions, usage({ input: 0, output: 0 }), false],
    ['embeddings without usage', embeddings, null, true],
    ['embeddings that were counted by characters', embeddings, usage({ character: 9 }), false],
    ['speech', audioSpeech, null, false],
  ])('is made of %s: %#', (_what, endpoint, counted, isLacking) => {
    expect(lacksUsage(endpoint, counted)).toBe(isLacking);
  });

  it.each<[string, UsageRecord | null, Parameters<typeof toEstimatedUsage>[2], ReturnType<typeof toEstimatedUsage>]>([
    ['nothing', null, BOTH, { usage: usage({ input: 10, output: 5 }), estimated: 'both', because: null }],
    [
      'the prompt, which it keeps',
      usage({ input: 7, 'cache-read': 3 }),
      BOTH,
      { usage: usage({ input: 7, 'cache-read': 3, output: 5 }), estimated: 'output', because: null },
    ],
    [
      'the answer',
      usage({ output: 7 }),
      BOTH,
      { usage: usage({ output: 7, input: 10 }), estimated: 'input', because: null },
    ],
    [
      'nothing, with a prompt that is no text',
      null,
      { prompt: 'file_in_prompt', answer: 5 },
      { usage: usage({ output: 5 }), estimated: 'output', because: 'file_in_prompt' },
    ],
    [
      'the answer, with a prompt that is no text',
      usage({ output: 7 }),
      { prompt: 'file_in_prompt', answer: 5 },
      { usage: usage({ output: 7 }), estimated: null, because: 'file_in_prompt' },
    ],
    [
      'nothing, and nothing can be',
      null,
      { prompt: 'timeout', answer: 'timeout' },
      { usage: null, estimated: null, because: 'timeout' },
    ],
  ])('adds to what the vendor counted: %s', (_what, counted, tokens, expected) => {
    expect(toEstimatedUsage(chatCompletions, counted, tokens)).toEqual(expected);
  });

  it('has no answer where the endpoint writes none', () => {
    const expected = { usage: usage({ input: 10 }), estimated: 'input', because: null };
    expect(toEstimatedUsage(embeddings, null, { prompt: 10, answer: 0 })).toEqual(expected);
  });
});
