import { randomUUID } from 'node:crypto';
import { createVariant, problem, startAdminApp, type AdminApp, type Json } from '../support/admin-app.js';

describe('admin API: the history of rules', () => {
  let admin: AdminApp;
  let staging: string;
  let production: string;
  let variantId: string;
  let otherId: string;
  let providerId: string;
  let configs = 0;
  beforeAll(async () => {
    admin = await startAdminApp();
    staging = (await admin.create('/environments', { name: 'Staging' })).id;
    production = (await admin.create('/environments', { name: 'Production' })).id;
    const variant = await createVariant(admin, 'Served');
    [variantId, providerId] = [variant.id, variant.providerId];
    otherId = (await createVariant(admin, 'Other')).id;
    await newVersion(variantId);
  });
  afterAll(() => admin.close());

  const newVersion = (variant: string) =>
    admin.create(`/variants/${variant}/versions`, { providerId, model: `m-${randomUUID()}` });
  const arm = (weight = 10_000, version: number | 'latest' = 'latest', variant = variantId) => ({
    variantId: variant,
    version,
    weight,
  });

  /** A config of its own: what one test does to rules is in no other's history. */
  async function ruled(...rules: object[]): Promise<{ path: string; ids: string[] }> {
    const config = await admin.create('/configs', { name: `Ruled ${++configs}` });
    const path = `/configs/${config.id}`;
    const ids: string[] = [];
    for (const rule of rules) {
      ids.push((await admin.create(`${path}/rules`, { environmentId: staging, split: [arm()], ...rule })).id);
    }
    return { path, ids };
  }

  const historyOf = async (path: string, query = ''): Promise<Json[]> =>
    (await admin.call('GET', `${path}/history?limit=200${query}`)).body.items;
  const rulesOf = async (path: string, environmentId: string): Promise<Json[]> =>
    (await admin.call('GET', `${path}/rules?limit=200`)).body.items
      .filter((rule: Json) => rule.environmentId === environmentId)
      .map(({ updatedAt: _, etag: _tag, ...rule }: Json) => rule);

  it('holds who changed what and when, newest first, with the rules that the change left', async () => {
    const { path, ids } = await ruled({ conditions: { plan: 'pro' } }, { priority: 5 });
    const [first, second] = ids;
    await admin.call('PATCH', `${path}/rules/${first}`, { enabled: false, split: [arm(4_000), arm(6_000, 1)] });
    await admin.call('DELETE', `${path}/rules/${second}`);
    const entries = await historyOf(path);
    expect(entries.map(({ action, changes }) => [action, changes])).toEqual([
      ['rule.deleted', [{ ruleId: second, change: 'removed', fields: [] }]],
      ['rule.changed', [{ ruleId: first, change: 'changed', fields: ['enabled', 'split'] }]],
      ['rule.created', [{ ruleId: second, change: 'added', fields: [] }]],
      ['rule.created', [{ ruleId: first, change: 'added', fields: [] }]],
    ]);
    expect(entries.map(({ rules }) => rules.map(({ id }: Json) => id))).toEqual([
      [first],
      [second, first],
      [second, first],
      [first],
    ]);
    expect(entries[1]).toMatchObject({
      by: 'admin token',
      environmentId: staging,
      variantId: null,
      fromHistoryId: null,
    });
    expect(Date.parse(entries[1].at)).toBeGreaterThan(Date.now() - 60_000);
    expect(entries[1].rules[1]).toMatchObject({
      enabled: false,
      conditions: { plan: 'pro' },
      stickyBy: null,
      split: [
        { variantId, version: 'latest', servedVersion: 2, weight: 4_000 },
        { variantId, version: 1, servedVersion: 1, weight: 6_000 },
      ],
    });
  });

  it('is paged, by environment where that is asked, and holds no change that changed nothing', async () => {
    const { path, ids } = await ruled({}, { environmentId: production }, {});
    await admin.call('PATCH', `${path}/rules/${ids[0]}`, {});
    const { body: page } = await admin.call('GET', `${path}/history?limit=2`);
    const { body: rest } = await admin.call('GET', `${path}/history?limit=2&cursor=${page.nextCursor}`);
    expect([...page.items, ...rest.items].map((entry: Json) => entry.changes[0].ruleId)).toEqual([
      ids[2],
      ids[1],
      ids[0],
    ]);
    expect(rest.nextCursor).toBeNull();
    expect((await historyOf(path, `&environmentId=${production}`)).map(({ changes }) => changes[0].ruleId)).toEqual([
      ids[1],
    ]);
    expect(await admin.call('GET', `${path}/history?environmentId=x`)).toEqual(
      problem(400, ['/environmentId', /UUID/]),
    );
    expect(await admin.call('GET', `/configs/${randomUUID()}/history`)).toEqual(problem(404));
  });

  it('has an entry for each environment that a rule leaves and comes to', async () => {
    const { path, ids } = await ruled({});
    await admin.call('PATCH', `${path}/rules/${ids[0]}`, { environmentId: production });
    const entries = await historyOf(path);
    expect(
      new Set(entries.slice(0, 2).map(({ environmentId, changes }) => [environmentId, changes[0].change].join())),
    ).toEqual(new Set([`${staging},removed`, `${production},added`]));
  });

  it('holds the versions of the variants that rules name', async () => {
    const { path, ids } = await ruled({}, { split: [arm(10_000, 1)], environmentId: production });
    const { version } = await newVersion(variantId);
    const entries = await historyOf(path);
    const made = Object.fromEntries(entries.slice(0, 2).map((entry) => [entry.environmentId, entry]));
    expect(made[staging]).toMatchObject({
      action: 'version.created',
      ...{ variantId, version },
      changes: [{ ruleId: ids[0], change: 'changed', fields: ['split'] }],
      rules: [{ split: [{ version: 'latest', servedVersion: version }] }],
    });
    expect(made[production]).toMatchObject({
      action: 'version.created',
      changes: [],
      rules: [{ split: [{ version: 1 }] }],
    });
  });

  it('is written with the change or not at all', async () => {
    const { path, ids } = await ruled({});
    const before = await historyOf(path);
    await admin.dataSource.query(
      `ALTER TABLE config_history ADD CONSTRAINT refused CHECK (action <> 'rule.changed') NOT VALID`,
    );
    const { status } = await admin.call('PATCH', `${path}/rules/${ids[0]}`, { priority: 7 });
    await admin.dataSource.query('ALTER TABLE config_history DROP CONSTRAINT refused');
    expect(status).toBe(500);
    expect(await historyOf(path)).toEqual(before);
    expect(await rulesOf(path, staging)).toMatchObject([{ priority: 0 }]);
  });

  it('begins with the rules as they are found where a gateway without a history wrote them', async () => {
    const { path, ids } = await ruled({ priority: 1 });
    await admin.dataSource.query('UPDATE targeting_rules SET priority = 2 WHERE id = $1', [ids[0]]);
    await admin.call('PATCH', `${path}/rules/${ids[0]}`, { priority: 3 });
    const entries = await historyOf(path);
    expect(entries.map(({ action, by, rules }) => [action, by, rules[0].priority])).toEqual([
      ['rule.changed', 'admin token', 3],
      ['rules.found', null, 2],
      ['rule.created', 'admin token', 1],
    ]);
  });

  describe('restore', () => {
    it('puts back every rule of the environment as it was, with its id, and leaves the others', async () => {
      const { path, ids } = await ruled(
        {
          conditions: { plan: 'pro' },
          stickyBy: 'header:x-session-id',
          fallbacks: [{ variantId: otherId, version: 1 }],
        },
        { split: [arm(2_500), arm(7_500, 1)] },
        { environmentId: production },
      );
      const [before, elsewhere] = [await rulesOf(path, staging), await rulesOf(path, production)];
      const [entry] = await historyOf(path, `&environmentId=${staging}`);
      await admin.call('DELETE', `${path}/rules/${ids[0]}`);
      await admin.call('PATCH', `${path}/rules/${ids[1]}`, { split: [arm()], enabled: false, priority: 9 });
      await admin.create(`${path}/rules`, { environmentId: staging, split: [arm()] });

      const restored = await admin.create(`${path}/restore`, { historyId: entry.id });
      expect(restored).toMatchObject({ action: 'rules.restored', fromHistoryId: entry.id, environmentId: staging });
      expect(restored.rules).toEqual(entry.rules);
      expect(restored.changes.map(({ change }: Json) => change)).toEqual(['added', 'changed', 'removed']);
      expect(await rulesOf(path, staging)).toEqual(before);
      expect(await rulesOf(path, production)).toEqual(elsewhere);
      expect((await historyOf(path))[0]).toEqual(restored);
    });

    it('can restore that there was none, and what a restore undid', async () => {
      const { path, ids } = await ruled({});
      await admin.call('DELETE', `${path}/rules/${ids[0]}`);
      const [deleted, created] = await historyOf(path);
      await admin.create(`${path}/restore`, { historyId: created.id });
      expect(await rulesOf(path, staging)).toMatchObject([{ id: ids[0] }]);
      await admin.create(`${path}/restore`, { historyId: deleted.id });
      expect(await rulesOf(path, staging)).toEqual([]);
    });

    it('leaves a rule where it moved to, and makes another like it', async () => {
      const { path, ids } = await ruled({ priority: 4 });
      const [entry] = await historyOf(path);
      await admin.call('PATCH', `${path}/rules/${ids[0]}`, { environmentId: production });
      await admin.create(`${path}/restore`, { historyId: entry.id });
      expect(await rulesOf(path, production)).toMatchObject([{ id: ids[0], priority: 4 }]);
      const [again] = await rulesOf(path, staging);
      expect([again.priority, again.id === ids[0]]).toEqual([4, false]);
    });

    it('changes nothing where a variant is gone by now, and says which', async () => {
      const gone = await createVariant(admin, 'Gone');
      const { path, ids } = await ruled({ split: [arm(10_000, 'latest', gone.id)] }, { priority: -1 });
      const [entry] = await historyOf(path);
      await admin.call('PATCH', `${path}/rules/${ids[0]}`, { split: [arm()] });
      await admin.call('PATCH', `${path}/rules/${ids[1]}`, { priority: 8 });
      expect((await admin.call('DELETE', `/variants/${gone.id}`)).status).toBe(204);
      const before = [await rulesOf(path, staging), await historyOf(path)];
      expect(await admin.call('POST', `${path}/restore`, { historyId: entry.id })).toEqual(
        problem(422, ['/historyId', new RegExp(`rule ${ids[0]}, /split/0/variantId: there is no such variant`)]),
      );
      expect([await rulesOf(path, staging), await historyOf(path)]).toEqual(before);
    });

    it('takes entries of its own config only', async () => {
      const { path } = await ruled({});
      const other = await ruled({});
      const [entry] = await historyOf(other.path);
      for (const historyId of [entry.id, randomUUID()]) {
        expect(await admin.call('POST', `${path}/restore`, { historyId })).toEqual(
          problem(422, ['/historyId', /no such entry/]),
        );
      }
      expect(await admin.call('POST', `${path}/restore`, {})).toEqual(problem(400, ['/historyId', /required/]));
    });
  });

  describe('promote', () => {
    const promote = (path: string, body: object = {}) =>
      admin.call('POST', `${path}/promote`, { fromEnvironmentId: staging, toEnvironmentId: production, ...body });
    const contentOf = (rules: readonly Json[]) =>
      rules.map(({ id: _, environmentId: _in, createdAt: _at, ...content }) => content);

    it('copies all rules, in their order, and keeps the ids of those that are there already', async () => {
      const { path, ids } = await ruled(
        { priority: 5, conditions: { plan: 'pro' }, stickyBy: 'user' },
        { split: [arm(1_000, 1), arm(9_000)] },
        { fallbacks: [{ variantId: otherId }] },
        { environmentId: production, split: [arm(10_000, 1)] },
        { environmentId: production, priority: 99 },
      );
      const { status, body } = await promote(path);
      expect([status, body.action, body.fromEnvironmentId, body.environmentId]).toEqual([
        ...[201, 'rules.promoted', staging, production],
      ]);
      expect(body.changes.map(({ change }: Json) => change).toSorted()).toEqual([
        'added',
        'added',
        'changed',
        'removed',
      ]);
      const [source, copies] = [await rulesOf(path, staging), await rulesOf(path, production)];
      expect(contentOf(copies)).toEqual(contentOf(source));
      expect(copies[1].id).toBe(ids[3]);
      // Again it changes nothing: no caller is drawn anew.
      const again = await promote(path);
      expect([again.body.changes, await rulesOf(path, production)]).toEqual([[], copies]);
      expect(await rulesOf(path, staging)).toEqual(source);
    });

    it("brings the version that the first environment serves into the other's rules, and changes nothing else", async () => {
      const { path } = await ruled(
        { split: [arm()] },
        { environmentId: production, split: [arm(6_000, 1), arm(3_000, 2), arm(1_000, 1, otherId)] },
        { environmentId: production, split: [arm(10_000, 1, otherId)], fallbacks: [{ variantId, version: 1 }] },
      );
      const { version } = await newVersion(variantId);
      const { status, body } = await promote(path, { variantId });
      expect([status, body]).toMatchObject([201, { action: 'version.promoted', variantId, version }]);
      // Two arms of one version are one, with both their weights.
      expect(await rulesOf(path, production)).toMatchObject([
        { split: [arm(9_000, version), arm(1_000, 1, otherId)], fallbacks: [] },
        { split: [arm(10_000, 1, otherId)], fallbacks: [{ variantId, version }] },
      ]);
      expect(await rulesOf(path, staging)).toMatchObject([{ split: [arm()] }]);
      expect((await promote(path, { variantId, version: 'latest' })).status).toBe(201);
      expect((await rulesOf(path, production))[0].split[0]).toEqual(arm(9_000, 'latest'));
    });

    it('takes shadows along with all rules, and for no version that is served', async () => {
      const shadow = { variantId, version: 1, serve: false, share: 250, maxDailyCost: '0.5' };
      const { path } = await ruled(
        { split: [arm(10_000, 2), shadow] },
        { environmentId: production, split: [arm(10_000, 1), shadow] },
      );
      expect((await promote(path, { variantId })).body).toMatchObject({ action: 'version.promoted', version: 2 });
      expect((await rulesOf(path, production))[0].split).toEqual([arm(10_000, 2), shadow]);
      const [rule] = await rulesOf(path, production);
      await admin.call('PATCH', `${path}/rules/${rule.id}`, { split: [arm()] });
      expect((await promote(path)).body.rules[0].split[1]).toEqual({ ...shadow, servedVersion: 1 });
      expect((await rulesOf(path, production))[0].split).toEqual([arm(10_000, 2), shadow]);
      const entries = await historyOf(path, `&environmentId=${production}`);
      expect(entries[1].changes).toEqual([{ ruleId: rule.id, change: 'changed', fields: ['split'] }]);
      // What was taken out is put back as it was.
      const before = entries.find(({ action }: Json) => action === 'version.promoted');
      await admin.call('PATCH', `${path}/rules/${rule.id}`, { split: [arm()] });
      const restored = await admin.call('POST', `${path}/restore`, { historyId: before.id });
      expect([restored.status, (await rulesOf(path, production))[0].split]).toEqual([201, [arm(10_000, 2), shadow]]);
    });

    it('asks which version where the first environment serves several', async () => {
      const { path } = await ruled({ split: [arm(9_000, 1), arm(1_000, 2)] }, { environmentId: production });
      expect(await promote(path, { variantId })).toEqual(
        problem(422, ['/version', /serves version 1 and 2: name one/]),
      );
      expect(await promote(path, { variantId, version: 'latest' })).toEqual(
        problem(422, ['/version', /version 1 and 2/]),
      );
      expect((await promote(path, { variantId, version: 2 })).status).toBe(201);
      expect(await rulesOf(path, production)).toMatchObject([{ split: [arm(10_000, 2)] }]);
    });

    it('refuses what cannot be promoted, and changes nothing', async () => {
      const { path } = await ruled({}, { environmentId: production, split: [arm(10_000, 1, otherId)] });
      const before = [await rulesOf(path, production), await historyOf(path)];
      const refusals: [object, [string, RegExp]][] = [
        [{ toEnvironmentId: staging }, ['/toEnvironmentId', /another/]],
        [{ toEnvironmentId: randomUUID() }, ['/toEnvironmentId', /no such environment/]],
        [{ fromEnvironmentId: randomUUID() }, ['/fromEnvironmentId', /no such environment/]],
        [{ version: 1 }, ['/version', /variantId/]],
        [{ variantId: randomUUID() }, ['/variantId', /first environment/]],
        [{ variantId }, ['/variantId', /second environment/]],
      ];
      for (const [body, error] of refusals) expect(await promote(path, body)).toEqual(problem(422, error));
      const none = await ruled({ environmentId: production });
      expect(await promote(none.path)).toEqual(problem(422, ['/fromEnvironmentId', /no rules/]));
      expect([await rulesOf(path, production), await historyOf(path)]).toEqual(before);
    });
  });

  it('keeps the newest 1000 entries of each environment', async () => {
    const { path, ids } = await ruled({ environmentId: production }, {});
    const [, kept] = await historyOf(path);
    await admin.dataSource.query(
      `INSERT INTO config_history (id, config_id, environment_id, action, changes, rules)
       SELECT gen_random_uuid(), config_id, environment_id, 'rule.changed', changes, rules
       FROM config_history, generate_series(1, 1000) WHERE config_id = $1 AND environment_id = $2`,
      [kept.configId, staging],
    );
    await admin.call('PATCH', `${path}/rules/${ids[1]}`, { priority: 1 });
    const counts = await admin.dataSource.query<{ environment_id: string; count: string }[]>(
      'SELECT environment_id, count(*) FROM config_history WHERE config_id = $1 GROUP BY 1',
      [kept.configId],
    );
    expect(new Map(counts.map((row) => [row.environment_id, row.count]))).toEqual(
      new Map([
        [staging, '1000'],
        [production, '1'],
      ]),
    );
    expect((await historyOf(path))[0]).toMatchObject({ rules: [{ priority: 1 }] });
  });

  it('goes with its config', async () => {
    const { path, ids } = await ruled({});
    await admin.call('PATCH', `${path}/rules/${ids[0]}`, { enabled: false });
    expect((await admin.call('DELETE', path)).status).toBe(204);
    expect(await admin.call('GET', `${path}/history`)).toEqual(problem(404));
  });
});
