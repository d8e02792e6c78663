import type { JsonObject } from '../../core/json.js';
import { SentAnswer } from './sent-answer.js';

const chunk = (delta: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...{ id: 'first', created: 1, model: 'm' },
  choices: [{ index: 0, delta, finish_reason: null, logprobs: null, ...more }],
});
const seen = (...chunks: readonly JsonObject[]): SentAnswer => {
  const answer = new SentAnswer();
  for (const each of chunks) answer.see(each);
  return answer;
};

const ROLE = chunk({ role: 'assistant', content: '' });
const WORD = chunk({ content: 'A' });

describe('SentAnswer', () => {
  it('keeps the text, its pieces, what the first chunk says of itself and the last count', () => {
    const filtered = { id: '', choices: [], prompt_filter_results: [] };
    const usage = { completion_tokens: 2 };
    const answer = seen(
      filtered,
      ROLE,
      WORD,
      { ...chunk({ content: ' fox' }), id: 'other', usage },
      { ...WORD, usage: null },
    );
    expect(answer).toMatchObject({
      ...{ text: 'A foxA', pieces: 3, usage, isContinuable: true },
      envelope: { id: 'first', created: 1, model: 'm' },
    });
  });

  it('has seen nothing at first', () => {
    expect(seen({ choices: [] }, { error: { message: 'x' } })).toMatchObject({
      ...{ text: '', pieces: 0, envelope: null, usage: null, isContinuable: true },
    });
  });

  it.each<[string, JsonObject]>([
    ['thoughts', chunk({ reasoning_content: 'Hm.', reasoning: 'Hm.', thinking_blocks: [{}], reasoning_details: [{}] })],
    ['a signature', chunk({ content: '', extra_content: { google: { thought_signature: 'x' } } })],
    [
      'members that are not set',
      chunk({ content: null, refusal: null, tool_calls: [], audio: null, function_call: null }),
    ],
    ['a choice without a delta', { choices: [{ index: 0 }] }],
    ['the verdict of a filter', chunk({ content: '' }, { content_filter_results: {} })],
  ])('goes on behind %s', (_name, each) => {
    expect(seen(WORD, each)).toMatchObject({ text: 'A', pieces: 1, isContinuable: true });
  });

  it.each<[string, JsonObject]>([
    ['a tool call', chunk({ tool_calls: [{ index: 0, function: { name: 'f' } }] })],
    ['a legacy call', chunk({ function_call: { name: 'f' } })],
    ['a refusal', chunk({ refusal: 'No' })],
    ['audio', chunk({ audio: { id: 'a' } })],
    ['an image', chunk({ images: [{}] })],
    ['annotations', chunk({ annotations: [{}] })],
    ['content in parts', chunk({ content: [{ type: 'text', text: 'x' }] })],
    ['probabilities', chunk({ content: 'x' }, { logprobs: { content: [] } })],
    ['its end', chunk({}, { finish_reason: 'stop' })],
    ['another choice', chunk({ content: 'x' }, { index: 1 })],
    ['two choices', { choices: [{ delta: { content: 'x' } }, { delta: { content: 'y' } }] }],
  ])('ends with %s, and keeps no text then', (_name, each) => {
    expect(seen(WORD, each, WORD)).toMatchObject({ text: '', isContinuable: false });
  });

  it('ends where the text is longer than is kept', () => {
    const half = chunk({ content: 'x'.repeat(512 * 1024) });
    expect(seen(half, half).isContinuable).toBe(true);
    expect(seen(half, half, WORD)).toMatchObject({ text: '', isContinuable: false });
  });
});
