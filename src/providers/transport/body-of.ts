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
    // A source that is waiting ends later, or by its own signal; that is not waited for.
    this.source.return?.().catch(() => undefined);
  }

  bytes(limit: number, onProgress?: () => void): Promise<Buffer> {
    return readWhole(this, limit, onProgress);
  }
}

/**
 * All of a body.
 *
 * @throws UpstreamError `invalid-response` past `limit` bytes
 */
export async function readWhole(
  body: Pick<UpstreamBody, 'destroy'> & AsyncIterator<Uint8Array>,
  limit: number,
  onProgress?: () => void,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const result = await body.next();
    if (result.done === true) break;
    length += result.value.length;
    if (length > limit) {
      body.destroy();
      throw new UpstreamError({ kind: 'invalid-response', message: "The provider's reply is too large." });
    }
    pieces.push(result.value);
    onProgress?.();
  }
  const [only] = pieces;
  return pieces.length === 1 && Buffer.isBuffer(only) ? only : Buffer.concat(pieces, length);
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
