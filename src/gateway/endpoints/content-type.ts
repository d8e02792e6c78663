import type { IncomingMessage } from 'node:http';
import { UnsupportedContentTypeError } from '../../core/errors.js';

/**
 * Looks only at the headers: call it before reading.
 * @throws UnsupportedContentTypeError for another type, and for a compressed body
 */
export function assertContentType(request: IncomingMessage, wanted: 'application/json' | 'multipart/form-data'): void {
  const { 'content-type': sent, 'content-encoding': encoding } = request.headers;
  const type = sent?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== wanted) {
    const but =
      sent === undefined ? 'sent no Content-Type header' : `specified the header 'Content-Type: ${sent.slice(0, 100)}'`;
    throw new UnsupportedContentTypeError(
      `Unsupported content type. This API method only accepts '${wanted}' requests, but you ${but}.`,
    );
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new UnsupportedContentTypeError(
      `Unsupported content encoding '${encoding.slice(0, 40)}'. Send the body uncompressed.`,
    );
  }
}
