import { InvalidRequestError } from '../../core/errors.js';
import { usageOfSeconds } from '../../core/usage.js';
import type { SchemaObject } from '../fronts/front-format.js';
import { openAi } from '../fronts/openai.js';
import { type EndpointSpec, JSON_REPLY, type ReplyShape, words } from './endpoint-spec.js';
import { BINARY, BOOLEAN, EVENTS_TOO, MODEL_NAME, NUMBER, oneOf, TEXT, TEXTS } from './schemas.js';

const EVENTS: ReplyShape = { kind: 'events', terminal: new Set(['transcript.text.done']) };
const PLAIN_TEXT: ReplyShape = { kind: 'text' };
const TEXT_FORMATS: ReadonlySet<unknown> = new Set(['text', 'srt', 'vtt']);
const EVENT_STREAM = /^text\/event-stream\b/i;

/** Swagger UI fills a form in and sends all of it: with these examples, else with the first allowed values. */
const shown = (schema: SchemaObject, example: unknown): SchemaObject => ({ ...schema, example });

/** @see https://platform.openai.com/docs/api-reference/audio/createTranscription */
export const audioTranscriptions: EndpointSpec = {
  path: 'audio/transcriptions',
  front: openAi,
  upstream: 'audio/transcriptions',
  input: 'form',
  settings: words(
    'chunking_strategy include known_speaker_names known_speaker_references language response_format temperature',
    'timestamp_granularities',
  ),
  writesText: false,
  /** A form's fields are texts, and an empty one counts as not set. */
  read: (body) => {
    const stream = body.get('stream') ?? '';
    if (stream !== '' && stream !== 'true' && stream !== 'false') {
      throw new InvalidRequestError('stream must be true or false.', 'stream');
    }
    return { stream: stream === 'true' };
  },
  replyShape: ({ stream, body }, headers) => {
    // Models that cannot stream a transcript ignore that it was asked for.
    if (stream && EVENT_STREAM.test(headers['content-type'] ?? '')) return EVENTS;
    return TEXT_FORMATS.has(body.get('response_format')) ? PLAIN_TEXT : JSON_REPLY;
  },
  answer: { name: 'text', isList: false },
  usageWithoutVendor: (_body, reply) => usageOfSeconds(reply?.['duration']),
  documentation: {
    operationId: 'Gateway_transcriptions',
    summary: 'The words of a recording',
    request: {
      type: 'object',
      required: ['file', 'model'],
      properties: {
        file: BINARY,
        model: shown(MODEL_NAME, '@sandbox/sandbox-transcribe'),
        response_format: shown(oneOf('json', 'text', 'srt', 'vtt', 'verbose_json', 'diarized_json'), 'json'),
        language: shown(TEXT, 'en'),
        prompt: shown(TEXT, ''),
        temperature: shown(NUMBER, 0),
        'timestamp_granularities[]': shown({ type: 'array', items: oneOf('word', 'segment') }, []),
        'include[]': shown(TEXTS, []),
        chunking_strategy: shown(TEXT, ''),
        'known_speaker_names[]': shown(TEXTS, []),
        'known_speaker_references[]': shown(TEXTS, []),
        stream: shown(BOOLEAN, false),
        metadata: shown(
          { type: 'string', description: 'Tags of the log, as JSON text or as fields `metadata[name]`' },
          '{"userId": "u-1"}',
        ),
      },
    },
    examples: {},
    reply: { description: 'The transcript', content: { ...EVENTS_TOO, 'text/plain': { schema: TEXT } } },
  },
};
