import { withoutIds, type Dashboard } from '../support/dashboard.js';

const CONDITIONS = [
  [1, 'plan', 'is one of', ['pro', 'Pro']],
  [2, 'header:x-tenant-id', 'begins with', ['eu-']],
  [3, 'beta', 'is missing', []],
] as const;

interface Rule {
  readonly id: string;
  readonly priority: number;
  readonly environmentId: string;
}

/** Rules and their order, conditions and arms: part of the dashboard's spec, on its app and browser. */
export function ruleCases(get: () => Dashboard): void {
  interface Made {
    readonly id: string;
  }

  const made = (path: string, body: object) => get().app.admin<Made>('POST', path, body);

  /** A variant of one version for each name, and a config. */
  async function prepare(name: string, variants: readonly string[]) {
    const { app } = get();
    const { id: providerId } = await app.admin<Made>('GET', '/providers/sandbox');
    const { id: environmentId } = await app.admin<Made>('GET', '/environments/development');
    const ids: string[] = [];
    for (const variant of variants) {
      ids.push((await made('/variants', { name: variant, version: { providerId, model: 'sandbox-1' } })).id);
    }
    const { id: configId } = await made('/configs', { name });
    return { configId, environmentId, providerId, variantIds: ids };
  }

  const addRule = (configId: string, environmentId: string, rule: object) =>
    made(`/configs/${configId}/rules`, { environmentId, ...rule });

  it('reorders rules by drag and by keyboard, and keeps the focus where it was', async () => {
    const { page, app, ...dashboard } = get();
    const { configId, environmentId, variantIds } = await prepare('Reordered', ['of an order']);
    const split = [{ variantId: variantIds[0], weight: 10_000 }];
    const ids: string[] = [];
    for (const [index, plan] of ['a', 'b', 'c'].entries()) {
      ids.push((await addRule(configId, environmentId, { split, priority: 30 - index, conditions: { plan } })).id);
    }
    const [a, b, c] = ids;
    const order = async () => {
      const { items } = await app.admin<{ items: Rule[] }>('GET', `/configs/${configId}/rules`);
      return items.map(({ id }) => id);
    };
    await dashboard.signIn(`/configs/${configId}?environment=${environmentId}`);
    const cards = page.getByRole('article');
    await cards.filter({ hasText: /plan is (one of )?c/ }).dragTo(cards.filter({ hasText: /plan is (one of )?a/ }));
    await page.getByText('The rules are tried in this order now').waitFor();
    expect(await order()).toEqual([c, a, b]);
    await cards
      .first()
      .getByText(/plan is (one of )?c/)
      .waitFor();

    dashboard.writes();
    const first = cards.first().getByRole('button', { name: /later$/ });
    await first.focus();
    for (const place of [1, 2]) {
      await page.keyboard.press('Enter');
      await cards
        .nth(place)
        .getByText(/plan is (one of )?c/)
        .waitFor();
      await cards
        .nth(place)
        .getByRole('button', { name: /later$/ })
        .and(page.locator(':focus'))
        .waitFor();
    }
    // Where there is nowhere left to go, nothing is sent, and the focus stays.
    await page.keyboard.press('Enter');
    expect(await order()).toEqual([a, b, c]);
    expect(withoutIds(dashboard.writes())).toEqual(Array(2).fill('POST /configs/:id/rules/reorder'));
    expect(await dashboard.accessibilityFaults()).toEqual([]);
  });

  it('builds conditions, shares a split by field, keys and pointer, pins a version, and names fallbacks', async () => {
    const { page, app, ...dashboard } = get();
    const { configId, environmentId, variantIds, providerId } = await prepare('Built', ['red', 'green', 'blue']);
    const [red, green, blue] = variantIds;
    await app.admin('POST', `/variants/${blue}/versions`, { providerId, model: 'sandbox-2' });
    await dashboard.signIn(`/configs/${configId}?environment=${environmentId}&rule=new`);
    const panel = page.getByRole('dialog');
    const choose = async (name: string, option: string, place = 0) => {
      await panel.getByRole('combobox', { name, exact: true }).nth(place).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    };
    for (const [number, what, test, value] of CONDITIONS) {
      await panel.getByRole('button', { name: 'Add a condition' }).click();
      await panel.getByLabel(`Condition ${number}: what`).fill(what);
      await choose(`Condition ${number}: test`, test);
      for (const each of value) {
        await panel.getByLabel(`Condition ${number}: values`).fill(each);
        await page.keyboard.press('Enter');
      }
    }
    await choose('Variant', 'red');
    for (const [place, variant] of [
      [1, 'green'],
      [2, 'blue'],
    ] as const) {
      await panel.getByRole('button', { name: 'Add an arm' }).click();
      await choose('Variant', variant, place);
    }
    await choose('Version', '1', 2);
    const shares = () => panel.getByRole('textbox', { name: 'Share' });
    const shown = () => Promise.all([0, 1, 2].map((place) => shares().nth(place).inputValue()));
    await shares().nth(1).fill('30');
    expect(await shown()).toEqual(['70 %', '30 %', '0 %']);
    // By keyboard: the slider takes from the others in proportion, and so do the arrows of the field.
    await panel.getByRole('slider', { name: 'Share of arm 3' }).focus();
    for (let presses = 0; presses < 10; presses++) await page.keyboard.press('ArrowRight');
    expect(await shown()).toEqual(['63 %', '27 %', '10 %']);
    await shares().nth(2).focus();
    await page.keyboard.press('ArrowUp');
    expect((await shown())[2]).toBe('11 %');
    // By pointer.
    const slider = panel.getByRole('slider', { name: 'Share of arm 1' });
    const track = await slider.locator('xpath=ancestor::*[contains(@class, "Slider-trackContainer")]').boundingBox();
    if (track === null) throw new Error('the slider has no track');
    await page.mouse.click(track.x + track.width / 2, track.y + track.height / 2);
    expect((await shown()).map((text) => Number.parseFloat(text)).reduce((sum, each) => sum + each)).toBeCloseTo(100);
    expect(Math.abs(Number.parseFloat((await shown())[0] ?? '') - 50)).toBeLessThan(3);
    await shares().nth(0).fill('50');

    await panel.getByRole('button', { name: 'Add a fallback' }).click();
    await choose('Variant', 'red', 3);
    await panel.getByRole('combobox', { name: 'Falls back on' }).press('ArrowDown');
    for (const trigger of ['timeout', 'rate_limited']) await page.getByRole('option', { name: trigger }).click();
    await page.keyboard.press('Escape');
    await panel.getByLabel('Sticky by').fill('header:x-tenant-id');
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    dashboard.writes();
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    const card = page.getByRole('article');
    await card.waitFor();
    const { items } = await app.admin<{ items: { split: { weight: number }[] }[] }>(
      'GET',
      `/configs/${configId}/rules`,
    );
    expect(items).toEqual([
      expect.objectContaining({
        conditions: { plan: ['pro', 'Pro'], 'header:x-tenant-id': { prefix: 'eu-' }, beta: { exists: false } },
        split: [
          { variantId: red, version: 'latest', weight: 5_000 },
          { variantId: green, version: 'latest', weight: expect.any(Number) },
          { variantId: blue, version: 1, weight: expect.any(Number) },
        ],
        fallbacks: [{ variantId: red, version: 'latest' }],
        fallbackOn: ['timeout', 'rate_limited'],
        stickyBy: 'header:x-tenant-id',
      }),
    ]);
    expect(items[0]?.split.reduce((sum, { weight }) => sum + weight, 0)).toBe(10_000);

    // Each is opened as it was saved.
    await card.getByRole('button', { name: 'Change' }).click();
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.waitFor({ state: 'detached' });
    expect((await app.admin<{ items: object[] }>('GET', `/configs/${configId}/rules`)).items).toMatchObject([
      { conditions: { plan: ['pro', 'Pro'] }, split: [{}, {}, { version: 1 }] },
    ]);

    expect(await dashboard.accessibilityFaults()).toEqual([]);
    expect(withoutIds(dashboard.writes())).toEqual(['POST /configs/:id/rules', 'PATCH /configs/:id/rules/:id']);
  });
}
