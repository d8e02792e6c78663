/** Seconds, counted as a Prometheus histogram does. */
export class Buckets {
  sum = 0;
  count = 0;
  /** Observations above the bound before and up to this one; the last is for those above all. */
  private readonly counts: Float64Array;

  /** @param bounds upper ones, in seconds, rising */
  constructor(private readonly bounds: readonly number[]) {
    this.counts = new Float64Array(bounds.length + 1);
  }

  add(ms: number): void {
    const seconds = ms / 1_000;
    const { bounds, counts } = this;
    let index = 0;
    while (index < bounds.length && seconds > (bounds[index] ?? Infinity)) index++;
    counts[index] = (counts[index] ?? 0) + 1;
    this.sum += seconds;
    this.count++;
  }

  /** Up to each bound, the last of which is `+Inf`. */
  *cumulative(): Generator<readonly [bound: number | '+Inf', count: number]> {
    let total = 0;
    for (const [index, count] of this.counts.entries()) {
      total += count;
      yield [this.bounds[index] ?? '+Inf', total];
    }
  }
}
