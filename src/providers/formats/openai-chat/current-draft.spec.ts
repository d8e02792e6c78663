import type { JsonObject } from '../../../core/json.js';
import { toCurrentDraft } from './current-draft.js';

const inProperty = (schema: JsonObject): JsonObject => ({ type: 'object', properties: { a: schema } });

describe('a schema of an older draft', () => {
  it.each<[JsonObject, JsonObject, boolean]>([
    [{ items: [{ type: 'string' }] }, { prefixItems: [{ type: 'string' }] }, false],
    [{ items: [{}], additionalItems: false }, { prefixItems: [{}], items: false }, false],
    [{ minimum: 0, exclusiveMinimum: true }, { exclusiveMinimum: 0 }, false],
    [{ maximum: 9, exclusiveMaximum: false }, { maximum: 9 }, false],
    [{ type: 'string', enum: [] }, { type: 'string' }, true],
  ])('%j is %j', (given, expected, isLost) => {
    let lost = false;
    expect(toCurrentDraft(inProperty(given), () => (lost = true))).toEqual(inProperty(expected));
    expect(lost).toBe(isLost);
  });

  it('is itself where nothing is old', () => {
    const schema = { ...inProperty({ exclusiveMinimum: 0, enum: [1] }), required: ['a'], allOf: [{ items: {} }] };
    expect(toCurrentDraft(schema, () => undefined)).toBe(schema);
  });
});
