import { UnsupportedParameterError } from '../../core/errors.js';
import type { JsonObject, JsonValue } from '../../core/json.js';
import type { ChatRequest, ResponseFormat } from '../chat/chat-request.js';

const MAX_CANDIDATES = 8;

/**
 * Sampling, limits and formats as Gemini's `generationConfig`.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference#generationconfig
 * @throws UnsupportedParameterError
 */
export function toGenerationConfig(request: ChatRequest, topK: JsonValue | undefined): JsonObject {
  const { json, maxTokens, stop } = request;
  return withoutUnset({
    temperature: json['temperature'],
    topP: json['top_p'],
    topK,
    candidateCount: readCandidates(json['n']),
    maxOutputTokens: maxTokens,
    stopSequences: stop.length > 0 ? [...stop] : null,
    seed: json['seed'],
    // Newer models refuse penalties; a zero says nothing, and clients send it by default.
    presencePenalty: json['presence_penalty'] === 0 ? null : json['presence_penalty'],
    frequencyPenalty: json['frequency_penalty'] === 0 ? null : json['frequency_penalty'],
    ...toLogprobs(json),
    ...toResponseFormat(request.responseFormat),
    responseModalities: toModalities(json['modalities']),
  });
}

function readCandidates(n: JsonValue | undefined): JsonValue {
  if (n === undefined || n === null || n === 1) return null;
  if (typeof n === 'number' && Number.isInteger(n) && n > 1 && n <= MAX_CANDIDATES) return n;
  throw new UnsupportedParameterError('n', `Gemini makes 1 to ${MAX_CANDIDATES} choices: n must be such a number.`);
}

function toLogprobs({ logprobs, top_logprobs: top }: JsonObject): JsonObject {
  if (logprobs !== true) return {};
  return { responseLogprobs: true, logprobs: typeof top === 'number' && top > 0 ? top : null };
}

function toResponseFormat(format: ResponseFormat): JsonObject {
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

function withoutUnset(config: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined && value !== null));
}
