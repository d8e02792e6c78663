import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import {
  completion,
  completionFrames,
  type FakeUpstream,
  json,
  type Responder,
  sse,
} from '../support/fake-upstream.js';
import { scrape, sumOf } from '../support/metrics.js';
import { waitFor, type TestApp } from '../support/start-app.js';

type Json = ReturnType<typeof JSON.parse>;

/** A vendor that serves as `b`, one that shadows as `a`, of models whose prices are known. */
interface Parties {
  readonly app: TestApp;
  readonly served: FakeUpstream;
  readonly shadow: FakeUpstream;
}

const MESSAGES = [{ role: 'user', content: 'hi' }];
const USAGE = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
/** Of that usage, at 0.15 and 0.60 USD per million. */
const COST = '0.00021';
const answered = json({ ...completion, usage: USAGE });
const EMBEDDINGS = {
  object: 'list',
  model: 'text-embedding-3-small',
  data: [{ object: 'embedding', index: 0, embedding: [0.5] }],
  usage: { prompt_tokens: 4, total_tokens: 4 },
};

/** What becomes of copies of requests, over real sockets. */
export function describeShadowCalls(parties: () => Parties): void {
  let app: TestApp;
  let served: FakeUpstream;
  let shadow: FakeUpstream;
  let serves: Responder;
  let configs = 0;
  beforeAll(() => {
    ({ app, served, shadow } = parties());
    serves = served.respond;
  });
  beforeEach(() => {
    shadow.calls.length = 0;
    shadow.respond = answered;
    served.respond = serves;
  });
  afterAll(() => void (served.respond = serves));

  const create = (path: string, body: object) => app.admin<Json>('POST', path, body);

  /** A config whose rule serves `b` and has a shadow. */
  async function shadowed(fields: object = {}, version: object = {}): Promise<{ slug: string; rule: string }> {
    const slug = `shadowed-${++configs}`;
    await create('/configs', { name: slug, slug });
    const [a, b] = await Promise.all(['a', 'b'].map((name) => app.admin<Json>('GET', `/providers/${name}`)));
    const variant = async (name: string, providerId: string, more: object) =>
      (await create('/variants', { name: `${slug} ${name}`, version: { providerId, model: 'gpt-4o-mini', ...more } }))
        .id;
    const arm = { variantId: await variant('serves', b.id, { parameters: { seed: 1 } }), weight: 10_000 };
    const copied = { serve: false, share: 10_000, maxDailyCost: '5', ...fields };
    const body = { variantId: await variant('shadows', a.id, { parameters: { seed: 2 }, ...version }), ...copied };
    const { id } = await create(`/configs/${slug}/rules`, { environmentId: app.environmentId, split: [arm, body] });
    return { slug, rule: `/configs/${slug}/rules/${id}` };
  }

  async function ask(slug: string, body: object = {}, path = 'chat/completions', signal?: AbortSignal) {
    const reply = await fetch(`${app.url}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json', 'x-llmops-config': slug },
      body: JSON.stringify({ messages: MESSAGES, ...body }),
      ...(signal && { signal }),
    });
    return { reply, id: reply.headers.get('x-llmops-request-id') ?? '' };
  }
  const said = async (slug: string, body?: object, path?: string) => {
    const { reply, id } = await ask(slug, body, path);
    const { date: _, 'x-llmops-request-id': _own, 'x-request-id': _id, ...headers } = Object.fromEntries(reply.headers);
    return { id, headers, bytes: Buffer.from(await reply.arrayBuffer()).toString() };
  };
  const copyOf = async (id: string): Promise<Json> => {
    const find = async () => (await app.query<Json>('SELECT * FROM request_logs WHERE shadow_of = $1', [id]))[0];
    return waitFor(find, 'the record of the copy');
  };
  const counts = async () => {
    const scraped = await scrape(app.url, app.settings.adminToken);
    return (name: string, labels = {}) => sumOf(scraped, `llmops_${name}`, labels);
  };
  const skips = async (reason: string, times: number) => {
    const before = await counts();
    return () =>
      waitFor(
        async () =>
          (await counts())('shadow_skipped_total', { reason }) === before('shadow_skipped_total', { reason }) + times ||
          undefined,
        `${times} copies that are not made: ${reason}`,
      );
  };

  it('go out when the caller has the whole answer, which they neither change nor wait for', async () => {
    const { slug, rule } = await shadowed();
    for (const stream of [false, true]) {
      const withShadow = await app.admin<Json>('GET', rule);
      const [arm] = withShadow.split;
      await app.admin('PATCH', rule, { split: [arm] });
      const alone = await said(slug, { stream });
      await app.admin('PATCH', rule, { split: withShadow.split });
      // The copy gets no answer until the caller's has been read whole.
      const held = new Promise<void>((resolve) => {
        shadow.respond = (call, reply) => {
          resolve();
          void answer.then(() => (stream ? sse(completionFrames) : answered)(call, reply));
        };
      });
      let release = (): void => undefined;
      const answer = new Promise<void>((resolve) => (release = resolve));
      const { id, ...whole } = await said(slug, { stream });
      expect({ ...whole, id: alone.id }).toEqual(alone);
      await held;
      release();
      expect(await copyOf(id)).toMatchObject({ shadow_of: id, streaming: stream, status: 200, error_code: null });
    }
  });

  it('wait for the end of a stream, and are not made where its caller leaves', async () => {
    const { slug } = await shadowed();
    const [begun, end] = [completionFrames.slice(0, 3), completionFrames.slice(3)];
    let finish: (() => void) | undefined;
    served.respond = async (call, reply) => {
      await sse(begun, { end: 'open' })(call, reply);
      finish = () => void reply.end(end.join(''));
    };
    const { reply } = await ask(slug, { stream: true });
    const reader = reply.body?.getReader();
    await reader?.read();
    const ending = await waitFor(() => finish);
    expect(shadow.calls).toHaveLength(0);
    ending();
    while ((await reader?.read())?.done === false);
    await waitFor(() => shadow.calls[0]);

    const left = await skips('not_answered', 1);
    const leaving = new AbortController();
    const other = await ask(slug, { stream: true }, undefined, leaving.signal);
    await other.reply.body?.getReader().read();
    leaving.abort();
    await left();
    expect(shadow.calls).toHaveLength(1);
  });

  it('are made by their own version, and recorded beside what they are compared with', async () => {
    const { slug, rule } = await shadowed({}, { systemPrompt: 'Be brief.' });
    const before = await counts();
    const { id } = await said(slug, { metadata: { userId: 'u-1', team: 'x' }, prompt_cache_key: 'session-1' });
    const copy = await copyOf(id);
    const call = await app.logOf(id);
    expect(JSON.parse(shadow.last.body.toString())).toMatchObject({
      ...{ model: 'gpt-4o-mini', seed: 2 },
      messages: [{ role: 'system', content: 'Be brief.' }, ...MESSAGES],
    });
    for (const same of ['subject_hash', 'session_id', 'tags', 'environment_id', 'secret_id', 'rule_id', 'client']) {
      expect([same, copy[same]]).toEqual([same, call[same]]);
    }
    expect(copy).toMatchObject({
      ...{ provider: 'a', variant: `${slug} shadows`, version: 1, cost: '0.000210000000', input_tokens: '1000' },
      ...{
        arm_weight: null,
        split_id: null,
        drawn_arm: null,
        aborted: false,
        request_id: expect.not.stringMatching(id),
      },
    });
    const { split } = await app.admin<Json>('GET', rule);
    expect(copy.served_call).toEqual({
      ...{ key: split[0].variantId, variantId: split[0].variantId, version: 1, failed: false },
      ...{ latencyMs: call['latency_ms'], firstTokenMs: null, inputTokens: 10, outputTokens: 5, cost: '0.0000045' },
    });
    const after = await counts();
    const more = (name: string, labels = {}) => after(name, labels) - before(name, labels);
    expect([more('requests_total'), more('shadow_requests_total', { outcome: 'ok' })]).toEqual([1, 1]);
    expect(more('cost_usd_total')).toBeCloseTo(0.000_004_5, 12);
    expect(more('shadow_cost_usd_total', { provider: 'a' })).toBeCloseTo(Number(COST), 12);
    expect(more('attempts_total')).toBe(1);
  });

  it('are made of embeddings, but of no upload, no refused or failed call, and no trial of an administrator', async () => {
    const { slug } = await shadowed({}, { model: 'text-embedding-3-small' });
    [served.respond, shadow.respond] = [json(EMBEDDINGS), json(EMBEDDINGS)];
    const { id } = await said(slug, { messages: undefined, input: 'hi' }, 'embeddings');
    expect(await copyOf(id)).toMatchObject({
      endpoint: 'embeddings',
      model: 'text-embedding-3-small',
      input_tokens: '4',
    });

    const unsupported = await skips('unsupported', 1);
    served.respond = json({ text: 'Hello.' });
    const form = new FormData();
    form.set('file', new Blob(['RIFF']), 'a.wav');
    form.set('model', 'any');
    const headers = { authorization: `Bearer ${app.secret}`, 'x-llmops-config': slug };
    const upload = await fetch(`${app.url}/v1/audio/transcriptions`, { method: 'POST', headers, body: form });
    expect([upload.status, await upload.json()]).toMatchObject([200, { text: 'Hello.' }]);
    await unsupported();
    const asked = { environmentId: 'production', endpoint: 'audio/transcriptions', body: { model: 'any' } };
    const explained = await create(`/configs/${slug}/explain`, asked);
    expect(explained.reasons.at(-1)).toMatchObject({
      step: 'shadow',
      drawn: true,
      because: expect.stringMatching(/upload/),
    });
    expect(explained.shadows).toEqual([]);

    const failed = await skips('not_answered', 2);
    for (const status of [500, 400]) {
      served.respond = json({ error: { message: 'no' } }, status);
      expect((await ask(slug)).reply.status).toBeGreaterThanOrEqual(400);
    }
    await failed();
    served.respond = serves;
    const trial = await skips('playground', 1);
    await app.admin('POST', '/playground/production/chat/completions', {
      model: `@config/${slug}`,
      messages: MESSAGES,
    });
    await trial();
    expect(shadow.calls).toHaveLength(1);
  });

  it('cost what is estimated where their vendor counts nothing', async () => {
    const { slug } = await shadowed();
    shadow.respond = json({ ...completion, usage: undefined });
    const before = await counts();
    const { id } = await said(slug);
    const estimated = async () => ((await copyOf(id)).estimated === 'both' ? copyOf(id) : undefined);
    const { cost, served_call } = await waitFor(estimated, 'the estimate');
    expect([Number(cost) > 0, served_call.cost]).toEqual([true, '0.0000045']);
    const after = await counts();
    expect(after('shadow_cost_usd_total') - before('shadow_cost_usd_total')).toBeCloseTo(Number(cost), 12);
    expect(after('cost_usd_total') - before('cost_usd_total')).toBeCloseTo(0.000_004_5, 12);
  });

  it('are only so many at once, and no caller waits for one', async () => {
    const { slug } = await shadowed();
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    shadow.respond = async (call, reply) => {
      await released;
      await answered(call, reply);
    };
    const full = await skips('capacity', 3);
    const ids: string[] = [];
    for (let calls = 0; calls < 35; calls++) ids.push((await said(slug)).id);
    await full();
    expect((await counts())('open_shadow_calls')).toBe(32);
    release();
    await Promise.all(ids.slice(0, 32).map(copyOf));
    expect((await counts())('open_shadow_calls')).toBe(0);
  });

  it('open no breaker for callers however they fail, and are not sent to one that is open', async () => {
    const { slug, rule } = await shadowed();
    const { split } = await app.admin<Json>('GET', rule);
    const shadowVersion = `/variants/${split[1].variantId}/versions`;
    const { id: providerId } = await app.admin<Json>('GET', '/providers/b');
    // The same account and model that serve.
    await create(shadowVersion, { providerId, model: 'gpt-4o-mini', parameters: { seed: 2 } });
    served.respond = (call, reply) =>
      JSON.parse(call.body.toString()).seed === 2
        ? json({ error: { message: 'overloaded' } }, 503)(call, reply)
        : serves(call, reply);
    let last = '';
    for (let calls = 0; calls < 25; calls++) last = (await said(slug)).id;
    expect(await copyOf(last)).toMatchObject({ status: 502, error_code: 'upstream_error', cost: null });
    const { id } = await said(slug);
    expect(await app.logOf(id)).toMatchObject({ status: 200 });
    const health = await app.admin<Json>('GET', '/providers/b/health');
    const model = health.models.find(({ model }: Json) => model === 'gpt-4o-mini');
    expect(model).toMatchObject({ state: 'closed' });
    expect(model.lastError?.message ?? '').not.toMatch(/503/);

    // A key that a vendor refuses opens the breaker at once: copies are not what finds out that it is good again.
    const refused = await app.provider(`refused-${configs}`, `${shadow.url}/v1`);
    await create(shadowVersion, { providerId: refused.id, model: 'gpt-4o-mini' });
    shadow.respond = json({ error: { message: 'bad key' } }, 401);
    expect((await ask(slug, { model: `@refused-${configs}/gpt-4o-mini` })).reply.status).toBeGreaterThanOrEqual(400);
    const skipped = await skips('breaker_open', 1);
    const made = shadow.calls.length;
    await said(slug);
    await skipped();
    expect(shadow.calls).toHaveLength(made);
  });

  it('do not reach callers where their vendor is gone', async () => {
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as AddressInfo;
    await new Promise((resolve) => nobody.close(resolve));
    const { id: providerId } = await app.provider(`gone-${configs}`, `http://127.0.0.1:${port}/v1`);
    const { slug } = await shadowed({}, { providerId });
    const { id, bytes } = await said(slug);
    expect(JSON.parse(bytes)).toEqual(completion);
    expect(await copyOf(id)).toMatchObject({ error_code: 'upstream_unreachable', provider: `gone-${configs - 1}` });
  });

  it('end at what they may cost on one day, and never begin where no price is known', async () => {
    const { slug, rule } = await shadowed({ maxDailyCost: '0.0005' });
    const before = await counts();
    const skipped = await skips('spending_cap', 2);
    const copies: string[] = [];
    for (let calls = 0; calls < 5; calls++) {
      const { id } = await said(slug);
      copies.push(id);
      if (calls < 3) await copyOf(id);
    }
    await skipped();
    expect(shadow.calls).toHaveLength(3);
    expect((await counts())('shadow_cost_usd_total') - before('shadow_cost_usd_total')).toBeCloseTo(
      3 * Number(COST),
      9,
    );
    // Another version, and another cap, of the same shadow: what it has spent is spent.
    const { split } = await app.admin<Json>('GET', rule);
    await app.admin('PATCH', rule, { split: [split[0], { ...split[1], maxDailyCost: '0.00084', version: 1 }] });
    await copyOf((await said(slug)).id);
    const again = await skips('spending_cap', 1);
    await said(slug);
    await again();

    const { id: providerId } = await app.admin<Json>('GET', '/providers/a');
    const unknown = await create('/variants', { name: randomUUID(), version: { providerId, model: 'no-such-model' } });
    const write = app.admin('PATCH', rule, { split: [split[0], { ...split[1], variantId: unknown.id }] });
    await expect(write).rejects.toThrow(/422.*\/split\/1\/variantId.*no price is known of the model no-such-model/);
    const unpriced = await skips('unpriced', 1);
    await create(`/variants/${split[1].variantId}/versions`, { providerId, model: 'no-such-model' });
    await app.admin('PATCH', rule, { split: [split[0], { ...split[1], version: 1 }] });
    // As where a price is taken back later.
    const id = rule.split('/').at(-1);
    await app.query('UPDATE rule_arms SET version = 2 WHERE share IS NOT NULL AND rule_id = $1', [id]);
    await app.admin('PATCH', rule, { priority: 1 });
    await said(slug);
    await unpriced();
  });

  it('are drawn as an explanation of the request says', async () => {
    const { slug } = await shadowed({ share: 5_000 });
    const drawn = new Set<boolean>();
    const expected: string[] = [];
    for (let calls = 0; calls < 12; calls++) {
      const { id } = await said(slug);
      const body = { model: 'any', messages: MESSAGES };
      const asked = { environmentId: 'production', endpoint: 'chat/completions', body, requestId: id };
      const { reasons, shadows, targets } = await create(`/configs/${slug}/explain`, asked);
      const reason = reasons.find(({ step }: Json) => step === 'shadow');
      expect(reason).toMatchObject({ variant: `${slug} shadows`, version: 1, share: 5_000 });
      expect([targets.length, shadows.length]).toEqual([1, reason.drawn ? 1 : 0]);
      if (reason.drawn) {
        expect(shadows[0]).toMatchObject({ provider: 'a', variant: `${slug} shadows`, request: { seed: 2 } });
        expected.push(id);
      }
      drawn.add(reason.drawn);
    }
    for (const id of expected) await copyOf(id);
    expect(shadow.calls).toHaveLength(expected.length);
    expect(drawn.size).toBe(2);
  });
}
