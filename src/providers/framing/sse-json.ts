import { UpstreamError } from '../../core/errors.js';
import { isJsonObject, parseJson, type JsonObject } from '../../core/json.js';
import { FrameTooLargeError, SseDecoder, type SseEvent } from './decode-sse.js';

/** One event of a stream whose events are JSON objects; `done` is OpenAI's `[DONE]`. */
export type SseJson = JsonObject | 'done';

/** Bytes to the JSON of server-sent events, each parsed once. */
export class SseJsonReader {
  private readonly decoder = new SseDecoder();

  push(bytes: Uint8Array): readonly (SseJson | UpstreamError)[] {
    try {
      return this.decoder.push(bytes).map((event) => parse(event, 'invalid-response'));
    } catch (error) {
      if (!(error instanceof FrameTooLargeError)) throw error;
      return [unreadable('invalid-response', 'an event that is too large')];
    }
  }

  /** What is left when the body has ended; an event that is cut off makes the stream a broken one. */
  end(): readonly (SseJson | UpstreamError)[] {
    return this.decoder.end().map((event) => parse(event, 'stream-broken'));
  }
}

function parse({ data }: SseEvent, kind: 'invalid-response' | 'stream-broken'): SseJson | UpstreamError {
  if (data.trim() === '[DONE]') return 'done';
  const json = parseJson(data);
  // Google sends errors as a list of one.
  const first = Array.isArray(json) ? json[0] : json;
  return isJsonObject(first) ? first : unreadable(kind, 'an event that is not a JSON object');
}

function unreadable(kind: 'invalid-response' | 'stream-broken', what: string): UpstreamError {
  return new UpstreamError({ kind, message: `The provider's stream holds ${what}.` });
}
