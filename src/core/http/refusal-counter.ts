/** What one more refusal of an address means. */
export interface Refusal {
  /** Refusals of this address since it was last quiet for ten minutes. */
  readonly count: number;
  /** Before it is answered. */
  readonly delayMs: number;
  readonly isLogged: boolean;
  /** Refusals, of whatever address, that left no line since the last one that did. */
  readonly unlogged: number;
}

const FORGET_MS = 10 * 60_000;
const MAX_ADDRESSES = 10_000;
/** Refusals without a wait, for typing errors. */
const FREE = 5;
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 1_000;
const WINDOW_MS = 60_000;
const LINES_PER_WINDOW = 60;

/** Refusals by address: counted in bounded memory, the longest quiet address is forgotten first. */
export class RefusalCounter {
  /** In the order of their last refusal. */
  private readonly addresses = new Map<string, { count: number; lastMs: number }>();
  private windowStartMs = -Infinity;
  private lines = 0;
  private unlogged = 0;

  add(address: string, nowMs: number): Refusal {
    const count = this.count(address, nowMs);
    const isLogged = shouldLog(count) && this.mayLog(nowMs);
    const unlogged = this.unlogged;
    this.unlogged = isLogged ? 0 : unlogged + 1;
    return { count, delayMs: delayOf(count), isLogged, unlogged };
  }

  private count(address: string, nowMs: number): number {
    const known = this.addresses.get(address);
    const count = known === undefined || nowMs - known.lastMs > FORGET_MS ? 1 : known.count + 1;
    this.addresses.delete(address);
    this.addresses.set(address, { count, lastMs: nowMs });
    for (const [quietest, { lastMs }] of this.addresses) {
      if (this.addresses.size <= MAX_ADDRESSES && nowMs - lastMs <= FORGET_MS) break;
      this.addresses.delete(quietest);
    }
    return count;
  }

  /** Bounds the lines of all addresses together. */
  private mayLog(nowMs: number): boolean {
    if (nowMs - this.windowStartMs >= WINDOW_MS) {
      this.windowStartMs = nowMs;
      this.lines = 0;
    }
    if (this.lines >= LINES_PER_WINDOW) return false;
    this.lines++;
    return true;
  }
}

/** The first few, then the 8th, 16th, 32nd and so on. */
function shouldLog(count: number): boolean {
  return count <= FREE || Number.isInteger(Math.log2(count));
}

function delayOf(count: number): number {
  return count <= FREE ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (count - FREE - 1), MAX_DELAY_MS);
}
