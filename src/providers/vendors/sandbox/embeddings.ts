import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../../core/json.js';
import { jsonAnswer, SandboxError, type Answer } from './answer.js';
import { countParameter } from './chat-request.js';
import { countTokens } from './wording.js';

const DEFAULT_DIMENSIONS = 1536;
const MAX_DIMENSIONS = 4096;
const MAX_INPUTS = 2048;
/** OpenAI's own limits: of one text, and of all in a request. */
const MAX_TOKENS = 8192;
const MAX_ALL_TOKENS = 300_000;
/** What all vectors of a reply may hold, so that it stays within memory. */
const MAX_NUMBERS = 4_000_000;

/**
 * Answers embeddings: unit vectors made of the words of each text, so that texts with words in common are near each
 * other, as a search needs.
 * @throws SandboxError
 */
export function answerEmbeddings(body: JsonObject): Answer {
  const inputs = readInputs(body['input']);
  const dimensions = countParameter(body, 'dimensions', DEFAULT_DIMENSIONS, MAX_DIMENSIONS);
  if (inputs.length * dimensions > MAX_NUMBERS) {
    throw new SandboxError(400, 'invalid_value', `${inputs.length} vectors of ${dimensions} are too many.`, 'input');
  }
  const asBase64 = body['encoding_format'] === 'base64';
  const data = inputs.map(({ words }, index) => {
    const vector = embed(words, dimensions);
    return { object: 'embedding', index, embedding: asBase64 ? toBase64(vector) : [...vector] };
  });
  const tokens = inputs.reduce((sum, input) => sum + input.tokens, 0);
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return jsonAnswer({ object: 'list', data, model: body['model'], usage });
}

interface EmbeddingInput {
  readonly words: readonly string[];
  readonly tokens: number;
}

function readInputs(input: JsonValue | undefined): readonly EmbeddingInput[] {
  const isOne = typeof input === 'string' || (Array.isArray(input) && typeof input[0] === 'number');
  const inputs = isOne ? [input] : Array.isArray(input) ? input : [];
  if (inputs.length === 0 || inputs.length > MAX_INPUTS) {
    throw new SandboxError(400, 'invalid_value', `'input' must be 1 to ${MAX_INPUTS} texts or token arrays.`, 'input');
  }
  const tokens = inputs.reduce((sum: number, each) => sum + tokensOf(each), 0);
  if (tokens > MAX_ALL_TOKENS) {
    throw new SandboxError(400, 'invalid_value', `The texts take at most ${MAX_ALL_TOKENS} tokens together.`, 'input');
  }
  return inputs.map(readInput);
}

function tokensOf(input: JsonValue): number {
  const tokens = Array.isArray(input) ? input.length : typeof input === 'string' ? countTokens(input) : 0;
  if (tokens <= MAX_TOKENS) return tokens;
  throw new SandboxError(400, 'context_length_exceeded', `A text takes at most ${MAX_TOKENS} tokens.`, 'input');
}

function readInput(input: JsonValue): EmbeddingInput {
  if (Array.isArray(input) && input.length > 0)
    return { words: input.map((token) => `#${JSON.stringify(token)}`), tokens: input.length };
  if (typeof input !== 'string' || input === '') {
    throw new SandboxError(400, 'invalid_value', "'input' must not hold an empty text.", 'input');
  }
  // A text without letters and digits counts as one word.
  return { words: input.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [input], tokens: countTokens(input) };
}

/** Each word adds to eight places of the vector, chosen by its hash; then the length is made 1. */
function embed(words: readonly string[], dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of words) {
    const digest = createHash('sha256').update(word).digest();
    for (let offset = 0; offset < 32; offset += 4) {
      const value = digest.readUInt32LE(offset);
      const place = value % dimensions;
      vector[place] = (vector[place] ?? 0) + (value >= 0x80000000 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector);
  if (length === 0) return vector.fill(1 / Math.sqrt(dimensions));
  return vector.map((value) => value / length);
}

/** Little-endian float32, as OpenAI's SDKs ask for. */
function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
}
