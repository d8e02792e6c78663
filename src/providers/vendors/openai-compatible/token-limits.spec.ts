import { JsonBody } from '../../../core/json-body.js';
import type { JsonObject } from '../../../core/json.js';
import { withNewTokenLimit, withOldTokenLimit } from './token-limits.js';

const LIMITS = { max_tokens: 5, max_completion_tokens: 9 };

describe('the name of the token limit', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['o3', { max_tokens: 5 }, { max_completion_tokens: 5 }],
    ['gpt-5-mini', { max_tokens: 5 }, { max_completion_tokens: 5 }],
    ['gpt-6.1', LIMITS, { max_completion_tokens: 9 }],
    ['gpt-4o', { max_tokens: 5 }, { max_tokens: 5 }],
    ['gpt-5', { max_tokens: null }, { max_tokens: null }],
    ['gpt-5', {}, {}],
  ])('is what %s takes of %j', (model, given, sent) => {
    expect(withNewTokenLimit(JsonBody.of({ model, ...given })).toObject()).toEqual({ model, ...sent });
  });

  it.each<[JsonObject, JsonObject]>([
    [{ max_completion_tokens: 9 }, { max_tokens: 9 }],
    [LIMITS, { max_tokens: 9 }],
    [{ max_completion_tokens: null, max_tokens: 5 }, { max_tokens: 5 }],
    [{ max_tokens: 5 }, { max_tokens: 5 }],
  ])('is the old one in older API versions: %j', (given, sent) => {
    expect(withOldTokenLimit(JsonBody.of(given)).toObject()).toEqual(sent);
  });
});
