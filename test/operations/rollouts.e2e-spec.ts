import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { completion, FakeUpstream, json } from '../support/fake-upstream.js';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';
import { startProcess } from '../support/start-process.js';
import { startReplica, type Replica } from '../support/start-replica.js';

type Json = ReturnType<typeof JSON.parse>;

const TOLD = [
  ...(['guard.tripped', 'rollout.advanced', 'rollout.completed'] as const),
  ...(['rollout.paused', 'rollout.rolled_back'] as const),
];

const failure = json({ error: { message: 'The model is on fire' } }, 503);

/** Two replicas on one database, each of which looks after rollouts; calls go to the one that was told nothing. */
describe('rollouts', () => {
  let good: FakeUpstream;
  let fresh: FakeUpstream;
  let receiver: FakeUpstream;
  let webhook: Webhook;
  let app: TestApp;
  let replica: Replica;
  let slow: string;
  beforeAll(async () => {
    [good, fresh, receiver] = await Promise.all([FakeUpstream.start(), FakeUpstream.start(), FakeUpstream.start()]);
    good.respond = json(completion);
    receiver.respond = json({});
    app = await startApp();
    const events = [...TOLD];
    const hook = await app.admin<Json>('POST', '/webhooks', { name: 'all', url: receiver.url, events });
    webhook = new Webhook(hook.secret);
    replica = await startReplica(app);
    slow = (await app.provider('good', `${good.url}/v1`)).id;
  });
  afterAll(async () => {
    await replica.stop();
    await app.stop();
    await Promise.all([good.close(), fresh.close(), receiver.close()]);
  });

  let config: string;
  let rule: string;
  let variantId: string;
  let old: string;
  let test = 0;
  beforeEach(async () => {
    fresh.respond = json(completion);
    config = `rolled-${++test}`;
    // Of its own for each test, so that no breaker of another one is open.
    const providerId = (await app.provider(`fresh-${test}`, `${fresh.url}/v1`)).id;
    const variant = async (name: string, provider: string) =>
      (await app.admin<Json>('POST', '/variants', { name, version: { providerId: provider, model: 'm' } })).id;
    [variantId, old] = [await variant(`Fresh ${test}`, providerId), await variant(`Old ${test}`, slow)];
    await app.admin('POST', '/configs', { name: config, slug: config });
    const split = [{ variantId: old, version: 1, weight: 10_000 }];
    const fallbacks = [{ variantId: old, version: 1 }];
    const body = { environmentId: app.environmentId, split, fallbacks };
    rule = `/configs/${config}/rules/${(await app.admin<Json>('POST', `/configs/${config}/rules`, body)).id}`;
  });

  const put = (body: object) => app.admin<Json>('PUT', `${rule}/rollout`, { variantId, version: 1, ...body });
  const state = () => app.admin<Json>('GET', `${rule}/rollout`);
  const until = (isSo: (rollout: Json) => boolean, what: string): Promise<Json> =>
    waitFor(async () => {
      const rollout = await state();
      return isSo(rollout) ? rollout : undefined;
    }, what);
  const weights = async (): Promise<number[]> =>
    (await app.admin<Json>('GET', rule)).split.map((arm: Json) => arm.weight);

  /** What was delivered of a rollout, so much of it at least, in whatever order. */
  const told = (rolloutId: string, count: number): Promise<Json[]> =>
    waitFor(() => {
      const all = receiver.calls.map(({ body, headers }) => webhook.verify(body, headers as Record<string, string>));
      const found = all.filter(({ data }: Json) => data.rolloutId === rolloutId);
      return found.length >= count ? found : undefined;
    }, 'the deliveries');

  /** @returns the variant that served it */
  async function call(userId?: string): Promise<string | null> {
    const reply = await fetch(`${replica.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: `@config/${config}`,
        messages: [{ role: 'user', content: 'hi' }],
        ...(userId !== undefined && { metadata: { userId } }),
      }),
    });
    expect(reply.status).toBe(200);
    await reply.arrayBuffer();
    return reply.headers.get('x-llmops-variant');
  }

  it('go on by time and calls, each step once, and are served on every replica', async () => {
    await put({
      steps: [
        { weight: 5_000, minMinutes: 0, minRequests: 3 },
        { weight: 10_000, minMinutes: 0.01 },
      ],
    });
    for (let user = 0; (await state()).step === 0; user++) await call(`u-${user}`);
    const done = await until(({ state }) => state === 'completed', 'the end');
    expect(done.history.map(({ action, by, weight }: Json) => [action, by, weight])).toEqual([
      ['rollout.started', 'admin token', 5_000],
      ['rollout.advanced', 'rollout', 10_000],
      ['rollout.completed', 'rollout', 10_000],
    ]);
    expect(done.history[1].reason).toMatch(/^after 0 minutes and \d+ calls at weight 5000$/);
    await waitFor(async () => ((await call()) === `Fresh ${test}` ? true : undefined), 'the other replica');
    expect(await weights()).toEqual([0, 10_000]);
    expect((await told(done.id, 2)).map(({ type, data }) => [type, data.fromStep, data.byItself]).sort()).toEqual([
      ['rollout.advanced', 0, true],
      ['rollout.completed', 1, true],
    ]);
  });

  it('are rolled back by their guard where the arm fails, also when fallbacks answer for it', async () => {
    fresh.respond = failure;
    await put({ steps: [{ weight: 5_000, minMinutes: 60 }], guard: { maxErrorRate: 0.1 } });
    for (let user = 0; (await state()).state === 'running'; user++) expect(await call(`u-${user}`)).toBe(`Old ${test}`);
    const { id, state: after, reason, history } = await state();
    expect([after, reason]).toEqual(['rolled_back', expect.stringMatching(/^maxErrorRate: (\d+) of \1 calls failed/)]);
    expect(history.at(-1)).toMatchObject({ action: 'rollout.rolled_back', by: 'rollout', reason, weight: 0 });
    expect(await weights()).toEqual([10_000]);
    const data = { rolloutId: id, variantId, version: 1, fromStep: 0, reason };
    const events = await told(id, 2);
    expect(events).toHaveLength(2);
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'guard.tripped',
          data: expect.objectContaining({ ...data, followedBy: 'rollout.rolled_back' }),
        }),
        expect.objectContaining({
          type: 'rollout.rolled_back',
          data: expect.objectContaining({ ...data, byItself: true }),
        }),
      ]),
    );
  });

  it('are paused where the guard says so, and go on when told', async () => {
    fresh.respond = failure;
    const guard = { maxRelativeErrorIncrease: 0.5, action: 'pause' };
    await put({ steps: [{ weight: 5_000, minMinutes: 60 }], guard });
    for (let user = 0; (await state()).state === 'running'; user++) await call(`u-${user}`);
    expect(await state()).toMatchObject({
      state: 'paused',
      reason: expect.stringMatching(/^maxRelativeErrorIncrease/),
    });
    expect(await weights()).toEqual([5_000, 5_000]);
    const resumed = await app.admin<Json>('POST', `${rule}/rollout/resume`);
    expect(resumed).toMatchObject({ state: 'running', reason: null, measured: null });
    // What failed before it does not count again.
    expect((await until(({ measured }) => measured !== null, 'a look')).measured.failures).toBe(0);
    // Twice changes nothing more than once, and nobody is told of it.
    for (const action of ['pause', 'pause', 'complete']) await app.admin('POST', `${rule}/rollout/${action}`);
    expect(
      (await told(resumed.id, 4)).map(({ type, data }) => [type, data.byItself ?? data.followedBy]).sort(),
    ).toEqual([
      ['guard.tripped', 'rollout.paused'],
      ['rollout.completed', false],
      ['rollout.paused', false],
      ['rollout.paused', true],
    ]);
  });

  it('are not stopped by one broken client, however often it calls', async () => {
    fresh.respond = (seen, reply) => (seen.body.includes('"poison"') ? failure : json(completion))(seen, reply);
    await put({
      steps: [{ weight: 9_999, minMinutes: 60 }],
      guard: { maxErrorRate: 0.01, maxRelativeErrorIncrease: 0 },
    });
    const broken = async () => {
      const reply = await fetch(`${replica.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          model: `@config/${config}`,
          messages: [{ role: 'user', content: 'poison' }],
          metadata: { userId: 'broken' },
        }),
      });
      await reply.arrayBuffer();
    };
    for (let calls = 0; calls < 30; calls++) await broken();
    // Its failures have opened the breaker for everybody.
    for (let user = 0; user < 30; user++) await call(`u-${user}`);
    const { state: after, measured } = await until(({ measured }) => measured?.calls >= 20, 'the log');
    expect([after, measured]).toEqual(['running', expect.objectContaining({ failures: 1, trials: 1 })]);
  });

  it('skip no step and take none twice where a replica is killed at it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'llmops-rollouts-'));
    const env = {
      DATABASE_URL: app.settings.databaseUrl,
      LLMOPS_ADMIN_TOKEN: app.settings.adminToken,
      LLMOPS_ENCRYPTION_KEY: app.settings.encryptionKeys.map((key) => key.toString('base64')).join(),
      LLMOPS_UPSTREAM_ALLOW: '127.0.0.0/8',
    };
    const killed = startProcess({ dataDir, env });
    try {
      await killed.until(/ready on/);
      // Of many lengths, so that each replica is the first to find one over.
      const minMinutes = (index: number) => (1 + ((index * 7) % 10)) / 600;
      const weight = (index: number) => (index + 1) * 800;
      const steps = Array.from({ length: 12 }, (_each, index) => ({
        weight: weight(index),
        minMinutes: minMinutes(index),
      }));
      await put({ steps });
      await until(({ step }) => step >= 5, 'the middle');
      killed.child.kill('SIGKILL');
      const { id, history } = await until(({ state }) => state === 'completed', 'the end');
      expect(history.map(({ weight }: Json) => weight)).toEqual([...steps.map(({ weight }) => weight), 9_600]);
      expect(await weights()).toEqual([400, 9_600]);
      // Each is told once; a replica that is killed between a step and its telling takes that with it.
      const found = await app.query<{ from: string }>(
        "SELECT body::json #>> '{data,fromStep}' AS from FROM webhook_deliveries WHERE body::json #>> '{data,rolloutId}' = $1",
        [id],
      );
      expect(new Set(found.map(({ from }) => from)).size).toBe(found.length);
      expect(found.length).toBeGreaterThanOrEqual(steps.length - 2);
    } finally {
      killed.child.kill('SIGKILL');
      await killed.exited;
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
