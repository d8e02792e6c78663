import { createServer, type AddressInfo, type Server } from 'node:net';
import { createAddressGuard } from '../../core/address-guard.js';
import { UndiciTransport } from './undici-transport.js';

describe('UndiciTransport', () => {
  let server: Server;
  let transport: UndiciTransport;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    transport = new UndiciTransport(createAddressGuard(['127.0.0.0/8']));
  });

  afterEach(async () => {
    await transport.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('closes the connection of a call that was given up before it stood', async () => {
    const { port } = server.address() as AddressInfo;
    // It accepts connections, and never answers the TLS handshake.
    const closed = new Promise<void>((resolve) =>
      server.once('connection', (socket) =>
        socket
          .once('close', () => resolve())
          .on('error', () => undefined)
          .resume(),
      ),
    );
    const giveUp = new AbortController();
    const request = { method: 'POST', url: `https://127.0.0.1:${port}`, headers: {}, body: null } as const;
    const call = transport.send(request, giveUp.signal, { connectMs: 10 });
    giveUp.abort(new Error('too slow'));
    await expect(call).rejects.toThrow('too slow');
    // Without its own limit it would stay open for longer than a test may take.
    await closed;
  });

  it('asks for no compressed answer, and takes none', async () => {
    const { port } = server.address() as AddressInfo;
    const asked = new Promise<string>((resolve) =>
      server.once('connection', (socket) =>
        socket
          .once('data', (bytes: Buffer) => resolve(bytes.toString()))
          .on('error', () => undefined)
          .once('data', () =>
            socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 10\r\n\r\n0123456789'),
          ),
      ),
    );
    const request = { method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {}, body: null } as const;
    await expect(transport.send(request, new AbortController().signal)).rejects.toThrow('compressed its answer');
    expect(await asked).toMatch(/accept-encoding: identity/i);
  });
});
