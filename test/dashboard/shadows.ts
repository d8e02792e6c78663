import { defined } from '../support/defined.js';
import type { Dashboard } from '../support/dashboard.js';
import { until } from '../support/log-fixture.js';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };

/** A shadow, from the rule that gets it to what can be said of it: part of the dashboard's spec, on its app and browser. */
export function shadowCases(get: () => Dashboard): void {
  it('adds a shadow to a rule, shows its copies in the log, and what can be said of it', async () => {
    const { page, app, ...dashboard } = get();
    const made = (path: string, body: object) => app.admin<{ id: string }>('POST', path, body);
    const { id: providerId } = await app.admin<{ id: string }>('GET', '/providers/sandbox');
    const { id: environmentId } = await app.admin<{ id: string }>('GET', '/environments/development');
    const version = { providerId, model: 'sandbox-1' };
    const serving = await made('/variants', { name: 'serves', version });
    const tried = await made('/variants', { name: 'tried', version });
    const { id: configId } = await made('/configs', { name: 'Shadowed' });
    const split = [{ variantId: serving.id, version: 1, weight: 10_000 }];
    const { id: ruleId } = await made(`/configs/${configId}/rules`, { environmentId, split });

    await dashboard.signIn(`/configs/${configId}`);
    await page.getByRole('tab', { name: 'Development' }).click();
    await page.getByRole('button', { name: 'Change' }).click();
    const panel = page.getByRole('dialog');
    dashboard.writes();
    await panel.getByRole('button', { name: 'Add a shadow' }).click();
    await panel.getByRole('combobox', { name: 'Variant' }).last().click();
    await page.getByRole('option', { name: 'tried' }).click();
    await panel.getByLabel('Copied').fill('100');
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('State what a day may cost').waitFor();
    await panel.getByLabel('USD a day').fill('0');
    await panel.getByText('USD, such as 5 or 0.5').waitFor();
    await panel.getByLabel('USD a day').fill('2.5');
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Shadow: tried (latest) gets a copy of 100 %, for at most $2.50 a day').waitFor();
    expect(dashboard.writes()).toEqual([`PATCH /configs/${configId}/rules/${ruleId}`]);
    expect(await app.admin('GET', `/configs/${configId}/rules/${ruleId}`)).toMatchObject({
      split: [...split, { variantId: tried.id, version: 'latest', serve: false, share: 10_000, maxDailyCost: '2.5' }],
    });
    expect(await dashboard.accessibilityFaults()).toEqual([]);

    await page.getByText('Explain', { exact: true }).click();
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('gets a copy', { exact: true }).waitFor();
    await page.getByText('tried version 1 gets a copy of 100 %, of this call too').waitFor();
    await page.getByText('Experiments', { exact: true }).click();
    await page.getByRole('region', { name: 'Shadow tried' }).getByText('No copy yet').waitFor();

    const { secret } = await app.admin<{ secret: string }>('POST', '/environments/development/secrets', {});
    const { response } = await app
      .openai({ apiKey: secret })
      .chat.completions.create({ model: '@config/shadowed', messages: [{ role: 'user', content: 'hi' }] })
      .withResponse();
    const servedId = defined(response.headers.get('x-llmops-request-id'));
    const copies = async () =>
      (await app.admin<{ items: { requestId: string }[] }>('GET', '/requests?config=shadowed&shadow=true')).items;
    await until(async () => (await copies()).length === 1, 'the copy is in the log');
    const copyId = defined((await copies())[0]).requestId;

    await page.goto(dashboard.urlOf('/log?config=shadowed'));
    await page.getByRole('button', { name: `open request ${copyId}` }).waitFor();
    expect(await page.getByText('shadow', { exact: true }).count()).toBe(1);
    await page.getByRole('status', { name: 'Totals' }).getByText('1 copies for shadows').waitFor();
    await page.getByRole('button', { name: `open request ${servedId}` }).press('Enter');
    await panel.getByRole('link', { name: 'tried, version 1' }).click();
    await page.waitForURL((url) => url.searchParams.get('open') === copyId);
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByRole('link', { name: 'the request that was served' }).click();
    await page.waitForURL((url) => url.searchParams.get('open') === servedId);
    await page.goto(dashboard.urlOf('/log?config=shadowed&shadow=false'));
    await page.getByRole('button', { name: `open request ${servedId}` }).waitFor();
    expect(await page.getByRole('button', { name: `open request ${copyId}` }).count()).toBe(0);

    expect(await app.admin('GET', `/configs/${configId}/experiments`)).toMatchObject({
      items: [{ shadows: [{ variantId: tried.id, version: null, share: 10_000, maxDailyCost: '2.5' }] }],
    });
    await page.goto(dashboard.urlOf(`/configs/${configId}?view=experiments&environment=${environmentId}`));
    const shadow = page.getByRole('region', { name: 'Shadow tried' });
    await shadow.getByText('Version 1 beside serves, version 1. Copies: 1, both answered: 1.').waitFor();
    await shadow.getByText(/^Too early to say anything about cost: there are 1 of the 1,000 requests/).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.setViewportSize(PHONE);
    await page.reload();
    await shadow.getByText('both answered: 1').waitFor();
    const over = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(over).toBe(0);
    await page.setViewportSize(DESK);
  });
}
