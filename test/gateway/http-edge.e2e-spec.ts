import { defined } from '../support/defined.js';
import { completionFrames, FakeUpstream, json } from '../support/fake-upstream.js';
import { connectTo, head, inOneByteChunks } from '../support/raw-http.js';
import { untilStill, startApp, waitFor, type TestApp } from '../support/start-app.js';

const CHAT = '/v1/chat/completions';
const UPLOAD_LIMIT = 1024 * 1024;
const ID = /x-llmops-request-id: ([0-9a-f-]{36})/i;
const body = JSON.stringify({ model: '@main/m', messages: [{ role: 'user', content: 'hi' }] });

describe('the HTTP edge', () => {
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp({ uploadLimitBytes: UPLOAD_LIMIT });
    await app.provider('main', `${upstream.url}/v1`);
  });

  beforeEach(() => {
    upstream.respond = json({ choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' } }] });
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  const signed = (fields: Readonly<Record<string, string | number>> = {}) => ({
    authorization: `Bearer ${app.secret}`,
    'content-type': 'application/json',
    ...fields,
  });
  const administrator = (fields: Readonly<Record<string, string | number>>) =>
    signed({ authorization: `Bearer ${app.settings.adminToken}`, ...fields });
  const post = (target: string, fields: Readonly<Record<string, string | number>> = {}) =>
    head(`POST ${target}`, signed({ 'content-length': Buffer.byteLength(body), ...fields })) + body;

  describe('refuses without reading', () => {
    it.each([
      ['an unknown route', 'POST /nothing', 404],
      ['an unknown route of the gateway', 'POST /v1/nothing', 404],
      ['an unknown route of the admin API', 'POST /llmops/api/admin/v1/nothing', 404],
      ['the admin API without its token', 'POST /llmops/api/admin/v1/configs', 401],
      ['the gateway without a secret', `POST ${CHAT}`, 401],
    ])('%s, and lets the refusal be read', async (_, start, status) => {
      const client = await connectTo(app.url);
      await client.send(
        head(start, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }) + '1\r\n{\r\n',
      );
      const text = await client.ended;
      expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(text).toMatch(/connection: close/i);
      // The client may go on for a while: it is not cut off with a reset.
      for (let sent = 0; sent < 20; sent++) await client.send('1\r\nx\r\n');
      expect(client.socket.destroyed).toBe(false);
      client.socket.end();
      await client.closed;
    });

    it('a body that is too large, whose sender reads only when it has sent everything', async () => {
      const client = await connectTo(app.url);
      client.socket.pause();
      const size = 31 * 1024 * 1024;
      await client.send(
        head('POST /v1/audio/transcriptions', {
          ...signed({ 'content-type': 'multipart/form-data; boundary=x' }),
          'content-length': size,
        }),
      );
      for (let sent = 0; sent < size; sent += UPLOAD_LIMIT) await client.send(Buffer.alloc(UPLOAD_LIMIT));
      client.socket.resume();
      expect(await client.ended).toMatch(/^HTTP\/1\.1 413 .*"code":"request_too_large"/s);
      client.socket.end();
    });

    it('as soon as a limit is passed that the client did not announce', async () => {
      const client = await connectTo(app.url);
      await client.send(head(`POST ${CHAT}`, signed({ 'transfer-encoding': 'chunked' })));
      const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 0x20), Buffer.from('\r\n')]);
      for (let sent = 0; sent < 11; sent++) await client.send(chunk);
      await client.until(/^HTTP\/1\.1 413 .*"code":"request_too_large"/s);
      client.socket.end();
    });

    it('as soon as the limit of the admin API is passed', async () => {
      const client = await connectTo(app.url);
      await client.send(head('POST /llmops/api/admin/v1/configs', administrator({ 'transfer-encoding': 'chunked' })));
      const chunk = Buffer.concat([Buffer.from('40000\r\n'), Buffer.alloc(0x40000, 0x20), Buffer.from('\r\n')]);
      for (let sent = 0; sent < 5; sent++) await client.send(chunk);
      await client.until(/^HTTP\/1\.1 413 (?=.*connection: close).*problem\+json.*\}/is);
      client.socket.end();
    });

    it('and keeps the connection where little was left unread', async () => {
      const client = await connectTo(app.url);
      await client.send(head('POST /v1/nothing', { 'content-length': body.length }) + body + post(CHAT));
      await client.until(/HTTP\/1\.1 404 .*HTTP\/1\.1 200 /s);
      client.socket.destroy();
    });
  });

  it('reads a body in one-byte chunks', async () => {
    const client = await connectTo(app.url);
    const long = JSON.stringify({ ...(JSON.parse(body) as object), padding: 'x'.repeat(40_000) });
    await client.send(head(`POST ${CHAT}`, signed({ 'transfer-encoding': 'chunked' })));
    await client.send(inOneByteChunks(long));
    await client.until(/^HTTP\/1\.1 200 /);
    expect(JSON.parse(upstream.calls.at(-1)?.body.toString() ?? '')).toMatchObject({ padding: 'x'.repeat(40_000) });
    client.socket.destroy();
  });

  it('asks for a body only when it is wanted', async () => {
    const announce = { expect: '100-continue', 'content-length': Buffer.byteLength(body) };
    const stranger = await connectTo(app.url);
    await stranger.send(head(`POST ${CHAT}`, announce));
    expect(await stranger.ended).toMatch(/^HTTP\/1\.1 401 /);
    stranger.socket.end();
    const client = await connectTo(app.url);
    await client.send(head(`POST ${CHAT}`, signed(announce)));
    await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    await client.send(body);
    await client.until(/HTTP\/1\.1 200 /);
    client.socket.destroy();
  });

  it('refuses a body of very many chunks that hold next to nothing', async () => {
    const client = await connectTo(app.url);
    await client.send(head(`POST ${CHAT}`, signed({ 'transfer-encoding': 'chunked' })));
    const crumbs = inOneByteChunks(' '.repeat(60_000)).subarray(0, -5);
    await client.send(crumbs);
    await client.until(/^HTTP\/1\.1 400 .*connection: close.*too many small chunks/is);
    client.socket.end();
  });

  it('reads the body of an administrator as it reads those of callers: asked for, and not in very many chunks', async () => {
    const start = 'POST /llmops/api/admin/v1/configs';
    const client = await connectTo(app.url);
    const config = JSON.stringify({ name: 'Asked for' });
    await client.send(head(start, administrator({ expect: '100-continue', 'content-length': config.length })));
    await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    await client.send(config);
    await client.until(/HTTP\/1\.1 201 /);
    await client.send(head(start, administrator({ 'transfer-encoding': 'chunked' })));
    await client.send(inOneByteChunks(' '.repeat(60_000)).subarray(0, -5));
    await client.until(/HTTP\/1\.1 400 .*connection: close.*too many small chunks/is);
    client.socket.end();
  });

  it('reads all of very many headers', async () => {
    const client = await connectTo(app.url);
    const many = 'a: b\r\n'.repeat(2_000);
    await client.send(post(CHAT).replace('\r\n', `\r\n${many}`));
    await client.until(/^HTTP\/1\.1 200 /);
    client.socket.end();
  });

  describe('pipelined requests', () => {
    it('are answered in order', async () => {
      const client = await connectTo(app.url);
      await client.send(post(CHAT) + head('GET /health/live') + post('/v1/nothing') + post(CHAT));
      await client.until(/^HTTP\/1\.1 200 .*"choices".*HTTP\/1\.1 200 .*"ok".*HTTP\/1\.1 404 .*HTTP\/1\.1 200 /s);
      client.socket.destroy();
    });

    it('are served one at a time, so that all work ends with the connection', async () => {
      const left: string[] = [];
      upstream.respond = (_call, reply) => {
        reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(completionFrames[0]);
        reply.once('close', () => left.push('left'));
      };
      const before = upstream.calls.length;
      const client = await connectTo(app.url);
      const stream = JSON.stringify({ ...(JSON.parse(body) as object), stream: true });
      const one = head(`POST ${CHAT}`, signed({ 'content-length': stream.length })) + stream;
      await client.send(one.repeat(10));
      await client.until(/data: /);
      const id = ID.exec(client.received())?.[1] ?? '';
      expect(await untilStill(() => upstream.calls.length)).toBe(before + 1);
      client.socket.destroy();
      await waitFor(() => (left.length === 1 ? true : undefined), "the end of the vendor's stream");
      expect(await app.logOf(id)).toMatchObject({ aborted: true });
      expect(upstream.calls).toHaveLength(before + 1);
    });

    it('past a few cost the connection', async () => {
      upstream.respond = () => undefined;
      const client = await connectTo(app.url);
      await client.send(post(CHAT) + head('GET /health/live').repeat(100));
      expect(await client.ended).toBe('');
    });
  });

  describe('routes by what the router finds', () => {
    it.each([
      ['a whole URL', `http://gateway.example${CHAT}`, 200],
      ['a whole URL with a query', `http://gateway.example${CHAT}?a=/llmops/api/admin/v1`, 200],
      ['percent-encoded letters', '/v1/chat/%63ompletions', 200],
      ['percent-encoded letters of the prefix', '/%761/chat/completions', 200],
      ['the other prefix as a whole URL', 'HTTP://gateway.example/llmops/api/genai/v1/chat/completions', 200],
      ['an encoded slash', '/v1/chat%2Fcompletions', 404],
      ['a path that does not decode', '/v1/%zz', 400],
      ['two slashes', `/${CHAT}`, 404],
      ['no path at all', '*', 404],
    ])('%s', async (_, target, status) => {
      const client = await connectTo(app.url);
      await client.send(post(target));
      const reply = await client.until(/^HTTP\/1\.1 (\d+) .*\r\n\r\n.*\}/s);
      expect(reply[1]).toBe(String(status));
      expect(reply[0]).toMatch(ID);
      client.socket.destroy();
    });

    it('names the endpoint by it, in the log too', async () => {
      const client = await connectTo(app.url);
      await client.send(post('http://x/v1/chat/%63ompletions'));
      const [, id = ''] = await client.until(new RegExp(`${ID.source}.*choices`, 'is'));
      expect(await app.logOf(id)).toMatchObject({ endpoint: 'chat/completions', status: 200 });
      client.socket.destroy();
    });

    it('guards the admin API by it', async () => {
      for (const target of ['http://x/llmops/api/admin/v1/configs', '/llmops/api/%61dmin/v1/configs']) {
        const client = await connectTo(app.url);
        await client.send(head(`GET ${target}`));
        expect((await client.until(/^HTTP\/1\.1 .*\}/s))[0]).toMatch(/ 401 .*application\/problem\+json/s);
        client.socket.destroy();
      }
    });
  });

  describe('broken HTTP', () => {
    it.each([
      ['nonsense', 'NONSENSE\r\n\r\n', 400],
      ['headers that are too large', head('GET /v1/models', { x: 'y'.repeat(40_000) }), 431],
      ['two lengths', head(`POST ${CHAT}`, { 'content-length': 3, 'Content-Length': 4 }), 400],
      ['a length and chunks', head(`POST ${CHAT}`, { 'content-length': 3, 'transfer-encoding': 'chunked' }), 400],
      ['a length that is no number', head(`POST ${CHAT}`, { 'content-length': '0x10' }), 400],
      ['a bad chunk', head(`POST ${CHAT}`, { 'transfer-encoding': 'chunked' }) + 'zz\r\n', 400],
    ])('%s is refused with a request id', async (_, text, status) => {
      const client = await connectTo(app.url);
      await client.send(text);
      const answer = await client.ended;
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer).toMatch(ID);
      expect(answer).toMatch(/x-request-id: /i);
      expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toEqual({
        error: { message: expect.any(String), type: 'invalid_request_error', param: null, code: expect.any(String) },
      });
      client.socket.end();
    });

    it('a request without a host', async () => {
      const client = await connectTo(app.url);
      await client.send('GET /v1/models HTTP/1.1\r\n\r\n');
      expect((await client.until(/^HTTP\/1\.1 400 .*\}\}/s))[0]).toMatch(ID);
      client.socket.destroy();
    });

    it('is never written into a reply that is under way', async () => {
      upstream.respond = (_call, reply) => {
        reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(completionFrames[0]);
      };
      const stream = JSON.stringify({ ...(JSON.parse(body) as object), stream: true });
      const client = await connectTo(app.url);
      await client.send(head(`POST ${CHAT}`, signed({ 'content-length': stream.length })) + stream);
      await client.until(/data: /);
      await client.send('NONSENSE\r\n\r\n');
      expect(await client.ended).not.toContain('HTTP/1.1 400');
    });
  });

  it('answers HTTP/1.0', async () => {
    const client = await connectTo(app.url);
    await client.send(post(CHAT).replace('HTTP/1.1', 'HTTP/1.0'));
    expect(await client.ended).toMatch(/^HTTP\/1\.1 200 .*"choices"/s);
  });

  it.each([';;;', 'application', 'text/plain', 'application/json/x', ''])(
    'refuses the content type %j',
    async (type) => {
      for (const path of [CHAT, '/v1/audio/transcriptions']) {
        const client = await connectTo(app.url);
        await client.send(post(path, { 'content-type': type }));
        expect((await client.until(/^HTTP\/1\.1 .*\}\}/s))[0]).toMatch(/ 415 .*"code":"unsupported_content_type"/s);
        client.socket.destroy();
      }
    },
  );
});

describe('a process with all the connections it may have', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  const list = () => head('GET /v1/models', { authorization: `Bearer ${app.secret}` });
  const oneMore = async (): Promise<string> => {
    const client = await connectTo(app.url);
    await client.send(list());
    const [, answer] = await client.until(/^(HTTP\/1\.1 .*)\}$/s);
    client.socket.destroy();
    return defined(answer);
  };
  const aPlace = () =>
    waitFor(async () => {
      const answer = await oneMore();
      return answer.startsWith('HTTP/1.1 200 ') ? answer : undefined;
    }, 'a place');

  it('in use says so to one more, stays alive for its orchestrator, and serves again when one has gone', async () => {
    const upstream = await FakeUpstream.start();
    upstream.respond = () => undefined;
    app = await startApp({ maxConnections: 1 });
    await app.provider('main', `${upstream.url}/v1`);
    const fields = { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' };
    const call = head(`POST ${CHAT}`, { ...fields, 'content-length': Buffer.byteLength(body) }) + body;
    // The administrator's connection has the only place, and gives it up once it has been idle for a moment.
    const first = await waitFor(async () => {
      const client = await connectTo(app.url);
      await client.send(call);
      const isCalled = waitFor(() => upstream.calls.find((each) => each.body.length > 0)).then(() => true);
      return (await Promise.race([client.ended.then(() => false), isCalled])) ? client : undefined;
    }, 'a place');
    const refusal = await oneMore();
    expect(refusal).toMatch(/^HTTP\/1\.1 503 .*connection: close.*"code":"server_is_overloaded"/is);
    expect(refusal).toMatch(/retry-after: 1/i);
    expect(refusal).toMatch(ID);
    const probe = await connectTo(app.url);
    await probe.send(head('GET /health/live'));
    expect(await probe.ended).toMatch(/^HTTP\/1\.1 200 .*connection: close/is);
    first.socket.destroy();
    await aPlace();
    await upstream.close();
  });

  it('idle gives up the longest idle one for one more', async () => {
    app = await startApp({ maxConnections: 1, keepAliveSeconds: 7 });
    const silent = await connectTo(app.url);
    await silent.send('GET /v1/models HTTP/1.1\r\nx-slow: ');
    expect(await aPlace()).toMatch(/keep-alive: timeout=7/i);
    expect(await silent.ended).toBe('');
    silent.socket.destroy();
  });
});
