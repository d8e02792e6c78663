import { randomUUID } from 'node:crypto';
import { toProblem } from '../../src/core/http/problem-details.js';
import { createVariant, problem, startAdminApp, type AdminApp, type Json } from '../support/admin-app.js';

describe('admin API: variants and rules', () => {
  let admin: AdminApp;
  let providerId: string;
  beforeAll(async () => {
    admin = await startAdminApp();
    providerId = (await createVariant(admin, 'First of all')).providerId;
  });
  afterAll(() => admin.close());

  describe('variants', () => {
    it('are made with their first version, renamed, and deleted with their versions', async () => {
      const version = {
        providerId,
        model: 'org/model:1',
        parameters: { temperature: 0.1, max_tokens: 100, response_format: { constructor: { prototype: 1 } } },
        parameterModes: { max_tokens: 'cap', seed: 'forbid' },
        systemPrompt: 'Hello {{ input.name }}.',
        timeouts: { totalMs: 60_000 },
        retry: { maxAttempts: 2, maxDelayMs: 0 },
      };
      const created = await admin.create('/variants', { name: 'Whole', version });
      expect(created).toMatchObject({ name: 'Whole', latestVersion: 1, version: { ...version, version: 1 } });
      expect(JSON.stringify(created.version.parameters)).toBe(JSON.stringify(version.parameters));
      const path = `/variants/${created.id}`;
      expect((await admin.call('GET', path)).body).toEqual(created);
      expect(await admin.call('PATCH', path, { name: 'Renamed' })).toMatchObject({
        status: 200,
        body: { name: 'Renamed' },
      });
      expect((await admin.call('DELETE', path)).status).toBe(204);
      expect(await admin.call('GET', `${path}/versions`)).toEqual(problem(404));
    });

    it('may have no version yet, and have names of their own', async () => {
      const created = await admin.create('/variants', { name: 'Empty' });
      expect(created).toMatchObject({ latestVersion: null, version: null });
      expect(await admin.call('GET', `/variants/${created.id}/versions/latest`)).toEqual(problem(404));
      expect(await admin.call('POST', '/variants', { name: 'Empty' })).toEqual(
        problem(409, ['/name', /another variant/]),
      );
      const { body } = await admin.call('GET', '/variants?limit=200');
      expect(body.items).toContainEqual(expect.objectContaining({ name: 'Empty', latestVersion: null }));
      expect(body.items).toContainEqual(expect.objectContaining({ name: 'First of all', latestVersion: 1 }));
    });

    it('leaves nothing behind when the first version is refused', async () => {
      const body = { name: 'Half', version: { providerId: randomUUID(), model: 'm' } };
      expect(await admin.call('POST', '/variants', body)).toEqual(
        problem(422, ['/version/providerId', /no such provider/]),
      );
      expect((await admin.call('POST', '/variants', { name: 'Half' })).status).toBe(201);
    });
  });

  describe('versions', () => {
    it('get distinct numbers without gaps when made at once', async () => {
      const { id } = await admin.create('/variants', { name: 'Contested' });
      const made = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          admin.create(`/variants/${id}/versions`, { providerId, model: `m-${index}` }),
        ),
      );
      expect(made.map((version) => version.version).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      const first = await admin.call('GET', `/variants/${id}/versions?limit=4`);
      expect(first.body.items.map((version: Json) => version.version)).toEqual([10, 9, 8, 7]);
      const second = await admin.call('GET', `/variants/${id}/versions?limit=6&cursor=${first.body.nextCursor}`);
      expect(second.body.items.map((version: Json) => version.version)).toEqual([6, 5, 4, 3, 2, 1]);
      expect(second.body.nextCursor).toBeNull();
      expect((await admin.call('GET', `/variants/${id}/versions/latest`)).body.version).toBe(10);
      expect((await admin.call('GET', `/variants/${id}/versions/3`)).body).toEqual(second.body.items[3]);
      for (const missing of ['11', '0', '-1', 'x', '1e1', '99999999999']) {
        expect(await admin.call('GET', `/variants/${id}/versions/${missing}`)).toEqual(problem(404));
      }
    });

    it('have prompts that are shown as they would be rendered, and nothing is kept', async () => {
      const preview = (body: object) => admin.call('POST', '/variants/preview-prompt', body);
      const refreshes = admin.refreshes();
      const systemPrompt = 'Hello {{ input.name }}{% for each in input.list %}, {{ each }}{% endfor %}.';
      expect(await preview({ systemPrompt, input: { name: 'Ann', list: [1, 2] } })).toMatchObject({
        status: 200,
        body: { text: 'Hello Ann, 1, 2.' },
      });
      expect((await preview({ systemPrompt })).body).toEqual({ text: 'Hello .' });
      expect(await preview({ systemPrompt: '{{ input.name' })).toEqual(problem(422, ['/systemPrompt', /line/]));
      expect(await preview({ systemPrompt: '{% for i in (1..100000000) %}x{% endfor %}' })).toEqual(
        problem(422, ['/systemPrompt', /./]),
      );
      expect(await preview({ systemPrompt, input: [] })).toEqual(problem(400, ['/input', /object/]));
      expect(await preview({})).toEqual(problem(400, ['/systemPrompt', /./]));
      expect(admin.refreshes()).toBe(refreshes);
    });

    it('cannot be changed, not even in the database', async () => {
      await expect(admin.dataSource.query(`UPDATE variant_versions SET model = 'other'`)).rejects.toThrow('immutable');
      const { id } = await createVariant(admin, 'Fixed');
      expect((await admin.call('PATCH', `/variants/${id}/versions/1`, { model: 'other' })).status).toBe(404);
    });

    it.each([
      [{ providerId: randomUUID() }, 422, ['/providerId', /no such provider/]],
      [{ providerId: 'x' }, 400, ['/providerId', /UUID/]],
      [{ model: '' }, 400, ['/model', /./]],
      [{ parameters: [] }, 400, ['/parameters', /object/]],
      [{ parameters: { x: 'y'.repeat(70_000) } }, 400, ['/parameters', /65536 bytes/]],
      [{ parameters: { stream: true } }, 422, ['/parameters/stream', /caller/]],
      [{ parameters: { stream_options: {} } }, 422, ['/parameters/stream_options', /caller/]],
      [{ parameters: { model: 'x' } }, 422, ['/parameters/model', /./]],
      [{ parameters: { messages: [] } }, 422, ['/parameters/messages', /systemPrompt/]],
      [{ parameterModes: { temperature: 'default' } }, 422, ['/parameterModes/temperature', /no parameter/]],
      [{ parameterModes: { toString: 'override' } }, 422, ['/parameterModes/toString', /no parameter/]],
      [{ parameterModes: { a: 'never' }, parameters: { a: 1 } }, 422, ['/parameterModes/a', /override/]],
      [{ parameterModes: { a: 'cap' }, parameters: { a: '1' } }, 422, ['/parameterModes/a', /number/]],
      [{ parameterModes: { stream: 'forbid' } }, 422, ['/parameterModes/stream', /caller/]],
      [{ systemPrompt: 'Hello {{ input.name' }, 422, ['/systemPrompt', /line/]],
      [{ systemPrompt: '{% include "/etc/passwd" %}{% if %}' }, 422, ['/systemPrompt', /./]],
      [{ systemPrompt: 'x'.repeat(102_401) }, 400, ['/systemPrompt', /102400/]],
      [{ timeouts: { totalMs: 0 } }, 400, ['/timeouts/totalMs', /1 to 3600000/]],
      [{ timeouts: { idleMs: 1.5 } }, 400, ['/timeouts/idleMs', /whole/]],
      [{ timeouts: { everMs: 1 } }, 400, ['/timeouts/everMs', /not a field/]],
      [{ timeouts: 5 }, 400, ['/timeouts', /object/]],
      [{ retry: { maxAttempts: 11 } }, 400, ['/retry/maxAttempts', /1 to 10/]],
      [{ retry: { maxDelayMs: 60_001 } }, 400, ['/retry/maxDelayMs', /60000/]],
      [{ version: 7 }, 400, ['/version', /not a field/]],
    ] as [object, number, [string, RegExp]][])('refuse %j with %i', async (change, status, error) => {
      const variant = await admin.create('/variants', { name: `Refusing ${randomUUID()}` });
      const answer = await admin.call('POST', `/variants/${variant.id}/versions`, {
        providerId,
        model: 'm',
        ...change,
      });
      expect(answer).toEqual(problem(status, error));
    });
  });

  describe('rules', () => {
    let configId: string;
    let environmentId: string;
    let variantId: string;
    let path: string;
    beforeAll(async () => {
      configId = (await admin.create('/configs', { name: 'Ruled' })).id;
      environmentId = (await admin.create('/environments', { name: 'Ruled' })).id;
      variantId = (await createVariant(admin, 'Served')).id;
      path = `/configs/${configId}/rules`;
    });
    const arm = (weight = 10_000, version: unknown = 'latest') => ({ variantId, version, weight });
    const shadow = (fields: object = {}) => ({ variantId, serve: false, share: 100, maxDailyCost: '5', ...fields });

    it('are made, read, changed and deleted with their targets', async () => {
      const other = await createVariant(admin, 'Fallback');
      const body = {
        environmentId,
        priority: 5,
        conditions: { plan: ['pro', 'team'], constructor: { exists: false } },
        split: [arm(2500, 1), arm(7500)],
        fallbacks: [{ variantId: other.id, version: 1 }, { variantId: other.id }],
      };
      const created = await admin.create(path, body);
      expect(created).toMatchObject({
        ...body,
        configId,
        enabled: true,
        fallbacks: [
          { variantId: other.id, version: 1 },
          { variantId: other.id, version: 'latest' },
        ],
      });
      expect(created.conditions).toEqual(body.conditions);
      const one = `${path}/${created.id}`;
      expect((await admin.call('GET', one)).body).toEqual(created);
      expect(await admin.call('GET', `/configs/${randomUUID()}/rules/${created.id}`)).toEqual(problem(404));

      const { body: changed } = await admin.call('PATCH', one, { split: [arm()], enabled: false, conditions: null });
      const latest = { variantId, version: 'latest', weight: 10_000 };
      expect(changed).toMatchObject({
        split: [latest],
        enabled: false,
        conditions: null,
        fallbacks: created.fallbacks,
      });
      expect((await admin.call('PATCH', one, { fallbacks: [] })).body).toMatchObject({
        fallbacks: [],
        split: [latest],
      });
      expect((await admin.call('PATCH', one, {})).body).toMatchObject({ priority: 5, split: [latest] });
      expect((await admin.call('DELETE', one)).status).toBe(204);
      expect(await admin.call('DELETE', one)).toEqual(problem(404));
    });

    it('are listed in the order they are tried', async () => {
      const config = await admin.create('/configs', { name: 'Ordered' });
      const rules = `/configs/${config.id}/rules`;
      const ids: string[] = [];
      for (const priority of [0, 10, 5, 10, 5]) {
        ids.push((await admin.create(rules, { environmentId, priority, split: [arm()] })).id);
      }
      const listed: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = await admin.call('GET', `${rules}?limit=2${cursor && `&cursor=${cursor}`}`);
        listed.push(...body.items.map((rule: Json) => rule.id));
        cursor = body.nextCursor;
      }
      expect(listed).toEqual([1, 3, 2, 4, 0].map((index) => ids[index]));
    });

    it.each([
      [{ split: [] }, 400, ['/split', /1 to 100/]],
      [{ split: {} }, 400, ['/split', /list/]],
      [{ split: ['x'] }, 400, ['/split', /./]],
      [{ split: [{ weight: 10_000 }] }, 400, ['/split/0/variantId', /required/]],
      [{ split: () => [arm(10_001)] }, 400, ['/split/0/weight', /10000/]],
      [{ split: () => [arm(0.5)] }, 400, ['/split/0/weight', /whole/]],
      [{ split: () => [arm(10_000, 'newest')] }, 400, ['/split/0/version', /latest/]],
      [{ split: () => [arm(10_000, 0)] }, 400, ['/split/0/version', /latest/]],
      [{ split: () => [arm(5000), arm(4999, 1)] }, 422, ['/split', /sum to 9999/]],
      [{ split: () => [arm(10_000, 2)] }, 422, ['/split/0/version', /latest version of this variant is 1/]],
      [{ split: () => [arm(5000), arm(5000)] }, 422, ['/split/1', /twice/]],
      [{ split: () => [{ ...arm(), variantId: randomUUID() }] }, 422, ['/split/0/variantId', /no such variant/]],
      [{ fallbacks: [{ variantId: randomUUID() }] }, 422, ['/fallbacks/0/variantId', /no such variant/]],
      [{ split: () => [{ variantId }] }, 422, ['/split/0/weight', /required.*"serve": false/]],
      [{ split: () => [{ ...arm(), share: 1 }] }, 422, ['/split/0/share', /only a shadow/]],
      [{ split: () => [{ ...arm(), maxDailyCost: 1 }] }, 422, ['/split/0/maxDailyCost', /only a shadow/]],
      [{ split: () => [shadow()] }, 422, ['/split', /at least must serve/]],
      [{ split: () => [arm(9_999), shadow()] }, 422, ['/split', /sum to 9999/]],
      [{ split: () => [arm(), { ...shadow(), weight: 1 }] }, 422, ['/split/1/weight', /serves nobody/]],
      [{ split: () => [arm(), shadow({ share: undefined })] }, 422, ['/split/1/share', /required of a shadow/]],
      [{ split: () => [arm(), shadow({ share: 0 })] }, 400, ['/split/1/share', /1 to 10000/]],
      [{ split: () => [arm(), shadow({ maxDailyCost: undefined })] }, 422, ['/split/1/maxDailyCost', /on one day/]],
      [{ split: () => [arm(), shadow({ maxDailyCost: '0.0' })] }, 422, ['/split/1/maxDailyCost', /more than 0/]],
      [{ split: () => [arm(), shadow({ maxDailyCost: '-1' })] }, 400, ['/split/1/maxDailyCost', /US dollars/]],
      [{ split: () => [arm(), shadow({ maxDailyCost: null })] }, 400, ['/split/1/maxDailyCost', /US dollars/]],
      [{ split: () => [arm(), shadow({ serve: 'no' })] }, 400, ['/split/1/serve', /true or false/]],
      [{ split: () => [arm(), shadow(), shadow({ version: 1 })] }, 422, ['/split/2', /one shadow of a variant/]],
      [{ split: () => [arm(), shadow({ version: 2 })] }, 422, ['/split/1/version', /latest version/]],
      [{ environmentId: randomUUID() }, 422, ['/environmentId', /no such environment/]],
      [{ priority: 1.5 }, 400, ['/priority', /whole/]],
      [{ conditions: { plan: 1 } }, 422, ['/conditions/plan', /./]],
      [{ conditions: { plan: { regex: 'x' } } }, 422, ['/conditions/plan/regex', /./]],
      [{ conditions: 'pro' }, 400, ['/conditions', /object/]],
    ] as [Json, number, [string, RegExp]][])('refuse %j with %i', async (change, status, error) => {
      const given = typeof change.split === 'function' ? { split: change.split() } : change;
      const body = { environmentId, split: [arm()], ...given };
      expect(await admin.call('POST', path, body)).toEqual(problem(status, error));
      const rule = await admin.create(path, { environmentId, split: [arm()] });
      expect(await admin.call('PATCH', `${path}/${rule.id}`, given)).toEqual(problem(status, error));
      expect((await admin.call('GET', `${path}/${rule.id}`)).body).toEqual(rule);
    });

    it('keep shadows among their arms, in order, which sum with none of them', async () => {
      const split = [arm(4_000), shadow({ share: 250, maxDailyCost: '5.50' }), arm(6_000, 1)];
      const { id, ...rule } = await admin.create(path, { environmentId, split });
      const shown = { variantId, version: 'latest', serve: false, share: 250, maxDailyCost: '5.5' };
      expect(rule.split).toEqual([arm(4_000), shown, arm(6_000, 1)]);
      const { items } = (await admin.call('GET', `${path.replace(/\/rules$/, '')}/experiments`)).body;
      expect(items.find(({ ruleId }: { ruleId: string }) => ruleId === id)).toMatchObject({
        shadows: [{ variantId, version: null, share: 250, maxDailyCost: '5.5', pairs: [] }],
      });
      // What was read can be written again, and is the same then.
      const again = (await admin.call('PATCH', `${path}/${id}`, { split: rule.split })).body;
      expect(again.split).toEqual(rule.split);
      const more = [...rule.split, ...['a', 'b', 'c'].map(() => shadow())];
      expect(await admin.call('PATCH', `${path}/${id}`, { split: more })).toMatchObject({
        status: 422,
        body: {
          errors: expect.arrayContaining([expect.objectContaining({ detail: expect.stringMatching(/3 shadows/) })]),
        },
      });
      const written = (await admin.call('PATCH', `${path}/${id}`, { split: [arm(), shadow({ maxDailyCost: 1e-3 })] }))
        .body;
      expect(written.split[1]).toMatchObject({ maxDailyCost: '0.001' });
      expect((await admin.call('PATCH', `${path}/${id}`, { split: [{ ...arm(), serve: true }] })).body.split).toEqual([
        arm(),
      ]);
    });

    it('cannot name a variant without versions', async () => {
      const empty = await admin.create('/variants', { name: 'Not yet' });
      expect(
        await admin.call('POST', path, { environmentId, split: [{ variantId: empty.id, weight: 10_000 }] }),
      ).toEqual(problem(422, ['/split/0/variantId', /no version yet/]));
    });

    it('say where a variant and a provider are used, and what is served there', async () => {
      const config = await admin.create('/configs', { name: 'Used here' });
      const [first, second] = [await createVariant(admin, 'Used'), await createVariant(admin, 'Used after')];
      await admin.create(`/variants/${first.id}/versions`, { providerId: second.providerId, model: 'm-2' });
      const rule = await admin.create(`/configs/${config.id}/rules`, {
        environmentId,
        enabled: false,
        split: [
          { variantId: first.id, version: 1, weight: 2500 },
          { variantId: first.id, weight: 7500 },
          { variantId: second.id, serve: false, share: 500, maxDailyCost: '2' },
        ],
        fallbacks: [{ variantId: second.id }],
      });
      const at = { configId: config.id, config: 'used-here', environmentId, environment: 'ruled', ruleId: rule.id };
      const place = { ...at, priority: 0, enabled: false };
      const used = { ...place, role: 'arm', share: null, variantId: first.id, variant: 'Used' };
      const pinned = { version: 1, servedVersion: 1, providerId: first.providerId, model: 'm-1' };
      const latest = { version: 'latest', servedVersion: 2, providerId: second.providerId, model: 'm-2' };
      const arms = [
        { ...used, ...pinned, position: 0, weight: 2500 },
        { ...used, ...latest, position: 1, weight: 7500 },
      ];
      expect((await admin.call('GET', `/rule-targets?variantId=${first.id}`)).body).toEqual({
        items: arms,
        nextCursor: null,
      });
      const ofProvider: Json[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const path = `/rule-targets?limit=1&providerId=${second.providerId}${cursor && `&cursor=${cursor}`}`;
        const { body } = await admin.call('GET', path);
        ofProvider.push(...body.items);
        cursor = body.nextCursor;
      }
      expect(ofProvider).toEqual([
        arms[1],
        expect.objectContaining({ role: 'fallback', position: 0, weight: null, share: null, variant: 'Used after' }),
        expect.objectContaining({ role: 'shadow', position: 2, weight: null, share: 500, servedVersion: 1 }),
      ]);
      expect((await admin.call('GET', `/rule-targets?variantId=${randomUUID()}`)).body.items).toEqual([]);
      for (const query of ['variantId=Used', 'cursor=W10', `cursor=${btoa('[1,2,3]')}`, 'variant=x']) {
        expect((await admin.call('GET', `/rule-targets?${query}`)).status).toBe(400);
      }
      const strange = Buffer.from('["a","b","c","arm","first"]').toString('base64url');
      expect((await admin.call('GET', `/rule-targets?cursor=${strange}`)).status).toBe(200);
    });

    it('have weights that the database sums, too', async () => {
      const rule = await admin.create(path, { environmentId, split: [arm()] });
      const failure = await admin.dataSource
        .query('UPDATE rule_arms SET weight = 9999 WHERE rule_id = $1', [rule.id])
        .catch((error: unknown) => error);
      expect(toProblem(failure, 'r')).toEqual(problem(422, ['/split', /sum to 10000/]));
    });

    it('keep what they name', async () => {
      const config = await admin.create('/configs', { name: 'Keeping' });
      const { id } = await createVariant(admin, 'Kept');
      const body = { environmentId, split: [{ variantId: id, weight: 10_000 }], fallbacks: [{ variantId: id }] };
      const rule = await admin.create(`/configs/${config.id}/rules`, body);
      const named = new RegExp(`rule ${rule.id} of config "keeping" has it as`);
      expect(await admin.call('DELETE', `/variants/${id}`)).toEqual(problem(409, ['', named], ['', named]));
      expect(await admin.call('DELETE', `/configs/${config.id}`)).toEqual(
        problem(409, ['', new RegExp(`rule ${rule.id} for environment "ruled" is enabled`)]),
      );
      await admin.call('PATCH', `/configs/${config.id}/rules/${rule.id}`, { enabled: false });
      expect((await admin.call('DELETE', `/configs/${config.id}`)).status).toBe(204);
      expect((await admin.call('DELETE', `/variants/${id}`)).status).toBe(204);
    });
  });

  it('puts the rules of one environment into another order, all of them or none', async () => {
    const config = await admin.create('/configs', { name: 'Reordered' });
    const [here, there] = [
      await admin.create('/environments', { name: 'Here' }),
      await admin.create('/environments', { name: 'There' }),
    ];
    const variant = await createVariant(admin, 'Reordered');
    const split = [{ variantId: variant.id, weight: 10_000 }];
    const rule = async (environmentId: string, priority: number): Promise<string> =>
      (await admin.create(`/configs/${config.id}/rules`, { environmentId, priority, split })).id;
    const ids = [await rule(here.id, 0), await rule(here.id, 0), await rule(here.id, 5)];
    const elsewhere = await rule(there.id, 7);
    const order = async () => {
      const { items } = (await admin.call('GET', `/configs/${config.id}/rules`)).body;
      return items.filter((each: Json) => each.environmentId === here.id).map((each: Json) => each.id);
    };
    expect(await order()).toEqual([ids[2], ids[0], ids[1]]);
    const reorder = (ruleIds: unknown) =>
      admin.call('POST', `/configs/${config.id}/rules/reorder`, { environmentId: here.id, ruleIds });
    expect((await reorder([ids[1]?.toUpperCase(), ids[2], ids[0]])).status).toBe(204);
    expect(await order()).toEqual([ids[1], ids[2], ids[0]]);
    for (const wrong of [ids.slice(1), [...ids, elsewhere], [ids[0], ids[1], elsewhere], []]) {
      expect(await reorder(wrong)).toEqual(problem(422, ['/ruleIds', /read the rules again/]));
    }
    expect((await reorder([ids[0], ids[0], ids[1]])).status).toBe(400);
    expect((await reorder(['x'])).status).toBe(400);
    expect(await order()).toEqual([ids[1], ids[2], ids[0]]);
    expect((await admin.call('GET', `/configs/${config.id}/rules/${elsewhere}`)).body.priority).toBe(7);
    const { items } = (await admin.call('GET', `/configs/${config.id}/history?environmentId=${here.id}`)).body;
    expect(items[0]).toMatchObject({ action: 'rule.changed' });
  });

  describe('two administrators at once', () => {
    /** Every kind of resource that can be changed, each with a change. */
    async function resources(): Promise<Record<string, { path: string; change: object }>> {
      const environment = await admin.create('/environments', { name: 'Read by two' });
      const config = await admin.create('/configs', { name: 'Read by two' });
      const variant = await createVariant(admin, 'Read by two');
      const split = [{ variantId: variant.id, version: 'latest', weight: 10_000 }];
      const rule = await admin.create(`/configs/${config.id}/rules`, { environmentId: environment.id, split });
      return {
        environment: { path: `/environments/${environment.id}`, change: { isProduction: true } },
        config: { path: `/configs/${config.id}`, change: { name: 'Renamed' } },
        provider: { path: `/providers/${variant.providerId}`, change: { credentials: { apiKey: 'another' } } },
        variant: { path: `/variants/${variant.id}`, change: { name: 'Renamed' } },
        rule: {
          path: `/configs/${config.id}/rules/${rule.id}`,
          change: { split: split.map((arm) => ({ ...arm, version: 1 })) },
        },
      };
    }

    it('does what was meant for a state only while it is that', async () => {
      for (const [what, { path, change }] of Object.entries(await resources())) {
        const read = await admin.call('GET', path);
        const { etag } = read.body;
        expect([what, read.headers.get('etag')]).toEqual([what, etag]);
        const { items } = (await admin.call('GET', `${path.slice(0, path.lastIndexOf('/'))}?limit=200`)).body;
        expect(items.find(({ id }: Json) => id === read.body.id)).toMatchObject({ etag });

        const changed = await admin.call('PATCH', path, change, { 'if-match': etag });
        expect([what, changed.status, changed.headers.get('etag')]).toEqual([what, 200, changed.body.etag]);
        expect(changed.body.etag).not.toBe(etag);
        const stale = await admin.call('PATCH', path, change, { 'if-match': etag });
        expect(stale).toEqual(problem(412));
        expect(stale.body.detail).toContain(changed.body.etag);
        expect(await admin.call('DELETE', path, undefined, { 'if-match': etag })).toEqual(problem(412));
        expect((await admin.call('GET', path)).body).toEqual(changed.body);
        expect((await admin.call('PATCH', path, {}, { 'if-match': 'no tag' })).status).toBe(400);
        expect((await admin.call('PATCH', path, {}, { 'if-match': '*' })).status).toBe(200);
        expect((await admin.call('PATCH', path, {})).status).toBe(200);
      }
    });

    it('lets one of many in', async () => {
      const { id, etag } = await admin.create('/configs', { name: 'Read by many' });
      const path = `/configs/${id}`;
      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map((each) => admin.call('PATCH', path, { name: `By ${each}` }, { 'if-match': etag })),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412, 412]);
    });

    it('publishes a version only after the one that its maker has seen', async () => {
      const { id, providerId } = await createVariant(admin, 'Published by two');
      const { etag } = (await admin.call('GET', `/variants/${id}`)).body;
      const publish = (model: string) =>
        admin.call('POST', `/variants/${id}/versions`, { providerId, model }, { 'if-match': etag });
      expect((await publish('m-2')).body).toMatchObject({ version: 2 });
      expect(await publish('m-3')).toEqual(problem(412));
      expect((await admin.call('GET', `/variants/${id}`)).body).toMatchObject({ latestVersion: 2 });
    });

    it('does not count secrets and their use as a change of their environment', async () => {
      const { id, etag } = await admin.create('/environments', { name: 'With secrets' });
      await admin.create(`/environments/${id}/secrets`, {});
      const answer = await admin.call('PATCH', `/environments/${id}`, { name: 'Renamed' }, { 'if-match': etag });
      expect(answer.status).toBe(200);
    });
  });
});
