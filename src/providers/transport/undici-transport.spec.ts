import { createServer, type AddressInfo, type Server } from 'node:net';
import { createAddressGuard } from '../../core/address-guard.js';
import { Cancellation, type CancelSignal } from './cancellation.js';
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

  /** What the vendor has received, and when its first connection closed. */
  function vendor(answer: string) {
    const seen = { text: '' };
    const closed = new Promise<void>((resolve) =>
      server.once('connection', (socket) => {
        socket.on('error', () => undefined).once('close', () => resolve());
        socket.on('data', (bytes: Buffer) => {
          seen.text += bytes.toString();
          if (answer !== '') socket.write(answer);
        });
      }),
    );
    const { port } = server.address() as AddressInfo;
    return {
      seen,
      closed,
      request: { method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {}, body: null } as const,
    };
  }

  it('never sends a call that was given up before it had a connection', async () => {
    const { seen, closed, request } = vendor('');
    const giveUp = new Cancellation();
    const call = transport.send(request, giveUp);
    giveUp.abort(new Error('left'));
    await expect(call).rejects.toThrow('left');
    await closed;
    expect(seen.text).toBe('');
  });

  it('closes the connection of a call that is given up before its answer', async () => {
    const { closed, request } = vendor('');
    const giveUp = new Cancellation();
    const call = transport.send(request, giveUp, {
      onConnected: () => setImmediate(() => giveUp.abort(new Error('left'))),
    });
    await expect(call).rejects.toThrow('left');
    await closed;
  });

  it('closes the connection of a call that is given up in its answer', async () => {
    const { closed, request } = vendor('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n01234');
    const giveUp = new Cancellation();
    const { body } = await transport.send(request, giveUp);
    const whole = body.bytes(10);
    giveUp.abort(new Error('left'));
    await expect(whole).rejects.toThrow('left');
    await closed;
  });

  it('sends the headers that are not signed beside the others, and stops listening when the answer is whole', async () => {
    const { seen, request } = vendor('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    const giveUp = new Cancellation();
    let listening = 0;
    const signal: CancelSignal = {
      aborted: false,
      reason: undefined,
      addEventListener: (type, listener) => {
        listening++;
        giveUp.addEventListener(type, listener);
      },
      removeEventListener: (type, listener) => {
        listening--;
        giveUp.removeEventListener(type, listener);
      },
    };
    const { body } = await transport.send({ ...request, headers: { 'x-a': '1' } }, signal, { headers: { 'x-b': '2' } });
    expect((await body.bytes(10)).toString()).toBe('ok');
    expect(seen.text).toMatch(/x-a: 1\r\nx-b: 2\r\n/);
    expect(listening).toBe(0);
  });
});
