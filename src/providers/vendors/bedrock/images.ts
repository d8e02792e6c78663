import {
  InvalidRequestError,
  UnsupportedEndpointError,
  UnsupportedParameterError,
  UpstreamError,
} from '../../../core/errors.js';
import { type JsonObject, objectsOf, textOf } from '../../../core/json.js';
import { leftOut } from '../../formats/openai-chat/unsupported-parameters.js';
import type { ReplyContext, Translation } from '../../provider-strategy.js';
import { modelRequest } from './addresses.js';
import type { ImageReply, StabilityArtifact } from './wire-types.js';

interface ImageRequest {
  readonly prompt: string;
  readonly count: number;
  /** Pixels; null leaves it to the model. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly json: JsonObject;
}

/** One family of image models: what it is sent, and where its images stand. */
interface ImageFamily {
  readonly pattern: RegExp;
  /** Images of one call. */
  readonly most: number;
  readonly honoured: readonly string[];
  toBody(request: ImageRequest): JsonObject;
  /** It takes a ratio and chooses the size itself. */
  readonly hasOwnSizes?: true;
  /** Base64. */
  imagesOf(reply: ImageReply): readonly string[];
}

const FAMILIES: readonly ImageFamily[] = [
  {
    pattern: /titan-image|nova-canvas/,
    most: 5,
    honoured: ['quality', 'seed'],
    toBody: ({ prompt, count, size, json }) => ({
      taskType: 'TEXT_IMAGE',
      textToImageParams: { text: prompt },
      imageGenerationConfig: {
        numberOfImages: count,
        ...size,
        ...(json['quality'] != null && { quality: isFine(json['quality']) ? 'premium' : 'standard' }),
        ...seedOf(json),
      },
    }),
    imagesOf: ({ images }) => textsOf(images),
  },
  {
    pattern: /stable-diffusion-xl/,
    most: 1,
    honoured: ['seed'],
    toBody: ({ prompt, size, json }) => ({ text_prompts: [{ text: prompt, weight: 1 }], ...size, ...seedOf(json) }),
    imagesOf: ({ artifacts }) =>
      objectsOf(artifacts)
        .filter(({ finishReason }: StabilityArtifact) => finishReason !== 'CONTENT_FILTERED')
        .map(({ base64 }: StabilityArtifact) => textOf(base64)),
  },
  {
    pattern: /stability\./,
    most: 1,
    hasOwnSizes: true,
    honoured: ['seed', 'output_format'],
    toBody: ({ prompt, size, json }) => ({
      prompt,
      ...(size !== null && { aspect_ratio: toAspectRatio(size.width, size.height) }),
      ...(textOf(json['output_format']) !== '' && { output_format: json['output_format'] }),
      ...seedOf(json),
    }),
    imagesOf: ({ images, finish_reasons: reasons }) =>
      textsOf(images).filter((_, index) => isUnfiltered(reasons, index)),
  },
];

/**
 * OpenAI's image generation over InvokeModel: Titan, Nova Canvas and Stability. Images come as base64 only.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
export function images(base: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body, stream }) => {
      const family = familyOf(model);
      if (stream) throw new UnsupportedParameterError('stream', 'This model does not stream images.');
      const request = readImageRequest(body, family);
      const honoured = ['model', 'prompt', 'n', 'size', 'response_format', 'stream', ...family.honoured];
      const approximated = family.hasOwnSizes === true && request.size !== null ? ['size'] : [];
      return {
        request: modelRequest(base, model, 'invoke', family.toBody(request)),
        dropped: [...leftOut(body, new Set(honoured)), ...approximated],
      };
    },
    fromResponse: fromImageResponse,
  };
}

function familyOf(model: string): ImageFamily {
  const family = FAMILIES.find(({ pattern }) => pattern.test(model.toLowerCase()));
  if (family === undefined) throw new UnsupportedEndpointError(`The model '${model}' makes no images.`);
  return family;
}

function readImageRequest(json: JsonObject, family: ImageFamily): ImageRequest {
  const prompt = json['prompt'];
  if (typeof prompt !== 'string' || prompt === '') throw new InvalidRequestError('prompt must be a string.', 'prompt');
  const count = json['n'] ?? 1;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1) {
    throw new InvalidRequestError('n must be a whole number of at least 1.', 'n');
  }
  if (count > family.most)
    throw new UnsupportedParameterError('n', `This model makes at most ${family.most} per call.`);
  if (json['response_format'] === 'url') {
    throw new UnsupportedParameterError('response_format', 'This model gives no URLs; ask for b64_json.');
  }
  return { prompt, count, size: readSize(json['size']), json };
}

function readSize(value: JsonObject[string]): ImageRequest['size'] {
  if (value === undefined || value === null || value === 'auto') return null;
  const match = typeof value === 'string' ? /^(\d{2,5})x(\d{2,5})$/.exec(value) : null;
  if (match === null) throw new InvalidRequestError('size must be like 1024x1024.', 'size');
  return { width: Number(match[1]), height: Number(match[2]) };
}

const RATIOS: ReadonlySet<string> = new Set(['1:1', '16:9', '9:16', '21:9', '9:21', '3:2', '2:3', '5:4', '4:5']);

/** These models take ratios, not sizes; a ratio that is only near would give another picture. */
function toAspectRatio(width: number, height: number): string {
  const divisor = greatestCommonDivisor(width, height);
  const ratio = `${width / divisor}:${height / divisor}`;
  // 21:9 is not reduced.
  const known = ratio === '7:3' ? '21:9' : ratio === '3:7' ? '9:21' : ratio;
  if (RATIOS.has(known)) return known;
  throw new UnsupportedParameterError('size', `This model makes images of the ratios ${[...RATIOS].join(', ')}.`);
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}

function isFine(quality: JsonObject[string]): boolean {
  return quality === 'hd' || quality === 'high' || quality === 'premium';
}

function seedOf(json: JsonObject): JsonObject {
  return typeof json['seed'] === 'number' ? { seed: json['seed'] } : {};
}

/** A reason beside an image says that it was filtered. */
function isUnfiltered(reasons: unknown, index: number): boolean {
  return !Array.isArray(reasons) || reasons[index] === undefined || reasons[index] === null;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function fromImageResponse(body: JsonObject, { model, created }: ReplyContext): JsonObject {
  const reply: ImageReply = body;
  const found = familyOf(model)
    .imagesOf(reply)
    .filter((image) => image !== '');
  if (found.length > 0) return { created, data: found.map((image) => ({ b64_json: image })) };
  const lists = [reply.images, reply.artifacts, reply.finish_reasons];
  if (!lists.some((list) => Array.isArray(list)) && textOf(reply.error) === '') {
    throw new UpstreamError({
      kind: 'invalid-response',
      message: 'The provider answered with a reply without images.',
    });
  }
  throw new UpstreamError({
    kind: 'request-rejected',
    code: 'content_policy_violation',
    message: 'The images were blocked by the content filter of the provider.',
  });
}
