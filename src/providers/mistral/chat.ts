import type { Translation } from '../provider-strategy.js';
import { fromChatResponse } from './from-response.js';
import { MistralStream } from './from-stream.js';
import { toChatRequest } from './to-request.js';

/** Near to OpenAI's API and strict about the difference, so translated rather than passed through. */
export function chat(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      const { body: json, dropped } = toChatRequest(model, stream, body);
      return {
        request: {
          method: 'POST',
          url,
          headers: { 'content-type': 'application/json', accept: stream ? 'text/event-stream' : 'application/json' },
          body: Buffer.from(JSON.stringify(json)),
        },
        dropped,
      };
    },
    fromResponse: fromChatResponse,
    stream: (context) => new MistralStream(context),
  };
}
