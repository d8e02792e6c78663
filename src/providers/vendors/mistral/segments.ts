import type { JsonObject } from '../../../core/json.js';

/** A stretch of speech; seconds from the beginning of the file. */
export interface Segment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A segment of `verbose_json`; what only Whisper knows of it has its neutral value. */
export function toVerboseSegment({ text, start, end }: Segment, id: number): JsonObject {
  const unknown = { seek: 0, tokens: [], temperature: 0, avg_logprob: 0, compression_ratio: 0, no_speech_prob: 0 };
  return { id, start, end, text, ...unknown };
}

/** @see https://www.w3.org/TR/webvtt1/ */
export function toSubtitles(segments: readonly Segment[], format: 'srt' | 'vtt'): string {
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
