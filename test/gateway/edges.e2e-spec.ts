import { completionFrames, FakeUpstream } from '../support/fake-upstream.js';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';

const ORIGIN = 'https://app.example';
const body = JSON.stringify({ model: '@main/m', messages: [{ role: 'user', content: 'hi' }], stream: true });

describe('the edges of the gateway', () => {
  let app: TestApp;
  let upstream: FakeUpstream;
  let finish: () => void;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp({ corsOrigins: [ORIGIN] });
    await app.provider('main', `${upstream.url}/v1`);
    upstream.respond = (_call, reply) => {
      reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(completionFrames[0]);
      finish = () => void reply.end(completionFrames.slice(1).join(''));
    };
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  const call = (headers: Record<string, string> = {}) =>
    fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json', ...headers },
      body,
    });

  it('lets the browser origins of the settings call the gateway, and no others, and none the admin API', async () => {
    const preflight = (path: string, origin: string) =>
      fetch(app.url + path, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      });
    const allowed = await preflight('/v1/chat/completions', ORIGIN);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(
      (await preflight('/v1/chat/completions', 'https://evil.example')).headers.get('access-control-allow-origin'),
    ).toBeNull();
    expect(
      (await preflight('/llmops/api/admin/v1/providers', ORIGIN)).headers.get('access-control-allow-origin'),
    ).toBeNull();
    const reply = await call({ origin: ORIGIN });
    finish();
    expect(reply.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(await reply.text()).toContain('[DONE]');
  });

  it('is alive and ready', async () => {
    for (const path of ['live', 'ready']) {
      const reply = await fetch(`${app.url}/health/${path}`);
      expect(reply.status).toBe(200);
      expect(await reply.json()).toEqual({ status: 'ok', reasons: [] });
    }
  });

  it('shuts down in order: refuses new calls, finishes open streams, ships their records', async () => {
    const open = await call();
    const id = open.headers.get('x-llmops-request-id') ?? '';
    const closing = app.app.close();
    const refused = await waitFor(async () => {
      const reply = await call();
      return reply.status === 503 ? reply : undefined;
    }, 'the refusal');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ error: { code: 'server_is_overloaded' } });
    const ready = await fetch(`${app.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'unavailable', reasons: ['shutting down'] });
    finish();
    expect(await open.text()).toBe(completionFrames.filter((frame) => !frame.includes('"choices":[]')).join(''));
    await closing;
    expect(await app.query('SELECT status FROM request_logs WHERE request_id = $1', [id])).toEqual([{ status: 200 }]);
  });
});
