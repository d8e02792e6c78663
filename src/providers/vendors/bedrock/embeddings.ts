import { UnsupportedEndpointError, UnsupportedParameterError } from '../../../core/errors.js';
import { countOf, type JsonObject, type JsonValue, objectOf, objectsOf, textOf } from '../../../core/json.js';
import { leftOut } from '../../formats/openai-chat/unsupported-parameters.js';
import { fanOutTexts, readDimensions, readTexts, toEmbeddingList } from '../../formats/embeddings.js';
import type { ReplyContext, Translation } from '../../provider-strategy.js';
import { modelRequest } from './addresses.js';
import type { CohereEmbeddings, EmbeddingReply, NovaEmbedding } from './wire-types.js';

interface EmbeddingRequest {
  /** As many as one call takes. */
  readonly texts: readonly string[];
  readonly dimensions: number | null;
}

/** One family of embedding models: what it is sent, and where its vectors stand. */
interface EmbeddingFamily {
  readonly pattern: RegExp;
  /** Texts of one call. */
  readonly batch: number;
  readonly takesDimensions: boolean;
  /** The vendor's own parameters that are passed on. */
  readonly extensions: readonly string[];
  toBody(request: EmbeddingRequest, json: JsonObject): JsonObject;
  vectorsOf(reply: EmbeddingReply): readonly (JsonValue | undefined)[];
}

const COHERE = {
  batch: 96,
  extensions: ['input_type', 'truncate'],
  toBody: ({ texts, dimensions }: EmbeddingRequest, json: JsonObject): JsonObject => ({
    texts: [...texts],
    // Required; the default is a document to be searched, not a query.
    input_type: textOf(json['input_type']) || 'search_document',
    ...(textOf(json['truncate']) !== '' && { truncate: json['truncate'] }),
    ...(dimensions !== null && { output_dimension: dimensions }),
  }),
  vectorsOf: ({ embeddings }: EmbeddingReply) => {
    const { float }: CohereEmbeddings = objectOf(embeddings);
    const vectors = Array.isArray(embeddings) ? embeddings : float;
    return Array.isArray(vectors) ? vectors : [];
  },
};

const TITAN = {
  batch: 1,
  extensions: [],
  toBody: ({ texts, dimensions }: EmbeddingRequest): JsonObject => ({
    inputText: texts[0],
    ...(dimensions !== null && { dimensions }),
  }),
  vectorsOf: ({ embedding }: EmbeddingReply) => [embedding],
};

const FAMILIES: readonly EmbeddingFamily[] = [
  { ...TITAN, pattern: /titan-embed-(?:text-v1|g1)/, takesDimensions: false },
  { ...TITAN, pattern: /titan-embed/, takesDimensions: true },
  { ...COHERE, pattern: /cohere\.embed-(?:english|multilingual)/, takesDimensions: false },
  { ...COHERE, pattern: /cohere\.embed/, takesDimensions: true },
  {
    pattern: /nova.*embed/,
    batch: 1,
    takesDimensions: true,
    extensions: ['embedding_purpose'],
    toBody: ({ texts, dimensions }, json) => ({
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: {
        embeddingPurpose: textOf(json['embedding_purpose']) || 'GENERIC_INDEX',
        text: { value: texts[0], truncationMode: 'NONE' },
        ...(dimensions !== null && { embeddingDimension: dimensions }),
      },
    }),
    vectorsOf: ({ embeddings }) => objectsOf(embeddings).map(({ embedding }: NovaEmbedding) => embedding),
  },
];

/**
 * OpenAI's embeddings over InvokeModel: Titan, Cohere and Nova, each in its own format.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
export function embeddings(base: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body }) => {
      const family = familyOf(model);
      const request = { texts: readTexts(body), dimensions: readDimensions(body) };
      if (request.dimensions !== null && !family.takesDimensions) {
        throw new UnsupportedParameterError('dimensions', `The model '${model}' has vectors of one size only.`);
      }
      const honoured = new Set(['model', 'input', 'dimensions', 'encoding_format', ...family.extensions]);
      return {
        request: modelRequest(base, model, 'invoke', family.toBody(request, body)),
        dropped: leftOut(body, honoured),
      };
    },
    fromResponse: fromEmbeddingResponse,
    fanOut: fanOutTexts((model) => familyOf(model).batch),
  };
}

function familyOf(model: string): EmbeddingFamily {
  const family = FAMILIES.find(({ pattern }) => pattern.test(model.toLowerCase()));
  if (family === undefined) throw new UnsupportedEndpointError(`The model '${model}' makes no embeddings.`);
  return family;
}

function fromEmbeddingResponse(body: JsonObject, context: ReplyContext): JsonObject {
  const reply: EmbeddingReply = body;
  const stated = Number(context.headers['x-amzn-bedrock-input-token-count'] ?? NaN);
  const tokens = countOf(reply.inputTextTokenCount) ?? countOf(stated);
  return toEmbeddingList(familyOf(context.model).vectorsOf(reply), tokens, context);
}
