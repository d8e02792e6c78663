import { InvalidRequestError, UnsupportedParameterError, UpstreamError } from '../../../core/errors.js';
import { toFormFields } from '../../../core/form-fields.js';
import { type JsonObject, objectOf, objectsOf, secondsOf, textOf } from '../../../core/json.js';
import { usageOfSeconds } from '../../../core/usage.js';
import { leftOut } from '../../formats/openai-chat/unsupported-parameters.js';
import type { BinaryReply, ReplyContext, Translation, UploadedFile } from '../../provider-strategy.js';
import type { UpstreamRequest } from '../../transport/transport.js';
import { toSubtitles, toVerboseSegment, type Segment } from './segments.js';

const FORMATS = ['json', 'text', 'verbose_json', 'srt', 'vtt'] as const;
type Format = (typeof FORMATS)[number];
const TIMED: ReadonlySet<Format> = new Set(['verbose_json', 'srt', 'vtt']);
const HONOURED: ReadonlySet<string> = new Set([
  ...['model', 'language', 'response_format', 'temperature', 'timestamp_granularities', 'diarize', 'stream'],
]);

/**
 * Voxtral's transcripts. Mistral answers with JSON only; the other formats are made of its segments.
 *
 * @see https://docs.mistral.ai/capabilities/audio/speech_to_text
 */
export function transcription(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body, file }) => {
      const format = readFormat(body);
      refuse(body);
      if (file === undefined) throw new InvalidRequestError('file must be an audio file.', 'file');
      const wantsTimes = TIMED.has(format) || body['timestamp_granularities'] != null;
      // Mistral takes a language or times, not both.
      const language = wantsTimes ? '' : textOf(body['language']);
      const dropped = wantsTimes && textOf(body['language']) !== '' ? ['language'] : [];
      // Made of the segments: what only Whisper says of them is neutral.
      if (format === 'verbose_json') dropped.push('response_format');
      const fields = { model, language, temperature: body['temperature'], diarize: body['diarize'] };
      const request = toForm(url, { ...fields, ...(wantsTimes && { timestamp_granularities: ['segment'] }) }, file);
      return { request, dropped: [...leftOut(body, HONOURED), ...dropped] };
    },
    fromResponse: toTranscript,
  };
}

function readFormat({ response_format: format }: JsonObject): Format {
  if (format === undefined || format === null) return 'json';
  const known = FORMATS.find((name) => name === format);
  if (known !== undefined) return known;
  throw new UnsupportedParameterError('response_format', `Mistral's transcripts come as ${FORMATS.join(', ')}.`);
}

function refuse({ stream, timestamp_granularities: times }: JsonObject): void {
  if (stream === true || stream === 'true') {
    throw new UnsupportedParameterError('stream', 'Transcripts of Mistral are not streamed.');
  }
  if (Array.isArray(times) && times.includes('word')) {
    throw new UnsupportedParameterError(
      'timestamp_granularities',
      'Mistral gives the times of segments, not of words.',
    );
  }
}

function toForm(url: string, fields: JsonObject, file: UploadedFile): UpstreamRequest {
  const filled = toFormFields(fields).filter(({ value }) => value !== '');
  const { filename, contentType } = file;
  const upload = { field: 'file', filename, contentType, bytes: file.stream() };
  return { method: 'POST', url, headers: { accept: 'application/json' }, body: { fields: filled, file: upload } };
}

function toTranscript(body: JsonObject, { request }: ReplyContext): JsonObject | BinaryReply {
  if (typeof body['text'] !== 'string') {
    throw new UpstreamError({ kind: 'invalid-response', message: 'The provider answered without a transcript.' });
  }
  const { text } = body;
  const format = readFormat(request);
  const segments = objectsOf(body['segments']).map(toSegment);
  if (TIMED.has(format) && segments.length === 0 && text.trim() !== '') {
    throw new UpstreamError({
      kind: 'invalid-response',
      message: 'The provider answered without the times of segments.',
    });
  }
  const seconds = secondsOf(objectOf(body['usage'])['prompt_audio_seconds']);
  switch (format) {
    case 'json':
      return { text, ...usageOf(seconds) };
    case 'verbose_json': {
      const duration = seconds ?? segments.at(-1)?.end ?? 0;
      const language = textOf(body['language']) || textOf(request['language']);
      return {
        task: 'transcribe',
        language,
        duration,
        text,
        segments: segments.map(toVerboseSegment),
        ...usageOf(seconds),
      };
    }
    case 'text':
      return plain(`${text}\n`, seconds);
    case 'srt':
    case 'vtt':
      return plain(toSubtitles(segments, format), seconds);
  }
}

function toSegment(segment: JsonObject): Segment {
  return {
    text: textOf(segment['text']),
    start: secondsOf(segment['start']) ?? 0,
    end: secondsOf(segment['end']) ?? 0,
  };
}

/** Mistral's audio is charged by its length. */
function usageOf(seconds: number | null): JsonObject {
  return seconds === null ? {} : { usage: { type: 'duration', seconds } };
}

function plain(text: string, seconds: number | null): BinaryReply {
  return { contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(text), usage: usageOfSeconds(seconds) };
}
