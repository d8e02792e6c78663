import fc from 'fast-check';
import type { JsonObject } from '../../core/json.js';
import { encodeSseData } from '../../providers/framing/encode-sse.js';
import { addCounts, ContinuedChunks, FirstChunks } from './continued-chunks.js';
import { RepeatedText } from './repeated-text.js';
import { SentAnswer } from './sent-answer.js';
import { dataOf, framesOf } from './sse-frames.js';

const chunk = (delta: JsonObject, finish: string | null = null, more: JsonObject = {}): JsonObject => ({
  ...{ id: 'second', object: 'chat.completion.chunk', created: 2, model: 'm2', ...more },
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const frame = (json: JsonObject) => encodeSseData(JSON.stringify(json));
const DONE = Buffer.from('data: [DONE]\n\n');

function begun(text: string): SentAnswer {
  const answer = new SentAnswer();
  const first = chunk({ role: 'assistant', content: text }, null, { id: 'first', created: 1, model: 'm1' });
  new FirstChunks(answer).push(frame(first));
  return answer;
}

interface Given {
  readonly sent?: string;
  readonly repeats?: boolean;
  readonly usage?: JsonObject | null;
}

function continuedBy(pieces: readonly Buffer[], { sent = 'A fox', repeats = false, usage = null }: Given = {}) {
  const given = sent.trimEnd();
  const repeated = new RepeatedText(given, sent.slice(given.length), { repeats });
  const answer = begun(sent);
  const chunks = new ContinuedChunks(answer, repeated, usage);
  const bytes = Buffer.concat(pieces.flatMap((piece) => chunks.push(piece) ?? []));
  const data = [...framesOf(bytes)].map((each) => dataOf(each));
  const json = data.flatMap((each) => (each === null || each === '[DONE]' ? [] : (JSON.parse(each) as Chunk)));
  return { json, data, bytes, answer };
}

interface Chunk extends JsonObject {
  readonly choices: { readonly delta: { readonly content?: string }; readonly finish_reason: string | null }[];
}

const ENVELOPE = { id: 'first', object: 'chat.completion.chunk', created: 1, model: 'm1' };

describe('FirstChunks', () => {
  it('lets the bytes through as they are', () => {
    const bytes = Buffer.concat([Buffer.from(': ping\n\n'), frame(chunk({ content: 'A' })), DONE]);
    const answer = new SentAnswer();
    expect(new FirstChunks(answer).push(bytes)).toBe(bytes);
    expect(answer).toMatchObject({ text: 'A', pieces: 1 });
  });
});

describe('ContinuedChunks', () => {
  it('are more of the first answer, marked at its end', () => {
    const frames = [chunk({ role: 'assistant', content: '' }), chunk({ content: ' ran.' }), chunk({}, 'stop')];
    const { json, data, answer } = continuedBy([...frames.map(frame), DONE]);
    expect(json).toEqual([
      { ...ENVELOPE, choices: [{ index: 0, delta: { content: ' ran.' }, finish_reason: null }] },
      { ...ENVELOPE, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], llmops: { continued: true } },
    ]);
    expect(data.at(-1)).toBe('[DONE]');
    expect(answer).toMatchObject({ isContinuable: false });
  });

  it.each<[string, JsonObject, JsonObject | null]>([
    ['a second role', { role: 'assistant' }, null],
    ['second thoughts', { reasoning: 'Hm', reasoning_content: 'Hm', reasoning_details: [], thinking_blocks: [] }, null],
    ['empty text', { content: '' }, null],
    ['the role of a chunk with text', { role: 'assistant', content: ' ran' }, { content: ' ran' }],
    ['nothing of a call', { tool_calls: [{ index: 0 }] }, { tool_calls: [{ index: 0 }] }],
  ])('leave out %s', (_name, delta, expected) => {
    const { json } = continuedBy([frame(chunk(delta))]);
    expect(json.map(({ choices }) => choices[0]?.delta)).toEqual(expected === null ? [] : [expected]);
  });

  it('send what was held back with the end, where it was no repetition', () => {
    const sent = 'A fox that is quick and brown went over.';
    const { json } = continuedBy([frame(chunk({ content: 'A' })), frame(chunk({ content: ' fox' }, 'stop'))], { sent });
    expect(json.map(({ choices }) => choices[0])).toEqual([
      { index: 0, delta: { content: 'A fox' }, finish_reason: 'stop' },
    ]);
  });

  it('leave comments and what is no chunk alone', () => {
    const bytes = Buffer.from(': ping\n\ndata: [DONE]\n\n');
    expect(continuedBy([bytes]).bytes).toEqual(bytes);
  });

  it.each<[string, JsonObject | null, JsonObject | null]>([
    ['together', { completion_tokens: 2 }, { completion_tokens: 5 }],
    ['of the last only where the others are none', {}, { completion_tokens: 3 }],
    ['not at all where one stream did not', null, null],
  ])('count tokens: %s', (_name, usage, expected) => {
    const counted = { choices: [], usage: { completion_tokens: 3 } };
    const { json, answer } = continuedBy([frame(counted)], { usage });
    expect(json).toMatchObject([{ id: 'first', choices: [], usage: expected }]);
    // For the sum of the next stream, should this one break too.
    expect(answer.usage).toEqual({ completion_tokens: 3 });
  });

  it('keep the text for the next stream', () => {
    expect(continuedBy([frame(chunk({ content: ' ran' })), frame(chunk({ content: ' on' }))]).answer).toMatchObject({
      ...{ text: 'A fox ran on', pieces: 3, isContinuable: true },
    });
  });

  it('make one whole text of any, wherever it was cut and however it comes', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'é', '😀'), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(text, fc.nat(), fc.array(fc.nat()), fc.array(fc.boolean()), (whole, cut, cuts, joins) => {
        const sent = whole.slice(0, cut % (whole.length + 1));
        const frames = [chunk({ role: 'assistant' }), ...piecesOf(whole, cuts).map((content) => chunk({ content }))];
        const { json, data } = continuedBy(joined([...frames, chunk({}, 'stop')].map(frame), joins), {
          sent,
          repeats: true,
        });
        expect(sent + json.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(whole);
        expect(json.filter(({ llmops }) => llmops !== undefined)).toEqual([json.at(-1)]);
        expect(new Set(json.map(({ id }) => id)).size).toBe(1);
        expect(data).toHaveLength(json.length);
      }),
    );
  });
});

describe('addCounts', () => {
  it.each<[JsonObject, JsonObject, JsonObject]>([
    [{ a: 1, b: 2 }, { a: 10 }, { a: 11, b: 2 }],
    [{ d: { x: 1 } }, { d: { x: 2, y: 3 } }, { d: { x: 3, y: 3 } }],
    [{ d: { x: 1 } }, { d: null }, { d: { x: 1 } }],
    [{ d: null }, { d: { x: 1 } }, { d: { x: 1 } }],
    [{}, { a: 1 }, { a: 1 }],
  ])('%j and %j are %j', (one, other, sum) => expect(addCounts(one, other)).toEqual(sum));
});

function piecesOf(text: string, cuts: readonly number[]): string[] {
  const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [...at, text.length].map((end, index) => text.slice(at[index - 1] ?? 0, end));
}

/** Whole frames, some of them in one piece. */
function joined(frames: readonly Buffer[], joins: readonly boolean[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (const [index, each] of frames.entries()) {
    const before = joins[index] === true ? pieces.pop() : undefined;
    pieces.push(before === undefined ? each : Buffer.concat([before, each]));
  }
  return pieces;
}
