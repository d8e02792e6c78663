import type { Endpoint } from '../../core/endpoints.js';
import type { JsonBody } from '../../core/json-body.js';
import type { UpstreamCall } from '../../providers/provider-strategy.js';
import type { UpstreamResponse } from '../../providers/transport/transport.js';

/** What a good answer looks like on the wire. */
export type ReplyShape =
  | { readonly kind: 'json' }
  /** Server-sent events. Beside `[DONE]`, a frame of one of these types says that the stream is whole. */
  | { readonly kind: 'events'; readonly terminal: ReadonlySet<string> }
  /** Audio, sent on as it arrives. */
  | { readonly kind: 'bytes' }
  /** A transcript that is no JSON. */
  | { readonly kind: 'text' };

const JSON_REPLY: ReplyShape = { kind: 'json' };
const BYTES: ReplyShape = { kind: 'bytes' };
const TEXT: ReplyShape = { kind: 'text' };
const CHAT_EVENTS: ReplyShape = { kind: 'events', terminal: new Set() };
const IMAGE_EVENTS: ReplyShape = { kind: 'events', terminal: new Set(['image_generation.completed']) };
const SPEECH_EVENTS: ReplyShape = { kind: 'events', terminal: new Set(['speech.audio.done']) };
const TRANSCRIPT_EVENTS: ReplyShape = { kind: 'events', terminal: new Set(['transcript.text.done']) };
const EVENT_STREAM = /^text\/event-stream\b/i;
const TEXT_FORMATS: ReadonlySet<unknown> = new Set(['text', 'srt', 'vtt']);

/** @see https://platform.openai.com/docs/api-reference, each endpoint's "Returns" and streaming events */
export function replyShape(
  { endpoint, stream, body }: UpstreamCall<JsonBody>,
  { headers }: Pick<UpstreamResponse, 'headers'>,
): ReplyShape {
  switch (endpoint) {
    case 'chat/completions':
    case 'completions':
      return stream ? CHAT_EVENTS : JSON_REPLY;
    case 'embeddings':
      return JSON_REPLY;
    case 'images/generations':
      return stream ? IMAGE_EVENTS : JSON_REPLY;
    case 'audio/speech':
      return stream ? SPEECH_EVENTS : BYTES;
    case 'audio/transcriptions':
      // Models that cannot stream a transcript ignore that it was asked for.
      if (stream && EVENT_STREAM.test(headers['content-type'] ?? '')) return TRANSCRIPT_EVENTS;
      return TEXT_FORMATS.has(body.get('response_format')) ? TEXT : JSON_REPLY;
  }
}

/** Endpoints whose stream is one of events whatever the vendor: a transcript may come whole, where it cannot be streamed. */
export function isAlwaysEvents(endpoint: Endpoint): boolean {
  return endpoint !== 'audio/transcriptions' && endpoint !== 'embeddings';
}
