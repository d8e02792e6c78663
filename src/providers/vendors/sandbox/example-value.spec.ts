import type { JsonObject, JsonValue } from '../../../core/json.js';
import { exampleValue } from './example-value.js';

const SELF = { $ref: '#' };
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const text = { type: 'string' };

describe('exampleValue', () => {
  it.each<[JsonObject, JsonValue]>([
    [
      { type: 'object', properties: { a: text }, required: ['a', 'b'] },
      { a: 'sandbox', b: 'sandbox' },
    ],
    [{ enum: ['small', 'large'] }, 'small'],
    [{ const: null }, null],
    [{ type: 'boolean' }, true],
    [{ type: ['null', 'integer'], minimum: 2.5 }, 3],
    [{ type: 'integer', exclusiveMinimum: 4, multipleOf: 3 }, 6],
    [{ type: 'string', minLength: 9 }, 'sandbox..'],
    [{ type: 'string', maxLength: 4 }, 'sand'],
    [{ type: 'array', items: text, minItems: 3 }, ['sandbox', 'sandbox', 'sandbox']],
    [{ type: 'array', items: text, maxItems: 0 }, []],
    [{ type: 'array', prefixItems: [text, { type: 'null' }] }, ['sandbox', null]],
    [{ anyOf: [{ type: 'null' }, { type: 'integer' }] }, 1],
  ])('of %j is %j', (schema, value) => {
    expect(exampleValue(schema)).toEqual(value);
  });

  it.each([
    ['date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
    ['date', /^\d{4}-\d\d-\d\d$/],
    ['time', /^\d\d:\d\d:\d\dZ$/],
    ['duration', /^PT1S$/],
    ['email', /^\w+@example\.com$/],
    ['uuid', /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
    ['ipv4', /^(\d{1,3}\.){3}\d{1,3}$/],
  ])('has the form of a %s', (format, form) => {
    expect(exampleValue({ type: 'string', format, minLength: 100 })).toMatch(form);
  });

  it('holds what every part of an allOf and what stands beside it asks for', () => {
    const part = (name: string) => ({ type: 'object', properties: { [name]: text }, required: [name] });
    const allOf = [{ $ref: '#/$defs/A' }, part('b')];
    expect(exampleValue({ ...part('c'), allOf, $defs: { A: part('a') } })).toEqual({
      ...{ a: 'sandbox', b: 'sandbox', c: 'sandbox' },
    });
  });

  it('ends a list whose rest may be null with null', () => {
    const rest = { anyOf: [SELF, { type: 'null' }] };
    const json = JSON.stringify(exampleValue({ type: 'object', properties: { rest }, required: ['rest'] }));
    expect(json).toMatch(/^(\{"rest":)+null\}+$/);
  });

  it.each<[string, JsonObject]>([
    ['refers to itself', SELF],
    ['refers to nothing', { $ref: '#/$defs/missing' }],
    ['asks for endless lists of lists', { type: 'array', items: SELF, minItems: 1e9 }],
    ['asks for endless text', { type: 'array', items: { type: 'string', minLength: 1e9 }, minItems: 1e9 }],
    ['repeats a long value', { $defs: { a: { const: 'x'.repeat(1e5) } }, items: { $ref: '#/$defs/a' }, minItems: 1e9 }],
    ['is as wide as deep', { required: NAMES, properties: Object.fromEntries(NAMES.map((name) => [name, SELF])) }],
  ])('stays short where a schema %s', (_what, schema) => {
    expect(JSON.stringify(exampleValue(schema)).length).toBeLessThan(500_000);
  });

  it.each([{ enum: null }, { examples: 3 }, { anyOf: {} }, { properties: [] }, { required: 'a' }, { type: 7 }])(
    'bears %j, which is no schema',
    (schema) => {
      expect(() => exampleValue(schema as JsonObject)).not.toThrow();
    },
  );
});
