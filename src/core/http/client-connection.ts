import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that may wait behind the one being served; a client that pipelines more loses its connection. */
const MAX_WAITING = 16;
/** An unread body of at most this much is read and thrown away, so that its connection can be used again. */
const SMALL_BODY_BYTES = 64 * 1024;

/** A connection that was in use a moment ago may be about to be used again. */
const IDLE_GRACE_MS = 1_000;

/** A client that takes nothing of a reply for this long has stopped reading it. */
const STALL_MS = 60_000;

export interface ReceivedRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The client sends its body only when told to (`Expect: 100-continue`). */
  readonly awaitsContinue: boolean;
}

/** Connections on which nothing is served, those too that have not sent a whole head, the longest idle first. */
export class IdleConnections {
  private readonly since = new Map<Socket, number>();

  add(socket: Socket): void {
    this.since.set(socket, performance.now());
  }

  delete(socket: Socket): void {
    this.since.delete(socket);
  }

  /** Ends the longest idle one; false where there is none. */
  evict(): boolean {
    const [oldest] = this.since;
    if (oldest === undefined || performance.now() - oldest[1] < IDLE_GRACE_MS) return false;
    const [socket] = oldest;
    this.since.delete(socket);
    socket.destroy();
    return true;
  }
}

export interface ConnectionOptions {
  /** Over the limit of connections: it gets a 503 and is closed. */
  readonly isExcess: boolean;
  readonly idle: IdleConnections;
  readonly serve: (request: IncomingMessage, response: ServerResponse) => void;
}

const connections = new WeakMap<Socket, ClientConnection>();

/** Null for the socket of an injected request, which no server accepted. */
export function connectionOf(socket: Socket): ClientConnection | null {
  return connections.get(socket) ?? null;
}

/**
 * One client connection. Node starts every request that arrives on it, however many are pipelined, but tells only the
 * one whose reply is being written when the connection ends. So one is served at a time, and all work of a connection
 * ends with it.
 */
export class ClientConnection {
  private current: ReceivedRequest | null = null;
  private readonly waiting: ReceivedRequest[] = [];
  private awaitsContinue = false;
  private isEnding = false;
  private isStallLimited = false;

  constructor(
    private readonly socket: Socket,
    private readonly options: ConnectionOptions,
  ) {
    connections.set(socket, this);
    options.idle.add(socket);
    socket.once('close', () => options.idle.delete(socket));
  }

  get isExcess(): boolean {
    return this.options.isExcess;
  }

  receive(received: ReceivedRequest): void {
    if (this.isEnding) return;
    if (this.current === null) this.start(received);
    else if (this.waiting.length < MAX_WAITING) this.waiting.push(received);
    else this.socket.destroy();
  }

  /** A reply to what the client sent last may still be written: nothing of another one is under way. */
  get canRefuse(): boolean {
    if (this.isEnding) return false;
    return this.current === null || !(this.current.request.complete || this.current.response.headersSent);
  }

  /** Tells a client that waits for it to send its body. Call before reading. */
  inviteBody(): void {
    if (!this.awaitsContinue) return;
    this.awaitsContinue = false;
    this.current?.response.writeContinue();
  }

  /** Whether a reply made now leaves so much of its request unread that the connection has to end with it. */
  leavesUnread(request: IncomingMessage): boolean {
    if (request.complete || !hasBody(request)) return false;
    if (this.awaitsContinue || request.readableDidRead) return true;
    const announced = request.headers['content-length'];
    return announced === undefined || Number(announced) > SMALL_BODY_BYTES;
  }

  /**
   * Ends the connection with the current reply, which must say `connection: close`. Where the client is still sending,
   * Node's way of closing would reset the connection and take the reply with it.
   */
  endWithReply(): void {
    this.isEnding = true;
    this.waiting.length = 0;
    this.socket.destroySoon = () => lingerThenClose(this.socket);
  }

  /**
   * Ends the connection where the client stops reading the current reply, which is whole and about to be written. Not for
   * calls: they have time limits of their own, and their streams pause.
   */
  limitStall(): void {
    this.isStallLimited = true;
    // Node destroys a socket that timed out, and sets another time once the reply is written.
    this.socket.setTimeout(STALL_MS);
  }

  private start(received: ReceivedRequest): void {
    if (this.isStallLimited) {
      this.isStallLimited = false;
      this.socket.setTimeout(0);
    }
    this.options.idle.delete(this.socket);
    this.current = received;
    this.awaitsContinue = received.awaitsContinue;
    // Once for every response, well ended or not.
    received.response.once('close', this.startNext);
    this.options.serve(received.request, received.response);
  }

  private readonly startNext = (): void => {
    this.current = null;
    if (this.socket.destroyed) return;
    const next = this.isEnding ? undefined : this.waiting.shift();
    if (next === undefined) this.options.idle.add(this.socket);
    else this.start(next);
  };
}

export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) > 0);
}

/** How long a client may go on sending after its refusal, in all and without a byte. */
const LINGER_MS = 30_000;
const SILENCE_MS = 5_000;

/**
 * Closes a connection whose client may still be sending: the own side ends, so that the client sees the reply and its
 * end, and what still comes is thrown away unparsed for a while. Closing both sides at once would make the kernel answer
 * with a reset, which can destroy the reply before the client has read it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-9.6
 */
export function lingerThenClose(socket: Socket, lingerMs = LINGER_MS): void {
  if (socket.destroyed) return;
  socket.end();
  const close = (): void => void socket.destroy();
  socket.setTimeout(SILENCE_MS, close);
  const deadline = setTimeout(close, lingerMs).unref();
  socket.once('close', () => clearTimeout(deadline));
  socket.once('end', close);
  socket.resume();
  // A paused socket starts to read again in its own time, and only while the HTTP parser is still its reader.
  setImmediate(() => dropInput(socket));
}

/** Takes the input away from the HTTP parser: a body in tiny chunks would cost it far more than it costs the client. */
function dropInput(socket: Socket): void {
  socket.removeAllListeners('data');
  socket.on('data', () => undefined);
}
