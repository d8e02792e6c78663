import { objectOf, objectsOf, tokensOf } from '../../../core/json.js';
import { leftOut } from '../../formats/openai-chat/unsupported-parameters.js';
import { readDimensions, readTexts, toEmbeddingList } from '../../formats/embeddings.js';
import type { Translation } from '../../provider-strategy.js';
import { jsonPost } from '../../transport/json-post.js';
import type { MistralEmbedding, MistralEmbeddingReply, MistralUsage } from './wire-types.js';

const HONOURED: ReadonlySet<string> = new Set(['model', 'input', 'dimensions', 'encoding_format']);

/**
 * Mistral gives numbers only; base64, which OpenAI's clients ask for by default, is made of them here.
 *
 * @see https://docs.mistral.ai/api/#tag/embeddings
 */
export function embeddings(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body }) => {
      const dimensions = readDimensions(body);
      const json = { model, input: [...readTexts(body)], ...(dimensions !== null && { output_dimension: dimensions }) };
      return { request: jsonPost(url, json), dropped: leftOut(body, HONOURED) };
    },
    fromResponse: (body, context) => {
      const reply: MistralEmbeddingReply = body;
      const entries: readonly MistralEmbedding[] = objectsOf(reply.data);
      const usage: MistralUsage = objectOf(reply.usage);
      return toEmbeddingList(
        inOrder(entries).map(({ embedding }) => embedding),
        tokensOf(usage.prompt_tokens),
        context,
      );
    },
  };
}

function inOrder(entries: readonly MistralEmbedding[]): readonly MistralEmbedding[] {
  return entries.toSorted((one, other) => Number(one.index) - Number(other.index));
}
