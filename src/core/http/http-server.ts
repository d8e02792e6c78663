import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { InvalidRequestError } from '../errors.js';
import { logger } from '../logger.js';
import { uuidV7 } from '../uuid-v7.js';
import { ClientConnection, connectionOf, IdleConnections, lingerThenClose } from './client-connection.js';
import { toOpenAiError } from './openai-error.js';
import { requestIdHeaders } from './reply-header-names.js';

export interface ConnectionLimits {
  /** Connections of this process; one past it takes the place of the longest idle one, else it is answered 503. */
  readonly maxConnections: number;
  /** How long an idle connection is kept. */
  readonly keepAliveSeconds: number;
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** How long a request may take to arrive, its headers and the whole of it, however slowly it trickles. */
const HEADERS_MS = 30_000;
const REQUEST_MS = 300_000;
/** How often Node checks for requests that took longer. */
const LOOK_MS = 10_000;
/** A connection past the bound has this long to send a request and get its 503. */
const EXCESS_MS = 10_000;

/** Makes the servers of one process; with a host name that has several addresses there is one for each. */
export function httpServerFactory(limits: ConnectionLimits): (serve: Serve) => Server {
  let open = 0;
  const idle = new IdleConnections();
  return (serve) => {
    const server = createServer({
      keepAliveTimeout: limits.keepAliveSeconds * 1000,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: LOOK_MS,
      // Checked by a hook instead, whose refusal has a request id.
      requireHostHeader: false,
    });
    // Node would silently drop headers past 1,000; their total size is bounded anyway.
    server.maxHeadersCount = 0;
    // Connections past the limit are told so with a 503; these are bounded too, and the rest wait in the kernel's queue.
    server.maxConnections = limits.maxConnections + Math.max(16, Math.ceil(limits.maxConnections / 10));
    server.on('connection', (socket: Socket) => {
      open++;
      socket.once('close', () => open--);
      const isExcess = open > limits.maxConnections && !idle.evict();
      new ClientConnection(socket, { isExcess, idle, serve });
      if (isExcess) socket.setTimeout(EXCESS_MS, () => socket.destroy());
    });
    const receive = (request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): void => {
      connectionOf(request.socket)?.receive({ request, response, awaitsContinue });
    };
    server.on('request', (request, response) => receive(request, response, false));
    // `inviteBody` sends 100 Continue once the body is about to be read.
    server.on('checkContinue', (request, response) => receive(request, response, true));
    // An unknown expectation is ignored.
    server.on('checkExpectation', (request, response) => receive(request, response, false));
    server.on('clientError', refuseBrokenHttp);
    return server;
  };
}

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
function refuseBrokenHttp(error: Error & { readonly code?: string }, socket: Socket): void {
  const canRefuse = connectionOf(socket)?.canRefuse ?? false;
  if (error.code === 'ECONNRESET' || !canRefuse || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = REFUSALS[error.code ?? ''] ?? NOT_HTTP;
  const requestId = uuidV7();
  const code = status.startsWith('413') ? 'request_too_large' : undefined;
  const body = JSON.stringify(toOpenAiError(new InvalidRequestError(message, null, code)));
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...requestIdHeaders(requestId),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
  // A client that leaves in the middle of a request is usual, and worth no more than `debug`.
  logger[error.code === LEFT ? 'debug' : 'info']({ requestId, code: error.code }, `refused: ${message}`);
  lingerThenClose(socket, LINGER_MS);
}
