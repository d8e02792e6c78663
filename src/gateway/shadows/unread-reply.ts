import type { StreamCaller } from '../attempts/upstream-reply.js';
import { ReplyClosing } from '../planning/request-context.js';

/** The caller's end of a call that has no caller: all of its reply is taken, and none of it kept. */
export class UnreadReply implements StreamCaller {
  private readonly response = new UnreadResponse();
  readonly closing = new ReplyClosing(this.response, this.response);

  write(): boolean {
    return true;
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  end(): void {
    // What follows the end of the call is told by `finish`.
  }

  isClosed(): boolean {
    return this.closing.over;
  }

  /** The call is over: whoever waits for the end of the reply is told. */
  finish(): void {
    this.response.finish();
  }
}

/** As much of a response of Node's, and of its socket, as tells when a reply is over. */
class UnreadResponse {
  destroyed = false;
  writableFinished = false;
  shouldKeepAlive = false;
  private listeners: (() => void)[] = [];

  once(_event: 'close', listener: () => void): void {
    this.listeners.push(listener);
  }

  destroy(): void {
    this.destroyed = true;
    this.close();
  }

  finish(): void {
    this.writableFinished = true;
    this.close();
  }

  private close(): void {
    for (const listener of this.listeners.splice(0)) listener();
  }
}
