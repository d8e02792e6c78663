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

/** What the log says of the only such call. What a busy machine had no time to ship, the next start ships. */
async function onlyRecord(condition = 'true'): Promise<Record<string, unknown>> {
  const record = async () =>
    (await app.query<Record<string, unknown>>(`SELECT * FROM request_logs WHERE ${condition}`))[0];
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

describe('a copy for a shadow that outlives the time it has after SIGTERM', () => {
  it.each([false, true])(
    'is cut, and leaves its record, where its caller was answered long ago (its stream had begun: %s)',
    async (hasBegun) => {
      upstream.respond = (call, reply) => {
        const { seed } = JSON.parse(call.body.toString()) as { seed?: number };
        if (seed !== 2) void sse(completionFrames)(call, reply);
        else if (hasBegun) void sse(completionFrames.slice(0, 2), { end: 'open' })(call, reply);
      };
      const [{ id: providerId }, config] = await Promise.all([
        app.admin<{ id: string }>('GET', '/providers/main'),
        app.admin<{ id: string }>('POST', '/configs', { name: 'Shadowed' }),
      ]);
      const variant = async (seed: number) => {
        const version = { providerId, model: 'gpt-4o-mini', parameters: { seed } };
        return (await app.admin<{ id: string }>('POST', '/variants', { name: `Seed ${seed}`, version })).id;
      };
      const shadow = { variantId: await variant(2), serve: false, share: 10_000, maxDailyCost: 1 };
      const split = [{ variantId: await variant(1), weight: 10_000 }, shadow];
      await app.admin('POST', `/configs/${config.id}/rules`, { environmentId: app.environmentId, split });
      const answer = await app.openai().chat.completions.create({ model: '@config/shadowed', messages, stream: true });
      for await (const chunk of answer) expect(chunk.choices).toBeDefined();
      await waitFor(() => upstream.calls[1]);
      await app.app.close();
      expect(await onlyRecord('shadow_of IS NULL')).toMatchObject({ error_code: null, status: 200 });
      expect(await onlyRecord('shadow_of IS NOT NULL')).toMatchObject({
        error_code: 'cut_by_shutdown',
        aborted: false,
      });
    },
  );
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
