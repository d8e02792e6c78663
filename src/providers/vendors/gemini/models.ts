import { objectsOf, textOf } from '../../../core/json.js';
import type { ModelListing } from '../../provider-strategy.js';

type ModelPage = { models?: unknown };
type GeminiModel = { name?: unknown };

/** @see https://ai.google.dev/api/models#method:-models.list */
export function modelListing(url: string): ModelListing {
  return {
    toRequest: () => ({ method: 'GET', url, headers: { accept: 'application/json' }, body: null }),
    fromResponse: ({ models }: ModelPage) =>
      objectsOf(models).flatMap(({ name }: GeminiModel) => {
        const id = textOf(name).replace(/^models\//, '');
        return id === '' ? [] : [{ id, ownedBy: 'google', created: 0 }];
      }),
  };
}
