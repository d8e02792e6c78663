import { InvalidRequestError, UnsupportedParameterError } from '../../../core/errors.js';
import { type JsonObject, objectOf, objectsOf, textOf, tokensOf } from '../../../core/json.js';
import { readOpenAiUsage } from '../../../core/usage.js';
import { leftOut } from '../openai-chat/unsupported-parameters.js';
import type { BinaryReply, ReplyContext, Translation } from '../../provider-strategy.js';
import { jsonPost } from '../../transport/json-post.js';
import { serviceTierOfReply } from './convert-usage.js';
import { fromResponse } from './from-response.js';

const HONOURED: ReadonlySet<string> = new Set([
  ...['model', 'language', 'prompt', 'response_format', 'temperature', 'stream', 'timestamp_granularities'],
]);
/** Google takes requests of at most 20 MB, and base64 makes three bytes four. */
const MAX_FILE_BYTES = 14 * 1024 * 1024;

/**
 * Transcripts by any Gemini model that takes audio: the prompt asks for them.
 *
 * @see https://ai.google.dev/gemini-api/docs/audio
 */
export function transcription(addressOf: (model: string) => string): Translation {
  return {
    kind: 'translation',
    toRequest: async ({ model, body, file }) => {
      refuse(body);
      if (file === undefined) throw new InvalidRequestError('file must be an audio file.', 'file');
      if (file.size > MAX_FILE_BYTES) {
        throw new InvalidRequestError('Gemini takes audio files of up to 14 MB.', 'file', 'request_too_large', 413);
      }
      const data = (await file.bytes()).toString('base64');
      const temperature = Number(body['temperature'] ?? 0);
      const parts = [
        { text: toPrompt(body) },
        { inlineData: { mimeType: mimeOf(file.filename, file.contentType), data } },
      ];
      const json = { contents: [{ role: 'user', parts }], generationConfig: { temperature } };
      return { request: jsonPost(`${addressOf(model)}:generateContent`, json), dropped: leftOut(body, HONOURED) };
    },
    fromResponse: toTranscript,
    serviceTierOf: serviceTierOfReply,
  };
}

function refuse({ response_format: format, stream, timestamp_granularities: times }: JsonObject): void {
  if (format !== undefined && format !== null && format !== 'json' && format !== 'text') {
    throw new UnsupportedParameterError('response_format', 'Gemini transcribes as json and text only.');
  }
  if (stream === true || stream === 'true') {
    throw new UnsupportedParameterError('stream', 'Transcripts of Gemini are not streamed.');
  }
  if (times !== undefined && times !== null) {
    throw new UnsupportedParameterError('timestamp_granularities', 'Gemini gives no times of words or segments.');
  }
}

function toPrompt({ language, prompt }: JsonObject): string {
  const spoken = textOf(language);
  const context = textOf(prompt);
  return [
    'Transcribe this audio word for word. Answer with the transcript only.',
    ...(spoken === '' ? [] : [`The language is ${spoken}.`]),
    ...(context === '' ? [] : [`Words and context that may help: ${context}`]),
  ].join(' ');
}

const MIME_BY_EXTENSION: Readonly<Record<string, string | undefined>> = {
  mp3: 'audio/mpeg',
  mpga: 'audio/mpeg',
  mpeg: 'audio/mpeg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  m4a: 'audio/mp4',
  mp4: 'audio/mp4',
  webm: 'audio/webm',
};

/** By the name first, as OpenAI does: clients seldom know the type. */
function mimeOf(filename: string, contentType: string): string {
  const extension = /\.(\w+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';
  return MIME_BY_EXTENSION[extension] ?? contentType;
}

function toTranscript(body: JsonObject, context: ReplyContext): JsonObject | BinaryReply {
  const { choices, usage } = fromResponse(body, context);
  const message = objectOf(objectsOf(choices).at(0)?.['message']);
  const text = textOf(message['content']).trim();
  if (context.request['response_format'] === 'text') {
    return { contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(`${text}\n`), usage: readOpenAiUsage(usage) };
  }
  return { text, ...(usage !== undefined && { usage: toTokenUsage(objectOf(usage)) }) };
}

function toTokenUsage(usage: JsonObject): JsonObject {
  const input = tokensOf(usage['prompt_tokens']) ?? 0;
  const audio = tokensOf(objectOf(usage['prompt_tokens_details'])['audio_tokens']) ?? 0;
  return {
    type: 'tokens',
    input_tokens: input,
    input_token_details: { text_tokens: input - audio, audio_tokens: audio },
    output_tokens: usage['completion_tokens'],
    total_tokens: usage['total_tokens'],
  };
}
