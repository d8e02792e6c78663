import { Injectable } from '@nestjs/common';

/** Counts open exchanges, so that a shutdown can wait for them. */
@Injectable()
export class InFlight {
  private open = 0;
  private waiting: (() => void)[] = [];
  private closing = false;

  get draining(): boolean {
    return this.closing;
  }

  get count(): number {
    return this.open;
  }

  enter(): void {
    this.open++;
  }

  leave(): void {
    this.open--;
    if (this.open === 0) for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** From now on new calls are refused; resolves when the open ones have ended, or after `deadlineMs`. */
  async drain(deadlineMs: number): Promise<void> {
    this.closing = true;
    if (this.open === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, deadlineMs);
    });
    await Promise.race([new Promise<void>((resolve) => this.waiting.push(resolve)), deadline]);
    clearTimeout(timer);
  }
}
