import { UpstreamError } from '../../core/errors.js';
import type { UpstreamBody } from './transport.js';

/** A response body that does not come from a socket: one piece, or a source that is pulled. */
export function bodyOf(source: Uint8Array | AsyncIterable<Uint8Array>): UpstreamBody {
  return new SourceBody(source instanceof Uint8Array ? once(source) : source);
}

class SourceBody implements UpstreamBody, AsyncIterator<Uint8Array> {
  private readonly source: AsyncIterator<Uint8Array>;
  private given = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    return this.given ? { done: true, value: undefined } : this.source.next();
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.destroy();
    return Promise.resolve({ done: true, value: undefined });
  }

  destroy(): void {
    if (this.given) return;
    this.given = true;
    // A source that is waiting ends later, or by its own signal; nobody waits for it here.
    this.source.return?.().catch(() => undefined);
  }

  async bytes(limit: number, onProgress?: () => void): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const result = await this.next();
      if (result.done === true) return Buffer.concat(pieces, length);
      length += result.value.length;
      if (length > limit) {
        this.destroy();
        throw new UpstreamError({ kind: 'invalid-response', message: "The provider's reply is too large." });
      }
      pieces.push(result.value);
      onProgress?.();
    }
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
