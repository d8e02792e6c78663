import { objectOf } from '../../../core/json.js';
import { pathSegment } from '../../path-segment.js';
import type { Translation } from '../../provider-strategy.js';
import { acceptOf, jsonPost } from '../../transport/json-post.js';
import { convertUsage, serviceTierOfReply } from './convert-usage.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { readGeminiModel } from './gemini-model.js';
import { toRequest, type GoogleDialect } from './to-request.js';

/**
 * The chat adapter of Google's models.
 *
 * @param urlOf the address of a model, without its method
 */
export function generateContent(dialect: GoogleDialect, urlOf: (model: string) => string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      const { body: json, dropped } = toRequest(body, model, dialect);
      const method = stream ? 'streamGenerateContent?alt=sse' : 'generateContent';
      return { request: jsonPost(`${urlOf(model)}:${method}`, json, acceptOf({ stream })), dropped };
    },
    fromResponse,
    usageOf: ({ usageMetadata }) => convertUsage(objectOf(usageMetadata)),
    serviceTierOf: serviceTierOfReply,
    stream: fromStream,
    continuesText: (model) => (readGeminiModel(model).prefill ? { marks: {}, repeats: false } : null),
  };
}

/** A model's name as one path segment; Google writes versions behind an `@`. @throws NotFoundError */
export function modelSegment(model: string): string {
  return pathSegment(model).replaceAll('%40', '@');
}
