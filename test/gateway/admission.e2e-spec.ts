import OpenAI from 'openai';
import { completion, completionFrames, FakeUpstream, json, sse } from '../support/fake-upstream.js';
import { startApp, type TestApp } from '../support/start-app.js';

const ask = (model: string) => ({ model, messages: [{ role: 'user' as const, content: 'Hi' }] });

const ONCE = { maxAttempts: 1 };

describe('what may come in', () => {
  let app: TestApp;
  let vendor: FakeUpstream;

  beforeAll(async () => {
    app = await startApp({ maxCallsPerEnvironment: 3, retryMaxAttempts: 3, retryMaxDelayMs: 0 });
    vendor = await FakeUpstream.start();
    await app.provider('vendor', `${vendor.url}/v1`);
  });

  afterAll(async () => {
    await app.stop();
    await vendor.close();
  });

  beforeEach(() => {
    vendor.calls.length = 0;
  });

  it('is so many calls of one environment at once; one past them is told to wait, others are not', async () => {
    vendor.respond = sse(completionFrames.slice(0, 2), { end: 'open' });
    const leaving = new AbortController();
    const open = await Promise.all(
      [1, 2, 3].map(() =>
        app.openai().chat.completions.create({ ...ask('@vendor/m'), stream: true }, { signal: leaving.signal }),
      ),
    );
    const refused: unknown = await app
      .openai()
      .chat.completions.create(ask('@vendor/m'))
      .catch((error: unknown) => error);
    if (!(refused instanceof OpenAI.RateLimitError)) throw new Error('it was not refused');
    expect(refused).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(vendor.calls).toHaveLength(3);
    expect(await app.logOf(refused.headers.get('x-llmops-request-id') ?? '')).toMatchObject({
      ...{ status: 429, error_code: 'rate_limit_exceeded', environment: 'production' },
    });

    // Another environment has a count of its own, and the same vendor answers it at once.
    vendor.respond = json(completion);
    const other = await app.admin<{ id: string }>('POST', '/environments', { name: 'Other', maxConcurrentCalls: 1 });
    const { secret } = await app.admin<{ secret: string }>('POST', `/environments/${other.id}/secrets`, {});
    await expect(app.openai({ apiKey: secret }).chat.completions.create(ask('@vendor/m'))).resolves.toBeDefined();

    // A caller that leaves no longer counts.
    leaving.abort();
    await Promise.allSettled(
      open.map(async (stream) => {
        for await (const chunk of stream) void chunk;
      }),
    );
    await Promise.all(vendor.calls.slice(0, 3).map(({ closed }) => closed));
    await expect(app.openai({ maxRetries: 5 }).chat.completions.create(ask('@vendor/m'))).resolves.toBeDefined();
  });

  it('is no call that has come through this gateway before', async () => {
    await app.provider('self', `${app.url}/v1`, { credentials: { apiKey: app.secret } });
    // The inner model leads back to this gateway, in an endless loop if nothing stopped it.
    const call = app.openai().chat.completions.create(ask('@self/@self/@self/@vendor/m'));
    const refused: unknown = await call.catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 400, code: 'request_loop' });
    expect(vendor.calls).toHaveLength(0);
    // The record of the outer call comes last.
    await app.logOf((refused as InstanceType<typeof OpenAI.APIError>).requestID ?? '');
    const [{ count } = { count: '' }] = await app.query<{ count: string }>(
      "SELECT count(*) FROM request_logs WHERE model_requested LIKE '%self%'",
    );
    expect(Number(count)).toBeLessThanOrEqual(2);
  });

  it('is no call that a fallback has sent back here', async () => {
    const made = (path: string, body: object) => app.admin<{ id: string }>('POST', path, body);
    const back = await app.provider('back', `${app.url}/v1`, { credentials: { apiKey: app.secret } });
    const { id: vendorId } = await app.provider('failing', `${vendor.url}/v1`);
    const fails = await made('/variants', {
      name: 'Fails',
      version: { providerId: vendorId, model: 'm', retry: ONCE },
    });
    const leads = await made('/variants', {
      name: 'Leads back',
      version: { providerId: back.id, model: '@config/circle', retry: ONCE },
    });
    const config = await made('/configs', { name: 'Circle', slug: 'circle' });
    await made(`/configs/${config.id}/rules`, {
      environmentId: app.environmentId,
      split: [{ variantId: fails.id, version: 'latest', weight: 10_000 }],
      fallbacks: [{ variantId: leads.id, version: 'latest' }],
    });
    vendor.respond = json({ error: { message: 'down' } }, 500);
    const call = app.openai().chat.completions.create(ask('@config/circle'));
    await expect(call).rejects.toMatchObject({ status: 400, code: 'request_loop' });
    expect(vendor.calls).toHaveLength(1);
  });

  it('names the gateways on the way to the vendor, and takes no name that a caller made up', async () => {
    vendor.respond = json(completion);
    await app.openai().chat.completions.create(ask('@vendor/m'));
    const mark = String(vendor.last.headers['x-llmops-hop']);
    expect(mark).toMatch(/^[0-9a-f]{16}$/);
    const send = (hops: string) =>
      app.openai().chat.completions.create(ask('@vendor/m'), { headers: { 'x-llmops-hop': hops } });
    await send('0123456789abcdef');
    expect(vendor.last.headers['x-llmops-hop']).toBe(`0123456789abcdef,${mark}`);
    await expect(send('anything')).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    await expect(send(mark)).rejects.toMatchObject({ status: 400, code: 'request_loop' });
    expect(vendor.calls).toHaveLength(2);
  });
});

describe('two gateways that lead to each other', () => {
  it('end the call where it began', async () => {
    const [one, other] = await Promise.all([startApp({ retryMaxAttempts: 3 }), startApp({ retryMaxAttempts: 3 })]);
    try {
      await one.provider('next', `${other.url}/v1`, { credentials: { apiKey: other.secret } });
      await other.provider('next', `${one.url}/v1`, { credentials: { apiKey: one.secret } });
      const call = one.openai().chat.completions.create(ask('@next/@next/@next/@next/m'));
      await expect(call).rejects.toMatchObject({ status: 400, code: 'request_loop' });
    } finally {
      await one.stop();
      await other.stop();
    }
  });
});
