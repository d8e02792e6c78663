import { InvalidRequestError, UnsupportedParameterError, UpstreamError } from '../../../core/errors.js';
import { countOf, type JsonObject, type JsonValue, objectOf, objectsOf, textOf, tokensOf } from '../../../core/json.js';
import { leftOut } from '../openai-chat/unsupported-parameters.js';
import type { ReplyContext, Translation } from '../../provider-strategy.js';
import { jsonPost } from '../../transport/json-post.js';
import { convertUsage, serviceTierOfReply } from './convert-usage.js';
import { isBlocked } from './from-response.js';
import { readInlineData } from './read-part.js';
import type { GeminiCandidate, GeminiPrediction, GeminiPredictReply, GeminiReply, GeminiUsage } from './wire-types.js';

type AddressOf = (model: string) => string;

const IMAGEN_RATIOS = ['1:1', '3:4', '4:3', '9:16', '16:9'];
const GEMINI_RATIOS = [...IMAGEN_RATIOS, '2:3', '3:2', '4:5', '5:4', '21:9'];
const MAX_IMAGEN_IMAGES = 4;
const HONOURED: ReadonlySet<string> = new Set(['model', 'prompt', 'n', 'size', 'seed', 'response_format', 'stream']);

/** Imagen and Gemini have an API each: the model's name decides. */
export function images(addressOf: AddressOf): Translation {
  const imagen = imagenImages(addressOf);
  const gemini = geminiImages(addressOf);
  const of = (model: string) => (model.includes('imagen') ? imagen : gemini);
  return {
    kind: 'translation',
    toRequest: (call) => of(call.model).toRequest(call),
    fromResponse: (body, context) => of(context.model).fromResponse(body, context),
    serviceTierOf: serviceTierOfReply,
  };
}

/**
 * Imagen.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/imagen-api
 */
function imagenImages(addressOf: AddressOf): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body }) => {
      const seed = countOf(body['seed']);
      const parameters = {
        sampleCount: readCount(body['n'], MAX_IMAGEN_IMAGES),
        ...aspectRatioOf(body['size'], IMAGEN_RATIOS),
        ...(isLarge(body['size']) && { sampleImageSize: '2K' }),
        // A watermarked image cannot be made again from its seed, so Imagen takes the seed only without.
        ...(seed !== null && { seed, addWatermark: false }),
      };
      const json = { instances: [{ prompt: readPrompt(body) }], parameters };
      const dropped = [...leftOut(body, HONOURED), ...approximated(body['size'], ['1024x1024', '2048x2048'])];
      return { request: jsonPost(`${addressOf(model)}:predict`, json), dropped };
    },
    fromResponse: (body, context) => {
      const reply: GeminiPredictReply = body;
      const predictions: readonly GeminiPrediction[] = objectsOf(reply.predictions);
      const images = predictions
        .map(({ bytesBase64Encoded }) => textOf(bytesBase64Encoded))
        .filter((data) => data !== '');
      if (images.length > 0) return toImageList(images, context);
      throw filtered(
        predictions.map(({ raiFilteredReason }) => textOf(raiFilteredReason)).find((reason) => reason !== ''),
      );
    },
  };
}

/**
 * Gemini's image models: a chat whose answer is an image.
 *
 * @see https://ai.google.dev/gemini-api/docs/image-generation
 */
function geminiImages(addressOf: AddressOf): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body }) => {
      readCount(body['n'], 1);
      const seed = countOf(body['seed']);
      const ratio = aspectRatioOf(body['size'], GEMINI_RATIOS);
      const generationConfig = {
        responseModalities: ['TEXT', 'IMAGE'],
        ...(seed !== null && { seed }),
        ...(Object.keys(ratio).length > 0 && { imageConfig: ratio }),
      };
      const contents = [{ role: 'user', parts: [{ text: readPrompt(body) }] }];
      const request = jsonPost(`${addressOf(model)}:generateContent`, { contents, generationConfig });
      return { request, dropped: [...leftOut(body, HONOURED), ...approximated(body['size'], ['1024x1024'])] };
    },
    fromResponse: (body, context) => {
      const reply: GeminiReply = body;
      const [candidate]: readonly GeminiCandidate[] = objectsOf(reply.candidates);
      if (candidate === undefined && !isBlocked(reply)) {
        throw new UpstreamError({ kind: 'invalid-response', message: 'The provider answered without a candidate.' });
      }
      const images = readInlineData(candidate ?? {}).map(({ data }) => textOf(data));
      if (images.length === 0) throw filtered(textOf(candidate?.finishMessage));
      return { ...toImageList(images, context), ...usageOf(objectOf(reply.usageMetadata)) };
    },
  };
}

function readPrompt({ prompt, response_format: format, stream }: JsonObject): string {
  if (format === 'url') {
    throw new UnsupportedParameterError(
      'response_format',
      'Google returns images as data: response_format must be b64_json.',
    );
  }
  if (stream === true) throw new UnsupportedParameterError('stream', 'Google does not stream images.');
  if (typeof prompt === 'string' && prompt !== '') return prompt;
  throw new InvalidRequestError('prompt must be a text.', 'prompt');
}

function readCount(n: JsonValue | undefined, most: number): number {
  if (n === undefined || n === null) return 1;
  if (typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= most) return n;
  throw new UnsupportedParameterError('n', `This model makes 1 to ${most} images per call.`);
}

/** `1792x1024` → its ratio, where the model has exactly that one: a picture of another shape is not what was asked. */
function aspectRatioOf(size: JsonValue | undefined, ratios: readonly string[]): { aspectRatio?: string } {
  if (size === undefined || size === null || size === 'auto') return {};
  const asked = /^(\d{1,5})x(\d{1,5})$/.exec(textOf(size));
  const quotient = asked === null ? Number.NaN : Number(asked[1]) / Number(asked[2]);
  const aspectRatio = ratios.find((ratio) => quotient === quotientOf(ratio));
  if (aspectRatio !== undefined) return { aspectRatio };
  throw new UnsupportedParameterError('size', `This model's images have a ratio of ${ratios.join(', ')}.`);
}

/** `size` is named in `dropped` where only its ratio is kept: the number of pixels is the model's own. */
function approximated(size: JsonValue | undefined, exact: readonly string[]): readonly string[] {
  return size === undefined || size === null || size === 'auto' || exact.includes(textOf(size)) ? [] : ['size'];
}

const LARGE_PIXELS = 2_048;

function isLarge(size: JsonValue | undefined): boolean {
  return textOf(size)
    .split('x')
    .some((side) => Number(side) >= LARGE_PIXELS);
}

function quotientOf(ratio: string): number {
  const colon = ratio.indexOf(':');
  return Number(ratio.slice(0, colon)) / Number(ratio.slice(colon + 1));
}

function toImageList(images: readonly string[], { created }: ReplyContext): JsonObject {
  return { created, data: images.map((data) => ({ b64_json: data })) };
}

/** As OpenAI states the usage of its own image models. */
function usageOf(metadata: GeminiUsage): JsonObject {
  const counted = convertUsage(metadata);
  if (counted === null) return {};
  const input = tokensOf(counted['prompt_tokens']) ?? 0;
  const output = tokensOf(counted['completion_tokens']) ?? 0;
  return {
    usage: {
      input_tokens: input,
      output_tokens: output,
      total_tokens: input + output,
      input_tokens_details: toDetails(input, objectOf(counted['prompt_tokens_details'])),
      output_tokens_details: toDetails(output, objectOf(counted['completion_tokens_details'])),
    },
  };
}

function toDetails(all: number, { image_tokens: images }: JsonObject): JsonObject {
  const drawn = tokensOf(images);
  return drawn === null ? {} : { image_tokens: drawn, text_tokens: Math.max(0, all - drawn) };
}

function filtered(reason: string | undefined): UpstreamError {
  return new UpstreamError({
    kind: 'request-rejected',
    status: 400,
    code: 'content_policy_violation',
    param: 'prompt',
    message: reason || 'No image was made: the prompt or the images were filtered by the provider.',
  });
}
