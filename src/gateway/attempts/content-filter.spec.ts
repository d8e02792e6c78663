import { UpstreamError } from '../../core/errors.js';
import type { JsonObject } from '../../core/json.js';
import { contentFiltered, isFiltered, isPlainlyAnswer } from './content-filter.js';
import { triggerOf } from './fallback-trigger.js';

const reply = (...choices: JsonObject[]) => Buffer.from(JSON.stringify({ choices }));
const frame = (delta: JsonObject) => Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`);
const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '' } };

describe('a whole answer', () => {
  it.each<[string, JsonObject]>([
    ['empty, as of a prompt that Gemini blocks', { message: { role: 'assistant', content: '', refusal: null } }],
    ['without a message, as of Azure', {}],
    ['of a refusal alone, as of Claude', { message: { role: 'assistant', content: null, refusal: 'No.' } }],
    ['of an empty text, as of completions', { text: '' }],
  ])('that the filter ended is refused where it is %s', (_, choice) => {
    expect(isFiltered(reply(choice, choice), 'content_filter')).toBe(true);
    expect(isFiltered(reply(choice), 'stop')).toBe(false);
  });

  it.each<[string, JsonObject]>([
    ['a text', { message: { content: 'Once upon' } }],
    ['a call', { message: { content: null, tool_calls: [call] } }],
    ['thoughts', { message: { content: '', reasoning_content: 'Hm.' } }],
    ['a text, as of completions', { text: 'Once upon' }],
  ])('is the answer where any of its choices holds %s', (_, choice) => {
    expect(isFiltered(reply({ message: { content: '' } }, choice), 'content_filter')).toBe(false);
  });
});

describe('the begin of a stream', () => {
  const role = frame({ role: 'assistant', content: '' });

  it.each<[string, JsonObject]>([
    ['a text', { content: 'O' }],
    ['a call', { tool_calls: [call] }],
    ['thoughts', { reasoning_content: 'H' }],
  ])('is an answer with %s, whatever ends it', (_, delta) => {
    expect(isPlainlyAnswer(Buffer.concat([role, frame(delta)]), 'content_filter')).toBe(true);
  });

  it('is not known to be one by its role, and is one where it ends without a word', () => {
    expect(isPlainlyAnswer(role, null)).toBe(false);
    expect(isPlainlyAnswer(Buffer.concat([role, frame({})]), 'stop')).toBe(true);
  });

  it('is a refusal where the filter ends it before anything came', () => {
    const refused = Buffer.concat([role, frame({ refusal: 'No.' })]);
    expect(() => isPlainlyAnswer(refused, 'content_filter')).toThrow(UpstreamError);
  });

  it('is known to a rule by the code of a refusal of the content', () => {
    expect(triggerOf(contentFiltered())).toBe('content_policy');
  });
});
