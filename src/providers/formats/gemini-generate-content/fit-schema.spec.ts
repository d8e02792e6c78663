import type { JsonObject } from '../../../core/json.js';
import { fitSchema } from './fit-schema.js';

const REFERENCE = { $ref: '#/$defs/Step' };

describe('a JSON schema as Google takes it', () => {
  it.each<[string, JsonObject]>([
    ['closed and open objects', { type: 'object', additionalProperties: false, properties: { a: { type: 'string' } } }],
    ['a map', { type: 'object', additionalProperties: { type: 'number' } }],
    ['type arrays', { type: ['string', 'null'] }],
    ['unions', { anyOf: [{ type: 'string' }, { oneOf: [{ type: 'null' }, REFERENCE] }], $defs: { Step: {} } }],
    ['formats and bounds', { type: 'string', format: 'date-time', minLength: 1, pattern: '^a' }],
    ['enums of texts and numbers', { enum: ['a', 'b'], examples: [{ const: 1 }], default: { $ref: 1, x: 2 } }],
    ['enums of numbers', { type: 'integer', enum: [1, 2, 3] }],
    [
      'a property called const',
      { type: 'object', properties: { const: { type: 'string' }, $ref: { type: 'string' } } },
    ],
  ])('leaves %s as they are', (_what, schema) => {
    const fitted = fitSchema(schema);
    expect(fitted).toEqual({ schema, approximated: false });
    expect(fitted.schema).toBe(schema);
  });

  it.each<[JsonObject, JsonObject, boolean]>([
    [{ const: 'circle' }, { enum: ['circle'] }, false],
    [{ type: 'string', const: 'circle', title: 'T' }, { type: 'string', title: 'T', enum: ['circle'] }, false],
    [{ type: 'integer', const: 3 }, { type: 'integer', enum: [3] }, false],
    [{ const: null }, { type: 'null' }, false],
    [{ const: true }, { type: 'boolean' }, true],
    [{ type: 'string', enum: [] }, { type: 'string' }, true],
    [{ type: 'array' }, { type: 'array', items: {} }, false],
    [{ type: 'array', items: [{ const: 'a' }] }, { type: 'array', prefixItems: [{ enum: ['a'] }], items: {} }, false],
    [
      { type: 'object', properties: { a: {} }, required: ['a', 'b'] },
      { type: 'object', properties: { a: {} }, required: ['a'], description: 'Must satisfy {"required":["a","b"]}.' },
      true,
    ],
    [
      { type: 'object', properties: { a: {} }, anyOf: [{ required: ['a'] }] },
      { type: 'object', properties: { a: {} }, anyOf: [{ description: 'Must satisfy {"required":["a"]}.' }] },
      true,
    ],
    [{ const: { a: 1 }, type: 'object' }, { type: 'object' }, true],
    [{ enum: ['a', null] }, { enum: ['a'], type: ['string', 'null'] }, false],
    [{ type: 'string', enum: ['a', null] }, { type: ['string', 'null'], enum: ['a'] }, false],
    [{ type: ['string', 'null'], enum: ['a', null] }, { type: ['string', 'null'], enum: ['a'] }, false],
    [{ type: 'string', enum: ['', 'a'] }, { type: 'string', enum: ['a'] }, true],
    [{ type: 'string', enum: [''] }, { type: 'string' }, true],
    [{ type: 'boolean', enum: [true] }, { type: 'boolean' }, true],
    [{ ...REFERENCE, description: 'd', default: 1 }, REFERENCE, true],
    [{ ...REFERENCE, $comment: 'c' }, { ...REFERENCE, $comment: 'c' }, false],
    [
      { definitions: { A: { const: 1 } }, items: { $ref: '#/definitions/A' } },
      { $defs: { A: { enum: [1] } }, items: { $ref: '#/$defs/A' } },
      false,
    ],
    [
      { $ref: '#/definitions/A', definitions: { A: { type: 'object' } } },
      { $ref: '#/$defs/A', $defs: { A: { type: 'object' } } },
      false,
    ],
  ])('says %j as %j', (schema, sent, approximated) => {
    const before = structuredClone(schema);
    expect(fitSchema(schema)).toEqual({ schema: sent, approximated });
    const nested = { type: 'object', properties: { a: { anyOf: [schema] } }, required: ['a'] };
    expect(fitSchema(nested)).toEqual({
      schema: { type: 'object', properties: { a: { anyOf: [sent] } }, required: ['a'] },
      approximated,
    });
    expect(schema).toEqual(before);
  });
});
