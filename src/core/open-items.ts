/**
 * What is open now, in no order. In place of a `Set` where something enters and leaves with every call: V8 makes the table
 * of a `Set` anew every few entries and deletions, and each old table names the new one. Once one of them lies in the old
 * generation, the tables behind it, and with them the bodies of the calls that were open then, are kept until that is
 * collected, and so is the next call's. For requests of 200 KB that was half of the CPU of a call (Node 20.20).
 */
export class OpenItems<Item> implements Iterable<Item> {
  private readonly items: Item[] = [];

  get size(): number {
    return this.items.length;
  }

  /** An item is not added twice. */
  add(item: Item): void {
    this.items.push(item);
  }

  /** Looked for from the end, for most leave soon after they came. */
  delete(item: Item): void {
    const at = this.items.lastIndexOf(item);
    if (at < 0) return;
    const last = this.items.pop();
    if (at < this.items.length && last !== undefined) this.items[at] = last;
  }

  /** As they are now, whatever leaves meanwhile. */
  [Symbol.iterator](): Iterator<Item> {
    return [...this.items][Symbol.iterator]();
  }
}
