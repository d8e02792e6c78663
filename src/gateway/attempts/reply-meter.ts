import { Logger } from '@nestjs/common';
import type { GatewayError } from '../../core/errors.js';
import type { Cost } from '../../catalog/cost-of-usage.js';
import type { UsageRecord } from '../../core/usage.js';

const logger = new Logger('reply');

/** What a reply was seen to do. The one object of a call that changes while it lives. */
export class ReplyMeter {
  usage: UsageRecord | null = null;
  /** Of the first choice, in OpenAI's words. */
  finishReason: string | null = null;
  /** As the vendor reports it. */
  serviceTier: string | null = null;
  /** What that usage costs, once somebody asked. */
  cost: { readonly of: UsageRecord; readonly cost: Cost | null } | null = null;
  /** Milliseconds from the start of the call to the first good frame or byte. */
  firstTokenMs: number | null = null;
  /** A stream that broke after its first byte. */
  breakage: GatewayError | null = null;
  private finished = false;
  private readonly endListeners: (() => void)[] = [];
  private readonly pieceListeners: ((bytes: Uint8Array) => void)[] = [];

  /** Calls once, when the last byte is about to leave or none will: what a listener writes is on disk before that. */
  onEnd(listener: () => void): void {
    if (this.finished) listener();
    else this.endListeners.push(listener);
  }

  /** Shows every piece of a streamed reply, the last one before its end is told. */
  onPiece(listener: (bytes: Uint8Array) => void): void {
    this.pieceListeners.push(listener);
  }

  /** @throws what a listener throws */
  see(bytes: Uint8Array): void {
    for (const listener of this.pieceListeners) listener(bytes);
  }

  /** Tells all listeners, whatever one of them throws. */
  end(): void {
    if (this.finished) return;
    this.finished = true;
    for (const listener of this.endListeners) {
      try {
        listener();
      } catch (error) {
        logger.error('what follows the end of a reply failed', { err: error });
      }
    }
  }
}
