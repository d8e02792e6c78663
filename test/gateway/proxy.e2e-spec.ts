import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createAddressGuard } from '../../src/core/address-guard.js';
import { UndiciTransport } from '../../src/providers/transport/undici-transport.js';
import { completion, completionFrames, FakeUpstream, json, sse } from '../support/fake-upstream.js';
import { startApp, type TestApp } from '../support/start-app.js';

/** An HTTP proxy that only knows CONNECT, and leads every name to one port of this machine. */
class ConnectProxy {
  readonly asked: string[] = [];
  readonly authorizations: (string | undefined)[] = [];
  status = 200;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ConnectProxy> {
    const server = createServer((_request, reply) => void reply.writeHead(405).end());
    const proxy = new ConnectProxy(server);
    server.on('connect', (request, client: Socket) => {
      proxy.asked.push(request.url ?? '');
      proxy.authorizations.push(request.headers['proxy-authorization']);
      proxy.sockets.add(client);
      client.on('error', () => client.destroy());
      if (proxy.status !== 200) {
        client.end(`HTTP/1.1 ${proxy.status} Refused\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      const [, port = ''] = /:(\d+)$/.exec(request.url ?? '') ?? [];
      const target = connect(Number(port), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(target).pipe(client);
      });
      target.on('error', () => client.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe('vendors behind a proxy', () => {
  let proxy: ConnectProxy;
  let vendor: FakeUpstream;
  let app: TestApp;

  beforeAll(async () => {
    proxy = await ConnectProxy.start();
    vendor = await FakeUpstream.start();
    app = await startApp({ httpProxy: `http://user:p%40ss@127.0.0.1:${proxy.port}` });
    await app.provider('vendor', `${vendor.url}/v1`);
  });

  afterAll(async () => {
    await app.stop();
    await vendor.close();
    await proxy.close();
  });

  const ask = { model: '@vendor/m', messages: [{ role: 'user' as const, content: 'Hi' }] };

  it('are called through it, with its own password and without telling it theirs', async () => {
    vendor.respond = json(completion);
    expect((await app.openai().chat.completions.create(ask)).choices[0]?.message.content).toBe('Hello.');
    expect(proxy.asked).toEqual([`127.0.0.1:${vendor.port}`]);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`]);
    expect(vendor.last.headers).not.toHaveProperty('proxy-authorization');
    expect(vendor.last.headers.host).toBe(`127.0.0.1:${vendor.port}`);
    vendor.respond = sse(completionFrames);
    const stream = await app.openai().chat.completions.create({ ...ask, stream: true });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBe('Hello.');
  });

  it('that refuses: the caller hears of an unreachable vendor', async () => {
    const stricter = await startApp({ httpProxy: `http://127.0.0.1:${proxy.port}` });
    try {
      proxy.status = 403;
      await stricter.provider('vendor', `${vendor.url}/v1`);
      await expect(stricter.openai().chat.completions.create(ask)).rejects.toMatchObject({
        ...{ status: 502, code: 'upstream_unreachable', message: expect.stringMatching(/proxy/) },
      });
    } finally {
      proxy.status = 200;
      await stricter.stop();
    }
  });

  describe('by the rules for addresses', () => {
    const signal = new AbortController().signal;
    const transportWith = (noProxy: string, allowed: readonly string[]) =>
      new UndiciTransport(createAddressGuard(allowed), {
        ...{ httpsProxy: `http://127.0.0.1:${proxy.port}`, httpProxy: `http://127.0.0.1:${proxy.port}` },
        ...{ noProxy, maxConnections: 10 },
      });
    const get = (url: string) => ({ method: 'GET' as const, url, headers: {}, body: null });

    it.each([
      'https://10.0.0.1/v1',
      'https://169.254.169.254/',
      'https://[::1]/',
      'https://localhost/',
      'https://a.localhost/',
    ])('refuses %s as without a proxy', async (url) => {
      proxy.asked.length = 0;
      await expect(transportWith('', []).send(get(url), signal)).rejects.toMatchObject({ kind: 'unreachable' });
      expect(proxy.asked).toEqual([]);
    });

    it('leaves names to the proxy, and to it alone', async () => {
      proxy.asked.length = 0;
      proxy.status = 502;
      await expect(
        transportWith('', [])
          .send(get('https://vendor.invalid/v1'), signal)
          .finally(() => (proxy.status = 200)),
      ).rejects.toMatchObject({ kind: 'unreachable' });
      expect(proxy.asked).toEqual(['vendor.invalid:443']);
    });

    it('goes past it for what NO_PROXY names and for services of this machine', async () => {
      proxy.asked.length = 0;
      vendor.respond = json({});
      const loopback = ['127.0.0.0/8'];
      expect((await transportWith('127.0.0.1', loopback).send(get(vendor.url), signal)).status).toBe(200);
      const local = { ...get(vendor.url), isLocal: true };
      expect((await transportWith('', loopback).send(local, signal)).status).toBe(200);
      expect(proxy.asked).toEqual([]);
    });
  });
});
