import { randomUUID } from 'node:crypto';
import { Rollout } from '../../src/configs/rollouts/rollout.entity.js';
import { RolloutsService } from '../../src/configs/rollouts/rollouts.service.js';
import { createVariant, problem, startAdminApp, type AdminApp, type Json } from '../support/admin-app.js';
import { waitFor } from '../support/start-app.js';

const HOUR = [{ weight: 1_000, minMinutes: 60 }];
const STEPS = [...HOUR, { weight: 5_000, minMinutes: 60 }, { weight: 10_000, minMinutes: 60 }];

describe('admin API: rollouts', () => {
  let admin: AdminApp;
  let environmentId: string;
  let elsewhere: string;
  let old: string;
  let other: string;
  let fresh: string;
  let providerId: string;
  let configs = 0;
  beforeAll(async () => {
    admin = await startAdminApp();
    environmentId = (await admin.create('/environments', { name: 'Production' })).id;
    elsewhere = (await admin.create('/environments', { name: 'Staging' })).id;
    old = (await createVariant(admin, 'Old')).id;
    other = (await createVariant(admin, 'Other')).id;
    ({ id: fresh, providerId } = await createVariant(admin, 'Fresh'));
  });
  afterAll(() => admin.close());

  interface Ruled {
    readonly config: string;
    readonly rule: string;
    readonly rollout: string;
  }

  /** A rule of two arms, in a config of its own. */
  async function ruled(split: object[] = []): Promise<Ruled> {
    const config = `/configs/${(await admin.create('/configs', { name: `Rolled ${++configs}` })).id}`;
    const arms = [
      { variantId: old, version: 'latest', weight: 7_000 },
      { variantId: other, version: 1, weight: 3_000 },
    ];
    const { id } = await admin.create(`${config}/rules`, { environmentId, split: split.length > 0 ? split : arms });
    return { config, rule: `${config}/rules/${id}`, rollout: `${config}/rules/${id}/rollout` };
  }
  const put = (path: string, body: object = {}) =>
    admin.call('PUT', path, { variantId: fresh, version: 1, steps: STEPS, ...body });
  const weights = async ({ rule }: Ruled): Promise<number[]> =>
    (await admin.call('GET', rule)).body.split.map((arm: Json) => arm.weight);
  const state = async ({ rollout }: Ruled): Promise<Json> => (await admin.call('GET', rollout)).body;

  it('begins at once, goes on when told, completes and rolls back, with who and when', async () => {
    const rule = await ruled();
    const { status, body } = await put(rule.rollout);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ state: 'running', step: 0, weight: 1_000, version: 1, guard: null, measured: null }),
    ]);
    expect(await weights(rule)).toEqual([6_300, 2_700, 1_000]);
    expect((await admin.create(`${rule.rollout}/advance`)).weight).toBe(5_000);
    expect(await weights(rule)).toEqual([3_500, 1_500, 5_000]);
    await admin.create(`${rule.rollout}/pause`);
    await admin.create(`${rule.rollout}/resume`);
    expect((await admin.create(`${rule.rollout}/complete`)).state).toBe('completed');
    expect(await weights(rule)).toEqual([0, 0, 10_000]);
    const { history } = await admin.create(`${rule.rollout}/rollback`);
    expect(await weights(rule)).toEqual([7_000, 3_000]);
    expect(history.map(({ action, weight, by, reason }: Json) => [action, weight, by, reason])).toEqual([
      ['rollout.started', 1_000, 'admin token', null],
      ['rollout.advanced', 5_000, 'admin token', null],
      ['rollout.paused', 5_000, 'admin token', null],
      ['rollout.resumed', 5_000, 'admin token', null],
      ['rollout.completed', 10_000, 'admin token', null],
      ['rollout.rolled_back', 0, 'admin token', null],
    ]);
    const { items } = (await admin.call('GET', `${rule.config}/history`)).body;
    expect(items[0]).toMatchObject({ id: history.at(-1).historyId, action: 'rollout.rolled_back', rolloutId: body.id });
  });

  it('is asked for and told again without harm', async () => {
    const rule = await ruled();
    const { body } = await put(rule.rollout, { guard: { maxErrorRate: 0.1 } });
    expect(await put(rule.rollout, { guard: { maxErrorRate: 0.1 } })).toMatchObject({ status: 200, body });
    expect(await put(rule.rollout)).toEqual(problem(409));
    for (const [action, stays] of [
      ['resume', 'running'],
      ['pause', 'paused'],
      ['pause', 'paused'],
      ['rollback', 'rolled_back'],
      ['rollback', 'rolled_back'],
    ] as const) {
      expect((await admin.create(`${rule.rollout}/${action}`)).state).toBe(stays);
    }
    expect((await state(rule)).history).toHaveLength(3);
    expect((await admin.call('POST', `${rule.rollout}/advance`)).body.detail).toMatch(
      /is rolled_back: it cannot go on/,
    );
    expect((await put(rule.rollout)).body).toMatchObject({ state: 'running', step: 0 });
  });

  it('goes on only from where its administrator saw it', async () => {
    const rule = await ruled();
    const { etag } = (await put(rule.rollout)).body;
    const stale = { 'if-match': etag };
    expect((await admin.call('POST', `${rule.rollout}/advance`, undefined, stale)).status).toBe(201);
    for (const action of ['advance', 'pause', 'complete', 'rollback']) {
      expect(await admin.call('POST', `${rule.rollout}/${action}`, undefined, stale)).toEqual(problem(412));
    }
    expect(await state(rule)).toMatchObject({ state: 'running', step: 1 });
  });

  it('are listed, of all rules, the newest first', async () => {
    const [first, second] = [await ruled(), await ruled()];
    await put(first.rollout);
    await put(second.rollout);
    await admin.create(`${first.rollout}/complete`);
    const list = async (query = '') => (await admin.call('GET', `/rollouts${query}`)).body;
    const { items, nextCursor } = await list('?limit=1');
    const { history: _history, ...latest } = await state(second);
    expect(items).toEqual([latest]);
    expect(latest).toMatchObject({ environmentId, configId: second.config.split('/').at(-1) });
    expect((await list(`?limit=1&cursor=${nextCursor}`)).items[0].ruleId).toBe(first.rule.split('/').at(-1));
    const running = (await list('?state=running&limit=200')).items;
    expect(running[0].ruleId).toBe(latest.ruleId);
    expect(running.every((each: Json) => each.state === 'running')).toBe(true);
    expect((await admin.call('GET', '/rollouts?state=lost')).status).toBe(400);
  });

  it('takes the latest version by its number, and stays there', async () => {
    const rule = await ruled();
    expect((await put(rule.rollout, { version: 'latest', variantId: fresh.toUpperCase() })).body.version).toBe(1);
    await admin.create(`/variants/${fresh}/versions`, { providerId, model: 'm-2' });
    expect((await admin.call('GET', rule.rule)).body.split[2]).toEqual({ variantId: fresh, version: 1, weight: 1_000 });
    expect((await state(rule)).state).toBe('running');
  });

  it('waits for its time, with its version safe, and begins by itself', async () => {
    const rule = await ruled();
    const variant = await createVariant(admin, 'Awaited');
    const startAt = '2099-01-01T00:00:00.000Z';
    expect((await put(rule.rollout, { startAt, variantId: variant.id })).body).toMatchObject({
      ...{ state: 'scheduled', step: null, startAt, weight: 0 },
      history: [{ action: 'rollout.scheduled' }],
    });
    expect(await weights(rule)).toEqual([7_000, 3_000, 0]);
    expect((await admin.call('DELETE', `/variants/${variant.id}`)).status).toBe(409);
    await admin.dataSource.query(`UPDATE rollouts SET start_at = now(), look_at = now() WHERE start_at = $1`, [
      startAt,
    ]);
    await waitFor(async () => ((await state(rule)).state === 'running' ? true : undefined), 'it begins');
    expect((await state(rule)).history.at(-1)).toMatchObject({
      ...{ action: 'rollout.started', by: 'rollout', reason: 'its time came', weight: 1_000 },
    });
  });

  it('takes a step once, whoever decides it at the same time, and whole or not at all', async () => {
    const rule = await ruled();
    const { id } = (await put(rule.rollout)).body;
    const service = admin.app.get(RolloutsService);
    const seen = await admin.dataSource.manager.findOneByOrFail(Rollout, { id });
    const decision = { action: 'advance', reason: 'its time came' } as const;
    const writes = `ALTER TABLE config_history ADD CONSTRAINT refused CHECK (action <> 'rollout.advanced') NOT VALID`;
    await admin.dataSource.query(writes);
    await expect(service.follow(seen, decision)).rejects.toThrow(/refused/);
    await admin.dataSource.query('ALTER TABLE config_history DROP CONSTRAINT refused');
    expect([await weights(rule), (await state(rule)).step]).toEqual([[6_300, 2_700, 1_000], 0]);
    const written = await Promise.all([1, 2, 3, 4].map(() => service.follow(seen, decision)));
    expect(written.toSorted()).toEqual([false, false, false, true]);
    expect([await weights(rule), (await state(rule)).step]).toEqual([[3_500, 1_500, 5_000], 1]);
    expect((await state(rule)).history).toHaveLength(2);
  });

  describe('ends as `replaced` when the split becomes another one', () => {
    it.each<[string, (rule: Ruled) => Promise<unknown>]>([
      ['by PATCH', ({ rule }) => admin.call('PATCH', rule, { split: [{ variantId: old, weight: 10_000 }] })],
      [
        'by a restore',
        async ({ config }) => {
          const { items } = (await admin.call('GET', `${config}/history`)).body;
          return admin.create(`${config}/restore`, { historyId: items.at(-1).id });
        },
      ],
      [
        'by a promotion',
        async ({ config }) => {
          await admin.create(`${config}/rules`, {
            environmentId: elsewhere,
            split: [{ variantId: old, weight: 10_000 }],
          });
          await admin.create(`${config}/promote`, { fromEnvironmentId: elsewhere, toEnvironmentId: environmentId });
        },
      ],
    ])('%s', async (_name, change) => {
      const rule = await ruled();
      await put(rule.rollout);
      await change(rule);
      const after = await weights(rule);
      expect(await state(rule)).toMatchObject({ state: 'replaced', reason: expect.stringMatching(/something else/) });
      for (const action of ['pause', 'resume', 'advance', 'complete', 'rollback']) {
        expect((await admin.call('POST', `${rule.rollout}/${action}`)).status).toBe(409);
      }
      expect(await weights(rule)).toEqual(after);
    });

    it('by a replica that knows of no rollouts, before anything is written over it', async () => {
      const rule = await ruled();
      await put(rule.rollout);
      await admin.dataSource.transaction(async (manager) => {
        const id = rule.rule.split('/').at(-1);
        await manager.query('UPDATE rule_arms SET weight = 5300 WHERE rule_id = $1 AND position = 0', [id]);
        await manager.query('UPDATE rule_arms SET weight = 2000 WHERE rule_id = $1 AND position = 2', [id]);
      });
      expect((await admin.call('POST', `${rule.rollout}/advance`)).body.detail).toMatch(
        /was changed by something else/,
      );
      expect([await weights(rule), (await state(rule)).state]).toEqual([[5_300, 2_700, 2_000], 'replaced']);
    });

    it('but goes on where anything else of the rule changes', async () => {
      const rule = await ruled();
      await put(rule.rollout);
      const { split } = (await admin.call('GET', rule.rule)).body;
      await admin.call('PATCH', rule.rule, {
        split,
        priority: 3,
        conditions: { plan: 'pro' },
        environmentId: elsewhere,
      });
      await admin.create(`/variants/${old}/versions`, { providerId, model: 'm-3' });
      expect((await admin.create(`${rule.rollout}/advance`)).state).toBe('running');
      expect(await weights(rule)).toEqual([3_500, 1_500, 5_000]);
    });

    it('and leaves shadows as they are, which come and go beside it', async () => {
      const shadow = { variantId: other, version: 1, serve: false, share: 500, maxDailyCost: '2' };
      const arms = [
        { variantId: old, version: 'latest', weight: 7_000 },
        { variantId: other, version: 1, weight: 3_000 },
      ];
      const rule = await ruled([...arms, shadow]);
      await put(rule.rollout);
      const split = async () => (await admin.call('GET', rule.rule)).body.split;
      expect(await split()).toEqual([
        { variantId: old, version: 'latest', weight: 6_300 },
        { variantId: other, version: 1, weight: 2_700 },
        { variantId: fresh, version: 1, weight: 1_000 },
        shadow,
      ]);
      const without = (await split()).filter((arm: Json) => arm.serve !== false);
      await admin.call('PATCH', rule.rule, { split: [shadow, ...without] });
      expect((await admin.create(`${rule.rollout}/advance`)).state).toBe('running');
      expect((await split()).at(-1)).toEqual(shadow);
      await admin.call('PATCH', rule.rule, { split: (await split()).filter((arm: Json) => arm.serve !== false) });
      expect((await admin.create(`${rule.rollout}/rollback`)).state).toBe('rolled_back');
      expect(await split()).toEqual(arms);
      expect((await state(rule)).history.map(({ weight }: Json) => weight)).toEqual([1_000, 5_000, 0]);
    });

    it('and is not rolled back over a split that was changed after it was completed', async () => {
      const rule = await ruled();
      await put(rule.rollout);
      await admin.create(`${rule.rollout}/complete`);
      await admin.call('PATCH', rule.rule, { split: [{ variantId: other, weight: 10_000 }] });
      expect(await admin.call('POST', `${rule.rollout}/rollback`)).toEqual(problem(409));
      expect([await weights(rule), (await state(rule)).state]).toEqual([[10_000], 'completed']);
    });
  });

  it('goes with its rule', async () => {
    const rule = await ruled();
    expect(await admin.call('GET', rule.rollout)).toEqual(problem(404));
    await put(rule.rollout);
    expect((await admin.call('DELETE', rule.rule)).status).toBe(204);
    expect(await admin.call('GET', rule.rollout)).toEqual(problem(404));
    expect(await admin.call('POST', `${rule.rollout}/pause`)).toEqual(problem(404));
    expect(await put(rule.rollout)).toEqual(problem(404));
  });

  it('refuses what cannot be, and leaves everything as it was', async () => {
    const rule = await ruled();
    const refusals: [object, object][] = [
      [{ steps: [] }, problem(400, ['/steps', /1 to 50/])],
      [{ steps: [{ weight: 0, minMinutes: 1 }] }, problem(400, ['/steps/0/weight', /1 to 10000/])],
      [
        { steps: [{ weight: 1.5, minMinutes: -1 }] },
        problem(400, ['/steps/0/weight', /whole/], ['/steps/0/minMinutes', /0 to/]),
      ],
      [{ steps: [...HOUR, ...HOUR] }, problem(422, ['/steps/1/weight', /more than the step before/])],
      [{ guard: {} }, problem(422, ['/guard', /no bound/])],
      [{ guard: { maxErrorRate: 2 } }, problem(400, ['/guard/maxErrorRate', /0 to 1/])],
      [{ guard: { maxErrorRate: 0, action: 'stop' } }, problem(400, ['/guard/action', /rollback, pause/])],
      [{ startAt: 'soon' }, problem(400, ['/startAt', /date and time/])],
      [{ variantId: randomUUID() }, problem(422, ['/variantId', /no such variant/])],
      [{ version: 99 }, problem(422, ['/version', /latest version/])],
      [{ variantId: old, version: 'latest' }, problem(422, ['/version', /follows `latest`/])],
      [{ speed: 1 }, problem(400, ['/speed', /not a field/])],
    ];
    for (const [body, refusal] of refusals) expect(await put(rule.rollout, body)).toEqual(refusal);
    expect([await weights(rule), (await admin.call('GET', rule.rollout)).status]).toEqual([[7_000, 3_000], 404]);
    const shadow = { variantId: fresh, version: 1, serve: false, share: 500, maxDailyCost: '2' };
    const shadowed = await ruled([{ variantId: old, weight: 10_000 }, shadow]);
    expect(await put(shadowed.rollout)).toEqual(problem(422, ['/version', /a shadow of the rule is of this version/]));
    const alone = await ruled([{ variantId: fresh, version: 1, weight: 10_000 }]);
    expect(await put(alone.rollout)).toEqual(problem(422, ['', /no other arm/]));
  });
});
