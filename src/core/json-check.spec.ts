import fc from 'fast-check';
import { isObjectAt } from './json-check.js';
import { parseObject } from './json.js';

function checks(text: string): boolean {
  const bytes = Buffer.from(text);
  return isObjectAt(bytes, 0, bytes.length);
}

/** As `JSON.parse` has it, of a text without white space around it. */
function isObject(text: string): boolean {
  return text === text.trim() && parseObject(text) !== null;
}

const space = fc.constantFrom('', ' ', '\n\t', '\r ');

/** JSON with white space where it may stand, and one character put in, taken out or changed. */
const damaged = fc
  .tuple(
    fc.jsonValue(),
    space,
    fc.nat(),
    fc.constantFrom('', '"', '\\', '\\u12', '}', ']', ',', ':', '0', '-', 'e', '.', '\n', '\0', 'é'),
  )
  .map(([value, between, at, piece]) => {
    const text = JSON.stringify({ a: value, b: [value, 1e21, -0.5] }, null, between.replace(/\S/g, ''));
    const place = at % (text.length + 1);
    return [text.slice(0, place) + piece + text.slice(place), text.slice(0, place) + piece + text.slice(place + 1)];
  });

describe('isObjectAt', () => {
  it('agrees with JSON.parse, of whole texts and damaged ones', () => {
    fc.assert(
      fc.property(damaged, (texts) => {
        for (const text of texts) expect([text, checks(text)]).toEqual([text, isObject(text)]);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    '{}',
    '{"a":1}',
    '{"a":-0.1e-7,"b":[],"c":{},"d":[1,[2]],"e":"\\u00e9\\n\\"\\\\\\/"}',
    '{ "a" : true , "b" : false , "c" : null }',
    '',
    '{',
    '}',
    '[]',
    '"a"',
    '1',
    '{,}',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{"a":[1,]}',
    '{a:1}',
    "{'a':1}",
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":1e}',
    '{"a":-}',
    '{"a":nul}',
    '{"a":NaN}',
    '{"a":"\\x"}',
    '{"a":"\\u12g4"}',
    '{"a":"\t"}',
    '{"a":"',
    '{"a":"\\',
    '{"a":1}}',
    '{"a":1} ',
  ])('agrees with JSON.parse of %j', (text) => {
    expect(checks(text)).toBe(isObject(text));
  });

  it('sees only what lies between its two places', () => {
    const bytes = Buffer.from('data: {"a":1}\n\ndata: {"a":{"b":2}}\n\n');
    expect(isObjectAt(bytes, 6, 13)).toBe(true);
    expect(isObjectAt(bytes, 6, 12)).toBe(false);
    expect(isObjectAt(bytes, 6, bytes.length)).toBe(false);
  });

  it('does not follow what is nested without end', () => {
    const text = '{"a":'.repeat(100_000);
    expect(checks(text)).toBe(false);
  });
});
