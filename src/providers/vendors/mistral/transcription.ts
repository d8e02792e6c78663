import { InvalidRequestError, UnsupportedParameterError, UpstreamError } from '../../../core/errors.js';
import { toFormFields } from '../../../core/form-fields.js';
import { type JsonObject, objectOf, objectsOf, secondsOf, textOf } from '../../../core/json.js';
import { usageOfSeconds } from '../../../core/usage.js';
import { leftOut } from '../../formats/openai-chat/unsupported-parameters.js';
import type { BinaryReply, ReplyContext, Translation, UploadedFile } from '../../provider-strategy.js';
import type { UpstreamRequest } from '../../transport/transport.js';
import type { MistralSegment, MistralTranscript, MistralUsage } from './wire-types.js';

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
      // Made of the segments: the members that only Whisper fills are neutral.
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
  const transcript: MistralTranscript = body;
  const { text } = transcript;
  if (typeof text !== 'string') {
    throw new UpstreamError({ kind: 'invalid-response', message: 'The provider answered without a transcript.' });
  }
  const format = readFormat(request);
  const segments = objectsOf(transcript.segments).map(toSegment);
  if (TIMED.has(format) && segments.length === 0 && text.trim() !== '') {
    throw new UpstreamError({
      kind: 'invalid-response',
      message: 'The provider answered without the times of segments.',
    });
  }
  const usage: MistralUsage = objectOf(transcript.usage);
  const seconds = secondsOf(usage.prompt_audio_seconds);
  switch (format) {
    case 'json':
      return { text, ...usageOf(seconds) };
    case 'verbose_json': {
      const duration = seconds ?? segments.at(-1)?.end ?? 0;
      const language = textOf(transcript.language) || textOf(request['language']);
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

function toSegment({ text, start, end }: MistralSegment): Segment {
  return { text: textOf(text), start: secondsOf(start) ?? 0, end: secondsOf(end) ?? 0 };
}

/** Mistral's audio is charged by its length. */
function usageOf(seconds: number | null): JsonObject {
  return seconds === null ? {} : { usage: { type: 'duration', seconds } };
}

function plain(text: string, seconds: number | null): BinaryReply {
  return { contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(text), usage: usageOfSeconds(seconds) };
}

/** A stretch of speech; seconds from the beginning of the file. */
interface Segment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A segment of `verbose_json`; the members that only Whisper fills are neutral. */
function toVerboseSegment({ text, start, end }: Segment, id: number): JsonObject {
  const unknown = { seek: 0, tokens: [], temperature: 0, avg_logprob: 0, compression_ratio: 0, no_speech_prob: 0 };
  return { id, start, end, text, ...unknown };
}

/** @see https://www.w3.org/TR/webvtt1/ */
function toSubtitles(segments: readonly Segment[], format: 'srt' | 'vtt'): string {
  const comma = format === 'srt' ? ',' : '.';
  const cues = segments.map(({ text, start, end }, index) => {
    const number = format === 'srt' ? `${index + 1}\n` : '';
    return `${number}${clock(start, comma)} --> ${clock(end, comma)}\n${text.trim()}\n`;
  });
  return format === 'srt' ? cues.join('\n') : ['WEBVTT\n', ...cues].join('\n');
}

/** 3.6 → 00:00:03.600 */
function clock(seconds: number, comma: string): string {
  const all = Math.round(seconds * 1_000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const milliseconds = String(all % 1_000).padStart(3, '0');
  return `${two(all / 3_600_000)}:${two((all / 60_000) % 60)}:${two((all / 1_000) % 60)}${comma}${milliseconds}`;
}
