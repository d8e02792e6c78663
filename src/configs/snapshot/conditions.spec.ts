import type { CallFacts, CallHeaders } from './call-facts.js';
import { ConditionsError, matches as matchesCall, parseConditions, type Conditions } from './conditions.js';

const call: CallFacts = { tags: {}, user: null, endpoint: { path: 'chat/completions' }, model: null, stream: false };
const matches = (conditions: Conditions | null, tags: CallFacts['tags']) =>
  matchesCall(conditions, { ...call, tags }, {});

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

describe('matches, beyond tags', () => {
  it.each<[string, object, Partial<CallFacts>, CallHeaders, boolean]>([
    ['the endpoint', { 'request:endpoint': ['chat/completions', 'completions'] }, {}, {}, true],
    ['another endpoint', { 'request:endpoint': 'embeddings' }, {}, {}, false],
    ['the model asked for', { 'request:model': { prefix: 'gpt-' } }, { model: 'gpt-4o' }, {}, true],
    ['another model', { 'request:model': 'gpt-4o' }, { model: 'gpt-4o-mini' }, {}, false],
    ['no model', { 'request:model': { exists: false } }, {}, {}, true],
    ['a stream', { 'request:streaming': true }, { stream: true }, {}, true],
    ['a whole reply', { 'request:streaming': true }, {}, {}, false],
    ['no stream asked for', { 'request:streaming': false }, {}, {}, true],
    ['a header', { 'header:x-tenant-id': 'acme' }, {}, { 'x-tenant-id': 'acme' }, true],
    ['a header by its name in other letters', { 'header:X-Tenant-Id': 'acme' }, {}, { 'x-tenant-id': 'acme' }, true],
    ['a missing header', { 'header:x-tenant-id': 'acme' }, { tags: { 'x-tenant-id': 'acme' } }, {}, false],
    ['a tag that is called like a part of the request', { endpoint: 'x' }, { tags: { endpoint: 'x' } }, {}, true],
  ])('%s', (_name, conditions, facts, headers, expected) => {
    expect(matchesCall(parseConditions(conditions), { ...call, ...facts }, headers)).toBe(expected);
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
    [{ 'request:path': 'x' }, '/request:path'],
    [{ 'request:streaming': 'true' }, '/request:streaming'],
    [{ 'header:authorization': { exists: true } }, '/header:authorization'],
    [{ 'header:cookie': 'x' }, '/header:cookie'],
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
