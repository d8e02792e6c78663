import type { Translation } from '../../provider-strategy.js';
import { jsonPost } from '../../transport/json-post.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { toRequest } from './to-request.js';

/** Near to OpenAI's API and strict about the difference, so translated rather than passed through. */
export function chat(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      const { body: json, dropped } = toRequest(body, model, stream);
      return { request: jsonPost(url, json, stream ? 'text/event-stream' : 'application/json'), dropped };
    },
    fromResponse: fromResponse,
    stream: fromStream,
  };
}
