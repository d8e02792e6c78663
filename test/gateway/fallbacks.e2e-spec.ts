import { APIError } from 'openai';
import { Webhook } from 'standardwebhooks';
import {
  completion,
  completionFrames,
  FakeUpstream,
  json,
  type Responder,
  sse,
  type UpstreamCallSeen,
} from '../support/fake-upstream.js';
import { defined } from '../support/defined.js';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';
import { startReplica, type Replica } from '../support/start-replica.js';

const messages = [{ role: 'user' as const, content: 'hi' }];

interface Attempt {
  readonly provider: string;
  readonly reason: string;
  readonly because: string | null;
  readonly error: string | null;
}

interface Health {
  readonly models: readonly {
    readonly model: string;
    readonly state: string;
    readonly reason: string | null;
    readonly errorRatio: number | null;
    readonly lastError: { readonly message: string } | null;
  }[];
}

/** Two providers: what the first answers is the test's, the second answers well. */
let first: FakeUpstream;
let second: FakeUpstream;
let app: TestApp;
let replica: Replica;

beforeAll(async () => {
  [first, second] = await Promise.all([FakeUpstream.start(), FakeUpstream.start()]);
  app = await startApp({ retryMaxAttempts: 3, retryMaxDelayMs: 10 });
  replica = await startReplica(app);
});

afterAll(async () => {
  await replica.stop();
  await app.stop();
  await Promise.all([first.close(), second.close()]);
});

let names: { readonly a: string; readonly b: string };
let ids: readonly string[];
let test = 0;

/** Of its own for each test, so that none finds the health that another has left. */
beforeEach(async () => {
  names = { a: `a-${++test}`, b: `b-${test}` };
  ids = [(await app.provider(names.a, `${first.url}/v1`)).id, (await app.provider(names.b, `${second.url}/v1`)).id];
  first.calls.length = 0;
  second.calls.length = 0;
  second.respond = json(completion);
});

const down = json({ error: { message: 'The model is on fire' } }, 503);
const tooLong = json(
  { error: { message: "This model's maximum context length is 8192 tokens.", code: 'context_length_exceeded' } },
  400,
);

/** With `models`, which the official client sends as any field it does not know. */
async function call(models: readonly string[], fields: object = {}) {
  const body = { model: '', messages, ...fields, models: [...models] };
  const { response } = await app
    .openai()
    .chat.completions.create({ ...body, model: defined(models[0]) })
    .withResponse();
  return response;
}

const both = () => [`@${names.a}/m`, `@${names.b}/m`];

async function attemptsOf(response: Response): Promise<readonly Attempt[]> {
  const row = await app.logOf(response.headers.get('x-llmops-request-id') ?? '');
  return (row['attempts'] ?? []) as readonly Attempt[];
}

const story = (attempts: readonly Attempt[]) =>
  attempts.map(({ provider, reason, because }) => `${provider.slice(0, 1)} ${reason} ${because ?? '-'}`);

describe('models', () => {
  it('are tried in order, and the list does not reach the vendor', async () => {
    first.respond = down;
    const response = await call(both());
    expect(response.headers.get('x-llmops-provider')).toBe(names.b);
    expect(response.headers.get('x-llmops-attempts')).toBe('4');
    expect(story(await attemptsOf(response))).toEqual([
      'a first -',
      'a retry unavailable',
      'a retry unavailable',
      'b fallback unavailable',
    ]);
    expect(JSON.parse(second.last.body.toString())).toEqual({ model: 'm', messages });
  });

  it('stand instead of model as well, and over a config', async () => {
    first.respond = json(completion);
    const reply = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json', 'x-llmops-config': 'none' },
      body: JSON.stringify({ models: both(), messages }),
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('x-llmops-provider')).toBe(names.a);
    expect(JSON.parse(first.last.body.toString())).toEqual({ model: 'm', messages });
  });

  it('end with the caller’s own mistake', async () => {
    first.respond = tooLong;
    await expect(call(both())).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded' });
    expect(second.calls).toHaveLength(0);
  });
});

describe('a rule', () => {
  async function config(fallbackOn: readonly string[] | null): Promise<string> {
    const variants: { id: string }[] = [];
    for (const providerId of ids) {
      const version = { providerId, model: 'm' };
      variants.push(await app.admin<{ id: string }>('POST', '/variants', { name: providerId, version }));
    }
    const [main, spare] = variants.map(({ id }) => id);
    const slug = `config-${test}`;
    const { id } = await app.admin<{ id: string }>('POST', '/configs', { name: slug, slug });
    const created = await app.admin('POST', `/configs/${id}/rules`, {
      environmentId: app.environmentId,
      split: [{ variantId: main, weight: 10_000 }],
      fallbacks: [{ variantId: spare }],
      ...(fallbackOn !== null && { fallbackOn }),
    });
    expect(created['fallbackOn']).toEqual(fallbackOn);
    return `@config/${slug}`;
  }

  async function outcome(fallbackOn: readonly string[] | null, answer: Responder): Promise<string> {
    first.respond = answer;
    const model = await config(fallbackOn);
    const { response } = await app
      .openai()
      .chat.completions.create({ model, messages })
      .withResponse()
      .catch((error: unknown) => {
        if (error instanceof APIError) return { response: null, error };
        throw error;
      });
    return response?.headers.get('x-llmops-provider') === names.b ? 'the fallback' : 'the error';
  }

  it.each([
    ['by default, not where the prompt is too long', null, tooLong, 'the error'],
    ['where it says so, also where the prompt is too long', ['context_window'], tooLong, 'the fallback'],
    ['not for a failure that it does not name', ['context_window'], down, 'the error'],
    ['for a failure that it names', ['unavailable'], down, 'the fallback'],
    ['by default, where the credentials are refused', null, json({ error: { message: 'no' } }, 401), 'the fallback'],
  ] as const)('falls over %s', async (_, fallbackOn, answer, expected) => {
    expect(await outcome(fallbackOn, answer)).toBe(expected);
  });

  it.each([
    ['a failure that there is not', ['unavailable', 'bad luck']],
    ['the same twice', ['timeout', 'timeout']],
  ])('is refused where it names %s', async (_, fallbackOn) => {
    await expect(config(fallbackOn)).rejects.toThrow(/400.*\/fallbackOn/);
  });
});

describe('the health of a provider', () => {
  const health = (slug: string) => app.admin<Health>('GET', `/providers/${slug}/health`);

  it('shows what calls have seen of each model, in the vendor’s words', async () => {
    expect(await health(names.a)).toEqual({ models: [] });
    first.respond = down;
    await call(both());
    expect(await health(names.a)).toMatchObject({
      models: [
        {
          model: 'm',
          state: 'closed',
          errorRatio: 1,
          p50Ms: null,
          lastError: { message: expect.stringContaining('on fire') as unknown },
        },
      ],
    });
    expect(await health(names.b)).toMatchObject({ models: [{ model: 'm', errorRatio: 0, lastError: null }] });
    await expect(health('nobody')).rejects.toThrow('404');
  });

  it('opens where the vendor asks for long, is told to the other replicas, and spares the vendor', async () => {
    first.respond = json({ error: { message: 'slow down' } }, 429, { 'retry-after': '120' });
    expect(story(await attemptsOf(await call(both())))).toEqual(['a first -', 'b fallback rate_limited']);
    expect((await health(names.a)).models).toMatchObject([{ state: 'open', reason: 'retry-after' }]);
    const ready = (await (await fetch(`${app.url}/health/ready`)).json()) as Record<string, unknown>;
    expect(ready).toMatchObject({ status: 'ok', openBreakers: expect.arrayContaining([names.a]) as unknown });
    expect(story(await attemptsOf(await call(both())))).toEqual(['a skipped breaker_open', 'b fallback breaker_open']);
    expect(first.calls).toHaveLength(1);

    await waitFor(async () => {
      const reply = await fetch(`${replica.url}/llmops/api/admin/v1/providers/${names.a}/health`, {
        headers: { authorization: `Bearer ${app.settings.adminToken}` },
      });
      const { models } = (await reply.json()) as Health;
      return models[0]?.state === 'open' ? true : undefined;
    }, 'the breaker of the other replica');
  });

  it('does not count against a vendor streams that its callers gave too little time', async () => {
    first.respond = sse(completionFrames.slice(0, 2), { end: 'open' });
    const ask = async () => {
      const body = { model: `@${names.a}/m`, messages, stream: true };
      const headers = { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' };
      const reply = await fetch(`${app.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { ...headers, 'x-llmops-timeout-ms': '150' },
        body: JSON.stringify(body),
      });
      await reply.text();
    };
    await Promise.all(Array.from({ length: 30 }, ask));
    expect((await health(names.a)).models).toMatchObject([{ state: 'closed', lastError: null }]);
  });

  it('begins anew with new credentials', async () => {
    first.respond = json({ error: { message: 'no' } }, 401);
    await call(both());
    expect((await health(names.a)).models).toMatchObject([{ state: 'open', reason: 'credentials' }]);
    await app.admin('PATCH', `/providers/${names.a}`, { credentials: { apiKey: 'another-key' } });
    expect(await health(names.a)).toEqual({ models: [] });
    first.respond = json(completion);
    expect((await call(both())).headers.get('x-llmops-provider')).toBe(names.a);
  });
});

describe('the retries and timeouts of a provider', () => {
  it('hold where no version says otherwise, and the admin API shows what is in effect', async () => {
    first.respond = down;
    const changed = await app.admin('PATCH', `/providers/${names.a}`, {
      retry: { maxAttempts: 2 },
      timeouts: { totalMs: 5_000 },
    });
    expect(changed).toMatchObject({
      retry: { maxAttempts: 2 },
      timeouts: { totalMs: 5_000 },
      effective: { retry: { maxAttempts: 2, maxDelayMs: 10 }, timeouts: { connectMs: 10_000, totalMs: 5_000 } },
    });
    expect((await call(both())).headers.get('x-llmops-attempts')).toBe('3');
    const cleared = await app.admin('PATCH', `/providers/${names.a}`, { retry: null });
    expect(cleared).toMatchObject({
      retry: null,
      timeouts: { totalMs: 5_000 },
      effective: { retry: { maxAttempts: 3 } },
    });
    await expect(app.admin('PATCH', `/providers/${names.a}`, { retry: { maxAttempts: 0 } })).rejects.toThrow(
      /400.*\/retry\/maxAttempts/,
    );
  });
});

describe('webhooks', () => {
  interface Delivery {
    readonly id: string;
    readonly type: string;
    readonly state: string;
    readonly attempts: number;
    readonly lastStatus: number | null;
    readonly lastError: string | null;
  }
  let receiver: FakeUpstream;
  beforeAll(async () => {
    receiver = await FakeUpstream.start();
  });
  afterAll(() => receiver.close());

  const hook = (path: string, events: readonly string[]) =>
    app.admin<{ id: string; secret: string }>('POST', '/webhooks', {
      name: path,
      url: `${receiver.url}${path}`,
      events,
    });
  const deliveriesOf = async (id: string) =>
    (await app.admin<{ items: Delivery[] }>('GET', `/webhooks/${id}/deliveries`)).items;
  const callsTo = (path: string) => receiver.calls.filter((each) => each.path === path);
  /** As a receiver checks it, by the official library. */
  const verified = (secret: string, { body, headers }: UpstreamCallSeen): unknown =>
    new Webhook(secret).verify(body, {
      'webhook-id': String(headers['webhook-id']),
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature']),
    });

  it('are told of what happens, signed, once for all replicas, and again where they did not take it', async () => {
    receiver.respond = json({ error: 'asleep' }, 500);
    const [breakers, all] = [await hook('/breakers', ['breaker.opened']), await hook('/all', [])];
    first.respond = json({ error: { message: 'slow down' } }, 429, { 'retry-after': '120' });
    await call(both());
    const sent = await waitFor(() => callsTo('/breakers').at(0), 'the delivery');
    expect(verified(breakers.secret, sent)).toMatchObject({
      type: 'breaker.opened',
      data: { provider: names.a, model: 'm', reason: 'retry-after', seconds: expect.any(Number) as unknown },
    });
    expect(() => verified(all.secret, sent)).toThrow();
    const [failed] = await waitFor(async () => {
      const found = await deliveriesOf(breakers.id);
      return found.some(({ lastStatus }) => lastStatus === 500) ? found : undefined;
    }, 'the note of the failure');
    expect(failed).toMatchObject({ state: 'waiting', attempts: 1, lastError: 'the receiver answered 500' });

    receiver.respond = json({});
    await app.admin('POST', `/webhooks/${breakers.id}/deliveries/${defined(failed).id}/redeliver`);
    const again = await waitFor(() => callsTo('/breakers').at(1), 'the delivery of the same');
    expect(again.headers['webhook-id']).toBe(sent.headers['webhook-id']);
    expect(verified(breakers.secret, again)).toEqual(verified(breakers.secret, sent));
    await waitFor(async () => {
      const [last] = await deliveriesOf(breakers.id);
      return last?.state === 'delivered' || undefined;
    }, 'the note of the success');

    // What answered has no price: whoever wants to know everything is told of that as well.
    await waitFor(async () => {
      const types = (await deliveriesOf(all.id)).map(({ type }) => type);
      return types.includes('model.unpriced') || undefined;
    }, 'the model without a price');
    expect((await deliveriesOf(breakers.id)).map(({ type }) => type)).toEqual(['breaker.opened']);

    await app.admin('POST', `/webhooks/${breakers.id}/test`);
    const tried = await waitFor(() => callsTo('/breakers').at(2), 'the test');
    expect(verified(breakers.secret, tried)).toMatchObject({ type: 'webhook.test' });
    for (const { id } of [breakers, all]) await app.admin('DELETE', `/webhooks/${id}`);
    expect(await app.query('SELECT 1 FROM webhook_deliveries')).toEqual([]);
  });

  it('keep their secret to themselves, and go nowhere that is not allowed', async () => {
    const { id, secret } = await hook('/quiet', ['log.degraded']);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(await app.admin('GET', `/webhooks/${id}`))).not.toContain('whsec_');
    const stored = await app.query<{ sealed_secret: string }>('SELECT sealed_secret FROM webhooks');
    expect(JSON.stringify(stored)).not.toContain(secret.slice(6));
    for (const url of [
      'http://10.0.0.1/hook',
      'http://169.254.169.254/latest',
      'ftp://example.com',
      'https://a:b@example.com',
    ]) {
      await expect(app.admin('PATCH', `/webhooks/${id}`, { url })).rejects.toThrow(/422.*\/url/);
    }
    const changed = await app.admin('PATCH', `/webhooks/${id}`, { enabled: false, events: [] });
    expect(changed).toMatchObject({ enabled: false, events: [], name: '/quiet' });
    await expect(app.admin('PATCH', `/webhooks/${id}`, { events: ['made.up'] })).rejects.toThrow(/400.*\/events/);
    await app.admin('DELETE', `/webhooks/${id}`);
    await expect(app.admin('GET', `/webhooks/${id}`)).rejects.toThrow('404');
  });
});
