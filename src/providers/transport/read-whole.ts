import { UpstreamError } from '../../core/errors.js';
import type { UpstreamBody } from './transport.js';

/**
 * All of a body.
 *
 * @throws UpstreamError `invalid-response` past `limit` bytes
 */
export function readWhole(
  body: Pick<UpstreamBody, 'read' | 'destroy'>,
  limit: number,
  onProgress?: () => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let length = 0;
    body.read({
      onBytes: (bytes) => {
        length += bytes.length;
        if (length > limit) {
          body.destroy();
          reject(new UpstreamError({ kind: 'invalid-response', message: "The provider's reply is too large." }));
          return false;
        }
        pieces.push(bytes);
        onProgress?.();
        return true;
      },
      onEnd: () => {
        const [only] = pieces;
        resolve(pieces.length === 1 && Buffer.isBuffer(only) ? only : Buffer.concat(pieces, length));
      },
      onFailure: reject,
    });
  });
}
