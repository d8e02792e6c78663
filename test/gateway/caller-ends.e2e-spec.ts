import { subscribe } from 'node:diagnostics_channel';
import { connect, type Socket } from 'node:net';
import { completionFrames, FakeUpstream, json, sse } from '../support/fake-upstream.js';
import { collect, startApp, waitFor, type TestApp } from '../support/start-app.js';

const TOTAL_MS = 1_500;
/** Characters: more than sockets hold. */
const LONG = 16_000_000;
/** For a reply of that length to arrive and begin to leave, on a machine that does much else. */
const LONG_TOTAL_MS = 6_000;
const TURN = { messages: [{ role: 'user' as const, content: 'hi' }] };
const STREAMED = { ...TURN, model: '@main/m', stream: true };
const OVERLOADED =
  'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n';

describe('a call that ends badly', () => {
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    const timeouts = {
      connectMs: 10_000,
      firstByteMs: 60_000,
      firstTokenMs: 60_000,
      idleMs: 60_000,
      totalMs: TOTAL_MS,
    };
    app = await startApp({ timeouts });
    await app.provider('main', `${upstream.url}/v1`);
    await app.provider('patient', `${upstream.url}/v1`, { timeouts: { totalMs: LONG_TOTAL_MS } });
    await app.provider('native', upstream.url, { vendor: 'anthropic' });
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  const rowsSince = (at: Date) =>
    app.query<Record<string, unknown>>('SELECT * FROM request_logs WHERE started_at >= $1 ORDER BY started_at', [at]);

  const requestOf = (body: string) =>
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${app.secret}\r\n` +
    `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

  function caller(): Socket {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    return socket;
  }

  /** When the server has closed its end, which a caller who does not read does not see. */
  function closedByServer(caller: Socket): Promise<void> {
    return new Promise((resolve) => {
      subscribe('http.server.request.start', (message) => {
        const { socket } = message as { readonly socket: Socket };
        if (socket.remotePort === caller.localPort) socket.once('close', () => resolve());
      });
    });
  }

  /** As JSON writes it: half of a pair, escaped. */
  const HALF = '\\ud800';

  it.each([
    ['a whole reply', false],
    ['a stream', true],
  ])('answers, records and closes %s whose dropped parameters no header can hold', async (_, stream) => {
    const many = Array.from({ length: 3_000 }, (__, at) => `"${'x'.repeat(300)}${at}":1`).join(',');
    upstream.respond = stream
      ? sse([
          'event: message_start\ndata: {"type":"message_start","message":{"id":"m","model":"m","usage":{"input_tokens":1,"output_tokens":1}}}\n\n',
          'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n',
          'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}\n\n',
          'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}\n\n',
          'event: message_stop\ndata: {"type":"message_stop"}\n\n',
        ])
      : json({
          id: 'm',
          type: 'message',
          content: [{ type: 'text', text: 'Hi' }],
          stop_reason: 'end_turn',
          usage: { input_tokens: 1, output_tokens: 1 },
        });
    for (const fields of [`"${HALF}":1`, `"a\\r\\nb":1`, many]) {
      const reply = await fetch(`${app.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
        body: `{"model":"@native/claude-x","max_tokens":5,"stream":${stream},"messages":[{"role":"user","content":"hi"}],${fields}}`,
      });
      // Whether a field is refused or dropped differs by vendor, but there is always an answer and a record.
      expect([200, 400]).toContain(reply.status);
      expect((reply.headers.get('x-llmops-dropped-params') ?? '').length).toBeLessThan(4_000);
      await reply.text();
      const row = await app.logOf(reply.headers.get('x-llmops-request-id') ?? '');
      expect(row['status']).toBe(reply.status);
    }
  });

  it('answers and records a model whose name is half a pair', async () => {
    upstream.respond = json({ error: { message: 'no such model' } }, 404);
    const reply = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
      body: `{"model":"@main/${HALF}x","messages":[{"role":"user","content":"hi"}]}`,
    });
    expect([400, 404]).toContain(reply.status);
    expect(await app.logOf(reply.headers.get('x-llmops-request-id') ?? '')).toMatchObject({ status: reply.status });
  });

  it('closes every stream of pipelined requests whose caller leaves, and records each', async () => {
    const before = new Date();
    upstream.calls.length = 0;
    upstream.respond = sse(completionFrames.slice(0, 2), { end: 'open' });
    const socket = caller();
    socket.write(requestOf(JSON.stringify(STREAMED)).repeat(10));
    await new Promise((resolve) => socket.once('data', resolve));
    // The connection bounds how many are served at once; all of those end.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const taken = upstream.calls.length;
    socket.destroy();
    await Promise.all(upstream.calls.slice(0, taken).map((call) => call.closed));
    const rows = await waitFor(async () => {
      const found = await rowsSince(before);
      return found.length >= taken ? found : undefined;
    }, 'the records');
    expect(rows.every((row) => row['error_code'] === 'client_closed_request' && row['aborted'] === true)).toBe(true);
    expect(rows.filter((row) => row['status'] === 200).length).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['a fast stream', true],
    ['a long whole reply', false],
  ])('cuts off a caller who does not read %s when its time is over', async (_, stream) => {
    const before = new Date();
    const frame = completionFrames[1]?.replace('Hel', 'x'.repeat(64 * 1024)) ?? '';
    upstream.respond = stream
      ? async (call, reply) => {
          reply.writeHead(200, { 'content-type': 'text/event-stream' });
          while (!reply.destroyed) {
            if (!reply.write(frame))
              await Promise.race([new Promise((resolve) => reply.once('drain', resolve)), call.closed]);
          }
        }
      : json({
          choices: [{ index: 0, message: { role: 'assistant', content: 'x'.repeat(LONG) }, finish_reason: 'stop' }],
        });
    const socket = caller();
    const cut = closedByServer(socket);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.pause();
    const body = { ...STREAMED, stream, model: '@patient/m' };
    socket.write(requestOf(JSON.stringify(body)));
    const calls = upstream.calls.length;
    const call = await waitFor(() => upstream.calls[calls]);
    if (stream) await call.closed;
    const [row] = await waitFor(async () => {
      const rows = await rowsSince(before);
      return rows.length > 0 ? rows : undefined;
    }, 'the record');
    if (stream) expect(row).toMatchObject({ status: 200, error_code: 'client_closed_request', aborted: true });
    // A whole reply is recorded before it leaves; its connection ends all the same.
    else expect(row).toMatchObject({ status: 200 });
    await cut;
    let received = 0;
    socket.on('data', (bytes) => (received += bytes.length));
    socket.resume();
    await closed;
    expect(received).toBeLessThan(LONG);
  });

  it.each(['idle-headers', 'whole', 'held'])('records a caller who leaves while the vendor is %s', async (stage) => {
    const before = new Date();
    upstream.respond = (_call, reply) => {
      if (stage === 'idle-headers') return;
      reply.writeHead(200, { 'content-type': stage === 'whole' ? 'application/json' : 'text/event-stream' });
      reply.write(stage === 'whole' ? '{"id":' : ': wait\n\n');
    };
    const calls = upstream.calls.length;
    const socket = caller();
    socket.write(requestOf(JSON.stringify({ ...STREAMED, stream: stage === 'held' })));
    const call = await waitFor(() => upstream.calls[calls]);
    socket.destroy();
    await call.closed;
    const [row] = await waitFor(async () => {
      const rows = await rowsSince(before);
      return rows.length > 0 ? rows : undefined;
    }, 'the record');
    expect(row).toMatchObject({ status: 499, error_code: 'client_closed_request', aborted: true });
  });

  it.each([
    ['a frame that is no JSON', ['data: {"broken\n\n'], 'upstream_stream_broken'],
    ['an error event', ['data: {"error":{"message":"model died"}}\n\n'], 'upstream_stream_broken'],
  ])('ends a stream at %s with the error frame', async (_, pieces, code) => {
    upstream.respond = sse([...completionFrames.slice(0, 2), ...pieces, ...completionFrames.slice(2)]);
    const { data, response } = await app
      .openai()
      .chat.completions.create({ model: '@main/m', messages: [{ role: 'user', content: 'hi' }], stream: true })
      .withResponse();
    await expect(collect(data)).rejects.toMatchObject({ code });
    const id = response.headers.get('x-llmops-request-id') ?? '';
    expect(await app.logOf(id)).toMatchObject({ status: 200, error_code: code });
  });

  it.each<[string, () => void, string]>([
    ['is cut before its first frame', () => (upstream.respond = sse([], { end: 'cut' })), 'upstream_unreachable'],
    [
      'is cut inside its first frame',
      () => (upstream.respond = sse(['data: {"id"'], { end: 'cut' })),
      'upstream_unreachable',
    ],
    ['stops inside its first frame', () => (upstream.respond = sse(['data: {"id"'])), 'upstream_error'],
    [
      'begins with an error',
      () => (upstream.respond = sse(['data: {"error":{"message":"no"}}\n\n'])),
      'upstream_error',
    ],
    ['is empty', () => (upstream.respond = sse([])), 'upstream_invalid_response'],
    ['is a JSON null', () => (upstream.respond = json('null')), 'upstream_invalid_response'],
    ['is text', () => (upstream.respond = sse(['no upstream'])), 'upstream_invalid_response'],
    [
      'has comments without end',
      () => (upstream.respond = sse([': wait\n\n'.repeat(20_000)], { end: 'open' })),
      'upstream_invalid_response',
    ],
  ])('tells a stream that %s', async (_, prepare, code) => {
    prepare();
    await expect(
      app.openai().chat.completions.create({ ...TURN, model: '@main/m', stream: true }),
    ).rejects.toMatchObject({
      status: 502,
      code,
    });
  });

  it.each<[string, () => void, string]>([
    ['is cut before its first frame', () => (upstream.respond = sse([], { end: 'cut' })), 'upstream_unreachable'],
    ['stops inside its first frame', () => (upstream.respond = sse(['data: {"ty'])), 'upstream_error'],
    ['begins with an error', () => (upstream.respond = sse([OVERLOADED])), 'upstream_error'],
    ['is empty', () => (upstream.respond = sse([])), 'upstream_invalid_response'],
    ['is a web page', () => (upstream.respond = sse(['<html>Log in</html>'])), 'upstream_invalid_response'],
    ['is JSON', () => (upstream.respond = json({})), 'upstream_invalid_response'],
    ['is text', () => (upstream.respond = sse(['no upstream\n\n'])), 'upstream_invalid_response'],
    ['holds only comments', () => (upstream.respond = sse([': wait\n\n'])), 'upstream_invalid_response'],
  ])('tells a translated stream that %s by the same code', async (_, prepare, code) => {
    prepare();
    const model = '@native/claude-x';
    await expect(app.openai().chat.completions.create({ ...TURN, model, stream: true })).rejects.toMatchObject({
      status: 502,
      code,
    });
  });
});
