import type { JsonObject } from '../../../core/json.js';
import { bytesAnswer, eventAnswer, jsonAnswer, SandboxError, type Answer } from './answer.js';
import { piecesOf } from './wording.js';

/** What the sandbox uses of an upload: its name and length. */
export interface Recording {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  /** The file's first bytes, as many as a WAV header has. */
  readonly head: Buffer;
}

export const WAV_HEADER_BYTES = 44;
/** Assumed for a file whose header is not read: 128 kbit/s, as an MP3 usually has. */
const USUAL_BYTES_PER_SECOND = 16_000;

/**
 * Answers a transcription, in every response format: a sentence that names the file.
 * @throws SandboxError
 */
export function answerTranscription(fields: JsonObject, recording: Recording): Answer {
  const text = `[sandbox] Nobody listened to "${recording.filename}", which has ${recording.size} bytes.`;
  const seconds = secondsOf(recording);
  const usage = { type: 'duration', seconds: Math.ceil(seconds) };
  if (fields['stream'] === 'true') {
    const deltas = piecesOf(text).map((delta) => ({ type: 'transcript.text.delta', delta }));
    return eventAnswer([...deltas, { type: 'transcript.text.done', text, usage }]);
  }
  switch (fields['response_format'] ?? 'json') {
    case 'json':
      return jsonAnswer({ text, usage });
    case 'verbose_json':
      return jsonAnswer(verbose(fields, text, seconds, usage));
    case 'diarized_json':
      return jsonAnswer(diarized(text, seconds, usage));
    case 'text':
      return plainText(`${text}\n`);
    case 'srt':
      return plainText(`1\n${timestamp(0, ',')} --> ${timestamp(seconds, ',')}\n${text}\n\n`);
    case 'vtt':
      return plainText(`WEBVTT\n\n${timestamp(0, '.')} --> ${timestamp(seconds, '.')}\n${text}\n\n`);
    default:
      throw new SandboxError(400, 'invalid_value', 'The response format is not known.', 'response_format');
  }
}

function plainText(text: string): Answer {
  return bytesAnswer('text/plain; charset=utf-8', Buffer.from(text));
}

function verbose(fields: JsonObject, text: string, seconds: number, usage: JsonObject): JsonObject {
  const segment = { id: 0, seek: 0, start: 0, end: seconds, text, tokens: [], temperature: 0, avg_logprob: 0 };
  const words = piecesOf(text).map((piece, index, all) => ({
    word: piece.trim(),
    start: round((seconds * index) / all.length),
    end: round((seconds * (index + 1)) / all.length),
  }));
  const wanted = fields['timestamp_granularities'];
  const granularities = Array.isArray(wanted) ? wanted : ['segment'];
  return {
    task: 'transcribe',
    language: typeof fields['language'] === 'string' ? fields['language'] : 'english',
    duration: seconds,
    text,
    ...(granularities.includes('segment') && {
      segments: [{ ...segment, compression_ratio: 1, no_speech_prob: 0 }],
    }),
    ...(granularities.includes('word') && { words }),
    usage,
  };
}

/** All of it by one speaker. */
function diarized(text: string, seconds: number, usage: JsonObject): JsonObject {
  const segment = { type: 'transcript.text.segment', id: 'seg_0', start: 0, end: seconds, text, speaker: 'A' };
  return { task: 'transcribe', duration: seconds, text, segments: [segment], usage };
}

function secondsOf({ head, size }: Recording): number {
  const isWav =
    head.length >= WAV_HEADER_BYTES && head.toString('latin1', 0, 4) === 'RIFF' && head.readUInt32LE(28) > 0;
  return round(isWav ? (size - WAV_HEADER_BYTES) / head.readUInt32LE(28) : size / USUAL_BYTES_PER_SECOND);
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}

function timestamp(seconds: number, separator: ',' | '.'): string {
  const ms = Math.round(seconds * 1_000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const clock = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}`;
  return `${clock}${separator}${String(ms % 1_000).padStart(3, '0')}`;
}
