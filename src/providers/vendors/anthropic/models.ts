import { objectsOf, textOf } from '../../../core/json.js';
import type { ModelListing } from '../../provider-strategy.js';

type ModelPage = { data?: unknown };
type ClaudeModel = { id?: unknown; created_at?: unknown };

/** @see https://docs.claude.com/en/api/models-list */
export function modelListing(url: string, headers: Readonly<Record<string, string>>): ModelListing {
  return {
    toRequest: () => ({ method: 'GET', url, headers, body: null }),
    fromResponse: ({ data }: ModelPage) =>
      objectsOf(data).flatMap((model: ClaudeModel) => {
        const id = textOf(model.id);
        return id === '' ? [] : [{ id, ownedBy: 'anthropic', created: toSeconds(textOf(model.created_at)) }];
      }),
  };
}

function toSeconds(time: string): number {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? 0 : Math.max(0, Math.floor(milliseconds / 1000));
}
