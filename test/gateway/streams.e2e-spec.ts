import { connect, type Socket } from 'node:net';
import { completionFrames, FakeUpstream, sse } from '../support/fake-upstream.js';
import { untilStill, startApp, waitFor, type TestApp } from '../support/start-app.js';

const body = JSON.stringify({ model: '@main/m', messages: [{ role: 'user', content: 'hi' }], stream: true });

describe('streams', () => {
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp();
    await app.provider('main', `${upstream.url}/v1`);
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  /** A caller on a bare socket, who may read slowly or leave. */
  function call(): { socket: Socket; received: () => string } {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString('latin1')));
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${app.secret}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return { socket, received: () => text };
  }

  const idOf = (head: string) => /x-llmops-request-id: (\S+)/i.exec(head)?.[1] ?? '';

  it('sends the first frame before the vendor sends its second', async () => {
    let goOn: () => void = () => undefined;
    upstream.respond = (_call, reply) => {
      reply.writeHead(200, { 'content-type': 'text/event-stream' });
      reply.write(completionFrames[0]);
      goOn = () => void reply.end(completionFrames.slice(1).join(''));
    };
    const { socket, received } = call();
    await waitFor(() => (received().includes('"role":"assistant"') ? true : undefined), 'the first frame');
    expect(received()).not.toContain('[DONE]');
    goOn();
    await waitFor(() => (received().includes('[DONE]') ? true : undefined), 'the end');
    socket.destroy();
  });

  it('sends no status before the first good frame', async () => {
    const before = upstream.calls.length;
    let goOn: () => void = () => undefined;
    upstream.respond = (_call, reply) => {
      reply.writeHead(200, { 'content-type': 'text/event-stream' });
      reply.write(': processing\n\n');
      goOn = () => void reply.end(completionFrames.join(''));
    };
    const { socket, received } = call();
    await waitFor(() => upstream.calls[before], 'the call');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(received()).toBe('');
    goOn();
    await waitFor(() => (received().includes('[DONE]') ? true : undefined), 'the end');
    expect(received()).toContain(': processing');
    socket.destroy();
  });

  it("closes the vendor's connection when the caller leaves, while the vendor is silent and while it sends", async () => {
    for (const pieces of [completionFrames.slice(0, 2), Array<string>(10_000).fill(completionFrames[1] ?? '')]) {
      upstream.respond = sse(pieces, { end: 'open', ...(pieces.length > 10 ? { delayMs: 5 } : {}) });
      const { socket, received } = call();
      await waitFor(() => (received().includes('Hel') ? true : undefined), 'some of the stream');
      socket.destroy();
      // The vendor never ends by itself.
      await upstream.last.closed;
      expect(await app.logOf(idOf(received()))).toMatchObject({
        aborted: true,
        error_code: 'client_closed_request',
        streaming: true,
      });
    }
  });

  it('closes it before the vendor has answered, too', async () => {
    const before = upstream.calls.length;
    upstream.respond = () => undefined;
    const { socket } = call();
    await waitFor(() => (upstream.calls.length > before ? true : undefined), 'the call');
    socket.destroy();
    await upstream.last.closed;
    const row = await waitFor(
      async () =>
        (
          await app.query<{ status: number }>('SELECT status, error_code, aborted FROM request_logs WHERE status = 499')
        )[0],
      'the record',
    );
    expect(row).toMatchObject({ status: 499, error_code: 'client_closed_request', aborted: true });
  });

  it('holds a fast vendor back for a slow caller: 100 MB do not fit into memory', async () => {
    const piece = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'x'.repeat(64 * 1024) } }] })}\n\n`;
    let written = 0;
    upstream.respond = (_call, reply) => {
      reply.writeHead(200, { 'content-type': 'text/event-stream' });
      const write = () => {
        while (written < 100 * 1024 * 1024) {
          written += piece.length;
          if (!reply.write(piece)) return void reply.once('drain', write);
        }
        reply.end('data: [DONE]\n\n');
      };
      write();
    };
    const { socket, received } = call();
    await waitFor(() => (received().length > 100_000 ? true : undefined), 'some of the stream');
    socket.pause();
    // Once the number of bytes it has written stops growing, the vendor is being held back.
    await untilStill(() => written);
    // The kernel buffers of two loopback connections hold some megabytes; the whole stream has a hundred.
    expect(written).toBeLessThan(30 * 1024 * 1024);
    socket.resume();
    await waitFor(() => (received().length > 100 * 1024 * 1024 ? true : undefined), 'the rest');
    socket.destroy();
  });
});
