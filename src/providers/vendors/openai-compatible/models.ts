import { isJsonObject, type JsonObject } from '../../../core/json.js';
import type { ListedModel, ModelListing } from '../../provider-strategy.js';

/** `GET {base}/models`, OpenAI's list; entries that say `active: false` are left out. */
export function modelListing(url: string): ModelListing {
  return {
    toRequest: () => ({ method: 'GET', url, headers: { accept: 'application/json' }, body: null }),
    fromResponse: readModelList,
  };
}

function readModelList({ data }: JsonObject): readonly ListedModel[] {
  const entries = Array.isArray(data) ? data.filter(isJsonObject) : [];
  return entries.flatMap(({ id, owned_by: ownedBy, created, active }) => {
    if (typeof id !== 'string' || active === false) return [];
    return {
      id,
      ownedBy: typeof ownedBy === 'string' ? ownedBy : '',
      created: typeof created === 'number' && Number.isSafeInteger(created) ? created : 0,
    };
  });
}
