import type { Socket } from 'node:net';
import { logger } from '../logger.js';
import { uuidV7 } from '../uuid-v7.js';
import { connectionOf } from './client-connection.js';
import { lingerThenClose } from './linger.js';
import { requestIdHeaders } from './reply-header-names.js';

/** Long enough to read a short refusal in. */
const LINGER_MS = 2_000;

const REFUSALS: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request headers are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'The chunk extensions of the request body are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
};
const LEFT = 'HPE_INVALID_EOF_STATE';
const NOT_HTTP = ['400 Bad Request', 'The request is not valid HTTP.'] as const;

/**
 * What Node's own parser refuses (431, bad framing) gets a short JSON error and the end of its connection. Where a reply
 * is under way on it, nothing may be written in between: the connection is cut.
 */
export function refuseBrokenHttp(error: Error & { readonly code?: string }, socket: Socket): void {
  const canRefuse = connectionOf(socket)?.canRefuse ?? false;
  if (error.code === 'ECONNRESET' || !canRefuse || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = REFUSALS[error.code ?? ''] ?? NOT_HTTP;
  const requestId = uuidV7();
  const body = JSON.stringify({
    error: {
      message,
      type: 'invalid_request_error',
      param: null,
      code: status.startsWith('413') ? 'request_too_large' : 'invalid_request',
    },
  });
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...requestIdHeaders(requestId),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
  // Who ends in the middle of a request has usually left; that happens all the time.
  logger[error.code === LEFT ? 'debug' : 'info']({ requestId, code: error.code }, `refused: ${message}`);
  lingerThenClose(socket, LINGER_MS);
}
