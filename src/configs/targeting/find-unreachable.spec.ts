import { below, randomNumbers } from '../../../test/support/random-numbers.js';
import type { CallFacts } from '../snapshot/call-facts.js';
import { matches, parseConditions } from '../snapshot/conditions.js';
import { findUnreachable, implies, type OrderedRule } from './find-unreachable.js';

describe('implies', () => {
  it.each<[string, object, object, boolean]>([
    ['everything implies no conditions', { plan: 'pro' }, {}, true],
    ['no conditions imply nothing', {}, { plan: 'pro' }, false],
    ['the same', { plan: 'pro' }, { plan: ['pro'] }, true],
    ['one of more', { plan: 'pro' }, { plan: ['pro', 'team'] }, true],
    ['more than one', { plan: ['pro', 'team'] }, { plan: 'pro' }, false],
    ['more names', { plan: 'pro', country: 'de' }, { plan: 'pro' }, true],
    ['fewer names', { plan: 'pro' }, { plan: 'pro', country: 'de' }, false],
    ['a value that begins so', { plan: 'pro-2' }, { plan: { prefix: 'pro' } }, true],
    ['a longer beginning', { plan: { prefix: 'pro-' } }, { plan: { prefix: 'pro' } }, true],
    ['a shorter beginning', { plan: { prefix: 'p' } }, { plan: { prefix: 'pro' } }, false],
    ['a value that is there', { plan: 'pro' }, { plan: { exists: true } }, true],
    ['a missing one is none of these', { plan: { exists: false } }, { plan: { notIn: ['pro'] } }, true],
    ['none of more', { plan: { notIn: ['a', 'b'] } }, { plan: { notIn: ['a'] } }, true],
    ['none of fewer', { plan: { notIn: ['a'] } }, { plan: { notIn: ['a', 'b'] } }, false],
    ['none of these may be missing', { plan: { notIn: ['a'] } }, { plan: { exists: true } }, false],
    ['a beginning excludes a value', { plan: { prefix: 'b' } }, { plan: { notIn: ['a'] } }, true],
    ['a header by other letters', { 'header:X-Tenant-Id': 'a' }, { 'header:x-tenant-id': 'a' }, true],
    ['a stream', { 'request:streaming': true }, { 'request:streaming': true }, true],
    ['no stream', { 'request:streaming': false }, { 'request:streaming': true }, false],
  ])('%s', (_name, specific, general, expected) => {
    expect(implies(parseConditions(specific), parseConditions(general))).toBe(expected);
  });

  it('says so exactly where no call tells the two apart, for 2,000 random pairs', () => {
    const random = randomNumbers(3);
    const values = ['a', 'ab', 'abc', 'b', 'bc'];
    // With values that no condition names, for those that are named by none of the lists.
    const calls = [undefined, ...values, 'ax', 'abx', 'abcx', 'bx', 'x'].map((plan): CallFacts => {
      const tags: CallFacts['tags'] = plan === undefined ? {} : { plan };
      return { tags, user: null, endpoint: { path: 'embeddings' }, model: null, stream: false };
    });
    const some = () => values.filter(() => random() < 0.4);
    const test = (): object => {
      const [listed, excluded] = [some(), some()];
      const asked = {
        ...(listed.length > 0 && random() < 0.5 && { in: listed }),
        ...(excluded.length > 0 && random() < 0.5 && { notIn: excluded }),
        ...(random() < 0.3 && { prefix: ['a', 'ab', 'b'][below(random, 3)] }),
        ...(random() < 0.2 && { exists: true }),
      };
      return Object.keys(asked).length > 0 ? asked : { exists: random() < 0.5 };
    };
    let implied = 0;
    for (let round = 0; round < 2_000; round++) {
      const [specific, general] = [parseConditions({ plan: test() }), parseConditions({ plan: test() })];
      const expected = calls.every((call) => !matches(specific, call, {}) || matches(general, call, {}));
      expect([specific, general, implies(specific, general)]).toEqual([specific, general, expected]);
      if (expected) implied++;
    }
    expect(implied).toBeGreaterThan(200);
  });
});

describe('findUnreachable', () => {
  const rule = (id: string, conditions: object | null): OrderedRule => ({ id, priority: 1, conditions });
  const details = (id: string, ...rules: OrderedRule[]) => findUnreachable(id, rules).map(({ detail }) => detail);

  it('names the rule above that matches all', () => {
    expect(details('b', rule('a', null), rule('b', { plan: 'pro' }))).toEqual([
      expect.stringMatching(/rule a .*before/),
    ]);
    expect(details('b', rule('a', { plan: ['pro', 'team'] }), rule('b', { plan: 'pro', country: 'de' }))).toHaveLength(
      1,
    );
    expect(details('b', rule('a', { plan: 'team' }), rule('b', { plan: 'pro' }))).toEqual([]);
  });

  it('names the rules below that it keeps all calls from', () => {
    const rules = [rule('a', { plan: 'pro' }), rule('b', null), rule('c', { plan: 'x' }), rule('d', null)];
    expect(details('b', ...rules)).toEqual([expect.stringContaining('rule c'), expect.stringContaining('rule d')]);
    expect(details('a', ...rules)).toEqual([]);
  });

  it('says that tests contradict one another', () => {
    expect(details('a', rule('a', { plan: { in: ['x'], prefix: 'y' } }))).toEqual([
      expect.stringMatching(/tests of plan/),
    ]);
  });

  it('says nothing of a rule that is not tried, and heeds none that cannot be read', () => {
    expect(details('off', rule('a', null))).toEqual([]);
    expect(details('b', rule('a', { 'request:path': 'x' }), rule('b', null))).toEqual([]);
  });
});
