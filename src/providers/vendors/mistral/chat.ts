import type { Translation } from '../../provider-strategy.js';
import { jsonPost } from '../../transport/json-post.js';
import { fromMistralResponse } from './from-response.js';
import { mistralStream } from './from-stream.js';
import { toMistralRequest } from './to-request.js';

/** Near to OpenAI's API and strict about the difference, so translated rather than passed through. */
export function chat(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      const { body: json, dropped } = toMistralRequest(model, stream, body);
      return { request: jsonPost(url, json, stream ? 'text/event-stream' : 'application/json'), dropped };
    },
    fromResponse: fromMistralResponse,
    stream: mistralStream,
  };
}
