import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse } from '@nestjs/swagger';
import { ApiConfigHeader, ApiGateway } from './documentation.js';

type Schema = Parameters<typeof ApiBody>[0] extends infer Options
  ? Extract<Options, { schema: unknown }>['schema']
  : never;

const MODEL: Schema = { type: 'string', description: '`@<provider slug>/<model>` or `@config/<config slug>`' };
const FREE: Schema = { type: 'object', additionalProperties: true };

/** A JSON endpoint of OpenAI's API: fields that are not named travel on to vendors of OpenAI's format. */
function jsonEndpoint(summary: string, body: Schema, example: object, answer: Record<string, { schema: Schema }>) {
  return applyDecorators(
    ApiGateway(summary),
    ApiConfigHeader(),
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
const EVENTS_TOO = { ...JSON_ANSWER, 'text/event-stream': { schema: { type: 'string' } as Schema } };
const BYTES = {
  'audio/mpeg': { schema: { type: 'string', format: 'binary' } as Schema },
  'audio/wav': { schema: { type: 'string', format: 'binary' } as Schema },
};

/** @see https://platform.openai.com/docs/api-reference/completions */
export const ApiCompletions = (): MethodDecorator =>
  jsonEndpoint(
    'Text completion, whole or streamed',
    object(['prompt'], { prompt: { type: 'string' }, max_tokens: { type: 'integer' }, stream: { type: 'boolean' } }),
    { model: '@sandbox/sandbox-1', prompt: 'Once upon a time' },
    EVENTS_TOO,
  );

/** @see https://platform.openai.com/docs/api-reference/embeddings */
export const ApiEmbeddings = (): MethodDecorator =>
  jsonEndpoint(
    'Embeddings of one text or many',
    object(['input'], {
      input: { oneOf: [{ type: 'string' }, { type: 'array', items: {} }] },
      dimensions: { type: 'integer' },
      encoding_format: { type: 'string', enum: ['float', 'base64'] },
    }),
    { model: '@sandbox/sandbox-embed', input: 'A sentence.' },
    JSON_ANSWER,
  );

/** @see https://platform.openai.com/docs/api-reference/images */
export const ApiImages = (): MethodDecorator =>
  jsonEndpoint(
    'Images from a prompt',
    object(['prompt'], { prompt: { type: 'string' }, n: { type: 'integer' }, size: { type: 'string' } }),
    { model: '@sandbox/sandbox-image', prompt: 'A red square', response_format: 'b64_json' },
    EVENTS_TOO,
  );

/** @see https://platform.openai.com/docs/api-reference/audio/createSpeech */
export const ApiSpeech = (): MethodDecorator =>
  jsonEndpoint(
    'Speech from text: the bytes of the audio, as they arrive',
    object(['input'], { input: { type: 'string' }, voice: { type: 'string' }, response_format: { type: 'string' } }),
    { model: '@sandbox/sandbox-speech', input: 'Hello!', voice: 'alloy', response_format: 'wav' },
    BYTES,
  );

/** @see https://platform.openai.com/docs/api-reference/audio/createTranscription */
export const ApiTranscriptions = (): MethodDecorator =>
  applyDecorators(
    ApiGateway('The words of a recording'),
    ApiConfigHeader(),
    ApiConsumes('multipart/form-data'),
    ApiBody({
      required: true,
      schema: {
        type: 'object',
        required: ['file', 'model'],
        properties: {
          file: { type: 'string', format: 'binary' },
          model: { ...MODEL, example: '@sandbox/sandbox-transcribe' } as Schema,
          response_format: { type: 'string', enum: ['json', 'text', 'srt', 'vtt', 'verbose_json', 'diarized_json'] },
          language: { type: 'string' },
          stream: { type: 'boolean' },
        },
      },
    }),
    ApiOkResponse({
      description: 'The transcript',
      content: { ...EVENTS_TOO, 'text/plain': { schema: { type: 'string' } } },
    }),
  );
