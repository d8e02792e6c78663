import type { GatewayError } from '../../core/errors.js';
import type { UsageRecord } from '../../core/usage.js';

/** What a reply was seen to do. The one object of a call that changes while it lives. */
export class ReplyMeter {
  usage: UsageRecord | null = null;
  /** Of the first choice, in OpenAI's words. */
  finishReason: string | null = null;
  /** As the vendor reports it. */
  serviceTier: string | null = null;
  /** What that usage costs, in pico-USD, once somebody asked. */
  cost: { readonly of: UsageRecord; readonly pico: bigint | null } | null = null;
  /** Milliseconds from the start of the call to the first good frame or byte. */
  firstTokenMs: number | null = null;
  /** A stream that broke after its first byte. */
  breakage: GatewayError | null = null;
  private finished = false;
  private listener: (() => void) | null = null;
  private watcher: ((bytes: Uint8Array) => void) | null = null;

  /** Calls once, when the last byte is about to leave or none will: what the listener writes is on disk before that. */
  onEnd(listener: () => void): void {
    if (this.finished) listener();
    else this.listener = listener;
  }

  /** Shows every piece of a streamed reply, the last one before its end is told. */
  watch(watcher: (bytes: Uint8Array) => void): void {
    this.watcher = watcher;
  }

  see(bytes: Uint8Array): void {
    this.watcher?.(bytes);
  }

  end(): void {
    if (this.finished) return;
    this.finished = true;
    this.listener?.();
    this.listener = null;
  }
}
