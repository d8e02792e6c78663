import type { JsonObject } from '../../../core/json.js';
import { toolCallRepairer } from './repair-tool-calls.js';

type Piece = JsonObject;

const frame = (pieces: Piece[], choice = 0): JsonObject => ({
  id: 'chatcmpl-1',
  choices: [{ index: choice, delta: { tool_calls: pieces }, finish_reason: null }],
});
const begin = (id: string, name: string, more: Piece = {}): Piece => ({
  id,
  type: 'function',
  function: { name, arguments: '' },
  ...more,
});
const go = (text: string, more: Piece = {}): Piece => ({ function: { arguments: text }, ...more });

function piecesOf(frames: readonly JsonObject[]): Piece[] {
  return frames.flatMap(({ choices }) =>
    (choices as { delta: { tool_calls: Piece[] } }[]).flatMap(({ delta }) => delta.tool_calls),
  );
}

/** As OpenAI's clients put the pieces together: by index, the id and name as last stated. */
function joined(frames: readonly JsonObject[]): Record<string, { id: unknown; name: unknown; text: string }> {
  const calls: Record<string, { id: unknown; name: unknown; text: string }> = {};
  for (const { index, id, function: called } of piecesOf(frames)) {
    const call = (calls[JSON.stringify(index)] ??= { id: undefined, name: undefined, text: '' });
    const { name, arguments: text } = called as JsonObject;
    if (id !== undefined) call.id = id;
    if (typeof name === 'string') call.name = name;
    if (typeof text === 'string') call.text += text;
  }
  return calls;
}

const TWO = { '0': { id: 'a', name: 'f', text: '{}' }, '1': { id: 'b', name: 'g', text: '[]' } };

describe('tool calls of a stream', () => {
  it('are left alone where they are right', () => {
    const repair = toolCallRepairer();
    const frames = [
      frame([begin('a', 'f', { index: 0 })]),
      frame([go('{', { index: 0 })]),
      frame([go('}', { index: 0, id: null })]),
      frame([begin('b', 'g', { index: 1 }), go('[]', { index: 1 })]),
      frame([begin('a', 'f', { index: 0 })], 1),
      { id: 'x', choices: [] },
      { id: 'x', choices: [{ index: 0, delta: { content: 'text' } }] },
    ];
    for (const each of frames) expect(repair(each)).toBe(each);
  });

  it.each<[string, Piece[][]]>([
    ['without an index', [[begin('a', 'f')], [go('{')], [go('}')], [begin('b', 'g')], [go('[]')]]],
    ['without an index, all in one frame', [[begin('a', 'f'), go('{}'), begin('b', 'g'), go('[]')]]],
    [
      'without an index, the id repeated',
      [[begin('a', 'f')], [go('{}', { id: 'a' })], [begin('b', 'g')], [go('[]', { id: 'b' })]],
    ],
    [
      'with an empty id in later pieces',
      [
        [begin('a', 'f', { index: 0 })],
        [go('{}', { index: 0, id: '' })],
        [begin('b', 'g', { index: 1 })],
        [go('[]', { index: 1, id: '' })],
      ],
    ],
    [
      'with an empty id and no index in later pieces',
      [[begin('a', 'f')], [go('{}', { id: '' })], [begin('b', 'g')], [go('[]', { id: '' })]],
    ],
    [
      'with one index for all',
      [
        [begin('a', 'f', { index: 0 })],
        [go('{}', { index: 0 })],
        [begin('b', 'g', { index: 0 })],
        [go('[]', { index: 0 })],
      ],
    ],
    [
      'whose index is null',
      [
        [begin('a', 'f', { index: null })],
        [go('{}', { index: null })],
        [begin('b', 'g', { index: null })],
        [go('[]', { index: null })],
      ],
    ],
    [
      'told in turns',
      [
        [begin('a', 'f', { index: 0 })],
        [begin('b', 'g', { index: 1 })],
        [go('{}', { index: 0, id: '' })],
        [go('[]', { index: 1, id: '' })],
      ],
    ],
  ])('%s are put right', (_what, pieces) => {
    const frames = pieces.map((each) => frame(each));
    const before = structuredClone(frames);
    expect(joined(frames.map(toolCallRepairer()))).toEqual(TWO);
    expect(frames).toEqual(before);
  });

  it('that have no id at all get one, the same for the whole call', () => {
    const repair = toolCallRepairer();
    const nameless = { type: 'function', function: { name: 'f', arguments: '{}' } };
    const frames = [frame([nameless]), frame([{ ...nameless, id: '' }])].map(repair);
    const ids = Object.values(joined(frames)).map(({ id }) => id);
    expect(ids).toEqual([expect.stringMatching(/^call_[0-9a-f]{24}$/), expect.stringMatching(/^call_[0-9a-f]{24}$/)]);
    expect(new Set(ids).size).toBe(2);
  });

  it('are counted for each choice by itself', () => {
    const repair = toolCallRepairer();
    const frames = [frame([begin('a', 'f')], 0), frame([begin('b', 'g')], 1)].map(repair);
    expect(piecesOf(frames).map(({ index }) => index)).toEqual([0, 0]);
  });
});
