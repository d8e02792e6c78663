import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A proxy in front of a database that can be closed and opened again, as a network can. */
export interface DatabaseProxy {
  /** The same database, through the proxy. */
  readonly url: string;
  /** Cuts every connection and refuses new ones. */
  close(): Promise<void>;
  open(): Promise<void>;
  /** Half-open: every connection stays as it is and nothing comes through it any more. New ones work. */
  freezeExisting(): void;
  /** Also new ones are taken and left without a byte, until `thaw()`, which lets the next ones work. */
  freezeAll(): void;
  thaw(): void;
}

/** @param databaseUrl a Postgres on a host and port, or on a unix socket (`?host=<directory>`) */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const url = new URL(databaseUrl);
  const socketDirectory = url.searchParams.get('host');
  const target =
    socketDirectory === null
      ? { host: url.hostname, port: Number(url.port || 5432) }
      : { path: `${socketDirectory}/.s.PGSQL.5432` };
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;

  let frozen = false;

  const forward = (client: Socket): void => {
    if (frozen) {
      sockets.add(client);
      client.on('error', () => undefined).on('close', () => sockets.delete(client));
      return;
    }
    const upstream = connect(target);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  };
  const open = async (): Promise<void> => {
    const listening = createServer(forward);
    server = listening;
    await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
    port = (listening.address() as AddressInfo).port;
  };
  const close = async (): Promise<void> => {
    const closing = server;
    server = null;
    if (closing === null) return;
    const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const freezeExisting = (): void => {
    for (const socket of sockets) {
      socket.unpipe().removeAllListeners('close').pause();
      socket.on('close', () => sockets.delete(socket));
    }
  };

  await open();
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    open,
    close,
    freezeExisting,
    freezeAll: () => {
      frozen = true;
      freezeExisting();
    },
    thaw: () => {
      frozen = false;
    },
  };
}
