import { textOf } from '../../core/json.js';
import { openAi } from '../fronts/openai.js';
import { type EndpointSpec, JSON_REPLY, type ReplyShape, words } from './endpoint-spec.js';
import { readBoolean, requireText } from './read-request.js';
import { BOOLEAN, COUNT, EVENTS_TOO, jsonRequest, offline, oneOf, TEXT } from './schemas.js';

const EVENTS: ReplyShape = { kind: 'events', terminal: new Set(['image_generation.completed']) };

/** @see https://platform.openai.com/docs/api-reference/images */
export const imagesGenerations: EndpointSpec = {
  path: 'images/generations',
  front: openAi,
  upstream: 'images/generations',
  input: 'json',
  settings: words(
    'background moderation n output_compression output_format partial_images quality response_format size style user',
  ),
  writesText: false,
  read: (body) => {
    requireText(body, 'prompt');
    return { stream: readBoolean(body, 'stream') };
  },
  replyShape: ({ stream }) => (stream ? EVENTS : JSON_REPLY),
  answer: { name: 'data', isList: true },
  usageWithoutVendor: (body, reply) => {
    const images = reply?.['data'];
    if (!Array.isArray(images)) return null;
    const imageKind = { size: textOf(body.get('size')) || null, quality: textOf(body.get('quality')) || null };
    return { units: { image: images.length }, reasoningTokens: null, imageKind };
  },
  documentation: {
    operationId: 'Gateway_images',
    summary: 'Images from a prompt',
    request: jsonRequest(['prompt'], {
      prompt: TEXT,
      n: COUNT,
      size: { type: 'string', example: '1024x1024' },
      quality: { type: 'string', example: 'high' },
      response_format: oneOf('url', 'b64_json'),
      output_format: oneOf('png', 'jpeg', 'webp'),
      output_compression: { type: 'integer' },
      background: { type: 'string' },
      moderation: { type: 'string' },
      style: { type: 'string' },
      seed: { type: 'integer', description: 'Where the vendor takes one' },
      stream: BOOLEAN,
      partial_images: { type: 'integer', minimum: 0, maximum: 3 },
    }),
    examples: offline({ model: '@sandbox/sandbox-image', prompt: 'A red square', response_format: 'b64_json' }),
    reply: { description: 'The answer', content: EVENTS_TOO },
  },
};
