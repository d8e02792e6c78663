import { type JsonObject, objectOf, objectsOf, tokensOf } from '../../../core/json.js';
import { leftOut } from '../openai-chat/unsupported-parameters.js';
import { fanOutTexts, readDimensions, readTexts, sumOf, toEmbeddingList } from '../embeddings.js';
import type { Translation } from '../../provider-strategy.js';
import { jsonPost } from '../../transport/json-post.js';
import type {
  GeminiEmbedding,
  GeminiEmbeddingStatistics,
  GeminiEmbedReply,
  GeminiPrediction,
  GeminiPredictMetadata,
  GeminiPredictReply,
  GeminiUsage,
} from './wire-types.js';

type AddressOf = (model: string) => string;

/** `task_type` is Google's own (RETRIEVAL_QUERY, RETRIEVAL_DOCUMENT …). */
const HONOURED: ReadonlySet<string> = new Set(['model', 'input', 'dimensions', 'encoding_format', 'task_type']);
const TEXTS_PER_PREDICTION = 250;
const TEXTS_PER_BATCH = 100;

/** Vertex has two APIs for embeddings: the model's name decides. */
export function vertexEmbeddings(addressOf: AddressOf): Translation {
  const one = embedContent(addressOf);
  const many = predictEmbeddings(addressOf);
  const of = (model: string) => (/gemini-embedding-(?:[2-9]|\d\d)(?!\d)/.test(model) ? one : many);
  return {
    kind: 'translation',
    toRequest: (call) => of(call.model).toRequest(call),
    fromResponse: (body, context) => of(context.model).fromResponse(body, context),
    fanOut: fanOutTexts((model) => (model.includes('gemini-embedding') ? 1 : TEXTS_PER_PREDICTION)),
  };
}

/**
 * Vertex's `:predict`, for text-embedding models and gemini-embedding-001.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api
 */
function predictEmbeddings(addressOf: AddressOf): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body }) => {
      const task = taskOf(body, 'task_type');
      const instances = readTexts(body).map((content) => ({ content, ...task }));
      const dimensions = readDimensions(body);
      const parameters = dimensions === null ? {} : { parameters: { outputDimensionality: dimensions } };
      const request = jsonPost(`${addressOf(model)}:predict`, { instances, ...parameters });
      return { request, dropped: leftOut(body, HONOURED) };
    },
    fromResponse: (body, context) => {
      const reply: GeminiPredictReply = body;
      const predictions: readonly GeminiPrediction[] = objectsOf(reply.predictions);
      const vectors = predictions.map(({ embeddings }): GeminiEmbedding => objectOf(embeddings));
      return toEmbeddingList(
        vectors.map(({ values }) => values),
        sumOf(vectors.map(tokensIn)),
        context,
        charactersOf(reply, context.model),
      );
    },
  };
}

/** Models that are charged by characters and not, as Gemini's, by tokens. */
const BY_CHARACTERS = /^text-(multilingual-)?embedding-/;

function tokensIn({ statistics }: GeminiEmbedding): number | null {
  const { token_count: tokens }: GeminiEmbeddingStatistics = objectOf(statistics);
  return tokensOf(tokens);
}

function charactersOf(reply: GeminiPredictReply, model: string): JsonObject {
  const metadata: GeminiPredictMetadata = objectOf(reply.metadata);
  const characters = tokensOf(metadata.billableCharacterCount);
  return BY_CHARACTERS.test(model) && characters !== null ? { billable_characters: characters } : {};
}

/**
 * Vertex's `:embedContent`, for gemini-embedding-2 and later: one text per call.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/embeddings/get-text-embeddings
 */
function embedContent(addressOf: AddressOf): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body }) => {
      const [text] = readTexts(body);
      const request = jsonPost(`${addressOf(model)}:embedContent`, toContent(text ?? '', body));
      return { request, dropped: leftOut(body, HONOURED) };
    },
    fromResponse: (body, context) => {
      const reply: GeminiEmbedReply = body;
      const { values }: GeminiEmbedding = objectOf(reply.embedding);
      return toEmbeddingList([values], promptTokensOf(reply), context);
    },
  };
}

/**
 * AI Studio's `:batchEmbedContents`, which counts tokens for newer models only.
 *
 * @see https://ai.google.dev/api/embeddings#method:-models.batchembedcontents
 */
export function batchEmbedContents(addressOf: AddressOf): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body }) => {
      const requests = readTexts(body).map((text) => ({
        model: `models/${model.replace(/^models\//, '')}`,
        ...toContent(text, body),
      }));
      return {
        request: jsonPost(`${addressOf(model)}:batchEmbedContents`, { requests }),
        dropped: leftOut(body, HONOURED),
      };
    },
    fromResponse: (body, context) => {
      const reply: GeminiEmbedReply = body;
      const vectors: readonly GeminiEmbedding[] = objectsOf(reply.embeddings);
      return toEmbeddingList(
        vectors.map(({ values }) => values),
        promptTokensOf(reply),
        context,
      );
    },
    fanOut: fanOutTexts(() => TEXTS_PER_BATCH),
  };
}

function promptTokensOf(reply: GeminiEmbedReply): number | null {
  const usage: GeminiUsage = objectOf(reply.usageMetadata);
  return tokensOf(usage.promptTokenCount);
}

function toContent(text: string, body: JsonObject): JsonObject {
  const dimensions = readDimensions(body);
  return {
    content: { parts: [{ text }] },
    ...taskOf(body, 'taskType'),
    ...(dimensions !== null && { outputDimensionality: dimensions }),
  };
}

function taskOf({ task_type: task }: JsonObject, name: string): JsonObject {
  return typeof task === 'string' ? { [name]: task } : {};
}
