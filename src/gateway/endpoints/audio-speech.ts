import { openAi } from '../fronts/openai.js';
import { type EndpointSpec, type ReplyShape, words } from './endpoint-spec.js';
import { requireText } from './read-request.js';
import { BINARY, jsonRequest, NUMBER, offline, oneOf, TEXT } from './schemas.js';

const EVENTS: ReplyShape = { kind: 'events', terminal: new Set(['speech.audio.done']) };
const BYTES: ReplyShape = { kind: 'bytes' };

/** @see https://platform.openai.com/docs/api-reference/audio/createSpeech */
export const audioSpeech: EndpointSpec = {
  path: 'audio/speech',
  front: openAi,
  upstream: 'audio/speech',
  input: 'json',
  settings: words('instructions response_format speed voice'),
  writesText: false,
  read: (body) => {
    requireText(body, 'input');
    return { stream: body.get('stream_format') === 'sse' };
  },
  replyShape: ({ stream }) => (stream ? EVENTS : BYTES),
  answer: null,
  /** Speech is charged by the characters that are read out. */
  usageWithoutVendor: (body) => {
    const input = body.get('input');
    if (typeof input !== 'string') return null;
    return { units: { character: Array.from(input).length }, reasoningTokens: null };
  },
  documentation: {
    operationId: 'Gateway_speech',
    summary: 'Speech from text: the bytes of the audio, as they arrive',
    request: jsonRequest(['input'], {
      input: TEXT,
      voice: { oneOf: [TEXT, { type: 'object', properties: { id: TEXT } }] },
      response_format: oneOf('mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'),
      stream_format: oneOf('audio', 'sse'),
      speed: NUMBER,
      instructions: TEXT,
    }),
    examples: offline({ model: '@sandbox/sandbox-speech', input: 'Hello!', voice: 'alloy', response_format: 'wav' }),
    reply: {
      description: 'The answer',
      content: {
        'audio/mpeg': { schema: BINARY },
        'audio/wav': { schema: BINARY },
        'text/event-stream': { schema: TEXT },
      },
    },
  },
};
