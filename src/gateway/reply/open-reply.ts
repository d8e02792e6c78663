import type { OutgoingHttpHeaders } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type RuntimeSettings, SETTINGS } from '../../core/settings.js';
import { EVENT_STREAM } from '../attempts/stream-reply.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { RequestContext } from '../planning/request-context.js';
import { plannedHeaders } from './reply-headers.js';

const HEARTBEAT = Buffer.from(': waiting for the provider\n\n');
const STREAM_HEADERS = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };

/**
 * The caller's end of one call. Where a stream of events was asked for, comments can go out before its first frame
 * and in its pauses: they commit the status 200, and nothing else, so retries and fallbacks go on behind them.
 */
export class OpenReply {
  private frame: ((piece: Uint8Array) => Uint8Array) | null = null;
  private isEvents = false;
  private quietTicks = 0;
  private ended = false;

  constructor(
    private readonly reply: FastifyReply,
    private readonly context: RequestContext,
  ) {}

  /** The status line has gone out: what fails from now on is told in a frame. */
  get begun(): boolean {
    return this.frame !== null;
  }

  /** Nothing can be written any more. */
  isClosed(): boolean {
    return this.context.closing.over;
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
    return this.reply.raw.write(this.frame === null ? piece : this.frame(piece));
  }

  /** Resolves when more can be written, or nothing any more. */
  drained(): Promise<void> {
    const { raw } = this.reply;
    const { closing } = this.context;
    return new Promise((resolve) => {
      const resume = () => {
        raw.off('drain', resume);
        closing.remove(resume);
        resolve();
      };
      raw.once('drain', resume);
      closing.add(resume);
    });
  }

  end(): void {
    this.ended = true;
    if (this.frame === toChunk) this.reply.raw.write(LAST_CHUNK);
    this.reply.raw.end();
  }

  /** A cut connection says that the reply is not whole; a proper end would not. */
  cut(): void {
    this.context.closing.cut();
  }

  /** Called at a regular interval: after `quietLimit` of them without a byte a comment goes out, where one can. */
  tick(quietLimit: number): void {
    if (this.ended || this.isClosed() || !this.awaitsEvents()) return;
    this.quietTicks++;
    if (this.quietTicks < quietLimit || this.reply.raw.writableNeedDrain) return;
    this.begin(200, EVENT_STREAM, plannedHeaders(this.context.plan));
    this.write(HEARTBEAT);
  }

  private awaitsEvents(): boolean {
    if (this.begun) return this.isEvents;
    const { plan, request } = this.context;
    // A reply that was sent by other means (a refusal, a whole reply) only waits for the caller to read it.
    return plan !== null && request !== null && !this.reply.sent && request.stream && isAlwaysEvents(request);
  }
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

const TICK_MS = 1_000;

/** Keeps connections in use while a stream waits. One coarse timer for all of them, and none where nothing is open. */
@Injectable()
export class Heartbeats implements OnModuleDestroy {
  private readonly open = new Set<OpenReply>();
  private timer: NodeJS.Timeout | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'streamHeartbeatSeconds'>) {}

  add(reply: OpenReply): void {
    if (this.settings.streamHeartbeatSeconds === 0) return;
    this.open.add(reply);
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
  }

  remove(reply: OpenReply): void {
    this.open.delete(reply);
  }

  onModuleDestroy(): void {
    this.stop();
  }

  private tick(): void {
    if (this.open.size === 0) this.stop();
    for (const reply of this.open) reply.tick(this.settings.streamHeartbeatSeconds);
  }

  private stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}
