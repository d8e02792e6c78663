/** Bytes reserved at most for an announced length before they have come. */
const MAX_FIRST_BYTES = 1024 * 1024;
const MIN_BYTES = 4096;

/**
 * Collects chunks of any size in one buffer that doubles when it is full: a list of chunks would cost a hundred times
 * their bytes where each holds one. A body that comes in one chunk is that chunk, uncopied.
 */
export class GrowingBuffer {
  private bytes: Buffer = Buffer.alloc(0);
  private used = 0;

  /**
   * @param expectedBytes as announced, 0 where unknown
   * @param limitBytes no chunk beyond it is taken
   */
  constructor(
    private readonly expectedBytes: number,
    private readonly limitBytes: number,
  ) {}

  get length(): number {
    return this.used;
  }

  /** False where the chunk would exceed the limit. */
  add(chunk: Buffer): boolean {
    const needed = this.used + chunk.length;
    if (needed > this.limitBytes) return false;
    if (this.used === 0) this.bytes = chunk;
    else {
      if (needed > this.bytes.length) this.grow(needed);
      chunk.copy(this.bytes, this.used);
    }
    this.used = needed;
    return true;
  }

  toBuffer(): Buffer {
    return this.bytes.length === this.used ? this.bytes : this.bytes.subarray(0, this.used);
  }

  private grow(needed: number): void {
    const size = Math.max(needed * 2, Math.min(this.expectedBytes, MAX_FIRST_BYTES), MIN_BYTES);
    const cap = this.expectedBytes > 0 ? this.expectedBytes : this.limitBytes;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(size, cap)));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}
