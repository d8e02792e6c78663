import type { IncomingMessage } from 'node:http';
import { ClientClosedError, InvalidRequestError } from '../../core/errors.js';

/**
 * Reads a JSON body's bytes, after the caller is known and under this endpoint's own limit.
 * @throws InvalidRequestError 415 for another content type, 413 past `limitBytes`
 */
export function readJsonBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  assertJson(request.headers['content-type'], request.headers['content-encoding']);
  const announced = Number(request.headers['content-length']);
  if (announced > limitBytes) return Promise.reject(tooLarge(limitBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) {
        request.removeAllListeners('data');
        request.resume();
        reject(tooLarge(limitBytes));
        return;
      }
      chunks.push(chunk);
    });
    request.once('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks, length));
    });
    request.once('error', () => reject(new ClientClosedError()));
    request.once('close', () => {
      if (!request.readableEnded) reject(new ClientClosedError());
    });
  });
}

function assertJson(contentType: string | undefined, encoding: string | undefined): void {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    const sent =
      contentType === undefined
        ? 'sent no Content-Type header'
        : `specified the header 'Content-Type: ${contentType.slice(0, 100)}'`;
    throw new InvalidRequestError(
      `Unsupported content type. This API method only accepts 'application/json' requests, but you ${sent}.`,
      null,
      'unsupported_content_type',
      415,
    );
  }
  if (encoding !== undefined && encoding !== 'identity') {
    throw new InvalidRequestError(
      `Unsupported content encoding '${encoding.slice(0, 40)}'. Send the body uncompressed.`,
      null,
      'unsupported_content_type',
      415,
    );
  }
}

function tooLarge(limitBytes: number): InvalidRequestError {
  return new InvalidRequestError(
    `The request body is larger than ${limitBytes} bytes, the limit of this endpoint.`,
    null,
    'request_too_large',
    413,
  );
}
