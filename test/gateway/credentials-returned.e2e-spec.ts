import { FakeUpstream, completion, completionFrames, json, sse } from '../support/fake-upstream.js';
import { startApp, type TestApp } from '../support/start-app.js';

const KEY = 'sk-proj-4f9aZq7x1Wm3Kt8LpVbN';

/** Vendors that repeat the key they were sent, in every place that is passed on. */
describe('a vendor that sends the credentials back', () => {
  let app: TestApp;
  let vendor: FakeUpstream;

  beforeAll(async () => {
    app = await startApp({ logContent: true });
    vendor = await FakeUpstream.start();
    await app.provider('leaky', `${vendor.url}/v1`, { credentials: { apiKey: KEY } });
  });

  afterAll(async () => {
    await app.stop();
    await vendor.close();
  });

  /** Everything the caller gets and everything the database keeps. */
  async function everythingOf(body: object): Promise<{ reply: string; log: string; status: number }> {
    const response = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: '@leaky/m', messages: [{ role: 'user', content: 'Hi' }], ...body }),
    });
    const text = await response.text();
    const reply = JSON.stringify([...response.headers]) + text;
    const row = await app.logOf(response.headers.get('x-llmops-request-id') ?? '');
    return { reply, log: JSON.stringify(row), status: response.status };
  }

  it('in an error event inside a stream', async () => {
    const event = `data: ${JSON.stringify({ error: { message: `bad key ${KEY}`, type: 'server_error' } })}\n\n`;
    const [first = ''] = completionFrames;
    for (const frames of [[event], [first, event], [first, event.slice(0, 45), event.slice(45)]]) {
      vendor.respond = sse(frames);
      const { reply, log } = await everythingOf({ stream: true });
      expect(reply).toContain('bad key ***');
      expect(reply).not.toContain(KEY.slice(0, 20));
      expect(log).not.toContain(KEY.slice(0, 20));
    }
  });

  it('in what the model writes, cut anywhere', async () => {
    const text = completionFrames.join('').replace('Hel', `Your key is ${KEY}, and `);
    const at = text.indexOf(KEY) + 11;
    vendor.respond = sse([text.slice(0, at), text.slice(at)]);
    const { reply, log } = await everythingOf({ stream: true });
    expect(reply).toContain('Your key is ***, and ');
    expect(reply).toContain('data: [DONE]');
    expect(log).not.toContain(KEY);
  });

  it('in a whole reply and in headers that are passed on', async () => {
    const echo = { ...completion, id: KEY, system_fingerprint: Buffer.from(`api:${KEY}`).toString('base64') };
    vendor.respond = json(echo, 200, { 'x-request-id': KEY, 'x-ratelimit-remaining': `1;${KEY}` });
    const { reply, log, status } = await everythingOf({});
    expect(status).toBe(200);
    expect(reply).toContain('"id":"***"');
    expect(reply).toContain('"1;***"');
    for (const text of [reply, log]) {
      expect(text).not.toContain(KEY);
      expect(text).not.toContain(Buffer.from(KEY).toString('base64').slice(4, 24));
    }
  });

  it('in the body of a refusal, of which the administrator sees the rest', async () => {
    for (const status of [400, 401, 429, 500]) {
      vendor.respond = json({ error: { message: `Incorrect key: ${KEY}`, code: KEY, param: KEY, type: KEY } }, status);
      const { reply, log } = await everythingOf({});
      expect(reply).not.toContain(KEY);
      expect(log).not.toContain(KEY);
      expect(log).toContain('Incorrect key: ***');
      // The caller must not learn whose key it is.
      if (status === 401 || status === 500) expect(reply).not.toContain('Incorrect key');
    }
  });
});
