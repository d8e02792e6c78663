import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse } from '@nestjs/swagger';
import { ApiCallHeaders, ApiGateway } from './documentation.js';

type Schema = Parameters<typeof ApiBody>[0] extends infer Options
  ? Extract<Options, { schema: unknown }>['schema']
  : never;

const MODEL: Schema = { type: 'string', description: '`@<provider slug>/<model>` or `@config/<config slug>`' };
const TEXT: Schema = { type: 'string' };
const TEXTS: Schema = { type: 'array', items: { type: 'string' } };
const COUNT: Schema = { type: 'integer', minimum: 1 };
const NUMBER: Schema = { type: 'number' };
const YES_NO: Schema = { type: 'boolean' };
const oneOf = (...values: string[]): Schema => ({ type: 'string', enum: values });
/** Swagger UI sends a form as it fills it in: with these, and else with the first words that fit. */
const shown = (schema: Schema, example: unknown): Schema => ({ ...schema, example });
const FREE: Schema = { type: 'object', additionalProperties: true };

/** A JSON endpoint of OpenAI's API: fields that are not named travel on to vendors of OpenAI's format. */
function jsonEndpoint(summary: string, body: Schema, example: object, answer: Record<string, { schema: Schema }>) {
  return applyDecorators(
    ApiGateway(summary),
    ApiCallHeaders(),
    ApiBody({
      required: true,
      schema: body,
      examples: { sandbox: { summary: 'Offline, on the sandbox', value: example } },
    }),
    ApiOkResponse({ description: 'The answer', content: answer }),
  );
}

const object = (required: string[], properties: Record<string, Schema>): Schema => ({
  type: 'object',
  required,
  additionalProperties: true,
  properties: { model: MODEL, ...properties },
});
const JSON_ANSWER = { 'application/json': { schema: FREE } };
const EVENTS_TOO = { ...JSON_ANSWER, 'text/event-stream': { schema: TEXT } };
const BINARY: Schema = { type: 'string', format: 'binary' };
const AUDIO = {
  'audio/mpeg': { schema: BINARY },
  'audio/wav': { schema: BINARY },
  'text/event-stream': { schema: TEXT },
};

/** @see https://platform.openai.com/docs/api-reference/completions */
export const ApiCompletions = (): MethodDecorator =>
  jsonEndpoint(
    'Text completion, whole or streamed',
    object(['prompt'], {
      prompt: { oneOf: [TEXT, TEXTS, { type: 'array', items: {}, description: 'Tokens, or lists of them' }] },
      max_tokens: COUNT,
      n: COUNT,
      best_of: COUNT,
      echo: YES_NO,
      suffix: TEXT,
      logprobs: { type: 'integer' },
      stop: { oneOf: [TEXT, TEXTS] },
      temperature: NUMBER,
      top_p: NUMBER,
      stream: YES_NO,
    }),
    { model: '@sandbox/sandbox-1', prompt: 'Once upon a time' },
    EVENTS_TOO,
  );

/** @see https://platform.openai.com/docs/api-reference/embeddings */
export const ApiEmbeddings = (): MethodDecorator =>
  jsonEndpoint(
    'Embeddings of one text or many',
    object(['input'], {
      input: { oneOf: [TEXT, TEXTS, { type: 'array', items: {}, description: 'Tokens, or lists of them' }] },
      dimensions: COUNT,
      encoding_format: oneOf('float', 'base64'),
    }),
    { model: '@sandbox/sandbox-embed', input: 'A sentence.' },
    JSON_ANSWER,
  );

/** @see https://platform.openai.com/docs/api-reference/images */
export const ApiImages = (): MethodDecorator =>
  jsonEndpoint(
    'Images from a prompt',
    object(['prompt'], {
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
      stream: YES_NO,
      partial_images: { type: 'integer', minimum: 0, maximum: 3 },
    }),
    { model: '@sandbox/sandbox-image', prompt: 'A red square', response_format: 'b64_json' },
    EVENTS_TOO,
  );

/** @see https://platform.openai.com/docs/api-reference/audio/createSpeech */
export const ApiSpeech = (): MethodDecorator =>
  jsonEndpoint(
    'Speech from text: the bytes of the audio, as they arrive',
    object(['input'], {
      input: TEXT,
      voice: { oneOf: [TEXT, { type: 'object', properties: { id: TEXT } }] },
      response_format: oneOf('mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'),
      stream_format: oneOf('audio', 'sse'),
      speed: NUMBER,
      instructions: TEXT,
    }),
    { model: '@sandbox/sandbox-speech', input: 'Hello!', voice: 'alloy', response_format: 'wav' },
    AUDIO,
  );

/** @see https://platform.openai.com/docs/api-reference/audio/createTranscription */
export const ApiTranscriptions = (): MethodDecorator =>
  applyDecorators(
    ApiGateway('The words of a recording'),
    ApiCallHeaders(),
    ApiConsumes('multipart/form-data'),
    ApiBody({
      required: true,
      schema: {
        type: 'object',
        required: ['file', 'model'],
        properties: {
          file: BINARY,
          model: shown(MODEL, '@sandbox/sandbox-transcribe'),
          response_format: shown(oneOf('json', 'text', 'srt', 'vtt', 'verbose_json', 'diarized_json'), 'json'),
          language: shown(TEXT, 'en'),
          prompt: shown(TEXT, ''),
          temperature: shown(NUMBER, 0),
          'timestamp_granularities[]': shown({ type: 'array', items: oneOf('word', 'segment') }, []),
          'include[]': shown(TEXTS, []),
          chunking_strategy: shown(TEXT, ''),
          'known_speaker_names[]': shown(TEXTS, []),
          'known_speaker_references[]': shown(TEXTS, []),
          stream: shown(YES_NO, false),
          metadata: shown(
            { type: 'string', description: 'Tags of the log, as JSON text or as fields `metadata[name]`' },
            '{"userId": "u-1"}',
          ),
        },
      },
    }),
    ApiOkResponse({
      description: 'The transcript',
      content: { ...EVENTS_TOO, 'text/plain': { schema: TEXT } },
    }),
  );
