import type { JsonObject } from '../../core/json.js';
import { joinTiers, writeServiceTier } from './served-tier.js';

const written = (word: string | null, object = 'chat.completion'): JsonObject => {
  const reply: JsonObject = { object };
  writeServiceTier(reply, word);
  return reply;
};

describe('writeServiceTier', () => {
  it.each([
    ['standard', 'default'],
    ['ON_DEMAND', 'default'],
    ['default', 'default'],
    ['priority', 'priority'],
    ['ON_DEMAND_PRIORITY', 'priority'],
    ['flex', 'flex'],
    ['ON_DEMAND_FLEX', 'flex'],
  ])("says '%s' as OpenAI does: %s", (word, said) => {
    expect(written(word)).toEqual({ object: 'chat.completion', service_tier: said });
    expect(written(word, 'chat.completion.chunk')).toHaveProperty('service_tier', said);
  });

  it.each([null, 'batch', 'reserved', 'optimized', 'PROVISIONED_THROUGHPUT'])(
    "says nothing of '%s', which OpenAI has no word for",
    (word) => expect(written(word)).toEqual({ object: 'chat.completion' }),
  );

  it.each(['text_completion', 'list'])('says nothing in a %s, which has no such member', (object) => {
    expect(written('priority', object)).toEqual({ object });
  });
});

describe('joinTiers', () => {
  it('is the tier that all replies name', () => {
    expect(joinTiers(['priority', 'priority'])).toBe('priority');
    expect(joinTiers([null, null])).toBeNull();
    expect(joinTiers([])).toBeNull();
  });

  it('is no tier that has a price where they name several', () => {
    expect(joinTiers(['priority', 'standard'])).toBe('priority.standard');
    expect(joinTiers([null, 'priority'])).toBe('default.priority');
  });
});
