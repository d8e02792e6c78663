import type { JsonBody } from '../../core/json-body.js';
import type { JsonObject, JsonValue } from '../../core/json.js';
import { textOf } from '../../core/read-json.js';
import { readDurationUsage, readOpenAiUsage, usageOfSeconds, type UsageRecord } from '../../core/usage.js';
import type { UpstreamCall } from '../../providers/provider-strategy.js';
import type { AudioLength } from './audio-length.js';

/**
 * What a reply used, in the units its endpoint is charged by: the vendor's own count where it gives one, else what can
 * be counted from request and reply without guessing. Null where nothing can.
 */
export function measureUsage(call: UpstreamCall<JsonBody>, reply: JsonObject | null): UsageRecord | null {
  const counted = reply === null ? null : (readOpenAiUsage(reply['usage']) ?? readDurationUsage(reply['usage']));
  if (counted !== null) return counted;
  if (call.endpoint === 'audio/transcriptions') return usageOfSeconds(reply?.['duration']);
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
  return file === undefined ? null : usageOfSeconds(await audioLength.of(file));
}

/** Speech is charged by the characters that are read out. */
function charactersOf(input: JsonValue | undefined): UsageRecord | null {
  if (typeof input !== 'string') return null;
  return { units: { character: Array.from(input).length }, reasoningTokens: null };
}
