import type { Socket } from 'node:net';

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
