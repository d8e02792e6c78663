import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
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
  interface Told {
    readonly type: string;
    readonly data: Readonly<Record<string, unknown>>;
  }
  interface Delivery {
    readonly id: string;
    readonly type: string;
    readonly state: string;
    readonly attempts: number;
    readonly lastStatus: number | null;
    readonly lastError: string | null;
  }
  let receiver: FakeUpstream;
  let watcher: FakeUpstream;
  /** Told of what takes a while to be noticed, during the tests before the one that waits for it. */
  let watching: { readonly id: string; readonly secret: string };
  beforeAll(async () => {
    [receiver, watcher] = await Promise.all([FakeUpstream.start(), FakeUpstream.start()]);
    watcher.respond = json({});
    watching = await hook('/watching', ['secret.expiring', 'log.degraded']);
    await app.admin('PATCH', `/webhooks/${watching.id}`, { url: watcher.url });
    const expiresAt = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString();
    await app.admin('POST', `/environments/${app.environmentId}/secrets`, { name: 'Nightly', expiresAt });
    await app.query('ALTER TABLE request_logs RENAME TO elsewhere');
  });
  afterAll(() => Promise.all([receiver.close(), watcher.close()]));

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
    const left = 'SELECT 1 FROM webhook_deliveries WHERE webhook_id <> $1';
    expect(await app.query(left, [watching.id])).toEqual([]);
  });

  it('are not kept waiting by one whose receiver does not answer, and tried again where there is none', async () => {
    receiver.respond = ({ path }, reply) => void (path !== '/silent' && reply.writeHead(204).end());
    const gone = await FakeUpstream.start();
    await gone.close();
    // Of an event that does not happen here: they get the test only.
    const never = ['rollout.completed'];
    const [silent, down, well] = [await hook('/silent', never), await hook('/down', never), await hook('/well', never)];
    await app.admin('PATCH', `/webhooks/${down.id}`, { url: gone.url });
    for (const { id } of [silent, down, well]) await app.admin('POST', `/webhooks/${id}/test`);
    await waitFor(() => callsTo('/well').at(0), 'the delivery beside the silent one');
    expect((await deliveriesOf(silent.id))[0]?.state).toBe('waiting');
    const failed = await waitFor(async () => {
      const [delivery] = await deliveriesOf(down.id);
      return delivery?.lastError == null ? undefined : delivery;
    }, 'the note of the failure');
    expect(failed).toMatchObject({ state: 'waiting', attempts: 1, lastStatus: null });

    await app.admin('PATCH', `/webhooks/${down.id}`, { url: `${receiver.url}/up-again?by=query` });
    await app.query('UPDATE webhook_deliveries SET next_at = now() WHERE id = $1', [failed.id]);
    const sent = await waitFor(() => callsTo('/up-again?by=query').at(0), 'the second attempt');
    expect(sent.headers['webhook-id']).toBe(failed.id);
    await waitFor(async () => {
      const { deliveries } = await app.admin<{ deliveries: object }>('GET', `/webhooks/${down.id}`);
      return isDeepStrictEqual(deliveries, { ...deliveries, waiting: 0, delivered: 1, failed: 0 }) || undefined;
    }, 'the count');
    const { items } = await app.admin<{ items: { id: string; deliveries: object }[] }>('GET', '/webhooks');
    expect(items.find(({ id }) => id === down.id)?.deliveries).toMatchObject({
      last: { type: 'webhook.test', state: 'delivered', attempts: 2, lastStatus: 204, lastError: null },
    });
    for (const { id } of [silent, down, well]) await app.admin('DELETE', `/webhooks/${id}`);
  });

  it('do not go where they must not, whatever their row says', async () => {
    const { id } = await hook('/moved', ['rollout.completed']);
    await app.query('UPDATE webhooks SET url = $2 WHERE id = $1', [id, 'http://169.254.169.254/latest']);
    await app.admin('POST', `/webhooks/${id}/test`);
    const refused = await waitFor(async () => {
      const [delivery] = await deliveriesOf(id);
      return delivery?.lastError == null ? undefined : delivery;
    }, 'the refusal');
    expect(refused).toMatchObject({
      state: 'waiting',
      lastStatus: null,
      lastError: expect.stringMatching(/receiver.*LLMOPS_UPSTREAM_ALLOW/),
    });
    await app.admin('DELETE', `/webhooks/${id}`);
  });

  it('are told once of what every replica sees, at every start', async () => {
    const unpriced = await hook('/unpriced', ['model.unpriced']);
    first.respond = json(completion);
    const through = async (replica: Replica, model: string) => {
      expect((await replica.call(app.secret, `@${names.a}/${model}`)).status).toBe(200);
    };
    await through(replica, 'dear');
    const event = await waitFor(() => callsTo('/unpriced').at(0), 'the model without a price');
    expect(verified(unpriced.secret, event)).toMatchObject({
      type: 'model.unpriced',
      data: { provider: names.a, vendor: 'openai', model: 'dear', requestId: expect.any(String) as unknown },
    });
    await call([`@${names.a}/dear`]);
    const started = await startReplica(app);
    try {
      for (const model of ['dear', 'teuer-für-uns', 'last']) await through(started, model);
      await waitFor(() => callsTo('/unpriced').at(2), 'the others');
    } finally {
      await started.stop();
    }
    const models = callsTo('/unpriced').map((each) => (verified(unpriced.secret, each) as Told).data['model']);
    expect(models).toEqual(['dear', 'teuer-für-uns', 'last']);
    await app.admin('DELETE', `/webhooks/${unpriced.id}`);
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
      'http://10.0.0.1?a=b',
      'ftp://example.com',
      'https://a:b@example.com',
    ]) {
      await expect(app.admin('PATCH', `/webhooks/${id}`, { url })).rejects.toThrow(/422.*\/url/);
    }
    const rotated = async (graceSeconds: number) => {
      const path = `/webhooks/${id}/secret/rotate`;
      const made = await app.admin<{ secret: string; previousSecretUntil: string | null }>('POST', path, {
        graceSeconds,
      });
      const before = callsTo('/quiet').length;
      await app.admin('POST', `/webhooks/${id}/test`);
      return { ...made, sent: await waitFor(() => callsTo('/quiet').at(before), 'the test') };
    };
    const first = await rotated(3_600);
    expect(first.previousSecretUntil).not.toBeNull();
    for (const valid of [secret, first.secret]) expect(verified(valid, first.sent)).toBeDefined();
    const second = await rotated(0);
    expect(second.previousSecretUntil).toBeNull();
    expect(verified(second.secret, second.sent)).toBeDefined();
    for (const ended of [secret, first.secret]) expect(() => verified(ended, second.sent)).toThrow();
    const changed = await app.admin('PATCH', `/webhooks/${id}`, { enabled: false, events: [] });
    expect(changed).toMatchObject({ enabled: false, events: [], name: '/quiet' });
    await expect(app.admin('PATCH', `/webhooks/${id}`, { events: ['made.up'] })).rejects.toThrow(/400.*\/events/);
    await app.admin('DELETE', `/webhooks/${id}`);
    await expect(app.admin('GET', `/webhooks/${id}`)).rejects.toThrow('404');
  });

  it('describe the events', async () => {
    const { items } = await app.admin<{ items: { type: string; toldWhen: string }[] }>('GET', '/webhooks/events');
    const page = readFileSync('docs/webhooks.md', 'utf8');
    for (const { type, toldWhen } of items) expect(page).toMatch(new RegExp(`\`${type}\`.*\\| ${toldWhen}`));
    await expect(hook('/test', ['webhook.test'])).rejects.toThrow(/400.*\/events/);
  });

  it('are told of a log that does not arrive and of a secret that ends, and of nothing that is secret', async () => {
    first.respond = json(completion);
    await call([`@${names.a}/m`]);
    const told = await waitFor(() => {
      const all = watcher.calls.map((each) => verified(watching.secret, each) as Told);
      return all.some(({ type }) => type === 'log.degraded') && all.length > 1 ? all : undefined;
    }, 'what takes a while');
    await app.query('ALTER TABLE elsewhere RENAME TO request_logs');
    const expiring = told.filter(({ type }) => type === 'secret.expiring');
    expect(expiring.map(({ data }) => data)).toEqual([
      {
        environment: 'production',
        secretId: expect.any(String) as unknown,
        name: 'Nightly',
        expiresAt: expect.any(String) as unknown,
      },
    ]);
    expect(told.find(({ type }) => type === 'log.degraded')?.data).toMatchObject({
      replica: hostname(),
      since: expect.any(String) as unknown,
      reasons: [expect.stringMatching(/"request_logs" does not exist/)],
    });
    const bodies = [...receiver.calls, ...watcher.calls].map(({ body }) => body.toString()).join();
    const { adminToken, databaseUrl } = app.settings;
    for (const secret of [app.secret, adminToken, databaseUrl, 'vendor-key', 'whsec_']) {
      expect(bodies).not.toContain(secret);
    }
    const ids = watcher.calls.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
    await app.admin('DELETE', `/webhooks/${watching.id}`);
  });
});
