import type { OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { formatUsd } from '../../catalog/cost-of-usage.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import { priceReply } from '../attempts/reply-meter.js';
import { EVENT_STREAM } from '../attempts/stream-reply.js';
import type { StreamCaller } from '../attempts/upstream-reply.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { RequestContext } from '../planning/request-context.js';
import type { RoutePlan, Target } from '../planning/route-plan.js';

const HEARTBEAT = Buffer.from(': waiting for the provider\n\n');
const STREAM_HEADERS = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };

interface WholeHead {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The caller's end of one call. Where a stream of events was asked for, comments can go out before its first frame
 * and in its pauses: they commit the status 200, and nothing else, so retries and fallbacks go on behind them.
 */
export class OpenReply implements StreamCaller {
  private frame: ((piece: Uint8Array) => Uint8Array) | null = null;
  private isEvents = false;
  private quietTicks = 0;
  private ended = false;
  private headSent = false;

  constructor(
    private readonly reply: FastifyReply,
    readonly context: RequestContext,
  ) {}

  /** The status line has gone out: failures are reported in a frame from now on. */
  get begun(): boolean {
    return this.frame !== null;
  }

  /** Nothing can be written any more. */
  isClosed(): boolean {
    return this.context.closing.over;
  }

  /** For a reply that another writes: a refusal, or the filter's. */
  setHeaders(headers: Readonly<Record<string, string>>): void {
    if (!this.begun) this.reply.headers(headers);
  }

  /** The head of a whole reply, which goes out with the body. @throws where Node refuses a header */
  beginWhole(length: number, { status, contentType, headers }: WholeHead): void {
    if (this.begun) throw new Error('a whole reply where a stream has begun');
    const { raw } = this.reply;
    const lines: string[] = [];
    addLines(lines, this.reply.getHeaders());
    addLines(lines, headers);
    lines.push('content-type', contentType, 'content-length', String(length));
    raw.writeHead(status, lines);
    this.reply.hijack();
    if (!this.isClosed()) this.context.sentStatus = status;
  }

  endWhole(body: Buffer): void {
    if (!this.isClosed()) this.reply.raw.end(body);
  }

  /** Writes the head of a stream, once. @throws where Node refuses a header; nothing has been sent then */
  begin(status: number, contentType: string, headers: Readonly<Record<string, string>>): void {
    if (this.begun) return;
    const { raw } = this.reply;
    const all = { ...this.reply.getHeaders(), ...headers, ...STREAM_HEADERS, 'content-type': contentType };
    raw.writeHead(status, all as OutgoingHttpHeaders);
    this.reply.hijack();
    if (!this.isClosed()) this.context.sentStatus = status;
    this.isEvents = contentType === EVENT_STREAM;
    this.frame = raw.chunkedEncoding ? toChunk : asIs;
    // Framed here from now on, see toChunk.
    raw.chunkedEncoding = false;
  }

  /** False where the caller has to read first: see `drained`. */
  write(piece: Uint8Array): boolean {
    this.quietTicks = 0;
    const bytes = this.frame === null ? piece : this.frame(piece);
    const direct = this.directSocket;
    if (direct !== null) return direct.write(bytes);
    this.headSent = true;
    return this.reply.raw.write(bytes);
  }

  /**
   * For all but the first piece: Node's response corks its socket for each write until the end of the turn, which makes
   * a queue, a callback and 1 KB of garbage for one buffer. Null while earlier replies of a pipelined connection wait.
   */
  private get directSocket(): Socket | null {
    return this.headSent ? (this.reply.raw.socket ?? null) : null;
  }

  /** Resolves when more can be written, or nothing any more. */
  drained(): Promise<void> {
    const source = this.directSocket ?? this.reply.raw;
    const { closing } = this.context;
    return new Promise((resolve) => {
      const resume = () => {
        source.off('drain', resume);
        closing.remove(resume);
        resolve();
      };
      source.once('drain', resume);
      closing.add(resume);
    });
  }

  /** The last piece and the end leave in one write. */
  end(last: Uint8Array | null = null): void {
    this.ended = true;
    const { raw } = this.reply;
    if (this.frame === toChunk) raw.end(last === null ? LAST_CHUNK : Buffer.concat([toChunk(last), LAST_CHUNK]));
    else if (last === null) raw.end();
    else raw.end(last);
  }

  /** A cut connection says that the reply is not whole; a proper end would not. */
  cut(): void {
    this.context.closing.cut();
  }

  /** Called at a regular interval: after `quietLimit` of them without a byte a comment goes out, where one can. */
  tick(quietLimit: number): void {
    if (this.ended || this.isClosed() || !this.awaitsEvents()) return;
    this.quietTicks++;
    if (this.quietTicks < quietLimit || this.needsDrain) return;
    this.begin(200, EVENT_STREAM, plannedHeaders(this.context.plan));
    this.write(HEARTBEAT);
  }

  private get needsDrain(): boolean {
    return this.directSocket?.writableNeedDrain ?? this.reply.raw.writableNeedDrain;
  }

  private awaitsEvents(): boolean {
    if (this.begun) return this.isEvents;
    const { plan, request } = this.context;
    // A reply that was sent by other means (a refusal, a whole reply) only waits for the caller to read it.
    return plan !== null && request !== null && !this.reply.sent && request.stream && isAlwaysEvents(request);
  }
}

/** A list of names and values needs 0.05 of a call's allocations less than Fastify's `send`, which merges objects. */
function addLines(lines: string[], headers: Readonly<Record<string, unknown>>): void {
  for (const name in headers) lines.push(name, String(headers[name]));
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/**
 * Node writes a chunk of a chunked reply as three pieces, in a vectored write. Framed here, each is one buffer and one
 * plain write, a fifth less CPU for a stream of small frames. The headers, `transfer-encoding: chunked` among them, are
 * Node's as before; a caller of HTTP/1.0, for whom there is no chunking, gets the bytes as they are.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-7.1
 */
function toChunk(piece: Uint8Array): Buffer {
  const size = piece.length.toString(16);
  const chunk = Buffer.allocUnsafe(size.length + piece.length + 4);
  chunk.write(`${size}\r\n`, 0, 'latin1');
  chunk.set(piece, size.length + 2);
  chunk.write('\r\n', chunk.length - 2, 'latin1');
  return chunk;
}

const asIs = (piece: Uint8Array): Uint8Array => piece;

/** Whether its stream is one of events whatever the vendor: a transcript may come whole, where it cannot be streamed. */
function isAlwaysEvents(request: GatewayRequest): boolean {
  return request.endpoint.replyShape(request, NO_HEADERS).kind === 'events';
}

const NO_HEADERS = {};

type Headers = Record<string, string>;

/**
 * The gateway's own headers on a reply, good or bad: where the call went and what became of it. Total: names come from
 * callers, vendors and administrators, and none of them makes a header that cannot be sent.
 */
export function replyHeaders(result: CallResult): Headers {
  const headers = targetHeaders(result.target);
  headers['x-llmops-attempts'] = String(result.attempts.filter(({ step }) => step.reason !== 'skipped').length);
  if (!result.ok) {
    // The gateway has tried what can be tried: SDKs must not multiply its attempts.
    headers['x-should-retry'] = 'false';
    return headers;
  }
  const { reply } = result;
  Object.assign(headers, reply.headers);
  if (reply.dropped.length > 0) headers['x-llmops-dropped-params'] = listText(reply.dropped);
  if (Buffer.isBuffer(reply.body)) {
    const cost = priceReply(reply.meter, result.target, result.call.context);
    if (cost !== null) headers['x-llmops-cost'] = formatUsd(cost.pico);
  }
  return headers;
}

/** What is certain of a call's route before it has a result: where there is one target, that one. */
function plannedHeaders(plan: RoutePlan | null): Headers {
  const [target, ...fallbacks] = plan?.targets ?? [];
  if (target === undefined) return {};
  return fallbacks.length === 0 ? targetHeaders(target) : originHeaders(target);
}

function originHeaders({ origin }: Target): Headers {
  return origin.kind === 'config' ? { 'x-llmops-config': origin.config } : {};
}

function targetHeaders(target: Target): Headers {
  const headers = originHeaders(target);
  if (target.version !== null) {
    headers['x-llmops-variant'] = headerText(target.version.variantName);
    headers['x-llmops-version'] = String(target.version.version);
  }
  headers['x-llmops-provider'] = target.account.slug;
  headers['x-llmops-model'] = headerText(target.model);
  return headers;
}

const MAX_CHARACTERS = 256;
const MAX_LISTED = 32;
const MAX_LIST_LENGTH = 2_000;
/** Half of a pair: no text that can be encoded. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Names are any text; headers are visible ASCII, and bounded. */
function headerText(text: string): string {
  const bounded = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
  return /^[\x20-\x7e]*$/.test(bounded) ? bounded : encodeURIComponent(bounded.replace(LONE_SURROGATE, '\uFFFD'));
}

/** The log holds all of a long list; the header says how many it leaves out. */
function listText(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const listed: string[] = [];
  let length = 0;
  for (const name of distinct.slice(0, MAX_LISTED)) {
    const text = headerText(name);
    length += text.length + 2;
    if (length > MAX_LIST_LENGTH) break;
    listed.push(text);
  }
  const left = distinct.length - listed.length;
  return left === 0 ? listed.join(', ') : [...listed, `+${left} more`].join(', ');
}
