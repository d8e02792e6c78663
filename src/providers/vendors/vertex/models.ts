import { objectsOf, textOf } from '../../../core/json.js';
import type { ModelListing } from '../../provider-strategy.js';

type ModelPage = { publisherModels?: unknown };
type PublisherModel = { name?: unknown };

/**
 * Google's models in the model garden; the list belongs to no project, so the request names the one that pays for it.
 * @see https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/publishers.models/list
 */
export function modelListing(url: string, projectId: string): ModelListing {
  return {
    toRequest: () => ({
      method: 'GET',
      url,
      headers: { accept: 'application/json', 'x-goog-user-project': projectId },
      body: null,
    }),
    fromResponse: ({ publisherModels }: ModelPage) =>
      objectsOf(publisherModels).flatMap(({ name }: PublisherModel) => {
        const id = textOf(name).replace(/^publishers\/google\/models\//, '');
        return id === '' ? [] : [{ id, ownedBy: 'google', created: 0 }];
      }),
  };
}
