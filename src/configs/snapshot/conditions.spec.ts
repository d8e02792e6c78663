import { ConditionsError, matches, parseConditions } from './conditions.js';

describe('matches', () => {
  it('matches every call without conditions', () => {
    expect(matches(null, {})).toBe(true);
    expect(matches(parseConditions({}), { plan: 'pro' })).toBe(true);
  });

  it.each([
    ['a value', { plan: 'pro' }, { plan: 'pro' }, true],
    ['another value', { plan: 'pro' }, { plan: 'free' }, false],
    ['a missing tag', { plan: 'pro' }, {}, false],
    ['one of a list', { plan: ['pro', 'team'] }, { plan: 'team' }, true],
    ['in', { plan: { in: ['pro'] } }, { plan: 'pro' }, true],
    ['not in, other value', { plan: { notIn: ['pro'] } }, { plan: 'free' }, true],
    ['not in, that value', { plan: { notIn: ['pro'] } }, { plan: 'pro' }, false],
    ['not in, missing', { plan: { notIn: ['pro'] } }, {}, true],
    ['not in, but there', { plan: { notIn: ['pro'], exists: true } }, {}, false],
    ['prefix', { userId: { prefix: 'beta-' } }, { userId: 'beta-7' }, true],
    ['no prefix', { userId: { prefix: 'beta-' } }, { userId: '7-beta-' }, false],
    ['prefix and not in', { userId: { prefix: 'b', notIn: ['b2'] } }, { userId: 'b2' }, false],
    ['exists', { plan: { exists: true } }, { plan: '' }, true],
    ['does not exist', { plan: { exists: false } }, { plan: 'x' }, false],
    ['missing as asked', { plan: { exists: false } }, {}, true],
    ['all of two', { plan: 'pro', country: 'de' }, { plan: 'pro', country: 'de' }, true],
    ['only one of two', { plan: 'pro', country: 'de' }, { plan: 'pro', country: 'fr' }, false],
  ])('%s', (_name, conditions, tags, expected) => {
    expect(matches(parseConditions(conditions), tags as Record<string, string>)).toBe(expected);
  });

  it('sees own tags only', () => {
    expect(matches(parseConditions({ constructor: { exists: true } }), {})).toBe(false);
    expect(matches(parseConditions({ toString: { exists: false } }), {})).toBe(true);
    expect(matches(parseConditions({ constructor: 'x' }), JSON.parse('{"constructor":"x"}'))).toBe(true);
  });
});

describe('parseConditions', () => {
  it.each([
    [['pro'], ''],
    ['pro', ''],
    [null, ''],
    [{ plan: 1 }, '/plan'],
    [{ plan: null }, '/plan'],
    [{ plan: [] }, '/plan'],
    [{ plan: ['a', 1] }, '/plan'],
    [{ plan: {} }, '/plan'],
    [{ plan: { in: 'pro' } }, '/plan/in'],
    [{ plan: { notIn: [] } }, '/plan/notIn'],
    [{ plan: { prefix: '' } }, '/plan/prefix'],
    [{ plan: { exists: 'yes' } }, '/plan/exists'],
    [{ plan: { regex: '.*' } }, '/plan/regex'],
    [{ plan: { exists: false, in: ['a'] } }, '/plan'],
    [{ 'a/b~c': 1 }, '/a~1b~0c'],
    [{ '': 'x' }, '/'],
    [Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, 'x'])), ''],
  ])('refuses %j at %s', (conditions, pointer) => {
    try {
      parseConditions(conditions);
    } catch (error) {
      expect(error).toBeInstanceOf(ConditionsError);
      expect((error as ConditionsError).pointer).toBe(pointer);
      return;
    }
    throw new Error('it was accepted');
  });
});
