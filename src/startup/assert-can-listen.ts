import { createServer } from 'node:net';

/**
 * Tries the address before anything is made for it. Somebody may still take it a moment later; the start then fails as
 * it would have without asking.
 *
 * @throws what `listen` throws: EADDRINUSE, EACCES, EADDRNOTAVAIL, ENOTFOUND
 */
export function assertCanListen(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}
