import { UnsupportedParameterError } from '../../../core/errors.js';
import { withoutUnset, type JsonObject, type JsonValue } from '../../../core/json.js';
import type { ChatRequest, ResponseFormat } from '../openai-chat/chat-request.js';
import type { GenerationConfig } from './wire-types.js';

const MAX_CANDIDATES = 8;
const SEEDS = 2 ** 31;

export interface GenerationOptions {
  readonly topK: JsonValue | undefined;
  readonly maxTokens: number | null;
  /** The model takes penalties. */
  readonly penalties: boolean;
}

/**
 * Sampling, limits and formats as Gemini's `generationConfig`.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference#generationconfig
 * @throws UnsupportedParameterError
 */
export function toGenerationConfig(
  request: ChatRequest,
  { topK, maxTokens, penalties }: GenerationOptions,
): GenerationConfig {
  const { json, stop } = request;
  if (!penalties) refusePenalties(json);
  const config: GenerationConfig = {
    temperature: json['temperature'],
    topP: json['top_p'],
    topK,
    candidateCount: readCandidates(json['n']),
    maxOutputTokens: maxTokens,
    stopSequences: stop.length > 0 ? [...stop] : null,
    seed: toSeed(json['seed']),
    // Newer models refuse penalties; a zero is without effect, and clients send it by default.
    presencePenalty: json['presence_penalty'] === 0 ? null : json['presence_penalty'],
    frequencyPenalty: json['frequency_penalty'] === 0 ? null : json['frequency_penalty'],
    ...toLogprobs(json),
    ...toResponseFormat(request.responseFormat),
    responseModalities: toModalities(json['modalities']),
  };
  return withoutUnset(config);
}

function refusePenalties(json: JsonObject): void {
  const param = ['presence_penalty', 'frequency_penalty'].find(
    (name) => typeof json[name] === 'number' && json[name] !== 0,
  );
  if (param !== undefined) throw new UnsupportedParameterError(param, `This model of Google's takes no '${param}'.`);
}

/** Whether a seed is longer than Google's, which are of 32 bits. */
export function isLongSeed(seed: JsonValue | undefined): boolean {
  return typeof seed === 'number' && (seed >= SEEDS || seed < -SEEDS);
}

/** A longer seed becomes another one, always the same, so that equal requests still get equal answers. */
function toSeed(seed: JsonValue | undefined): JsonValue | undefined {
  return typeof seed === 'number' && isLongSeed(seed) ? seed % SEEDS : seed;
}

function readCandidates(n: JsonValue | undefined): JsonValue {
  if (n === undefined || n === null || n === 1) return null;
  if (typeof n === 'number' && Number.isInteger(n) && n > 1 && n <= MAX_CANDIDATES) return n;
  throw new UnsupportedParameterError('n', `Gemini makes 1 to ${MAX_CANDIDATES} choices: n must be such a number.`);
}

function toLogprobs({ logprobs, top_logprobs: top }: JsonObject): GenerationConfig {
  if (logprobs !== true) return {};
  return { responseLogprobs: true, logprobs: typeof top === 'number' && top > 0 ? top : null };
}

function toResponseFormat(format: ResponseFormat): GenerationConfig {
  switch (format.kind) {
    case 'text':
      return {};
    case 'json':
      return { responseMimeType: 'application/json' };
    case 'schema':
      return { responseMimeType: 'application/json', responseJsonSchema: format.schema };
  }
}

/** Text alone is the default. */
function toModalities(modalities: JsonValue | undefined): JsonValue {
  if (!Array.isArray(modalities) || !modalities.includes('image')) return null;
  return modalities.includes('text') ? ['TEXT', 'IMAGE'] : ['IMAGE'];
}
