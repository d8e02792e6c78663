import { hash } from 'node:crypto';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';

type Json = ReturnType<typeof JSON.parse>;

describe('what rules look at', () => {
  let app: TestApp;
  let variants: Record<'one' | 'two', string>;
  let configs = 0;
  beforeAll(async () => {
    app = await startApp();
    const { id: providerId } = await app.admin<Json>('POST', '/providers', { vendor: 'sandbox', name: 'Box' });
    const variant = async (name: string) =>
      (await app.admin<Json>('POST', '/variants', { name, version: { providerId, model: 'sandbox-1' } })).id;
    variants = { one: await variant('one'), two: await variant('two') };
  });
  afterAll(() => app.stop());

  const arm = (name: 'one' | 'two', weight = 10_000) => ({ variantId: variants[name], weight });

  async function ruled(...rules: object[]): Promise<{ slug: string; rules: Json[] }> {
    const slug = `rules-${++configs}`;
    await app.admin('POST', '/configs', { name: slug, slug });
    const made: Json[] = [];
    for (const rule of rules) {
      const body = { environmentId: app.environmentId, split: [arm('one', 5_000), arm('two', 5_000)], ...rule };
      made.push(await app.admin<Json>('POST', `/configs/${slug}/rules`, body));
    }
    return { slug, rules: made };
  }

  interface Call {
    readonly endpoint?: string;
    readonly body?: Record<string, unknown>;
    readonly headers?: Record<string, string>;
  }

  async function ask(slug: string, { endpoint = 'chat/completions', body = {}, headers = {} }: Call) {
    const content = endpoint === 'embeddings' ? { input: 'hi' } : { messages: [{ role: 'user', content: 'hi' }] };
    const reply = await fetch(`${app.url}/v1/${endpoint}`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${app.secret}`, 'content-type': 'application/json', 'x-llmops-config': slug },
        ...headers,
      },
      body: JSON.stringify({ ...content, ...body }),
    });
    await reply.arrayBuffer();
    return { variant: reply.headers.get('x-llmops-variant'), id: reply.headers.get('x-llmops-request-id') };
  }

  const explain = (slug: string, { endpoint = 'chat/completions', body = {}, headers = {} }: Call) => {
    const content = endpoint === 'embeddings' ? { input: 'hi' } : { messages: [{ role: 'user', content: 'hi' }] };
    const call = { environmentId: 'production', endpoint, body: { ...content, ...body }, headers };
    return app.admin<Json>('POST', `/configs/${slug}/explain`, call);
  };

  it.each<[string, (who: string) => Call, string]>([
    ['metadata.team', (who) => ({ body: { metadata: { team: who, userId: crypto.randomUUID() } } }), 'metadata.team'],
    ['user', (who) => ({ body: { user: who, metadata: { userId: crypto.randomUUID() } } }), 'user'],
    ['header:X-Session-Id', (who) => ({ headers: { 'X-Session-Id': who } }), 'header:x-session-id'],
  ])('keeps callers on an arm by %s, and explains it so', async (stickyBy, callOf, from) => {
    const { slug } = await ruled({ stickyBy });
    const drawn = new Set<string | null>();
    const hashes: [string | null, string][] = [];
    // By chance all of a dozen come to one arm now and then: then more are asked for.
    for (let index = 0; index < 12 || drawn.size < 2; index++) {
      const who = `caller-${index}`;
      const first = await ask(slug, callOf(who));
      expect((await ask(slug, callOf(who))).variant).toBe(first.variant);
      const { targets, reasons } = await explain(slug, callOf(who));
      expect(targets[0].variant).toBe(first.variant);
      expect(reasons.at(-1)).toMatchObject({ step: 'draw', subject: who, subjectFrom: from });
      drawn.add(first.variant);
      hashes.push([first.id, hash('sha256', who, 'hex')]);
    }
    const ids = hashes.map(([id]) => id);
    const rows = await waitFor(async () => {
      const logged = await app.query<Json>(
        'SELECT request_id, subject_hash FROM request_logs WHERE request_id = ANY($1)',
        [ids],
      );
      return logged.length === ids.length ? logged : undefined;
    }, 'the records of the calls');
    expect(new Map(rows.map((row) => [row.request_id, row.subject_hash]))).toEqual(new Map(hashes));
    expect(drawn).toEqual(new Set(['one', 'two']));
  });

  it('draws each call anew where a rule says so, and where a call names nobody', async () => {
    for (const stickyBy of ['request', 'metadata.team']) {
      const { slug } = await ruled({ stickyBy });
      const call = { body: { metadata: { userId: 'always-the-same', team: '' } } };
      const drawn = new Set<string | null>();
      while (drawn.size < 2) drawn.add((await ask(slug, call)).variant);
      expect((await explain(slug, call)).reasons.at(-1)).toMatchObject({ subjectFrom: 'request-id' });
    }
  });

  it('chooses by endpoint, model, streaming and headers', async () => {
    const { slug } = await ruled(
      { priority: 9, conditions: { 'request:endpoint': 'embeddings' }, split: [arm('two')] },
      { priority: 8, conditions: { 'request:model': { prefix: 'gpt-' } }, split: [arm('two')] },
      { priority: 7, conditions: { 'request:streaming': true }, split: [arm('two')] },
      { priority: 6, conditions: { 'header:x-tenant-id': ['acme'] }, split: [arm('two')] },
      { split: [arm('one')] },
    );
    const calls: [Call, string][] = [
      [{}, 'one'],
      [{ endpoint: 'embeddings', body: { model: 'x' } }, 'two'],
      [{ body: { model: 'gpt-4o' } }, 'two'],
      [{ body: { model: 'claude' } }, 'one'],
      [{ body: { stream: true } }, 'two'],
      [{ headers: { 'x-tenant-id': 'acme' } }, 'two'],
      [{ headers: { 'x-tenant-id': 'other' } }, 'one'],
    ];
    for (const [call, variant] of calls) {
      expect([call, (await ask(slug, call)).variant]).toEqual([call, variant]);
      expect([call, (await explain(slug, call)).targets[0].variant]).toEqual([call, variant]);
    }
    const { rules } = await explain(slug, { headers: { 'X-Tenant-Id': 'acme' } });
    expect(rules.find(({ outcome }: Json) => outcome === 'chosen').conditions).toEqual([
      { tag: 'header:x-tenant-id', wanted: { in: ['acme'] }, actual: 'acme', matched: true },
    ]);
  });

  it('refuses headers that may hold credentials, and what is no source', async () => {
    const { slug } = await ruled();
    const refused = async (fields: object) => {
      const reply = await fetch(`${app.url}/llmops/api/admin/v1/configs/${slug}/rules`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.settings.adminToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ environmentId: app.environmentId, split: [arm('one')], ...fields }),
      });
      return { status: reply.status, body: (await reply.json()) as Json };
    };
    for (const stickyBy of [
      'header:authorization',
      'header:x-api-key',
      'cookie',
      'metadata.',
      `metadata.${'x'.repeat(65)}`,
    ])
      expect(await refused({ stickyBy })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/stickyBy' }] } });
    expect(await refused({ conditions: { 'header:authorization': 'x' } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/conditions/header:authorization' }] },
    });
    expect(await refused({ stickyBy: 7 })).toMatchObject({ status: 400 });
  });

  it('warns of a rule that no call can get to, when it is written and when it is read', async () => {
    const { slug, rules } = await ruled(
      { priority: 5, conditions: { plan: ['pro', 'team'] } },
      { priority: 1, conditions: { plan: 'pro', country: 'de' } },
      { priority: 1, conditions: { plan: 'free' } },
    );
    expect(rules.map(({ warnings }) => warnings)).toEqual([
      [],
      [{ pointer: '/conditions', detail: expect.stringContaining(`rule ${rules[0].id} (priority 5)`) }],
      [],
    ]);
    const read = (index: number) => app.admin<Json>('GET', `/configs/${slug}/rules/${rules[index].id}`);
    expect((await read(1)).warnings).toEqual(rules[1].warnings);
    expect((await read(0)).warnings).toHaveLength(1);
    const above = await app.admin<Json>('PATCH', `/configs/${slug}/rules/${rules[0].id}`, { enabled: false });
    expect([above.warnings, (await read(1)).warnings]).toEqual([[], []]);
  });

  it('serves a state of the rules that was restored or promoted from the next call on', async () => {
    const { slug, rules } = await ruled({ split: [arm('one')] });
    const { items } = await app.admin<Json>('GET', `/configs/${slug}/history`);
    await app.admin('PATCH', `/configs/${slug}/rules/${rules[0].id}`, { split: [arm('two')] });
    expect((await ask(slug, {})).variant).toBe('two');
    await app.admin('POST', `/configs/${slug}/restore`, { historyId: items[0].id });
    expect((await ask(slug, {})).variant).toBe('one');
    const other = await app.admin<Json>('POST', '/environments', { name: 'Before production' });
    await app.admin('POST', `/configs/${slug}/rules`, { environmentId: other.id, split: [arm('two')] });
    const sides = { fromEnvironmentId: other.id, toEnvironmentId: app.environmentId };
    await app.admin('POST', `/configs/${slug}/promote`, sides);
    expect((await ask(slug, {})).variant).toBe('two');
  });
});
