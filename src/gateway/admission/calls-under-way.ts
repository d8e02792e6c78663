import { Injectable } from '@nestjs/common';

/** Counts the calls of each environment that this process is at, so that no one of them takes all there is. */
@Injectable()
export class CallsUnderWay {
  private readonly counts = new Map<string, number>();

  /** Counts one more, unless `limit` are under way already. Whoever gets true calls `leave` once. */
  enter(environmentId: string, limit: number): boolean {
    const count = this.counts.get(environmentId) ?? 0;
    if (count >= limit) return false;
    this.counts.set(environmentId, count + 1);
    return true;
  }

  leave(environmentId: string): void {
    const left = (this.counts.get(environmentId) ?? 0) - 1;
    if (left > 0) this.counts.set(environmentId, left);
    else this.counts.delete(environmentId);
  }
}
