/**
 * Bytes in the pieces in which they came. A body of 200 KB is not joined on its way: a copy takes 70 µs of fresh memory,
 * and what it leaves behind has V8 mark the whole heap every few dozen calls.
 */
export class BytePieces {
  readonly length: number;
  private whole: Buffer | null;

  private constructor(readonly pieces: readonly Buffer[]) {
    let length = 0;
    for (const piece of pieces) length += piece.length;
    this.length = length;
    this.whole = pieces.length === 1 ? (pieces[0] ?? null) : null;
  }

  /** No piece of it is empty, unless it is the only one. */
  static of(bytes: Buffer | readonly Buffer[]): BytePieces {
    if (Buffer.isBuffer(bytes)) return new BytePieces([bytes]);
    const filled = bytes.filter(({ length }) => length > 0);
    return new BytePieces(filled.length === 0 ? [NOTHING] : filled);
  }

  at(offset: number): number | undefined {
    if (this.whole !== null) return this.whole[offset];
    let start = 0;
    for (const piece of this.pieces) {
      if (offset < start + piece.length) return piece[offset - start];
      start += piece.length;
    }
    return undefined;
  }

  text(start: number, end: number): string {
    return this.whole === null ? this.slice(start, end).toString('utf8') : this.whole.toString('utf8', start, end);
  }

  /** A view where the range lies in one piece, else a copy. */
  slice(start: number, end: number): Buffer {
    const slices = this.slices(start, end);
    const [first] = slices;
    return slices.length === 1 && first !== undefined ? first : Buffer.concat(slices);
  }

  /** Views of the range, in order. */
  slices(start: number, end: number): Buffer[] {
    if (this.whole !== null) return [this.whole.subarray(start, end)];
    const slices: Buffer[] = [];
    let at = 0;
    for (const piece of this.pieces) {
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, piece.length);
      if (from < to) slices.push(piece.subarray(from, to));
      at += piece.length;
    }
    return slices;
  }

  /** All of them in one buffer, made once. */
  joined(): Buffer {
    return (this.whole ??= Buffer.concat(this.pieces, this.length));
  }

  /** Whether they hold this text, also across pieces. */
  includes(text: string): boolean {
    if (this.whole !== null) return this.whole.includes(text);
    let seam: Buffer = NOTHING;
    const reach = Buffer.byteLength(text) - 1;
    for (const piece of this.pieces) {
      if (seam.length > 0 && Buffer.concat([seam, piece.subarray(0, reach)]).includes(text)) return true;
      if (piece.includes(text)) return true;
      seam =
        piece.length >= reach ? piece.subarray(piece.length - reach) : Buffer.concat([seam, piece]).subarray(-reach);
    }
    return false;
  }
}

const NOTHING = Buffer.alloc(0);
