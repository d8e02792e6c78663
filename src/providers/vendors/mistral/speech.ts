import { InvalidRequestError, UnsupportedParameterError, UpstreamError } from '../../../core/errors.js';
import { type JsonObject, objectOf, textOf } from '../../../core/json.js';
import { leftOut } from '../../formats/openai-chat/unsupported-parameters.js';
import type { Translation } from '../../provider-strategy.js';
import { jsonPost } from '../../transport/json-post.js';
import type { MistralSpeechReply } from './wire-types.js';

const CONTENT_TYPES: Readonly<Record<string, string | undefined>> = {
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
};
const DEFAULT_FORMAT = 'mp3';
const HONOURED: ReadonlySet<string> = new Set([
  ...['model', 'input', 'voice', 'response_format', 'speed', 'instructions', 'stream_format', 'stream'],
]);

/** Mistral answers with JSON that holds the audio. @see https://docs.mistral.ai/capabilities/audio/text_to_speech */
export function speech(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body }) => {
      refuse(body);
      const { input } = body;
      if (typeof input !== 'string' || input === '') throw new InvalidRequestError('input must be a text.', 'input');
      const voice = textOf(body['voice']) || textOf(objectOf(body['voice'])['id']);
      const json = { model, input, ...(voice !== '' && { voice }), response_format: formatOf(body), stream: false };
      return { request: jsonPost(url, json), dropped: leftOut(body, HONOURED) };
    },
    fromResponse: ({ audio_data: data }: MistralSpeechReply, { request }) => {
      const audio = textOf(data);
      if (audio === '')
        throw new UpstreamError({ kind: 'invalid-response', message: 'The provider answered without audio.' });
      const contentType = CONTENT_TYPES[formatOf(request)] ?? 'application/octet-stream';
      return { contentType, bytes: Buffer.from(audio, 'base64'), usage: null };
    },
  };
}

function formatOf(body: JsonObject): string {
  return textOf(body['response_format']) || DEFAULT_FORMAT;
}

function refuse(body: JsonObject): void {
  if (CONTENT_TYPES[formatOf(body)] === undefined) {
    throw new UnsupportedParameterError(
      'response_format',
      `Mistral speaks in ${Object.keys(CONTENT_TYPES).join(', ')}.`,
    );
  }
  if (typeof body['speed'] === 'number' && body['speed'] !== 1) {
    throw new UnsupportedParameterError('speed', "Mistral does not support 'speed'.");
  }
  if (textOf(body['instructions']) !== '') {
    throw new UnsupportedParameterError('instructions', "Mistral does not support 'instructions'.");
  }
  if (body['stream_format'] === 'sse') {
    throw new UnsupportedParameterError('stream_format', 'Speech of Mistral is not streamed as events.');
  }
}
