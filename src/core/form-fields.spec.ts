import fc from 'fast-check';
import { FormFields, toFormFields } from './form-fields.js';
import type { JsonObject } from './json.js';

function read(...fields: readonly (readonly [name: string, value: string])[]): JsonObject {
  const form = new FormFields(1_000);
  for (const [name, value] of fields) form.add(name, value);
  return JSON.parse(JSON.stringify(form.toObject())) as JsonObject;
}

describe('the fields of a form', () => {
  it('are texts; of a repeated name the last one counts', () => {
    expect(read(['model', 'a'], ['temperature', '0.5'], ['model', 'b'])).toEqual({ model: 'b', temperature: '0.5' });
  });

  it('collect lists and objects', () => {
    expect(read(['include[]', 'a'], ['metadata[plan]', 'gold'], ['include[]', 'b'], ['metadata[user]', 'u'])).toEqual({
      include: ['a', 'b'],
      metadata: { plan: 'gold', user: 'u' },
    });
  });

  it('keep a name that is in no such spelling as it is', () => {
    expect(read(['a[b][c]', '1'], ['[x]', '2'], ['a]', '3'])).toEqual({ 'a[b][c]': '1', '[x]': '2', 'a]': '3' });
  });

  it('reach no prototype', () => {
    expect(Object.keys(read(['__proto__[x]', '1'], ['constructor', '2']))).toEqual(['__proto__', 'constructor']);
    expect(({} as JsonObject)['x']).toBeUndefined();
  });

  it('are refused where all of them are too large', () => {
    const form = new FormFields(10);
    expect([form.add('a', '1234'), form.add('b', '1234'), form.add('c', '')]).toEqual([true, true, false]);
  });

  it('come back from what they were read as', () => {
    const name = fc.stringMatching(/^[a-z_]{1,10}$/);
    const value = fc.oneof(
      fc.string(),
      fc.array(fc.string(), { minLength: 1 }),
      fc.dictionary(name, fc.string(), { minKeys: 1 }),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value), (json) => {
        const form = new FormFields(1e6);
        for (const field of toFormFields(json)) form.add(field.name, field.value);
        expect(JSON.parse(JSON.stringify(form.toObject()))).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });

  it('say numbers and what is deeper as JSON, and nothing of null', () => {
    expect(toFormFields({ n: 1, none: null, strategy: { type: 'server_vad', deep: { a: 1 } } })).toEqual([
      { name: 'n', value: '1' },
      { name: 'strategy[type]', value: 'server_vad' },
      { name: 'strategy[deep]', value: '{"a":1}' },
    ]);
  });
});
