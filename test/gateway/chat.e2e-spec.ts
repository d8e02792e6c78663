import { completion, completionFrames, FakeUpstream, json, sse } from '../support/fake-upstream.js';
import { collect, startApp, waitFor, type TestApp } from '../support/start-app.js';

const messages = [{ role: 'user' as const, content: 'hi' }];

interface Row {
  [column: string]: unknown;
}

describe('chat completions', () => {
  let app: TestApp;
  let upstream: FakeUpstream;
  let providerId: string;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp();
    ({ id: providerId } = await app.provider('main', `${upstream.url}/v1`, {
      pricingModelMap: { 'vendor-model': 'openai/gpt-4o-mini' },
    }));
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  /** A config with one rule in the test's environment. */
  async function config(
    slug: string,
    versions: { name: string; weight: number; version: object }[],
    rule: object = {},
  ) {
    const { id: configId } = await app.admin<{ id: string }>('POST', '/configs', { name: slug, slug });
    const split = [];
    for (const { name, weight, version } of versions) {
      const { id } = await app.admin<{ id: string }>('POST', '/variants', {
        name,
        version: { providerId, ...version },
      });
      split.push({ variantId: id, version: 'latest', weight });
    }
    const { id: ruleId } = await app.admin<{ id: string }>('POST', `/configs/${configId}/rules`, {
      environmentId: app.environmentId,
      priority: 1,
      enabled: true,
      split,
      ...rule,
    });
    return { configId, ruleId, variantIds: split.map((arm) => arm.variantId) };
  }

  it('goes straight to a provider, answers with its bytes and leaves one priced record', async () => {
    upstream.respond = json(completion, 200, {
      'x-request-id': 'req_vendor',
      'x-ratelimit-remaining-requests': '9',
      'set-cookie': 'a=b',
    });
    const { data, response } = await app
      .openai()
      .chat.completions.create({ model: '@main/vendor-model', messages, metadata: { team: 'red' } })
      .withResponse();
    expect(data).toEqual(completion);
    expect(JSON.parse(upstream.last.body.toString())).toEqual({ model: 'vendor-model', messages });
    expect(upstream.last.path).toBe('/v1/chat/completions');
    expect(upstream.last.headers['authorization']).toBe('Bearer vendor-key');

    const id = response.headers.get('x-llmops-request-id') ?? '';
    expect(response.headers.get('x-request-id')).toBe(id);
    expect(response.headers.get('x-llmops-provider')).toBe('main');
    expect(response.headers.get('x-llmops-model')).toBe('vendor-model');
    expect(response.headers.get('x-llmops-attempts')).toBe('1');
    expect(response.headers.get('x-llmops-upstream-request-id')).toBe('req_vendor');
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('9');
    expect(response.headers.get('set-cookie')).toBeNull();
    // 10 input tokens at 0.15 USD and 5 output tokens at 0.60 USD per million.
    expect(response.headers.get('x-llmops-cost')).toBe('0.0000045');

    const row: Row = await app.logOf(id);
    expect(row).toMatchObject({
      endpoint: 'chat/completions',
      environment: 'production',
      environment_id: app.environmentId,
      provider: 'main',
      provider_id: providerId,
      vendor: 'openai',
      model_requested: '@main/vendor-model',
      model: 'vendor-model',
      status: 200,
      error_code: null,
      input_tokens: '10',
      output_tokens: '5',
      cost: '0.000004500000',
      // Input and output of gpt-4o-mini, as GET /prices has them.
      price_ids: ['3939a4dc-12bd-5b99-b182-0e962b677c12', '6bd8f838-cbb7-5d34-976f-8ef77a72b320'],
      streaming: false,
      aborted: false,
      tags: { team: 'red' },
      config: null,
    });
    // The row itself tells of a single attempt that went well.
    expect(row).toMatchObject({ attempts: null, upstream_request_id: 'req_vendor' });
  });

  it('streams the same answer for the same cost, with the usage frame only when asked for', async () => {
    upstream.respond = sse(completionFrames);
    const ask = (usage: boolean) =>
      app
        .openai()
        .chat.completions.create({
          model: '@main/vendor-model',
          messages,
          stream: true,
          ...(usage ? { stream_options: { include_usage: true } } : {}),
        })
        .withResponse();
    const without = await ask(false);
    const chunks = await collect(without.data);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('Hello.');
    expect(chunks.every((chunk) => chunk.choices.length > 0)).toBe(true);
    expect(JSON.parse(upstream.last.body.toString()).stream_options).toEqual({ include_usage: true });

    const asked = await collect((await ask(true)).data);
    expect(asked.at(-1)).toMatchObject({ choices: [], usage: completion.usage });

    const row: Row = await app.logOf(without.response.headers.get('x-llmops-request-id') ?? '');
    expect(row).toMatchObject({
      streaming: true,
      status: 200,
      cost: '0.000004500000',
      output_tokens: '5',
      error_code: null,
    });
    expect(row['first_token_ms']).toEqual(expect.any(Number));
  });

  it('routes by config: header, model and default, with prompt, parameters and names on reply and record', async () => {
    upstream.respond = json(completion);
    const { configId, ruleId, variantIds } = await config('support', [
      {
        name: 'Support v1',
        weight: 10_000,
        version: {
          model: 'vendor-model',
          parameters: { temperature: 0.2, max_tokens: 64 },
          parameterModes: { max_tokens: 'cap' },
          systemPrompt: 'You help {{ input.who }}.',
        },
      },
    ]);
    const body = { model: 'ignored', messages, temperature: 1, max_tokens: 1000, input: { who: 'cooks' } };
    const { response } = await app
      .openai()
      .chat.completions.create(body, { headers: { 'x-llmops-config': 'support' } })
      .withResponse();
    expect(JSON.parse(upstream.last.body.toString())).toEqual({
      model: 'vendor-model',
      messages: [{ role: 'system', content: 'You help cooks.' }, ...messages],
      temperature: 0.2,
      max_tokens: 64,
    });
    expect(response.headers.get('x-llmops-config')).toBe('support');
    expect(response.headers.get('x-llmops-variant')).toBe('Support v1');
    expect(response.headers.get('x-llmops-version')).toBe('1');
    const row: Row = await app.logOf(response.headers.get('x-llmops-request-id') ?? '');
    expect(row).toMatchObject({
      config: 'support',
      config_id: configId,
      variant_id: variantIds[0],
      variant: 'Support v1',
      version: 1,
      rule_id: ruleId,
    });

    await app.openai().chat.completions.create({ model: '@config/support', messages });
    await app.openai().chat.completions.create({ model: 'x', messages }, { headers: { 'x-llmops-config': configId } });
    await app.admin('PATCH', `/environments/${app.environmentId}`, { defaultConfigId: configId });
    await app.openai().chat.completions.create({ model: 'gpt-4o', messages });
    await app.admin('PATCH', `/environments/${app.environmentId}`, { defaultConfigId: null });
    expect(upstream.calls.slice(-3).map((call) => JSON.parse(call.body.toString()).model)).toEqual(
      Array(3).fill('vendor-model'),
    );
  });

  it('takes a new version of the latest at once and a pinned one never', async () => {
    upstream.respond = json(completion);
    const { configId, variantIds } = await config('versions', [
      { name: 'Versions', weight: 10_000, version: { model: 'one' } },
    ]);
    const modelSent = async () => {
      await app.openai().chat.completions.create({ model: '@config/versions', messages });
      return JSON.parse(upstream.last.body.toString()).model as string;
    };
    expect(await modelSent()).toBe('one');
    await app.admin('POST', `/variants/${variantIds[0]}/versions`, { providerId, model: 'two' });
    expect(await modelSent()).toBe('two');
    const { items } = await app.admin<{ items: { id: string }[] }>('GET', `/configs/${configId}/rules`);
    await app.admin('PATCH', `/configs/${configId}/rules/${items[0]?.id}`, {
      split: [{ variantId: variantIds[0], version: 1, weight: 10_000 }],
    });
    expect(await modelSent()).toBe('one');
  });

  it('keeps a user on one arm, matches conditions, and explains as it does', async () => {
    upstream.respond = json(completion);
    const { configId } = await config(
      'split',
      [
        { name: 'Arm A', weight: 5_000, version: { model: 'a' } },
        { name: 'Arm B', weight: 5_000, version: { model: 'b' } },
      ],
      { conditions: { plan: 'gold' } },
    );
    const seen = new Set<string>();
    for (let user = 0; user < 20; user++) {
      const body = { model: 'any', messages, metadata: { plan: 'gold', userId: `user-${user}` } };
      const models = [];
      for (let again = 0; again < 2; again++) {
        await app.openai().chat.completions.create(body, { headers: { 'x-llmops-config': 'split' } });
        models.push(JSON.parse(upstream.last.body.toString()).model as string);
      }
      const explained = await app.admin<{ targets: { model: string }[] }>('POST', `/configs/${configId}/explain`, {
        environmentId: app.environmentId,
        endpoint: 'chat/completions',
        body,
      });
      expect(new Set([...models, explained.targets[0]?.model]).size).toBe(1);
      seen.add(models[0] ?? '');
    }
    expect(seen).toEqual(new Set(['a', 'b']));
    await expect(app.openai().chat.completions.create({ model: '@config/split', messages })).rejects.toMatchObject({
      status: 404,
      code: 'no_matching_rule',
    });
  });

  it('tries the targets of the plan in order and records every attempt', async () => {
    const { id: spare } = await app.admin<{ id: string }>('POST', '/variants', {
      name: 'Spare',
      version: { providerId, model: 'spare' },
    });
    await config('fallback', [{ name: 'First', weight: 10_000, version: { model: 'first' } }], {
      fallbacks: [{ variantId: spare }],
    });
    const down = json({ error: { message: 'down' } }, 503);
    const modelOf = (call: { body: Buffer }) => JSON.parse(call.body.toString()).model as string;
    upstream.respond = (call, reply) => (modelOf(call) === 'first' ? down(call, reply) : json(completion)(call, reply));
    const { response } = await app
      .openai()
      .chat.completions.create({ model: '@config/fallback', messages })
      .withResponse();
    expect(response.headers.get('x-llmops-attempts')).toBe('2');
    expect(response.headers.get('x-llmops-variant')).toBe('Spare');
    const row: Row = await app.logOf(response.headers.get('x-llmops-request-id') ?? '');
    expect(row['attempts']).toMatchObject([
      { model: 'first', variant: 'First', status: 503, error: 'upstream_error' },
      { model: 'spare', variant: 'Spare', status: 200, error: null },
    ]);
  });

  it('falls over where a stream fails before its first good frame', async () => {
    upstream.respond = (call, reply) =>
      JSON.parse(call.body.toString()).model === 'first'
        ? sse([': ping\n\n', 'data: {"error":{"message":"overloaded"}}\n\n'])(call, reply)
        : sse(completionFrames)(call, reply);
    const stream = await app.openai().chat.completions.create({ model: '@config/fallback', messages, stream: true });
    const chunks = await collect(stream);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('Hello.');
  });

  it('keeps content only where the environment says so', async () => {
    upstream.respond = sse(completionFrames);
    await app.admin('PATCH', `/environments/${app.environmentId}`, { logContent: true });
    const { data, response } = await app
      .openai()
      .chat.completions.create({ model: '@main/vendor-model', messages, stream: true })
      .withResponse();
    await collect(data);
    await app.admin('PATCH', `/environments/${app.environmentId}`, { logContent: null });
    const row: Row = await app.logOf(response.headers.get('x-llmops-request-id') ?? '');
    expect(row['request_body']).toContain('"content":"hi"');
    expect(row['response_body']).toContain('[DONE]');
  });

  it('keeps nothing that the caller or the environment does not want to be kept', async () => {
    upstream.respond = sse(completionFrames);
    const contentRedaction = { patterns: ['\\b\\d{4} \\d{4}\\b'], paths: ['$.choices[*].delta.content'] };
    await app.admin('PATCH', `/environments/${app.environmentId}`, { logContent: true, contentRedaction });
    const ask = async (more: object): Promise<string> => {
      const content = 'card 1234 5678, key sk-live-0123456789abcdef';
      const reply = await fetch(`${app.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: '@main/m', messages: [{ role: 'user', content }], stream: true, ...more }),
      });
      expect(await reply.text()).toContain('"lo."');
      return reply.headers.get('x-llmops-request-id') ?? '';
    };
    const [kept, unkept] = [await ask({}), await ask({ store: false })];
    await app.admin('PATCH', `/environments/${app.environmentId}`, { logContent: null, contentRedaction: null });
    const [row, bare]: [Row, Row] = [await app.logOf(kept), await app.logOf(unkept)];
    expect(row['request_body']).toContain('"content":"card [redacted], key ***"');
    expect(row['response_body']).toContain('[redacted]');
    expect(row['response_body']).not.toContain('lo.');
    expect(row['response_body']).toContain('data: [DONE]');
    expect(bare).toMatchObject({ request_body: null, response_body: null, status: 200 });
  });

  it('lists what the caller can name', async () => {
    const { data } = await app.openai().models.list();
    expect(data.map((model) => model.id)).toEqual(expect.arrayContaining(['@config/support', '@config/split']));
    expect(await app.openai().models.retrieve('@config/support')).toMatchObject({
      id: '@config/support',
      object: 'model',
    });
    await expect(app.openai().models.retrieve('@config/nothing')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('serves both prefixes', async () => {
    upstream.respond = json(completion);
    const client = app.openai({ baseURL: `${app.url}/llmops/api/genai/v1` });
    expect(await client.chat.completions.create({ model: '@main/vendor-model', messages })).toEqual(completion);
  });

  it('follows a change made by another replica', async () => {
    upstream.respond = json(completion);
    await app.query("INSERT INTO configs (name, slug) VALUES ('Written elsewhere', 'elsewhere')");
    await app.query(
      'INSERT INTO targeting_rules (config_id, environment_id) SELECT id, $1 FROM configs WHERE slug = $2',
      [app.environmentId, 'elsewhere'],
    );
    await waitFor(async () => {
      const { data } = await app.openai().models.list();
      return data.some((model) => model.id === '@config/elsewhere') ? true : undefined;
    }, 'the change');
  });
});
