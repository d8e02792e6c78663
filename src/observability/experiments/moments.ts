/** What was measured in one cell: how often, and the sum; whole numbers, so that any order of adding gives the same. */
interface Cell {
  count: number;
  sum: bigint;
}

/** Sums by cell, a cell being a bucket of subjects, or one of them and a range of values. */
export class Moments {
  private readonly cells = new Map<number, Cell>();

  add(cell: number, count: number, sum: bigint): void {
    if (count === 0 && sum === 0n) return;
    const known = this.cells.get(cell);
    if (known === undefined) {
      this.cells.set(cell, { count, sum });
      return;
    }
    known.count += count;
    known.sum += sum;
  }

  /** Adds what `encode` wrote. @throws RangeError for bytes that end within a number */
  addEncoded(bytes: Uint8Array): void {
    const reader = new Varints(bytes);
    for (let cell = 0; !reader.isAtEnd;) {
      cell += Number(reader.next());
      this.add(cell, Number(unfolded(reader.next())), unfolded(reader.next()));
    }
  }

  /** In LEB128, by cell: how far it is from the one before (from 0 for the first), its count and its sum. */
  encode(): Buffer {
    const bytes: number[] = [];
    let before = 0;
    for (const [cell, { count, sum }] of [...this.cells].sort(([a], [b]) => a - b)) {
      if (count === 0 && sum === 0n) continue;
      pushVarint(bytes, BigInt(cell - before));
      pushVarint(bytes, folded(BigInt(count)));
      pushVarint(bytes, folded(sum));
      before = cell;
    }
    return Buffer.from(bytes);
  }

  *[Symbol.iterator](): Generator<readonly [cell: number, count: number, sum: bigint]> {
    for (const [cell, { count, sum }] of this.cells) yield [cell, count, sum];
  }
}

/** Numbers of either sign as ones without, small ones small. */
function folded(value: bigint): bigint {
  return value < 0n ? -2n * value - 1n : 2n * value;
}

function unfolded(value: bigint): bigint {
  return value % 2n === 0n ? value / 2n : -(value + 1n) / 2n;
}

function pushVarint(bytes: number[], value: bigint): void {
  let rest = value;
  for (; rest >= 128n; rest /= 128n) bytes.push(Number(rest % 128n) | 0x80);
  bytes.push(Number(rest));
}

class Varints {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  next(): bigint {
    let [value, unit] = [0n, 1n];
    for (;;) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError('the sums are cut off');
      value += BigInt(byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 128n;
    }
  }
}
