import { APIError } from 'openai';
import { createApp } from '../../src/app.js';
import { completionFrames, FakeUpstream, sse } from '../support/fake-upstream.js';
import { connectTo, head } from '../support/raw-http.js';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';

const messages = [{ role: 'user' as const, content: 'hi' }];

let upstream: FakeUpstream;
let app: TestApp;

beforeEach(async () => {
  upstream = await FakeUpstream.start();
  app = await startApp({ drainSeconds: 0 });
  await app.provider('main', `${upstream.url}/v1`);
});

afterEach(async () => {
  await app.stop();
  await upstream.close();
});

/** What the log says of the only call. What a busy machine had no time to ship, the next start ships. */
async function onlyRecord(): Promise<Record<string, unknown>> {
  const record = async () => (await app.query<Record<string, unknown>>('SELECT * FROM request_logs'))[0];
  const shipped = await record();
  if (shipped !== undefined) return shipped;
  const next = await createApp(app.settings);
  await next.listen();
  try {
    return await waitFor(record, 'the record');
  } finally {
    await next.close();
  }
}

describe('a call that outlives the time it has after SIGTERM', () => {
  it('ends its stream with an error, and its record says that the shutdown cut it', async () => {
    upstream.respond = sse(completionFrames.slice(0, 2), { end: 'open' });
    const stream = await app.openai().chat.completions.create({ model: '@main/gpt-4o-mini', messages, stream: true });
    const read = (async () => {
      for await (const chunk of stream) expect(chunk.choices).toBeDefined();
    })();
    const [failure] = await Promise.all([read.catch((error: unknown) => error), app.app.close()]);
    expect(failure).toBeInstanceOf(APIError);
    expect(await onlyRecord()).toMatchObject({ error_code: 'cut_by_shutdown', aborted: false, status: 200 });
  });

  it('is answered with 503 where nothing was sent yet', async () => {
    upstream.respond = () => undefined;
    const call = app.openai().chat.completions.create({ model: '@main/gpt-4o-mini', messages });
    const failed = call.catch((error: unknown) => error);
    await waitFor(() => upstream.calls[0]);
    const [failure] = await Promise.all([failed, app.app.close()]);
    expect(failure).toMatchObject({ status: 503, code: 'cut_by_shutdown' });
    expect(await onlyRecord()).toMatchObject({ error_code: 'cut_by_shutdown', aborted: false, status: 503 });
  });

  it('is not taken for a caller who left where the caller had stopped reading', async () => {
    const filler = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'x'.repeat(65_000) } }] })}\n\n`;
    upstream.respond = sse(Array<string>(400).fill(filler), { end: 'open' });
    const reply = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: '@main/gpt-4o-mini', messages, stream: true }),
    });
    expect(reply.status).toBe(200);
    await app.app.close();
    await reply.body?.cancel().catch(() => undefined);
    expect(await onlyRecord()).toMatchObject({ error_code: 'cut_by_shutdown', aborted: false });
  });
});

describe('a stream that begins while its replica drains', () => {
  it('says that its connection ends with it', async () => {
    await app.stop();
    app = await startApp({ drainSeconds: 60 });
    await app.provider('main', `${upstream.url}/v1`);
    let answer = () => undefined as unknown;
    upstream.respond = (call, reply) => {
      answer = () => sse(completionFrames)(call, reply);
    };
    const client = await connectTo(app.url);
    const body = JSON.stringify({ model: '@main/gpt-4o-mini', messages, stream: true });
    const headers = { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' };
    await client.send(head('POST /v1/chat/completions', { ...headers, 'content-length': body.length }) + body);
    await waitFor(() => upstream.calls[0]);
    const closing = app.app.close();
    await answer();
    expect(await client.ended).toMatch(/^HTTP\/1\.1 200 .*connection: close.*\[DONE\]/is);
    client.socket.end();
    await closing;
  });
});
