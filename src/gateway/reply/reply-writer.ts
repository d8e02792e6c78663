import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { GatewayError, InternalError } from '../../core/errors.js';
import { OpenItems } from '../../core/open-items.js';
import { type RuntimeSettings, SETTINGS } from '../../core/settings.js';
import { LOG_SINK, type LogSink } from '../../observability/log-sink.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import type { ReplyStream } from '../attempts/upstream-reply.js';
import { OpenReply, replyHeaders } from './open-reply.js';

const TICK_MS = 1_000;

/** Keeps connections in use while a stream waits. One coarse timer for all of them, and none where nothing is open. */
@Injectable()
export class Heartbeats implements OnModuleDestroy {
  private readonly open = new OpenItems<OpenReply>();
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

/**
 * CallResult → status, headers and bytes on the socket; or a throw, for the one filter to write. Whatever throws on the
 * way, the meter ends with the reason, so that the call has its record, and the vendor's answer is given up.
 */
@Injectable()
export class ReplyWriter {
  private readonly logger = new Logger('reply');
  private streams = 0;

  constructor(
    private readonly heartbeats: Heartbeats,
    @Inject(LOG_SINK) private readonly sink: LogSink,
  ) {}

  /** Streamed replies under way in this process. */
  get openStreams(): number {
    return this.streams;
  }

  /** For a reply that may be a stream: its caller hears of the gateway while the vendor is silent. */
  keepAlive(open: OpenReply): void {
    this.heartbeats.add(open);
    open.context.closing.add(() => this.heartbeats.remove(open));
  }

  async write(open: OpenReply, pending: Promise<CallResult>): Promise<void> {
    try {
      const result = await pending;
      if (!result.ok) {
        open.setHeaders(replyHeaders(result));
        throw result.error;
      }
      const { body } = result.reply;
      if (Buffer.isBuffer(body)) {
        beginWhole(body.length, result, open);
        // The record is on disk before the last byte leaves.
        await this.sink.written();
        open.endWhole(body);
      } else await this.writeCounted(body, result, open);
    } catch (error) {
      if (!open.begun) throw error;
      this.endWith(error, open);
    }
  }

  private async writeCounted(stream: ReplyStream, result: GoodResult, open: OpenReply): Promise<void> {
    this.streams++;
    try {
      await writeStream(stream, result, open);
    } finally {
      this.streams--;
    }
  }

  /** Only comments have gone out: the failure is reported in full, as the last frame. */
  private endWith(error: unknown, open: OpenReply): void {
    if (open.isClosed()) return;
    const { id, front } = open.context;
    const failure = error instanceof GatewayError ? error : new InternalError(id, error);
    if (failure !== error) this.logger.error('a reply failed', { requestId: id, err: error });
    open.write(front.errorFrame(failure));
    open.end();
  }
}

type GoodResult = CallResult & { readonly ok: true };

/** All of a whole reply but its bytes: its call has ended, and leaves its record. */
function beginWhole(length: number, result: GoodResult, open: OpenReply): void {
  const { status, contentType, meter } = result.reply;
  try {
    open.beginWhole(length, { status, contentType, headers: replyHeaders(result) });
    meter.end();
  } catch (error) {
    endMeter(result, error);
    throw error;
  }
}

async function writeStream(stream: ReplyStream, result: GoodResult, open: OpenReply): Promise<void> {
  const { status, contentType, meter } = result.reply;
  try {
    open.begin(status, contentType, replyHeaders(result));
    await sendStream(stream, open);
  } catch (error) {
    endMeter(result, error);
    throw error;
  } finally {
    meter.end();
    stream.giveUp();
  }
}

async function sendStream(stream: ReplyStream, open: OpenReply): Promise<void> {
  try {
    await stream.sendTo(open);
  } catch {
    // Whatever the reason, the reply is not whole.
    open.cut();
  }
}

function endMeter({ call, reply: { meter } }: GoodResult, error: unknown): void {
  meter.breakage ??= error instanceof GatewayError ? error : new InternalError(call.context.id, error);
  meter.end();
}
