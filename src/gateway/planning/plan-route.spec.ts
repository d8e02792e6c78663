import { account, environment, rule, snapshot, unavailable, version } from '../../../test/support/snapshot-fixture.js';
import { parseConditions } from '../../configs/snapshot/conditions.js';
import { GatewayError } from '../../core/errors.js';
import { chatCompletions } from '../endpoints/chat-completions.js';
import { readRequest } from '../endpoints/read-request.js';
import { type PlanningContext, planRoute, readCallerLimits } from './plan-route.js';

const messages = [{ role: 'user', content: 'hi' }];
const request = (fields: object, header: string | null = null) =>
  readRequest(chatCompletions, Buffer.from(JSON.stringify({ messages, ...fields })), header);

const gold = version('gold', { account: account('openai') });
const basic = version('basic', { account: account('groq'), version: 4 });
const spare = version('spare', { account: account('azure') });
const off = version('off', { account: account('closed', { enabled: false }) });
const broken = version('broken', { account: unavailable('sealed') });

const context: PlanningContext = {
  id: 'request-1',
  environment,
  headers: {},
  snapshot: snapshot([account('openai'), account('closed', { enabled: false }), unavailable('sealed')], {
    chat: [
      rule('rule-gold', [[gold, 10_000]], {
        priority: 10,
        conditions: parseConditions({ plan: 'gold' }),
        fallbacks: [spare],
      }),
      rule('rule-rest', [[basic, 10_000]], { fallbacks: [off, spare] }),
    ],
    'only-gold': [rule('rule-only', [[gold, 10_000]], { conditions: parseConditions({ plan: 'gold' }) })],
    dead: [rule('rule-dead', [[off, 10_000]])],
    broken: [rule('rule-broken', [[off, 10_000]], { fallbacks: [broken] })],
    'broken-first': [rule('rule-broken-first', [[broken, 10_000]], { fallbacks: [spare] })],
    elsewhere: [],
  }),
};

function refusal(
  fields: object,
  header: string | null = null,
  within = context,
): { status: number; code: string | null } {
  try {
    planRoute(within, request(fields, header));
  } catch (error) {
    if (error instanceof GatewayError) return { status: error.status, code: error.code };
    throw error;
  }
  throw new Error('was planned');
}

describe('planRoute', () => {
  it('plans copies for shadows that the request is drawn for and that can be called, beside the targets', () => {
    const shadow = (entry: typeof gold, share = 10_000) => ({ share, maxDailyCost: 5n, version: entry });
    const shadows = [shadow(spare), shadow(off), shadow(broken), shadow(gold, 1)];
    const configs = { chat: [rule('rule-1', [[basic, 10_000]], { shadows })] };
    const within = { ...context, snapshot: snapshot([account('openai')], configs) };
    const { targets, copies, draw, reasons } = planRoute(within, request({}, 'chat'));
    expect([targets.map(({ model }) => model), draw]).toEqual([['model-of-basic'], null]);
    expect(copies).toMatchObject([{ target: { model: 'model-of-spare', weight: null }, maxDailyCost: 5n }]);
    expect(reasons.slice(-4)).toEqual([
      { step: 'shadow', variant: 'spare', version: 1, share: 10_000, drawn: true },
      { step: 'skipped', variant: 'off', version: 1, because: "its provider '@closed' is disabled" },
      { step: 'skipped', variant: 'broken', version: 1, because: "its provider '@sealed' cannot be called" },
      { step: 'shadow', variant: 'gold', version: 1, share: 1, drawn: false },
    ]);
  });

  it.each([
    ['all', null, 'openai', null],
    ['the listed', ['account-openai'], 'openai', null],
    ['not the unlisted', ['account-closed'], 'openai', 'provider_not_found'],
    ['not the unlisted that is disabled', ['account-openai'], 'closed', 'provider_not_found'],
    ['none of an empty list', [], 'openai', 'provider_not_found'],
  ])('lets an environment call providers directly: %s', (_, allowed, slug, code) => {
    const limited = { ...environment, directAccess: allowed === null ? null : new Set(allowed) };
    const within = { ...context, environment: limited };
    if (code === null) expect(planRoute(within, request({ model: `@${slug}/m` })).targets).toHaveLength(1);
    else expect(refusal({ model: `@${slug}/m` }, null, within)).toEqual({ status: 404, code });
    // What an administrator has put into a config is not the caller's choice.
    expect(planRoute(within, request({ model: '@config/chat' })).targets[0].account.slug).toBe('groq');
  });

  it('answers alike for a provider that is not allowed and one that does not exist', () => {
    const within = { ...context, environment: { ...environment, directAccess: new Set(['account-elsewhere']) } };
    const words = ['openai', 'nobody'].map((slug) => {
      try {
        planRoute(within, request({ model: `@${slug}/m` }));
        return 'was planned';
      } catch (error) {
        return (error as Error).message.replace(slug, '');
      }
    });
    expect(words[0]).toBe(words[1]);
    expect(words[0]).toContain('may call directly');
  });

  it('goes straight to a provider, whose model may hold slashes and colons', () => {
    const plan = planRoute(context, request({ model: '@openai/meta/llama:70b' }, 'chat'));
    expect(plan.targets).toHaveLength(1);
    expect(plan.targets[0]).toMatchObject({ model: 'meta/llama:70b', version: null, origin: { kind: 'direct' } });
    expect(plan.revision).toBe('7');
  });

  it('takes the first rule, by priority, whose conditions match', () => {
    const forGold = planRoute(context, request({ model: 'x', metadata: { plan: 'gold' } }, 'chat'));
    expect(forGold.targets.map((target) => target.model)).toEqual(['model-of-gold', 'model-of-spare']);
    const forOthers = planRoute(context, request({ model: 'x' }, 'chat'));
    expect(forOthers.targets[0].version?.variantName).toBe('basic');
    expect(forOthers.reasons).toEqual([
      { step: 'config', config: 'chat', by: 'header' },
      { step: 'rule', ruleId: 'rule-gold', priority: 10, matched: false },
      { step: 'rule', ruleId: 'rule-rest', priority: 0, matched: true },
      { step: 'draw', variant: 'basic', version: 4, weight: 10_000, subject: 'request-1', subjectFrom: 'request-id' },
      { step: 'fallback', variant: 'off', version: 1 },
      { step: 'fallback', variant: 'spare', version: 1 },
      { step: 'skipped', variant: 'off', version: 1, because: "its provider '@closed' is disabled" },
    ]);
  });

  it('finds a config by slug, by id, by the model and by the default of the environment', () => {
    const id = context.snapshot.configsBySlug.get('chat')?.id ?? '';
    const byDefault = { ...context, environment: { ...environment, defaultConfigId: id } };
    const plans = [
      planRoute(context, request({ model: 'x' }, 'chat')),
      planRoute(context, request({ model: 'x' }, id.toUpperCase())),
      planRoute(context, request({ model: '@config/chat' })),
      planRoute(byDefault, request({ model: 'gpt-4o' })),
    ];
    expect(new Set(plans.map((plan) => plan.targets[0].version?.variantName))).toEqual(new Set(['basic']));
  });

  it('prefers the config named by the model to the header', () => {
    expect(planRoute(context, request({ model: '@config/chat' }, 'only-gold')).targets[0].version?.variantName).toBe(
      'basic',
    );
  });

  it.each([
    ['an unknown provider', { model: '@nobody/m' }, null, 404, 'provider_not_found'],
    ['a disabled provider', { model: '@closed/m' }, null, 404, 'provider_not_found'],
    ['a provider without a model', { model: '@openai/' }, null, 400, 'invalid_request'],
    ['a slug alone', { model: '@openai' }, null, 400, 'invalid_request'],
    ['an unknown config by header', { model: 'x' }, 'nothing', 404, 'config_not_found'],
    ['an unknown config by model', { model: '@config/nothing' }, null, 404, 'config_not_found'],
    ['no route', { model: 'gpt-4o' }, null, 400, 'route_not_specified'],
    ['no model and no route', {}, null, 400, 'route_not_specified'],
    ['no rule that matches', { model: 'x' }, 'only-gold', 404, 'no_matching_rule'],
    ['a config without rules here', { model: 'x' }, 'elsewhere', 404, 'no_matching_rule'],
    ['targets that are all off', { model: 'x' }, 'dead', 404, 'provider_not_found'],
    ['credentials that do not open', { model: '@sealed/x' }, null, 503, 'provider_unavailable'],
    ['targets whose credentials do not open', { model: 'x' }, 'broken', 503, 'provider_unavailable'],
  ])('refuses %s', (_, fields, header, status, code) => {
    expect(refusal(fields, header)).toEqual({ status, code });
  });

  it('names the three ways when no route is given', () => {
    expect(() => planRoute(context, request({ model: 'gpt-4o' }))).toThrow(
      /@<provider slug>.*@config\/.*x-llmops-config/s,
    );
  });
});

describe('readCallerLimits', () => {
  it('reads what is given, and takes the rest for no limit', () => {
    expect(readCallerLimits({})).toEqual({ timeoutMs: null, maxAttempts: null });
    expect(readCallerLimits({ 'x-llmops-timeout-ms': '1500', 'x-llmops-max-attempts': '1' })).toEqual({
      timeoutMs: 1_500,
      maxAttempts: 1,
    });
  });

  it.each(['', '0', '-1', '1.5', '1e3', '0x10', ' 5', '5s', '1, 2', '1000000000', 'none'])('refuses %j', (value) => {
    for (const name of ['x-llmops-timeout-ms', 'x-llmops-max-attempts']) {
      expect(() => readCallerLimits({ [name]: value })).toThrow(
        expect.objectContaining({ status: 400, code: 'invalid_request', param: name }),
      );
    }
  });
});

describe('models, beside or instead of model', () => {
  const two = {
    ...context,
    snapshot: snapshot([account('a'), account('b'), account('off', { enabled: false }), unavailable('sealed')], {}),
  };
  const plan = (fields: object) => planRoute(two, request(fields));
  const targets = (fields: object) => plan(fields).targets.map(({ account: { slug }, model }) => `@${slug}/${model}`);

  it.each([
    ['beside', { model: '@a/x', models: ['@b/y'] }, ['@a/x', '@b/y']],
    ['instead', { models: ['@a/x', '@b/y'] }, ['@a/x', '@b/y']],
    ['named twice', { model: '@a/x', models: ['@a/x', '@b/y', '@b/y', '@a/z'] }, ['@a/x', '@b/y', '@a/z']],
    ['one that is disabled', { models: ['@off/x', '@b/y'] }, ['@b/y']],
    ['one that cannot be used', { model: '@sealed/x', models: ['@b/y'] }, ['@b/y']],
    ['those of the vendor', { model: '@a/x', models: ['openai/gpt-4o'] }, ['@a/x']],
  ])('%s', (_, fields, expected) => {
    expect(targets(fields)).toEqual(expected);
  });

  it('says which were passed over, and why', () => {
    expect(plan({ models: ['@off/x', '@b/y'] }).reasons).toEqual([
      { step: 'skipped', provider: 'off', because: "The provider '@off' is disabled." },
      { step: 'direct', provider: 'b' },
    ]);
  });

  it.each([
    [{ models: ['@nobody/x', '@b/y'] }, 404, 'provider_not_found'],
    [{ models: ['@off/x', '@sealed/y'] }, 404, 'provider_not_found'],
    [{ models: ['@a/x', 'gpt-4o'] }, 400, 'invalid_request'],
    [{ models: ['@a/x', '@config/chat'] }, 400, 'invalid_request'],
    [{ models: ['@config/chat', '@a/x'] }, 400, 'invalid_request'],
    [{ models: ['@a/x', '@b'] }, 400, 'invalid_request'],
    [{ models: Array<string>(11).fill('@a/x') }, 400, 'invalid_request'],
    [{ models: ['gpt-4o'] }, 400, 'route_not_specified'],
  ])('%j is refused with %i %s', (fields, status, code) => {
    expect(refusal(fields, null, two)).toEqual({ status, code });
  });
});

describe('a prompt that is longer than a model takes', () => {
  // 16,385 tokens, 128,000, and one that is not in the catalog.
  const models = { small: '@openai/gpt-3.5-turbo', large: '@openai/gpt-4o', unknown: '@openai/mine' };
  const long = (text: string) => [{ role: 'user', content: text }];
  const plan = (names: readonly (keyof typeof models)[], prompt: object = long('word '.repeat(30_000))) =>
    planRoute(context, request({ models: names.map((name) => models[name]), messages: prompt }));
  const kept = (...parameters: Parameters<typeof plan>) => plan(...parameters).targets.map(({ model }) => model);

  it('passes over those models where another is left, and says so', () => {
    const { targets, passedOver, reasons } = plan(['small', 'large']);
    expect([targets, passedOver].map((list) => list.map(({ model }) => model))).toEqual([
      ['gpt-4o'],
      ['gpt-3.5-turbo'],
    ]);
    expect(reasons.at(-1)).toEqual({
      step: 'skipped',
      provider: 'openai',
      because: 'the prompt is longer than its model takes',
    });
  });

  it('leaves the verdict to the vendor where no other model is left, or none is known to be better', () => {
    expect(kept(['small'])).toEqual(['gpt-3.5-turbo']);
    expect(kept(['small', 'large'], long('word '.repeat(400_000)))).toEqual(['gpt-3.5-turbo', 'gpt-4o']);
    expect(kept(['unknown', 'large'])).toEqual(['mine', 'gpt-4o']);
  });

  it('is not told by its bytes where they are of an image or a file', () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(200_000)}` } };
    const audio = { type: 'input_audio', input_audio: { data: 'A'.repeat(200_000), format: 'wav' } };
    for (const part of [image, audio]) {
      expect(kept(['small', 'large'], [{ role: 'user', content: [part] }])).toEqual(['gpt-3.5-turbo', 'gpt-4o']);
    }
  });
});
