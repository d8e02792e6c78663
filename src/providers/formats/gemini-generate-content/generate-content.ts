import { pathSegment } from '../../path-segment.js';
import type { Translation } from '../../provider-strategy.js';
import { jsonPost } from '../../transport/json-post.js';
import { fromGeminiResponse } from './from-response.js';
import { geminiStream } from './from-stream.js';
import { toGeminiRequest, type GoogleDialect } from './to-request.js';

/**
 * The chat adapter of Google's models.
 *
 * @param urlOf the address of a model, without its method
 */
export function generateContent(dialect: GoogleDialect, urlOf: (model: string) => string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      const { body: json, dropped } = toGeminiRequest(model, body, dialect);
      const method = stream ? 'streamGenerateContent?alt=sse' : 'generateContent';
      const accept = stream ? 'text/event-stream' : 'application/json';
      return { request: jsonPost(`${urlOf(model)}:${method}`, json, accept), dropped };
    },
    fromResponse: fromGeminiResponse,
    stream: geminiStream,
  };
}

/** A model's name as one path segment; Google writes versions behind an `@`. @throws NotFoundError */
export function modelSegment(model: string): string {
  return pathSegment(model).replaceAll('%40', '@');
}
