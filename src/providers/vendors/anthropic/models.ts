import { objectsOf, textOf } from '../../../core/json.js';
import type { ModelListing } from '../../provider-strategy.js';

/** @see https://docs.claude.com/en/api/models-list */
export function modelListing(url: string, headers: Readonly<Record<string, string>>): ModelListing {
  return {
    toRequest: () => ({ method: 'GET', url, headers, body: null }),
    fromResponse: ({ data }) =>
      objectsOf(data).flatMap((entry) => {
        const id = textOf(entry['id']);
        return id === '' ? [] : [{ id, ownedBy: 'anthropic', created: toSeconds(textOf(entry['created_at'])) }];
      }),
  };
}

function toSeconds(time: string): number {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? 0 : Math.max(0, Math.floor(milliseconds / 1000));
}
