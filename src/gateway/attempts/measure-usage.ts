import type { JsonBody } from '../../core/json-body.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.js';
import { textOf } from '../../core/read-json.js';
import { readOpenAiUsage, type UsageRecord } from '../../core/usage.js';
import type { UpstreamCall } from '../../providers/provider-strategy.js';
import type { AudioLength } from './audio-length.js';

/**
 * What a reply used, in the units its endpoint is charged by: the vendor's own count where it gives one, else what can
 * be counted from request and reply without guessing. Null where nothing can.
 */
export function measureUsage(call: UpstreamCall<JsonBody>, reply: JsonObject | null): UsageRecord | null {
  const counted = reply === null ? null : (readOpenAiUsage(reply['usage']) ?? readDuration(reply));
  if (counted !== null) return counted;
  if (call.endpoint === 'audio/speech') return charactersOf(call.body.get('input'));
  if (call.endpoint === 'images/generations' && Array.isArray(reply?.['data'])) {
    const imageKind = {
      size: textOf(call.body.get('size')) || null,
      quality: textOf(call.body.get('quality')) || null,
    };
    return { units: { image: reply['data'].length }, reasoningTokens: null, imageKind };
  }
  return null;
}

/** A transcript's recording by its own length, where the vendor did not count; null where the file does not tell. */
export async function measureAudio(
  { file }: UpstreamCall<JsonBody>,
  audioLength: AudioLength,
): Promise<UsageRecord | null> {
  const seconds = file === undefined ? null : await audioLength.of(file);
  return seconds === null ? null : { units: { 'audio-second': seconds }, reasoningTokens: null };
}

/** Speech is charged by the characters that are read out. */
function charactersOf(input: JsonValue | undefined): UsageRecord | null {
  if (typeof input !== 'string') return null;
  return { units: { character: Array.from(input).length }, reasoningTokens: null };
}

/** Transcripts state seconds: in `usage` of type `duration`, or as the `duration` of `verbose_json`. */
function readDuration(reply: JsonObject): UsageRecord | null {
  const usage = reply['usage'];
  const seconds = isJsonObject(usage) && usage['type'] === 'duration' ? usage['seconds'] : reply['duration'];
  const value = typeof seconds === 'string' ? Number(seconds) : seconds;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return null;
  return { units: { 'audio-second': value }, reasoningTokens: null };
}
