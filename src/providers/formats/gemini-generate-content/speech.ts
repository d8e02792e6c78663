import { wavHeader } from '../../framing/wav-header.js';
import { InvalidRequestError, UnsupportedParameterError, UpstreamError } from '../../../core/errors.js';
import { type JsonObject, type JsonValue, objectOf, objectsOf, textOf } from '../../../core/json.js';
import { readOpenAiUsage } from '../../../core/usage.js';
import { leftOut } from '../openai-chat/unsupported-parameters.js';
import type { BinaryReply, ReplyContext, Translation } from '../../provider-strategy.js';
import { jsonPost } from '../../transport/json-post.js';
import { convertUsage, serviceTierOfReply } from './convert-usage.js';
import { readInlineData } from './read-part.js';
import type { GeminiReply } from './wire-types.js';

const HONOURED: ReadonlySet<string> = new Set([
  ...['model', 'input', 'voice', 'response_format', 'speed', 'stream_format', 'stream', 'instructions'],
]);
const DEFAULT_RATE = 24_000;

/**
 * Speech by Gemini's TTS models: 16-bit samples, bare or as a WAV file.
 *
 * @see https://ai.google.dev/gemini-api/docs/speech-generation
 */
export function speech(addressOf: (model: string) => string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body }) => {
      refuse(body);
      const voice = voiceOf(body['voice']);
      const json = {
        contents: [{ role: 'user', parts: [{ text: toText(body) }] }],
        generationConfig: {
          responseModalities: ['AUDIO'],
          ...(voice !== '' && { speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } } }),
        },
      };
      const approximated = [
        ...(textOf(body['instructions']) === '' ? [] : ['instructions']),
        // OpenAI's own default is mp3.
        ...(body['response_format'] === undefined ? ['response_format'] : []),
      ];
      const request = jsonPost(`${addressOf(model)}:generateContent`, json);
      return { request, dropped: [...leftOut(body, HONOURED), ...approximated] };
    },
    fromResponse: toAudio,
    serviceTierOf: serviceTierOfReply,
  };
}

function refuse({ response_format: format, speed, stream_format: stream }: JsonObject): void {
  if (format !== undefined && format !== null && format !== 'wav' && format !== 'pcm') {
    throw new UnsupportedParameterError('response_format', 'Gemini speaks in wav and pcm only.');
  }
  if (typeof speed === 'number' && speed !== 1) {
    throw new UnsupportedParameterError('speed', 'Gemini takes no speed; it may be asked for in the instructions.');
  }
  if (stream === 'sse')
    throw new UnsupportedParameterError('stream_format', 'Gemini does not stream speech as events.');
}

/** Instructions go in front of the text, for the API has no field for them. */
function toText({ input, instructions }: JsonObject): string {
  if (typeof input !== 'string' || input === '') throw new InvalidRequestError('input must be a text.', 'input');
  const directions = textOf(instructions);
  return directions === '' ? input : `${directions}: ${input}`;
}

function voiceOf(voice: JsonValue | undefined): string {
  return textOf(voice) || textOf(objectOf(voice)['id']);
}

function toAudio(body: JsonObject, { request }: ReplyContext): BinaryReply {
  const reply: GeminiReply = body;
  const audio = objectsOf(reply.candidates).flatMap(readInlineData);
  if (audio.length === 0) {
    throw new UpstreamError({ kind: 'invalid-response', message: 'The provider answered without audio.' });
  }
  const samples = Buffer.concat(audio.map(({ data }) => Buffer.from(textOf(data), 'base64')));
  const usage = readOpenAiUsage(convertUsage(objectOf(reply.usageMetadata)));
  if (request['response_format'] === 'pcm') return { contentType: 'audio/pcm', bytes: samples, usage };
  const rate = Number(/rate=(\d{4,6})/.exec(textOf(audio.at(0)?.mimeType))?.[1] ?? DEFAULT_RATE);
  return { contentType: 'audio/wav', bytes: Buffer.concat([wavHeader(samples.length, rate), samples]), usage };
}
