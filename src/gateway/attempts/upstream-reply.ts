import { UpstreamError } from '../../core/errors.js';
import { JsonBody } from '../../core/json-body.js';
import { isJsonObject, type JsonObject, type JsonValue, parseObject } from '../../core/json.js';
import type { ReplyContext, UpstreamCall } from '../../providers/provider-strategy.js';
import type { UpstreamResponse } from '../../providers/transport/transport.js';
import { vendorWords } from '../../providers/vendor-words.js';
import type { EndpointSpec } from '../endpoints/endpoint-spec.js';
import type { RequestContext } from '../planning/request-context.js';
import type { ReplyMeter } from './reply-meter.js';

/** The caller's end of a stream. */
export interface StreamCaller {
  /** @returns false where the caller has to read first: see `drained` */
  write(piece: Uint8Array): boolean;
  /** Resolves when more can be written, or nothing any more. */
  drained(): Promise<void>;
  end(last: Uint8Array | null): void;
  /** Nothing can be written any more. */
  isClosed(): boolean;
}

/** Sent at the pace of the caller's socket; ends with the caller's reply. */
export interface ReplyStream {
  /**
   * Sends all of it, to its end or the caller's.
   * @throws where the reply cannot be made whole, nor say so itself
   */
  sendTo(caller: StreamCaller): Promise<void>;
  /** Gives up the rest; nothing happens where all of it was sent. */
  giveUp(): void;
  /** Another stream goes on with the reply: this one's time is over, and its caller is not cut for it. */
  release(): void;
}

/** A good answer of a vendor in OpenAI's form: whole bytes, or a stream. */
export interface UpstreamReply {
  readonly status: number;
  readonly contentType: string;
  /** Vendor headers that may travel on. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | ReplyStream;
  readonly meter: ReplyMeter;
  readonly dropped: readonly string[];
}

const RATE_LIMIT = 'x-ratelimit-';
const PASSED = /^x-ratelimit-[a-z0-9-]{1,100}$/;
const VISIBLE = /^[\x20-\x7e]{1,200}$/;
const ID = /^[\x21-\x7e]{1,200}$/;
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
    if (!name.startsWith(RATE_LIMIT)) continue;
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
    if (value !== undefined && ID.test(value)) return value;
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

/**
 * A vendor's 200 as JSON, or the refusal of one that is no answer: HTML, garbage, nothing, an `error` object. A text
 * under that name is left to the vendor's own mapper, since some report single filtered images so.
 * @throws UpstreamError `invalid-response`
 */
export function readJsonReply(bytes: Buffer): JsonBody {
  const body = JsonBody.parse(bytes, { refuse: () => notJson(bytes) });
  const failure = body.get('error');
  if (isJsonObject(failure)) throw errorInside(failure);
  return body;
}

function notJson(bytes: Buffer): UpstreamError {
  return noAnswer(
    bytes.length === 0 ? 'an empty reply' : 'something that is not a JSON object',
    isPage(bytes) ? bytes.toString('utf8', 0, SHOWN_BYTES) : undefined,
  );
}

/**
 * How much of a web page in place of an answer is shown to the administrator. Other text may be part of an answer,
 * which is not for logs.
 */
const SHOWN_BYTES = 64 * 1024;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const QUOTE = 0x22;

function isPage(bytes: Buffer): boolean {
  return /^\s*</.test(bytes.toString('latin1', 0, 200));
}

/**
 * Whether a reply is an answer of this endpoint, wherever it came from: bytes that are passed on, or what was made of
 * another vendor's.
 * @throws UpstreamError where there is an error, or no member that holds the answer
 */
export function assertAnswers({ answer }: EndpointSpec, reply: JsonBody | JsonObject): void {
  const failure = reply instanceof JsonBody ? reply.get('error') : reply['error'];
  if (failure !== undefined && failure !== null) throw errorInside(failure);
  if (answer === null) return;
  const { name, isList } = answer;
  const has = reply instanceof JsonBody ? bytesHold(reply, name, isList) : isHeld(reply[name], isList);
  if (!has) throw noAnswer(isList ? `a reply without '${name}', or with none in them` : `a reply without '${name}'`);
}

/** Not parsed, since the value may be long. */
function bytesHold(body: JsonBody, name: string, isList: boolean): boolean {
  if (!isList) return body.firstByteOf(name) === QUOTE;
  return body.firstByteOf(name) === OPEN_BRACKET && body.firstByteInside(name) === OPEN_BRACE;
}

function isHeld(value: JsonValue | undefined, isList: boolean): boolean {
  return isList ? Array.isArray(value) && isJsonObject(value[0]) : typeof value === 'string';
}

/**
 * A transcript as plain text; some hosts send their JSON whatever was asked for.
 * @throws UpstreamError where it is a web page, JSON without a transcript, or nothing at all
 */
export function assertText(bytes: Buffer): void {
  if (bytes.length === 0) throw noAnswer('an empty reply');
  if (/^\s*<(!doctype|html)/i.test(bytes.toString('latin1', 0, 200))) throw noAnswer('a web page');
  const json = bytes[0] === OPEN_BRACE ? parseObject(bytes.toString('utf8')) : null;
  if (json !== null && typeof json['text'] !== 'string') throw noAnswer('JSON without a transcript');
}

function errorInside(error: JsonValue): UpstreamError {
  return noAnswer('an error inside a successful reply', { error });
}

/** @param reply what the provider sent, for the administrator */
export function noAnswer(what: string, reply?: JsonValue): UpstreamError {
  const message = `The provider answered with ${what}.`;
  return new UpstreamError({ kind: 'invalid-response', message, vendorMessage: vendorWords(reply) });
}

/** Bytes of a reply that are looked at to tell what it is. */
export const HEAD_BYTES = 64 * 1024;

/** @param head how the reply began, from which the administrator is shown what the provider says */
export function noStream(head: Uint8Array = new Uint8Array()): UpstreamError {
  const text = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('utf8');
  return new UpstreamError({
    kind: 'invalid-response',
    message: 'The provider answered with something that is no stream of an answer.',
    vendorMessage: isRefusal(text) ? vendorWords(text) : null,
  });
}

/** A web page, or JSON that is an error; other text may be half an answer, which is not for logs. */
function isRefusal(text: string): boolean {
  return text.trimStart().startsWith('<') || (parseObject(text)?.['error'] ?? null) !== null;
}

const FIELDS = ['data:', 'event:'];

/**
 * Whether a reply that ended before its first good frame had begun as a stream: with a field of an event, half of one,
 * or the zero byte that frames of AWS's event streams begin with. Comments alone are none.
 */
export function beginsAsStream(head: Buffer): boolean {
  if (head[0] === 0) return true;
  const lines = head.toString('latin1').split(/[\r\n]+/);
  const last = lines.pop() ?? '';
  return (
    lines.some((line) => FIELDS.some((field) => line.startsWith(field))) ||
    FIELDS.some((field) => last !== '' && (last.startsWith(field) || field.startsWith(last)))
  );
}
