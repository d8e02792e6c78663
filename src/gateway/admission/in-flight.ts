import { Injectable } from '@nestjs/common';
import { UnavailableError } from '../../core/errors.js';
import { OpenItems } from '../../core/open-items.js';
import type { ReplyClosing } from '../planning/request-context.js';

/** What a call that was cut needs to tell its caller and leave its record. */
const CUT_CALLS_MS = 2_000;

/** Knows the open replies, so that a shutdown can wait for them. */
@Injectable()
export class InFlight {
  private readonly open = new OpenItems<ReplyClosing>();
  private waiting: (() => void)[] = [];
  private closing = false;

  get draining(): boolean {
    return this.closing;
  }

  get count(): number {
    return this.open.size;
  }

  /** Counts the call until its reply is over. @throws UnavailableError while draining */
  admit(reply: ReplyClosing): void {
    if (this.closing) throw new UnavailableError('This replica of the gateway is shutting down. Try again.');
    this.enter(reply);
  }

  /** Counts a request until its reply is over, also while draining. */
  enter(reply: ReplyClosing): void {
    this.open.add(reply);
    reply.add(() => {
      if (!reply.over) return;
      this.open.delete(reply);
      if (this.open.size === 0) for (const resolve of this.waiting.splice(0)) resolve();
    });
  }

  /**
   * From now on new calls are refused, and clients sent to other replicas; resolves when the open ones have ended.
   * Those that have not after `deadlineMs` are cut, and told so.
   *
   * @returns how many were cut
   */
  async drain(deadlineMs: number): Promise<number> {
    this.closing = true;
    for (const reply of this.open) reply.endConnection();
    await this.emptied(deadlineMs);
    return this.cut();
  }

  /** Cuts the open calls, which are told so, and resolves when they have left their records. @returns how many */
  async cut(): Promise<number> {
    const late = [...this.open];
    for (const reply of late) reply.cutForShutdown();
    await this.emptied(CUT_CALLS_MS);
    return late.length;
  }

  private async emptied(deadlineMs: number): Promise<void> {
    if (this.open.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, deadlineMs);
    });
    await Promise.race([new Promise<void>((resolve) => this.waiting.push(resolve)), deadline]);
    clearTimeout(timer);
  }
}
