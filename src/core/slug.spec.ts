import { freeSlug, SLUG_PATTERN, toSlug } from './slug.js';

describe('toSlug', () => {
  it.each([
    ['Crème & Co.', 'creme-co'],
    ['  GPT 4o / mini  ', 'gpt-4o-mini'],
    ['---', 'fallback'],
    ['日本', 'fallback'],
    [`${'a'.repeat(62)} b`, 'a'.repeat(62)],
  ])('%j → %j', (name, slug) => {
    expect(toSlug(name, 'fallback')).toBe(slug);
    expect(toSlug(name, 'fallback')).toMatch(SLUG_PATTERN);
  });
});

describe('freeSlug', () => {
  it('takes the first free number', () => {
    expect(freeSlug('a', new Set(['b']))).toBe('a');
    expect(freeSlug('a', new Set(['a']))).toBe('a-2');
    expect(freeSlug('a', new Set(['a', 'a-2', 'a-4']))).toBe('a-3');
  });

  it('stays within the length', () => {
    const long = 'x'.repeat(63);
    expect(freeSlug(long, new Set([long]))).toBe(`${'x'.repeat(61)}-2`);
  });
});
