import { defined } from '../support/defined.js';
import type { Dashboard } from '../support/dashboard.js';
import { withoutIds } from '../support/dashboard.js';
import { completion, FakeUpstream, json } from '../support/fake-upstream.js';

/** Three accounts of OpenAI, made and called by hand: part of the dashboard's spec, on its app and browser. */
export function accountCases(get: () => Dashboard): void {
  const upstreams: FakeUpstream[] = [];
  beforeAll(async () => {
    for (const reply of ['one', 'two', 'three']) {
      const upstream = await FakeUpstream.start();
      upstream.respond = json({
        ...completion,
        choices: [{ index: 0, message: { role: 'assistant', content: reply }, finish_reason: 'stop' }],
      });
      upstreams.push(upstream);
    }
  });
  afterAll(() => Promise.all(upstreams.map((upstream) => upstream.close())));

  async function addAccount(number: number): Promise<void> {
    const { page } = get();
    await page.getByRole('navigation').getByRole('link', { name: 'Providers' }).click();
    await page.getByRole('button', { name: 'Add a provider' }).click();
    const panel = page.getByRole('dialog');
    await panel.getByRole('combobox', { name: 'Vendor' }).click();
    await page.getByRole('option', { name: 'OpenAI', exact: true }).click();
    await panel.getByLabel('Name', { exact: true }).fill(`OpenAI ${number}`);
    await panel.getByLabel('apiKey').fill(`sk-account-${number}`);
    await panel.getByLabel('Base URL').fill(`${defined(upstreams[number - 1]).url}/v1`);
    await panel.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('dialog', { name: `OpenAI ${number}` }).waitFor();
    await page.keyboard.press('Escape');
  }

  async function addVariant(number: number): Promise<void> {
    const { app } = get();
    const { id: providerId } = await app.admin<{ id: string }>('GET', `/providers/openai-${number}`);
    await app.admin('POST', '/variants', {
      name: `By account ${number}`,
      version: { providerId, model: 'gpt-4o-mini' },
    });
  }

  /** @param shares per cent, by account */
  async function addRule(environment: string, shares: Readonly<Record<number, number>>): Promise<void> {
    const { page } = get();
    await page.getByRole('tab', { name: environment }).click();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const panel = page.getByRole('dialog');
    const arms = Object.entries(shares);
    for (const [place, [number]] of arms.entries()) {
      if (place > 0) await panel.getByRole('button', { name: 'Add an arm' }).click();
      await panel.getByRole('combobox', { name: 'Variant' }).nth(place).click();
      await page.getByRole('option', { name: `By account ${number}` }).click();
    }
    for (const [place, [, share]] of arms.entries()) {
      if (arms.length > 1) await panel.getByRole('textbox', { name: 'Share' }).nth(place).fill(String(share));
    }
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    await panel.waitFor({ state: 'detached' });
  }

  async function makeSecret(environment: string): Promise<string> {
    const { page } = get();
    await page.getByRole('navigation').getByRole('link', { name: 'Environments' }).click();
    await page.getByRole('button', { name: environment, exact: true }).click();
    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByRole('button', { name: 'Make the secret' }).click();
    const secret = await page.getByRole('alert').filter({ hasText: 'shown this once' }).locator('code').innerText();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Leave the secret?' }).getByRole('button', { name: 'Discard' }).click();
    return secret.trim();
  }

  it('serves one config by three accounts of OpenAI, made by hand, split and by environment', async () => {
    const { page, app, ...dashboard } = get();
    await dashboard.signIn('/providers');
    dashboard.writes();
    for (const number of [1, 2, 3]) await addAccount(number);
    for (const number of [1, 2, 3]) await addVariant(number);
    await page.getByRole('navigation').getByRole('link', { name: 'Configs' }).click();
    await page.getByRole('button', { name: 'Add a config' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Three accounts');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { name: 'Three accounts' }).waitFor();
    await addRule('Production', { 1: 50, 2: 50 });
    await addRule('Development', { 3: 100 });
    const [production, development] = [await makeSecret('Production'), await makeSecret('Development')];
    expect(withoutIds(dashboard.writes())).toEqual([
      ...Array<string>(3).fill('POST /providers'),
      'POST /configs',
      ...Array<string>(2).fill('POST /configs/:id/rules'),
      ...Array<string>(2).fill('POST /environments/:id/secrets'),
    ]);

    const ask = (apiKey: string, userId: string) =>
      app
        .openai({ apiKey })
        .chat.completions.create({
          model: '@config/three-accounts',
          messages: [{ role: 'user', content: 'hi' }],
          metadata: { userId },
        })
        .then(({ choices }) => choices[0]?.message.content);
    const users = Array.from({ length: 20 }, (_, index) => `u-${index}`);
    const answers = await Promise.all(users.map((user) => ask(production, user)));
    expect(new Set(answers)).toEqual(new Set(['one', 'two']));
    expect(await Promise.all(users.map((user) => ask(production, user)))).toEqual(answers);
    expect(await ask(development, 'u-1')).toBe('three');
    const keys = upstreams.map(({ calls }) => [...new Set(calls.map(({ headers }) => headers.authorization))]);
    expect(keys).toEqual([['Bearer sk-account-1'], ['Bearer sk-account-2'], ['Bearer sk-account-3']]);
    expect(defined(upstreams[2]).last.path).toBe('/v1/chat/completions');
  });
}
