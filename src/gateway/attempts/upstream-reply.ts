import type { ReplyMeter } from '../reply/reply-meter.js';

/** A good answer of a vendor in OpenAI's form: whole bytes, or a stream pulled by the caller's socket. */
export interface UpstreamReply {
  readonly status: number;
  readonly contentType: string;
  /** Vendor headers that may travel on. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | AsyncIterable<Uint8Array>;
  readonly meter: ReplyMeter;
  readonly dropped: readonly string[];
}

const PASSED = /^x-ratelimit-/;
const REQUEST_IDS = ['x-request-id', 'request-id', 'x-amzn-requestid', 'apim-request-id', 'mistral-correlation-id'];

/** The allow-list: rate limits, and the vendor's request id under a name of ours. */
export function passedHeaders(vendors: Readonly<Record<string, string>>): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name in vendors) {
    const value = vendors[name];
    if (value !== undefined && PASSED.test(name)) passed[name] = value;
  }
  const id = upstreamRequestId(vendors);
  if (id !== null) passed['x-llmops-upstream-request-id'] = id;
  return passed;
}

export function upstreamRequestId(vendors: Readonly<Record<string, string>>): string | null {
  for (const name of REQUEST_IDS) {
    const value = vendors[name];
    if (value !== undefined && /^[\x21-\x7e]{1,200}$/.test(value)) return value;
  }
  return null;
}
