import { hash, randomUUID } from 'node:crypto';
import { defined } from '../support/defined.js';
import { FakeUpstream, json, sse } from '../support/fake-upstream.js';
import { startApp, type TestApp } from '../support/start-app.js';

type Json = ReturnType<typeof JSON.parse>;

const messages = [{ role: 'user' as const, content: 'Hello' }];
const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o-mini',
  service_tier: 'default',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi "finish_reason": "x"' }, finish_reason: 'length' }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
};
const chunk = (delta: object, finish: string | null, tier?: string) =>
  `data: ${JSON.stringify({
    ...{ id: '1', object: 'chat.completion.chunk', created: 1, model: 'm', ...(tier && { service_tier: tier }) },
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;

describe('who called, and how it ended, in the log', () => {
  let app: TestApp;
  let upstream: FakeUpstream;
  let secretId: string;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp();
    await app.provider('main', `${upstream.url}/v1`);
    const { items } = await app.admin<Json>('GET', `/environments/${app.environmentId}/secrets`);
    secretId = items[0].id;
  });
  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });
  beforeEach(() => {
    upstream.respond = json(completion, 200, { 'x-request-id': 'req_9' });
  });

  async function row(body: object = {}, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
    const reply = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: '@main/gpt-4o-mini', messages, ...body }),
    });
    await reply.arrayBuffer();
    return app.logOf(reply.headers.get('x-llmops-request-id') ?? '');
  }

  it('names the secret, the program, the revision and the vendor’s own id', async () => {
    const { response } = await app
      .openai()
      .chat.completions.create({ model: '@main/gpt-4o-mini', messages, metadata: { userId: 'jo' } })
      .withResponse();
    const [row] = await app.query<{ revision: string }>('SELECT revision FROM config_revision');
    expect(await app.logOf(response.headers.get('x-llmops-request-id') ?? '')).toMatchObject({
      secret_id: secretId,
      client: 'openai-js',
      session_id: null,
      subject_hash: hash('sha256', 'jo', 'hex'),
      config_revision: defined(row).revision,
      finish_reason: 'length',
      service_tier: 'default',
      upstream_request_id: 'req_9',
      arm_weight: null,
      attempts: null,
    });
  });

  it('shows the one attempt that the row stands for', async () => {
    const { request_id } = await row();
    const shown = await app.admin<Json>('GET', `/requests/${String(request_id)}`);
    expect(shown.attempts).toEqual([
      {
        reason: 'first',
        because: null,
        tokens: { input: 10, cacheRead: 0, cacheWrite: 0, output: 5, reasoning: null },
        cost: '0.0000045',
        provider: 'main',
        vendor: 'openai',
        model: 'gpt-4o-mini',
        variant: null,
        status: 200,
        error: null,
        message: null,
        startedAt: shown.startedAt,
        latencyMs: expect.any(Number),
        upstreamRequestId: 'req_9',
      },
    ]);
    expect(shown).toMatchObject({ finishReason: 'length', serviceTier: 'default', upstreamRequestId: 'req_9' });
    expect(shown.secret.id).toBe(secretId);
  });

  it('keeps an attempt that failed, with its message', async () => {
    upstream.respond = json({ error: { message: 'down' } }, 503);
    expect(await row({}, { 'x-llmops-max-attempts': '1' })).toMatchObject({
      attempts: expect.arrayContaining([expect.objectContaining({ status: 503, error: 'upstream_error' })]),
      finish_reason: null,
    });
  });

  it.each<[string, object, Record<string, string>, string | null]>([
    ['nothing', {}, {}, null],
    ['a header', { prompt_cache_key: 'k' }, { 'x-session-id': ' s-1 ' }, 's-1'],
    ['the header of Claude Code', { prompt_cache_key: 'k' }, { 'x-claude-code-session-id': 's-2' }, 's-2'],
    ['the first of two headers', {}, { 'x-claude-code-session-id': 's-2', 'x-session-id': 's-1' }, 's-1'],
    ['a cache key', { prompt_cache_key: 'k', metadata: { sessionId: 'm' } }, {}, 'k'],
    ['metadata', { prompt_cache_key: 7, metadata: { sessionId: 'm' } }, {}, 'm'],
    ['far too long a header', {}, { 'x-session-id': 's'.repeat(5_000) }, 's'.repeat(256)],
    ['far too long a cache key', { prompt_cache_key: 'k'.repeat(100_000) }, {}, null],
  ])('finds the session in %s', async (_, body, headers, session) => {
    expect(await row(body, headers)).toMatchObject({ session_id: session });
  });

  it.each([
    ['one read', (frames: string[]) => [frames.join('')]],
    ['a read a frame', (frames: string[]) => frames],
  ])('reads a stream’s end from %s', async (_, reads) => {
    const usage = `data: ${JSON.stringify({ id: '1', choices: [], usage: completion.usage })}\n\n`;
    upstream.respond = sse(
      reads([
        chunk({ role: 'assistant' }, null, 'priority'),
        chunk({ content: '"finish_reason":"no"' }, null),
        chunk({}, 'tool_calls', 'priority'),
        usage,
        'data: [DONE]\n\n',
      ]),
    );
    expect(await row({ stream: true })).toMatchObject({ finish_reason: 'tool_calls', service_tier: 'priority' });
  });

  it('reads the end of a translated answer', async () => {
    await app.provider('rehearsal', upstream.url, { vendor: 'sandbox', credentials: {}, baseUrl: undefined });
    for (const stream of [false, true]) {
      expect(await row({ model: '@rehearsal/sandbox-1', stream })).toMatchObject({ finish_reason: 'stop' });
    }
  });

  it('keeps the share of the arm that was drawn', async () => {
    const { items } = await app.admin<Json>('GET', '/providers');
    const providerId = items.find((item: Json) => item.slug === 'main').id;
    const config = await app.admin<Json>('POST', '/configs', { name: 'Split', slug: 'split' });
    const arms = ['A', 'B'].map(async (name) => {
      const version = { providerId, model: 'gpt-4o-mini' };
      const { id } = await app.admin<Json>('POST', '/variants', { name: `Split ${name}`, version });
      return { variantId: id, version: 'latest', weight: name === 'A' ? 2_500 : 7_500 };
    });
    await app.admin('POST', `/configs/${config.id}/rules`, {
      environmentId: app.environmentId,
      priority: 1,
      enabled: true,
      split: await Promise.all(arms),
    });
    const logged = await row({ model: '@config/split', metadata: { userId: 'u-1' } });
    expect(logged).toMatchObject({
      arm_weight: logged['variant'] === 'Split A' ? 2_500 : 7_500,
      subject_hash: hash('sha256', 'u-1', 'hex'),
    });
    const shown = await app.admin<Json>('GET', `/requests/${String(logged['request_id'])}`);
    expect(shown).toMatchObject({ weight: logged['arm_weight'], subjectHash: logged['subject_hash'] });
    expect(shown.attempts).toMatchObject([{ variant: logged['variant'], status: 200 }]);
    expect(logged).toMatchObject({ split_id: expect.stringMatching(/^-?\d+$/), drawn_arm: null });
    const { items: experiments } = await app.admin<Json>('GET', '/configs/split/experiments?primary=cost');
    expect(experiments).toMatchObject([{ arms: [{ variant: 'Split A' }, { variant: 'Split B' }] }]);
    const drawn = experiments[0].arms.find((arm: Json) => arm.variant === logged['variant']);
    expect(drawn).toMatchObject({ calls: 1, subjects: 1, versions: [1], weight: logged['arm_weight'] });
    for (const question of [
      'primary=speed',
      'metric=cost',
      'from=soon',
      'environmentId=x',
      'from=2026-02-02&to=2026-02-01',
    ]) {
      await expect(app.admin('GET', `/configs/split/experiments?${question}`)).rejects.toThrow(': 400');
    }
  });

  it('finds and groups by secret, client and session', async () => {
    const session = randomUUID();
    const mine = await row({}, { 'x-session-id': session, 'user-agent': 'curl/8.5.0' });
    const ids = async (filters: string) =>
      (await app.admin<Json>('GET', `/requests?${filters}`)).items.map((item: Json) => item.requestId);
    expect(await ids(`session=${session}`)).toEqual([mine['request_id']]);
    expect(await ids(`client=curl&secret=${secretId}`)).toEqual([mine['request_id']]);
    expect(await ids(`session=${session}&client=openai-js`)).toEqual([]);
    expect(await ids(`secret=${randomUUID()}`)).toEqual([]);
    const usage = await app.admin<Json>('GET', `/usage?session=${session}&groupBy=secret,client,session`);
    expect(usage.items).toEqual([
      expect.objectContaining({ requests: 1, group: { secret: expect.any(String), client: 'curl', session } }),
    ]);
  });

  it('counts no call that used nothing as unpriced, and finds the lists of models', async () => {
    const list = await fetch(`${app.url}/v1/models`, { headers: { authorization: `Bearer ${app.secret}` } });
    const id = list.headers.get('x-llmops-request-id') ?? '';
    await app.logOf(id);
    const refused = await row({ model: 'no-route' });
    const unpriced = async (filter: string) =>
      (await app.admin<Json>('GET', `/usage?${filter}`)).total.unpricedRequests as number;
    expect(await unpriced(`requestId=${id}`)).toBe(0);
    expect(await unpriced(`requestId=${String(refused['request_id'])}`)).toBe(0);
    const unknown = await row({ model: '@main/some-model-without-a-price' });
    expect(await unpriced(`requestId=${String(unknown['request_id'])}`)).toBe(1);
    const found = await app.admin<Json>('GET', '/requests?endpoint=models');
    expect(found.items.map((item: Json) => item.requestId)).toEqual([id]);
  });

  describe('feedback', () => {
    async function call(): Promise<string> {
      const { response } = await app
        .openai()
        .chat.completions.create({ model: '@main/gpt-4o-mini', messages })
        .withResponse();
      return response.headers.get('x-llmops-request-id') ?? '';
    }
    async function give(body: unknown, secret = app.secret): Promise<{ status: number; json: Json }> {
      const reply = await fetch(`${app.url}/v1/feedback`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: reply.status, json: await reply.json() };
    }

    it('is taken from the caller at once, and from the administrator; the last value of a name counts', async () => {
      const requestId = await call();
      const first = await give({ requestId, name: 'helpful', value: 1, comment: 'Good.' });
      const given = { requestId, name: 'helpful', value: 1, comment: 'Good.', givenBy: 'caller' };
      expect(first).toEqual({ status: 200, json: { ...given, givenAt: expect.any(String) } });
      await give({ requestId: requestId.toUpperCase(), name: 'helpful', value: 0 });
      const byAdmin = { requestId, name: 'correct', value: -0.5 };
      expect(await app.admin('POST', '/feedback', byAdmin)).toMatchObject({ ...byAdmin, givenBy: 'administrator' });
      const detail = await app.admin<Json>('GET', `/requests/${requestId}`);
      expect(detail.feedback).toMatchObject([
        { name: 'correct', value: -0.5, comment: null, givenBy: 'administrator' },
        { name: 'helpful', value: 0, comment: null, givenBy: 'caller' },
      ]);
    });

    it('leaves a record of its own', async () => {
      const reply = await fetch(`${app.url}/v1/feedback`, { method: 'POST', headers: { 'x-api-key': app.secret } });
      expect(reply.status).toBe(415);
      const row = await app.logOf(reply.headers.get('x-llmops-request-id') ?? '');
      expect(row).toMatchObject({ endpoint: 'feedback', status: 415, error_code: 'unsupported_content_type' });
    });

    it.each([
      ['no JSON', '{', 400, 'invalid_json', null],
      ['no object', '[]', 400, 'invalid_json', null],
      ['no value', { name: 'a' }, 400, 'invalid_request', 'value'],
      ['a value that is no number', { name: 'a', value: 'good' }, 400, 'invalid_request', 'value'],
      ['a value beyond all scales', { name: 'a', value: 1e9 }, 400, 'invalid_request', 'value'],
      ['a name of a form that none has', { name: 'a b', value: 1 }, 400, 'invalid_request', 'name'],
      [
        'a comment that is too long',
        { name: 'a', value: 1, comment: 'x'.repeat(2_001) },
        400,
        'invalid_request',
        'comment',
      ],
      ['an unknown field', { name: 'a', value: 1, score: 1 }, 400, 'invalid_request', 'score'],
      ['an id that is none', { requestId: 'x', name: 'a', value: 1 }, 400, 'invalid_request', 'requestId'],
      [
        'a request that is not there',
        { requestId: randomUUID(), name: 'a', value: 1 },
        404,
        'request_not_found',
        'requestId',
      ],
    ])('refuses %s', async (_, fields, status, code, param) => {
      const requestId = '0192f0c1-7a5e-7c3a-9d1b-3f5a2b1c4d5e';
      const refusal = await give(typeof fields === 'string' ? fields : { requestId, ...fields });
      expect(refusal).toMatchObject({ status, json: { error: { code, param } } });
      expect(await app.query('SELECT FROM request_feedback WHERE request_id = $1', [requestId])).toEqual([]);
    });

    it('is refused of a request of another environment, as one that is not there', async () => {
      const requestId = await call();
      await give({ requestId, name: 'a', value: 1 });
      const other = await app.admin<Json>('POST', '/environments', { name: 'Elsewhere' });
      const { secret } = await app.admin<Json>('POST', `/environments/${other.id}/secrets`, {});
      expect(await give({ requestId, name: 'a', value: 0 }, secret)).toMatchObject({ status: 404 });
      expect(await give({ requestId, name: 'a', value: 0 }, 'sk-wrong')).toMatchObject({ status: 401 });
      expect(await app.query('SELECT value FROM request_feedback WHERE request_id = $1', [requestId])).toEqual([
        { value: 1 },
      ]);
    });

    it('has twenty names at most, and one row of each, whatever comes at once', async () => {
      const requestId = await call();
      const all = Array.from({ length: 25 }, (_, at) => give({ requestId, name: `n${at}`, value: at }));
      const twice = Array.from({ length: 5 }, () => give({ requestId, name: 'n0', value: 7 }));
      const statuses = (await Promise.all([...all, ...twice])).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([200, 422]));
      expect(
        await app.query('SELECT count(*)::integer FROM request_feedback WHERE request_id = $1', [requestId]),
      ).toEqual([{ count: 20 }]);
    });
  });
});
