import type { JsonBody } from '../../core/json-body.js';
import type { ReplyContext, UpstreamCall } from '../../providers/provider-strategy.js';
import type { UpstreamResponse } from '../../providers/transport/transport.js';
import type { RequestContext } from '../planning/request-context.js';
import type { ReplyMeter } from './reply-meter.js';

/** Pulled by the caller's socket; ends with the caller's reply. */
export interface ReplyStream extends AsyncIterator<Uint8Array> {
  /** Gives up the rest; nothing happens where all of it was read. */
  return(): Promise<IteratorResult<Uint8Array>>;
  /** The last piece has yet to be read by the caller. */
  awaitCaller(): void;
}

/** A good answer of a vendor in OpenAI's form: whole bytes, or a stream pulled by the caller's socket. */
export interface UpstreamReply {
  readonly status: number;
  readonly contentType: string;
  /** Vendor headers that may travel on. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | ReplyStream;
  readonly meter: ReplyMeter;
  readonly dropped: readonly string[];
}

const PASSED = /^x-ratelimit-[a-z0-9-]{1,100}$/;
const VISIBLE = /^[\x20-\x7e]{1,200}$/;
/** Vendors send about ten. */
const MOST_PASSED = 32;

/** The allow-list: rate limits, and the vendor's request id under a name of ours. Bounded, and always fit to be sent. */
export function passedHeaders(
  vendors: Readonly<Record<string, string>>,
  requestIdHeaders: readonly string[],
): Record<string, string> {
  const passed: Record<string, string> = {};
  let count = 0;
  for (const name in vendors) {
    const value = vendors[name];
    if (value === undefined || count >= MOST_PASSED || !PASSED.test(name) || !VISIBLE.test(value)) continue;
    passed[name] = value;
    count++;
  }
  const id = upstreamRequestId(vendors, requestIdHeaders);
  if (id !== null) passed['x-llmops-upstream-request-id'] = id;
  return passed;
}

/** The vendor's content type where it can be sent on. */
export function passedContentType(vendors: Readonly<Record<string, string>>, byDefault: string): string {
  const stated = vendors['content-type'];
  return stated !== undefined && VISIBLE.test(stated) ? stated : byDefault;
}

export function upstreamRequestId(
  vendors: Readonly<Record<string, string>>,
  requestIdHeaders: readonly string[],
): string | null {
  for (const name of requestIdHeaders) {
    const value = vendors[name];
    if (value !== undefined && /^[\x21-\x7e]{1,200}$/.test(value)) return value;
  }
  return null;
}

/** The request is only parsed where a mapper looks at it. */
export function replyContext(
  response: Pick<UpstreamResponse, 'headers'>,
  call: UpstreamCall<JsonBody>,
  context: RequestContext,
): ReplyContext {
  return {
    model: call.model,
    fallbackId: `chatcmpl-${context.id}`,
    created: Math.floor(context.startedAt.getTime() / 1000),
    get request() {
      return call.body.toObject();
    },
    headers: response.headers,
  };
}
