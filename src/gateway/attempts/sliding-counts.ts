const BUCKETS = 10;
const BUCKET_MS = 1_000;

/** The time that counts of health look back: ten seconds. */
export const WINDOW_MS = BUCKETS * BUCKET_MS;

/** Two counts over the last ten seconds, kept by the second. */
export class SlidingCounts {
  private readonly calls = new Uint32Array(BUCKETS);
  private readonly marked = new Uint32Array(BUCKETS);
  /** Second of the newest bucket. */
  private newest = -Infinity;

  /** @param isMarked also counts for `ratio` */
  add(nowMs: number, { isMarked }: { readonly isMarked: boolean }): void {
    const index = this.advance(nowMs);
    this.calls[index] = (this.calls[index] ?? 0) + 1;
    if (isMarked) this.marked[index] = (this.marked[index] ?? 0) + 1;
  }

  total(nowMs: number): { readonly calls: number; readonly marked: number } {
    this.advance(nowMs);
    return { calls: sum(this.calls), marked: sum(this.marked) };
  }

  clear(): void {
    this.calls.fill(0);
    this.marked.fill(0);
  }

  /** Empties the seconds that have passed; returns the index of the present one. */
  private advance(nowMs: number): number {
    const second = Math.floor(nowMs / BUCKET_MS);
    const passed = Math.min(BUCKETS, second - this.newest);
    for (let step = 0; step < passed; step++) {
      const index = (((second - step) % BUCKETS) + BUCKETS) % BUCKETS;
      this.calls[index] = 0;
      this.marked[index] = 0;
    }
    this.newest = Math.max(this.newest, second);
    return ((this.newest % BUCKETS) + BUCKETS) % BUCKETS;
  }
}

function sum(counts: Uint32Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
