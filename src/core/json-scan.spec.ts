import fc from 'fast-check';
import { defined } from '../../test/support/defined.js';
import { scanJsonObject } from './json-scan.js';
import { JsonLimitError, JsonScanError } from './json-scan-error.js';
import { isJsonObject } from './json.js';

/** What `JSON.parse` makes of it, null where it refuses or makes no object. */
function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function accepts(text: string): boolean {
  try {
    scanJsonObject(Buffer.from(text));
    return true;
  } catch (error) {
    if (error instanceof JsonScanError) return false;
    throw error;
  }
}

/** JSON text with white space in all places where it may stand. */
const spacedObject = fc
  .tuple(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), fc.integer({ min: 0, max: 4 }))
  .map(([object, indent]) => JSON.stringify(object, null, indent));

const PIECES = fc.constantFrom(...' \t\n\r\f\0{}[],:"\\/0123456789-+.eEtfnuxé\u2028'.split(''), '');

/** Valid JSON with one piece replaced, where a scanner and a parser are most likely to differ. */
const almostJson = fc.tuple(spacedObject, fc.nat(), fc.nat(3), PIECES).map(([text, at, length, piece]) => {
  const start = at % (text.length + 1);
  return text.slice(0, start) + piece + text.slice(start + length);
});

/** Short words over JSON's own alphabet. */
const tokens = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '"\\u12',
      '0',
      '-',
      '1',
      '.',
      'e',
      'E+',
      'true',
      'null',
      ' ',
    ),
    {
      maxLength: 9,
    },
  )
  .map((words) => `{"a":${words.join('')}`);

/** The same text with all its strings and long lists of numbers emptied: what the scanner answers for. */
function emptied(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[^])*"/g, '""').replace(/\[[^[\]{}:"]{250,}\]/g, '[]');
}

const numbers = fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), {
  minLength: 40,
  maxLength: 60,
});

describe('scanJsonObject', () => {
  it.each([
    ['objects', spacedObject],
    ['objects with a piece replaced', almostJson],
    ['short words of its alphabet', tokens],
    ['any text', fc.string({ unit: 'binary' })],
  ])(
    'accepts what JSON.parse accepts, and beyond it only what differs inside a text or a long list of numbers: %s',
    (_what, texts) => {
      fc.assert(
        fc.property(texts, (text) => {
          // A lone surrogate has no UTF-8, so the expected text is the one that the bytes decode to.
          const sent = Buffer.from(text).toString();
          const isJson = parsed(sent) !== null;
          return accepts(sent) ? isJson || parsed(emptied(sent)) !== null : !isJson;
        }),
        { numRuns: 2_000 },
      );
    },
  );

  it('accepts long lists of numbers, and beyond JSON.parse only what differs inside one', () => {
    fc.assert(
      fc.property(numbers, fc.nat(2), fc.nat(), PIECES, (list, indent, at, piece) => {
        const text = JSON.stringify({ a: { b: list, c: [list, 'x'] }, d: list }, null, indent);
        expect(accepts(text)).toBe(true);
        const start = at % text.length;
        const changed = text.slice(0, start) + piece + text.slice(start + 1);
        const isJson = parsed(changed) !== null;
        return accepts(changed) ? isJson || parsed(emptied(changed)) !== null : !isJson;
      }),
    );
  });

  it('sees everything that is in a list beside its numbers', () => {
    const list = '1.25,'.repeat(100);
    for (const last of ['1,', '"x', '1}', '{', ':1', '', '[1', '1]'])
      expect(accepts(`{"a":[${list}${last}]}`)).toBe(false);
    for (const last of ['"]"', '{"b":[1]}', '[1]', 'null', '1 ']) expect(accepts(`{"a":[${list}${last}]}`)).toBe(true);
    expect([...scanJsonObject(Buffer.from(`{"a":[${list}1],"b":[${list}2]}`)).keys()]).toEqual(['a', 'b']);
  });

  it('checks names and short texts of the object itself', () => {
    for (const text of ['{"a\n":1}', '{"a":"\n"}', '{"\\x":1}', '{"a":"\\u00"}']) expect(accepts(text)).toBe(false);
    for (const text of ['{"a":{"\n":"\n"}}', '{"a":["\\x"]}']) expect(accepts(text)).toBe(true);
  });

  it('finds every member where it stands', () => {
    fc.assert(
      fc.property(spacedObject, (text) => {
        const bytes = Buffer.from(text);
        const found = [...scanJsonObject(bytes).values()].map(({ name, nameStart, valueStart, valueEnd }) => {
          expect(bytes.toString('utf8', nameStart, nameStart + 1)).toBe('"');
          return [name, JSON.parse(bytes.toString('utf8', valueStart, valueEnd)) as unknown];
        });
        expect(new Map(found as [string, unknown][])).toEqual(new Map(Object.entries(parsed(text) ?? {})));
      }),
    );
  });

  it('takes the last of a repeated name, as JSON.parse does', () => {
    const bytes = Buffer.from('{"model":"a","x":1,"model":"b"}');
    const span = defined(scanJsonObject(bytes).get('model'));
    expect(bytes.toString('utf8', span.valueStart, span.valueEnd)).toBe('"b"');
  });

  it('reads names by their meaning', () => {
    expect([...scanJsonObject(Buffer.from('{"mod\\u0065l":1,"\\ud83d\\ude00":2}')).keys()]).toEqual(['model', '😀']);
  });

  it('takes no name for one that it met before and that looks alike', () => {
    // The same length, first and last character: they share a place in the list of known names.
    const names = ['model', 'motel', 'mo\u00e9l', 'mod\\u0065l', 'm\u0142odl', 'model', '', 'l', 'x'.repeat(40)];
    for (const name of [...names, ...names]) {
      const text = `{"${name}":1}`;
      expect([...scanJsonObject(Buffer.from(text)).keys()]).toEqual(Object.keys(parsed(text) ?? {}));
    }
  });

  it('skips a byte order mark', () => {
    expect([...scanJsonObject(Buffer.from('\uFEFF{"a":1}')).keys()]).toEqual(['a']);
  });

  it.each([
    ['{"a":1', 6],
    ['{"a":01}', 6],
    ['{"a":1}x', 7],
    ["{'a':1}", 1],
    ['[1]', 0],
    ['', 0],
    ['{"a":"\n"}', 5],
    ['{"a":1,}', 7],
  ])('says where %j cannot be: byte %i', (text, offset) => {
    expect(() => scanJsonObject(Buffer.from(text))).toThrow(expect.objectContaining({ offset }));
  });

  it('stops at the first thing beyond a limit', () => {
    const limits = { members: 3, scalars: 101, values: 10 };
    const scan = (text: string) => () => scanJsonObject(Buffer.from(text), limits);
    expect(scan('{"a":1,"b":2,"c":3}')).not.toThrow();
    expect(scan('{"a":1,"a":2,"a":3,"a":4, not even JSON')).toThrow(JsonLimitError);
    expect(scan(`{"a":[${'1,'.repeat(100)}1]}`)).not.toThrow();
    expect(scan(`{"a":[${'1,'.repeat(100)}true,null,not even JSON`)).toThrow(JsonLimitError);
    expect(scan(`{"a":[${'"",'.repeat(9)}0]}`)).not.toThrow();
    expect(scan(`{"a":[${'"",'.repeat(10)} not even JSON`)).toThrow(JsonLimitError);
    expect(scan(`{"a":[${'{},'.repeat(10)} not even JSON`)).toThrow(JsonLimitError);
    expect(scan(`{"a":{${'"b":0,'.repeat(10)} not even JSON`)).toThrow(JsonLimitError);
  });

  it('refuses hostile depth without running out of stack', () => {
    const deep = `{"a":${'['.repeat(1_000_000)}`;
    expect(() => scanJsonObject(Buffer.from(deep))).toThrow('nested too deeply');
    expect(accepts(`{"a":${'['.repeat(500)}${']'.repeat(500)}}`)).toBe(true);
  });
});
