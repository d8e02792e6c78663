import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../src/core/json.js';
import { SseDecoder } from '../../src/providers/framing/decode-sse.js';
import type { VendorReply } from '../../src/providers/provider-strategy.js';

/** One recorded call of a real provider, see test/fixtures/recordings/README.md. */
export interface Recording {
  readonly id: string;
  readonly provider: string;
  readonly api: string;
  readonly kinds: readonly string[];
  readonly request: { readonly url: string; readonly json?: JsonObject; readonly form?: readonly JsonObject[] } | null;
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly json?: JsonObject;
    readonly sse?: string;
    /** A stream that was recorded as parsed payloads. */
    readonly events?: readonly JsonObject[];
    /** A stream of AWS's binary messages, in base64. */
    readonly eventstream?: string;
    readonly text?: string;
    readonly base64?: string;
  };
}

/** All recordings of one provider, in the file's order. */
export function recordingsOf(provider: string): Recording[] {
  const file = new URL(`../fixtures/recordings/${provider}.jsonl`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Recording);
}

/** Payloads of a streamed recording, without `[DONE]`; undefined where it is a whole reply. */
export function framesOf({ response }: Recording): readonly JsonObject[] | undefined {
  if (response.events) return response.events;
  if (response.sse === undefined) return undefined;
  const decoder = new SseDecoder();
  return [...decoder.push(Buffer.from(response.sse)), ...decoder.end()]
    .filter(({ data }) => data !== '[DONE]')
    .map(({ data }) => JSON.parse(data) as JsonObject);
}

/** The reply as an adapter's `readError` gets it. */
export function vendorReply({ response }: Recording): VendorReply {
  const { status, headers } = response;
  return { status, headers, body: response.text ?? response.sse ?? JSON.stringify(response.json) };
}
