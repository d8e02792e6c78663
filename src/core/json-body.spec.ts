import fc from 'fast-check';
import { defined } from '../../test/support/defined.js';
import { JsonBody } from './json-body.js';
import type { JsonObject, JsonValue } from './json.js';

const names = fc.constantFrom('model', 'messages', 'stream', 'metadata', 'é', '"', 'x-1', '');
const objects = fc.dictionary(names, fc.jsonValue()) as fc.Arbitrary<JsonObject>;
const changes = fc.dictionary(names, fc.oneof(fc.jsonValue(), fc.constant(undefined))) as fc.Arbitrary<
  Record<string, JsonValue | undefined>
>;

function bodyOf(json: JsonObject, indent: number): JsonBody {
  return JsonBody.parse(Buffer.from(JSON.stringify(json, null, indent)));
}

/** The value that the bytes hold, without JavaScript's own `-0`, which JSON text does not keep. */
function asText(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The meaning of `with`, written plainly. */
function assign(json: JsonObject, change: Record<string, JsonValue | undefined>): JsonObject {
  return Object.fromEntries(Object.entries({ ...json, ...change }).filter(([, value]) => value !== undefined));
}

describe('JsonBody', () => {
  it('gives every member what JSON.parse gives it', () => {
    fc.assert(
      fc.property(objects, fc.nat(4), (json, indent) => {
        const body = bodyOf(json, indent);
        expect([...body.names()].sort()).toEqual(Object.keys(json).sort());
        for (const name of Object.keys(json)) expect(body.get(name)).toEqual(asText(json[name]));
        expect(body.toObject()).toEqual(asText(json));
        expect(body.get('absent')).toBeUndefined();
      }),
    );
  });

  it('with() and then parsing is parsing and then assigning', () => {
    fc.assert(
      fc.property(objects, changes, fc.nat(4), (json, change, indent) => {
        const changed = bodyOf(json, indent).with(change);
        expect(JSON.parse(changed.bytes.toString())).toEqual(asText(assign(json, change)));
      }),
    );
  });

  it('knows its members after changes upon changes, without reading the bytes again', () => {
    fc.assert(
      fc.property(objects, fc.array(changes, { maxLength: 4 }), (json, several) => {
        const changed = several.reduce((body, change) => body.with(change), bodyOf(json, 1));
        const again = JsonBody.parse(changed.bytes);
        expect([...changed.names()]).toEqual([...again.names()]);
        for (const name of changed.names()) {
          expect(changed.get(name)).toEqual(again.get(name));
          expect(changed.firstByteOf(name)).toBe(again.firstByteOf(name));
        }
      }),
    );
  });

  it('leaves what is not changed as it was written', () => {
    const text = '{ "seed": 12345678901234567890, "temperature": 1.0, "model": "a", "x": {"b":1 , "a":[ ]} }';
    const changed = JsonBody.parse(Buffer.from(text)).with({ model: 'b' }).bytes.toString();
    expect(changed).toBe('{"seed": 12345678901234567890,"temperature": 1.0,"model": "b","x": {"b":1 , "a":[ ]}}');
  });

  it('changes nothing of the body it was made from', () => {
    const body = JsonBody.of({ model: 'a', n: 1 });
    const before = body.bytes.toString();
    body.with({ model: 'b', n: undefined, extra: [1] });
    expect(body.bytes.toString()).toBe(before);
    expect(body.get('model')).toBe('a');
  });

  it('takes a buffer for JSON text already made', () => {
    const changed = JsonBody.of({ a: 1 }).with({ b: Buffer.from('[1.0]') });
    expect(changed.bytes.toString()).toBe('{"a":1,"b":[1.0]}');
  });

  it('removes a byte order mark', () => {
    const body = JsonBody.parse(Buffer.from('\uFEFF{"a":1}'));
    expect(body.toObject()).toEqual({ a: 1 });
    expect(body.bytes.toString()).toBe('{"a":1}');
  });

  it('can lose its last member', () => {
    expect(JsonBody.of({ a: 1 }).with({ a: undefined }).bytes.toString()).toBe('{}');
  });

  it('does not confuse members with what objects inherit', () => {
    const body = JsonBody.of({ toString: 'own' });
    expect(body.get('constructor')).toBeUndefined();
    expect(body.with({}).get('toString')).toBe('own');
    expect(JsonBody.of({ constructor: 1 }).with({ a: 2 }).bytes.toString()).toBe('{"constructor":1,"a":2}');
  });

  it('puts one more element in front of an array', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), fc.nat(2), (list, element, indent) => {
        const text = bodyOf({ list: list }, indent).prepended('list', element);
        expect(JSON.parse(defined(text).toString())).toEqual(asText([element, ...list]));
      }),
    );
    expect(JsonBody.of({ list: 'text' }).prepended('list', 1)).toBeNull();
    expect(JsonBody.of({}).prepended('list', 1)).toBeNull();
  });

  it('tells types and emptiness by single bytes', () => {
    const body = JsonBody.parse(Buffer.from('{"empty": [ \n ], "full": [ {} ], "text": "x", "object": { }}'));
    const byte = (code: number | undefined): string => String.fromCharCode(code ?? 0);
    expect(['empty', 'full', 'text', 'object'].map((name) => byte(body.firstByteOf(name))).join('')).toBe('[["{');
    expect(['empty', 'full', 'object'].map((name) => byte(body.firstByteInside(name))).join('')).toBe(']{}');
    expect(body.firstByteOf('absent')).toBeUndefined();
  });
});
