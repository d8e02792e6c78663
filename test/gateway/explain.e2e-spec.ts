import { toFile } from 'openai';
import { startApp, type TestApp } from '../support/start-app.js';

type Json = ReturnType<typeof JSON.parse>;

const messages = [{ role: 'user', content: 'hi' }];

describe('explain', () => {
  let app: TestApp;
  let rules: Record<'gold' | 'free' | 'off', string>;
  beforeAll(async () => {
    app = await startApp();
    const { id: providerId } = await app.admin<Json>('POST', '/providers', {
      vendor: 'sandbox',
      name: 'Box',
      slug: 'box',
    });
    const variant = await app.admin<Json>('POST', '/variants', {
      name: 'Short',
      version: {
        providerId,
        model: 'sandbox-1',
        systemPrompt: 'You serve {{ input.company }}.',
        parameters: { temperature: 0.2, max_tokens: 100 },
        parameterModes: { max_tokens: 'cap', user: 'forbid' },
        timeouts: { totalMs: 30_000 },
      },
    });
    await app.admin('POST', '/configs', { name: 'Support', slug: 'support' });
    const rule = async (fields: object) =>
      (
        await app.admin<Json>('POST', '/configs/support/rules', {
          environmentId: app.environmentId,
          split: [{ variantId: variant.id, weight: 10_000 }],
          ...fields,
        })
      ).id;
    rules = {
      gold: await rule({ priority: 9, conditions: { plan: ['gold', 'team'], country: { notIn: ['fr'] } } }),
      free: await rule({ priority: 5, conditions: { plan: { prefix: 'fr', exists: true } } }),
      off: await rule({ priority: 20, conditions: {}, enabled: false }),
    };
  });
  afterAll(() => app.stop());

  const explain = (body: object, more: object = {}) =>
    app.admin<Json>('POST', '/configs/support/explain', {
      environmentId: 'production',
      endpoint: 'chat/completions',
      body: { messages, ...body },
      ...more,
    });

  it('shows every rule, what it wants and what the call has', async () => {
    const { rules: explained, error, config, environment } = await explain({ metadata: { plan: 'team' } });
    expect([error, config, environment]).toEqual([null, 'support', 'production']);
    expect(explained).toEqual([
      {
        ruleId: rules.gold,
        priority: 9,
        enabled: true,
        matched: true,
        outcome: 'chosen',
        conditions: expect.arrayContaining([
          { tag: 'plan', wanted: { in: ['gold', 'team'] }, actual: 'team', matched: true },
          { tag: 'country', wanted: { notIn: ['fr'] }, actual: null, matched: true },
        ]),
      },
      {
        ruleId: rules.free,
        priority: 5,
        enabled: true,
        matched: false,
        outcome: 'no-match',
        conditions: [{ tag: 'plan', wanted: { prefix: 'fr', exists: true }, actual: 'team', matched: false }],
      },
      { ruleId: rules.off, priority: 20, enabled: false, matched: true, outcome: 'disabled', conditions: [] },
    ]);
  });

  it('shows the merged request, the rendered prompt and what is left out', async () => {
    const call = { metadata: { plan: 'gold' }, input: { company: 'Acme' }, max_tokens: 500, user: 'u-1', seed: 7 };
    const { targets } = await explain(call);
    expect(targets).toEqual([
      expect.objectContaining({
        provider: 'box',
        vendor: 'sandbox',
        model: 'sandbox-1',
        variant: 'Short',
        version: 1,
        systemPrompt: 'You serve Acme.',
        timeouts: { ...app.settings.timeouts, totalMs: 30_000 },
        retry: { maxAttempts: 1, maxDelayMs: 8_000 },
        dropped: expect.arrayContaining(['user']),
        error: null,
      }),
    ]);
    expect(targets[0].request).toEqual({
      model: 'sandbox-1',
      messages: [{ role: 'system', content: 'You serve Acme.' }, ...messages],
      temperature: 0.2,
      max_tokens: 100,
      seed: 7,
    });
  });

  it('answers also where nothing matches', async () => {
    const { error, targets, rules: explained, reasons } = await explain({ metadata: { country: 'fr' } });
    expect(error).toMatchObject({ status: 404, code: 'no_matching_rule' });
    expect(targets).toEqual([]);
    expect(explained.map(({ outcome }: Json) => outcome)).toEqual(['no-match', 'no-match', 'disabled']);
    expect(explained[0].conditions).toContainEqual({
      tag: 'plan',
      wanted: { in: ['gold', 'team'] },
      actual: null,
      matched: false,
    });
    expect(reasons.map(({ step }: Json) => step)).toEqual(['config', 'rule', 'rule']);
  });

  it('says what the caller would get, as the gateway does', async () => {
    for (const [model, code] of [
      ['@config/nobody', 'config_not_found'],
      ['@nobody/m', 'provider_not_found'],
    ]) {
      expect((await explain({ model })).error).toMatchObject({ status: 404, code });
      await expect(
        app.openai().chat.completions.create({ model: model ?? '', messages: [{ role: 'user', content: 'hi' }] }),
      ).rejects.toMatchObject({ status: 404, code });
    }
    await app.admin('PATCH', '/environments/production', { directAccess: 'off' });
    expect((await explain({ model: '@box/sandbox-1' })).error).toMatchObject({ code: 'provider_not_found' });
    await app.admin('PATCH', '/environments/production', { directAccess: 'on' });
    const direct = await explain({ model: '@box/sandbox-1' });
    expect(direct).toMatchObject({
      error: null,
      config: null,
      rules: [],
      targets: [{ provider: 'box', variant: null }],
    });
  });

  it('shows why a target cannot be called', async () => {
    const { targets } = await explain(
      { metadata: { plan: 'gold' }, input: { company: 'x' } },
      {
        endpoint: 'audio/speech',
        body: { metadata: { plan: 'gold' }, input: 'Hello', voice: 'alloy' },
      },
    );
    expect(targets[0]).toMatchObject({ systemPrompt: null, dropped: expect.arrayContaining(['systemPrompt']) });
    const form = await explain({}, { endpoint: 'audio/transcriptions', body: { 'metadata[plan]': 'gold' } });
    expect(form.targets[0]).toMatchObject({ model: 'sandbox-1', error: null });
  });

  it('refuses what is no call, and what is not there', async () => {
    const refused = async (path: string, body: object) => {
      const reply = await fetch(`${app.url}/llmops/api/admin/v1${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.settings.adminToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: reply.status, body: (await reply.json()) as Json };
    };
    const call = { environmentId: app.environmentId, endpoint: 'chat/completions', body: { messages: 'hi' } };
    expect(await refused('/configs/support/explain', call)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/body/messages' }] },
    });
    expect(await refused('/configs/nobody/explain', call)).toMatchObject({ status: 404 });
    expect(await refused('/configs/support/explain', { ...call, environmentId: 'nobody' })).toMatchObject({
      status: 404,
    });
    expect(await refused('/configs/support/explain', { ...call, colour: 1 })).toMatchObject({ status: 400 });
  });

  describe('the playground', () => {
    const base = () => `${app.url}/llmops/api/admin/v1/playground/production`;
    const client = (apiKey = app.settings.adminToken) => app.openai({ apiKey, baseURL: base(), maxRetries: 0 });
    const ask = {
      model: '@config/support',
      messages: [{ role: 'user' as const, content: 'hi' }],
      metadata: { plan: 'gold' },
    };
    const HEADERS = /^x-llmops-(config|variant|version|provider|model|attempts|cost|sandbox)$/;
    const said = (headers: Headers) => [...headers].filter(([name]) => HEADERS.test(name));

    it('takes the same way as a call with a secret, and is logged as its own', async () => {
      const calls = [app.openai(), client()].map((each) => each.chat.completions.create(ask).withResponse());
      const [called, played] = await Promise.all(calls);
      if (called === undefined || played === undefined) throw new Error('two calls');
      expect(played.data.choices).toEqual(called.data.choices);
      expect(said(played.response.headers)).toEqual(said(called.response.headers));
      const rows = await Promise.all(
        [called, played].map(({ response }) => app.logOf(response.headers.get('x-llmops-request-id') ?? '')),
      );
      const kept = [
        'environment',
        'config',
        'rule_id',
        'variant',
        'version',
        'provider',
        'model',
        'status',
        'cost',
        'input_tokens',
      ];
      const [one, other] = rows.map((row) => kept.map((name) => row[name]));
      expect(other).toEqual(one);
      expect(rows[1]).toMatchObject({ secret: 'playground', secret_id: null, environment: 'production' });
    });

    it('streams, speaks and hears', async () => {
      const pieces: string[] = [];
      for await (const { choices } of await client().chat.completions.create({ ...ask, stream: true })) {
        pieces.push(choices[0]?.delta.content ?? '');
      }
      expect(pieces.length).toBeGreaterThan(2);
      expect(pieces.join('')).toContain('[sandbox]');
      const speech = await client().audio.speech.create({
        model: '@box/sandbox-speech',
        voice: 'alloy',
        input: 'hello',
      });
      const audio = await toFile(speech, 'hello.wav');
      const heard = await client().audio.transcriptions.create({ model: '@box/sandbox-transcribe', file: audio });
      expect(heard.text).not.toBe('');
    });

    it('is for administrators alone, whose errors are the admin API’s; a call’s are those of its API', async () => {
      const send = (headers: Record<string, string>, url = base()) =>
        fetch(`${url}/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(ask),
        });
      for (const token of ['wrong', app.secret]) {
        const refused = await send({ authorization: `Bearer ${token}` });
        expect([refused.status, refused.headers.get('content-type')]).toEqual([
          401,
          'application/problem+json; charset=utf-8',
        ]);
      }
      const admin = { authorization: `Bearer ${app.settings.adminToken}` };
      const elsewhere = await send(admin, base().replace('production', 'nowhere'));
      expect([elsewhere.status, await elsewhere.json()]).toEqual([
        404,
        expect.objectContaining({ title: 'Not Found' }),
      ]);
      const signedIn = await fetch(`${app.url}/llmops/api/admin/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: app.settings.adminToken }),
      });
      const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
      expect((await send({ cookie })).status).toBe(403);
      const { csrfToken } = (await signedIn.json()) as Json;
      expect((await send({ cookie, 'x-csrf-token': csrfToken })).status).toBe(200);
      await expect(client().chat.completions.create({ ...ask, model: '@nobody/m' })).rejects.toMatchObject({
        status: 404,
        code: 'provider_not_found',
      });
    });
  });
});
