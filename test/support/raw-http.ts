import { connect, type Socket } from 'node:net';

/** A client that sends exactly the bytes that it is given, over a socket of its own. */
export interface RawClient {
  readonly socket: Socket;
  /** Everything received so far. */
  readonly received: () => string;
  /** Writes and waits until the bytes have left. */
  send(bytes: string | Buffer): Promise<void>;
  /** Waits for this in what was received; fails where the connection ends without it. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Everything received, once the server has ended its side. */
  readonly ended: Promise<string>;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
}

export async function connectTo(url: string): Promise<RawClient> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
  let received = '';
  let isOver = false;
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const each of waiting) each();
  };
  socket.on('data', (bytes: Buffer) => {
    received += bytes.toString('latin1');
    look();
  });
  socket.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    const finish = (): void => {
      isOver = true;
      look();
      resolve(received);
    };
    socket.once('end', finish);
    socket.once('close', finish);
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return {
    socket,
    received: () => received,
    ended,
    closed,
    send: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(received);
          if (match === null && !isOver) return;
          waiting.delete(check);
          if (match !== null) resolve(match);
          else reject(new Error(`the connection ended without ${String(pattern)}: ${received.slice(0, 2_000)}`));
        };
        waiting.add(check);
        check();
      }),
  };
}

/** A request's head, each header on its own line. */
export function head(start: string, headers: Readonly<Record<string, string | number>> = {}): string {
  const lines = Object.entries({ host: 'gateway', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${start} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Each byte in a chunk of its own. */
export function inOneByteChunks(text: string): Buffer {
  const bytes = Buffer.from(text);
  const chunks = Buffer.alloc(bytes.length * 6);
  for (const [index, byte] of bytes.entries()) {
    chunks.write('1\r\n', index * 6, 'latin1');
    chunks[index * 6 + 3] = byte;
    chunks.write('\r\n', index * 6 + 4, 'latin1');
  }
  return Buffer.concat([chunks, Buffer.from('0\r\n\r\n')]);
}
