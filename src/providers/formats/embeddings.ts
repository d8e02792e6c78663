import { InvalidRequestError, UnsupportedParameterError, UpstreamError } from '../../core/errors.js';
import { type JsonObject, type JsonValue, objectOf, objectsOf, tokensOf } from '../../core/json.js';
import type { ReplyContext, UpstreamCall } from '../provider-strategy.js';

/**
 * The texts of an embeddings request.
 *
 * @see https://platform.openai.com/docs/api-reference/embeddings/create
 * @throws InvalidRequestError for empty texts, UnsupportedParameterError for token arrays, which only OpenAI can read
 */
export function readTexts({ input }: JsonObject): readonly string[] {
  const inputs = Array.isArray(input) ? input : [input];
  if (inputs.length === 0) throw new InvalidRequestError('input must hold at least one text.', 'input');
  return inputs.map((text) => {
    if (typeof text === 'number' || Array.isArray(text)) {
      throw new UnsupportedParameterError('input', 'This model takes texts only: input must not hold tokens.');
    }
    if (typeof text === 'string' && text !== '') return text;
    throw new InvalidRequestError('input must be a text or a list of texts, none of them empty.', 'input');
  });
}

/** `dimensions`, null where the model's own number will do. @throws InvalidRequestError */
export function readDimensions({ dimensions }: JsonObject): number | null {
  if (dimensions === undefined || dimensions === null) return null;
  if (typeof dimensions === 'number' && Number.isInteger(dimensions) && dimensions > 0) return dimensions;
  throw new InvalidRequestError('dimensions must be a whole number of at least 1.', 'dimensions');
}

/**
 * OpenAI's reply, in the encoding that was asked for.
 *
 * @param vectors lists of numbers, one for each text
 * @param promptTokens null where the vendor does not count: the reply leaves usage out then
 * @param extra what else was counted
 * @throws UpstreamError where there are no vectors
 */
export function toEmbeddingList(
  vectors: readonly (JsonValue | undefined)[],
  promptTokens: number | null,
  context: ReplyContext,
  extra: JsonObject = {},
): JsonObject {
  const asBase64 = context.request['encoding_format'] === 'base64';
  if (vectors.length === 0) throw noVector();
  return {
    object: 'list',
    data: vectors.map((vector, index) => {
      const numbers = toNumbers(vector);
      return { object: 'embedding', index, embedding: asBase64 ? toBase64(numbers) : numbers };
    }),
    model: context.model,
    ...(promptTokens !== null && { usage: { prompt_tokens: promptTokens, total_tokens: promptTokens, ...extra } }),
  };
}

/** For vendors that take fewer texts per call than OpenAI. */
export function fanOutTexts(textsPerCall: (model: string) => number) {
  return {
    split: (call: UpstreamCall<JsonObject>): readonly UpstreamCall<JsonObject>[] => {
      const texts = readTexts(call.body);
      const size = textsPerCall(call.model);
      if (texts.length <= size) return [call];
      const parts = Array.from({ length: Math.ceil(texts.length / size) }, (_, at) =>
        texts.slice(at * size, (at + 1) * size),
      );
      return parts.map((part) => ({ ...call, body: { ...call.body, input: [...part] } }));
    },
    join: joinLists,
  };
}

function joinLists(lists: readonly JsonObject[]): JsonObject {
  const usages = lists.map(({ usage }) => objectOf(usage));
  const [first = {}] = usages;
  const sums = Object.keys(first).map((name) => [name, sumOf(usages.map((usage) => tokensOf(usage[name])))] as const);
  const isCounted = sums.length > 0 && sums.every(([, sum]) => sum !== null);
  return {
    object: 'list',
    data: lists.flatMap(({ data }) => objectsOf(data)).map((entry, index) => ({ ...entry, index })),
    model: lists.at(0)?.['model'],
    ...(isCounted && { usage: Object.fromEntries(sums) }),
  };
}

/** Null as soon as one is not known. */
export function sumOf(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}

function toNumbers(vector: JsonValue | undefined): number[] {
  if (!Array.isArray(vector)) throw noVector();
  return vector.filter((value) => typeof value === 'number');
}

/** What OpenAI's clients ask for by default: float32, little-endian. */
function toBase64(numbers: readonly number[]): string {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, at) => bytes.writeFloatLE(number, at * 4));
  return bytes.toString('base64');
}

function noVector(): UpstreamError {
  return new UpstreamError({ kind: 'invalid-response', message: 'The provider answered without an embedding.' });
}
