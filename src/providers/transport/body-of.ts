import { readWhole } from './read-whole.js';
import { asError } from './response-receiver.js';
import type { BodyReader, UpstreamBody } from './transport.js';

/** A response body that does not come from a socket: one piece, or a source that is pulled. */
export function bodyOf(source: Uint8Array | AsyncIterable<Uint8Array>): UpstreamBody {
  return new SourceBody(source instanceof Uint8Array ? once(source) : source);
}

class SourceBody implements UpstreamBody {
  private readonly source: AsyncIterator<Uint8Array>;
  private reader: BodyReader | null = null;
  private isPulling = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  read(reader: BodyReader): void {
    this.reader = reader;
    if (!this.isPulling) void this.pull();
  }

  destroy(): void {
    this.reader = null;
    // A source that is waiting ends later, or by its own signal; that is not waited for.
    this.source.return?.().catch(() => undefined);
  }

  bytes(limit: number, onProgress?: () => void): Promise<Buffer> {
    return readWhole(this, limit, onProgress);
  }

  private async pull(): Promise<void> {
    this.isPulling = true;
    try {
      while (this.give(await this.source.next()));
    } catch (error) {
      this.reader?.onFailure(asError(error));
    } finally {
      this.isPulling = false;
    }
  }

  /** @returns whether more is taken */
  private give(result: IteratorResult<Uint8Array>): boolean {
    if (this.reader === null) return false;
    if (result.done === true) this.reader.onEnd();
    return result.done !== true && this.reader.onBytes(result.value);
  }
}

// eslint wants an await in async generators; one piece needs none.
function once(piece: Uint8Array): AsyncIterable<Uint8Array> {
  let left: Uint8Array | null = piece;
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const value = left;
        left = null;
        return Promise.resolve<IteratorResult<Uint8Array>>(
          value === null ? { done: true, value: undefined } : { done: false, value },
        );
      },
    }),
  };
}
