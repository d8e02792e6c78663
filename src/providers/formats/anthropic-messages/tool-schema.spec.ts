import type { JsonObject } from '../../../core/json.js';
import { toToolSchema } from './tool-schema.js';

function fit(parameters: JsonObject): { readonly schema: JsonObject; readonly isWords: boolean } {
  let isWords = false;
  const schema = toToolSchema(parameters, () => (isWords = true));
  return { schema, isWords };
}

const city = { type: 'string' };
const zip = { type: 'integer' };

describe('the parameters of a tool for Claude', () => {
  it('say in words which of several members are required', () => {
    const anyOf = [{ required: ['city'] }, { required: ['zip'] }];
    const { schema, isWords } = fit({ type: 'object', properties: { city, zip }, anyOf });
    expect(schema).toEqual({
      type: 'object',
      properties: { city, zip },
      description: `Must satisfy {"anyOf":${JSON.stringify(anyOf)}}.`,
    });
    expect(isWords).toBe(true);
  });

  it('hold the members of all alternatives, and require what all require', () => {
    const { schema } = fit({
      description: 'A place.',
      oneOf: [
        { type: 'object', properties: { kind: { const: 'city' }, city }, required: ['kind', 'city'] },
        { type: 'object', properties: { kind: { const: 'zip' }, zip }, required: ['kind', 'zip'] },
      ],
    });
    expect(schema).toMatchObject({
      type: 'object',
      properties: { kind: { anyOf: [{ const: 'city' }, { const: 'zip' }] }, city, zip },
      required: ['kind'],
      description: expect.stringMatching(/^A place\. Must satisfy \{"oneOf":/),
    });
    expect(schema).not.toHaveProperty('oneOf');
  });

  it('merge allOf and references without losing anything', () => {
    const { schema, isWords } = fit({
      $defs: { base: { type: 'object', properties: { city }, required: ['city'] } },
      allOf: [{ $ref: '#/$defs/base' }, { properties: { zip }, required: ['zip'] }],
    });
    expect(schema).toEqual({
      $defs: { base: { type: 'object', properties: { city }, required: ['city'] } },
      type: 'object',
      properties: { city, zip },
      required: ['city', 'zip'],
    });
    expect(isWords).toBe(false);
    const byReference = fit({ $ref: '#/$defs/a', $defs: { a: { type: 'object', properties: { city } } } });
    expect(byReference.schema).toMatchObject({ type: 'object', properties: { city } });
    expect(byReference.schema).not.toHaveProperty('$ref');
  });

  it('may be an object or nothing', () => {
    expect(fit({ type: ['object', 'null'], properties: { city } }).schema).toMatchObject({ type: 'object' });
    expect(fit({}).schema).toEqual({ type: 'object', properties: {} });
  });

  it.each<[string, JsonObject]>([
    ['lead to themselves', { $ref: '#' }],
    ['lead to themselves many times', { allOf: Array.from({ length: 50 }, () => ({ $ref: '#' })) }],
    ['lead nowhere', { $ref: '#/$defs/none' }],
    ['lead elsewhere', { allOf: [{ $ref: 'https://example.com/x' }] }],
  ])('say in words what references hold that %s', (_, parameters) => {
    const { schema, isWords } = fit(parameters);
    expect(schema).toMatchObject({ type: 'object', description: expect.stringContaining('$ref') });
    for (const keyword of ['$ref', 'allOf', 'anyOf', 'oneOf']) expect(schema).not.toHaveProperty(keyword);
    expect(isWords).toBe(true);
  });

  it('are never changed in place', () => {
    const parameters = { type: 'object', properties: { city }, anyOf: [{ properties: { zip } }] };
    const before = JSON.stringify(parameters);
    fit(parameters);
    expect(JSON.stringify(parameters)).toBe(before);
  });
});
