import { objectsOf, textOf } from '../../../core/json.js';
import type { ListedModel, ModelListing } from '../../provider-strategy.js';

type ModelList = { data?: unknown };
type OpenAiModel = { id?: unknown; owned_by?: unknown; created?: unknown; active?: unknown };

/** `GET {base}/models`, OpenAI's list; entries that say `active: false` are left out. */
export function modelListing(url: string): ModelListing {
  return {
    toRequest: () => ({ method: 'GET', url, headers: { accept: 'application/json' }, body: null }),
    fromResponse: readModelList,
  };
}

function readModelList({ data }: ModelList): readonly ListedModel[] {
  return objectsOf(data).flatMap(({ id, owned_by: ownedBy, created, active }: OpenAiModel) => {
    if (typeof id !== 'string' || active === false) return [];
    return {
      id,
      ownedBy: textOf(ownedBy),
      created: typeof created === 'number' && Number.isSafeInteger(created) ? created : 0,
    };
  });
}
