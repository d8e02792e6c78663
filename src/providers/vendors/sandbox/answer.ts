import { encodeSseData, SSE_DONE } from '../../framing/encode-sse.js';
import type { JsonObject } from '../../../core/json.js';

/** An answer before a rehearsal model delays or breaks it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** One piece of a whole answer, one frame each of a streamed one. */
  readonly pieces: readonly Buffer[];
  readonly streamed: boolean;
}

/** Tells these answers from a real provider's, also where only the traffic is seen. */
const MARKER = { 'x-llmops-sandbox': 'true' };
const EVENT_STREAM = 'text/event-stream; charset=utf-8';

export function bytesAnswer(contentType: string, bytes: Buffer): Answer {
  return { status: 200, headers: { ...MARKER, 'content-type': contentType }, pieces: [bytes], streamed: false };
}

export function jsonAnswer(json: JsonObject, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { ...MARKER, 'content-type': 'application/json', ...headers },
    pieces: [Buffer.from(JSON.stringify(json))],
    streamed: false,
  };
}

export function streamAnswer(chunks: readonly JsonObject[]): Answer {
  return {
    status: 200,
    headers: { ...MARKER, 'content-type': EVENT_STREAM },
    pieces: [...chunks.map((chunk) => encodeSseData(JSON.stringify(chunk))), SSE_DONE],
    streamed: true,
  };
}

/** Events that name their type twice, as those of images and audio do; the last one is the end, without `[DONE]`. */
export function eventAnswer(events: readonly (JsonObject & { readonly type: string })[]): Answer {
  const pieces = events.map((event) => Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`));
  return { status: 200, headers: { ...MARKER, 'content-type': EVENT_STREAM }, pieces, streamed: true };
}

/** A refusal in OpenAI's form. */
export class SandboxError extends Error {
  constructor(
    readonly status: number,
    readonly code: string | null,
    message: string,
    readonly param: string | null = null,
    readonly type = 'invalid_request_error',
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  toAnswer(): Answer {
    const { code, message, param, type } = this;
    return jsonAnswer({ error: { message: `[sandbox] ${message}`, type, param, code } }, this.status, this.headers);
  }
}
