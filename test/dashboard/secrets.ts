import { AuthenticationError } from 'openai';
import { defined } from '../support/defined.js';
import { withoutIds, type Dashboard } from '../support/dashboard.js';
import { waitFor } from '../support/start-app.js';

interface Secret {
  readonly id: string;
  readonly name: string | null;
  readonly expiresAt: string | null;
}

/** An environment's secrets and its default: part of the dashboard's spec, on its app and browser. */
export function secretCases(get: () => Dashboard): void {
  it('rotates secrets with time to take the new one, ends one, and serves by a default config', async () => {
    const { page, app, ...dashboard } = get();
    await dashboard.signIn('/environments');
    dashboard.writes();
    await page.getByRole('button', { name: 'Add an environment' }).click();
    const panel = page.getByRole('dialog', { name: /environment|Rehearsal/ });
    await panel.getByLabel('Name', { exact: true }).fill('Rehearsal');
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    await panel.getByText('No secret yet').waitFor();
    const shown = page.getByRole('alert').filter({ hasText: 'shown this once' });
    const reveal = async () => (await shown.locator('code').innerText()).trim();
    await panel.getByRole('button', { name: 'New secret' }).click();
    const dialog = page.getByRole('dialog', { name: 'New secret' });
    await dialog.getByLabel('Name').fill('Old');
    await dialog.getByRole('button', { name: 'Make the secret' }).click();
    await shown.waitFor();
    const old = await reveal();
    await page.getByRole('button', { name: 'Hide the secret' }).click();
    await shown.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(old);

    await panel.getByRole('button', { name: 'Rotate' }).click();
    const rotate = page.getByRole('dialog', { name: 'Rotate the secrets' });
    await rotate.getByLabel('Hours until the old ones end').fill('2');
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await rotate.getByRole('button', { name: 'Rotate' }).click();
    await shown.waitFor();
    const next = await reveal();
    expect(next).not.toBe(old);
    await page.getByRole('row', { name: /Old .*in 2 hours/ }).waitFor();
    const { id, secrets } = await app.admin<{ id: string; secrets: Secret[] }>('GET', '/environments/rehearsal');
    const grace = Date.parse(defined(secrets.find(({ name }) => name === 'Old')?.expiresAt)) - Date.now();
    expect(Math.round(grace / 60_000)).toBe(120);

    // Calls that name nothing are served by the default config, with either secret.
    await panel.getByRole('combobox', { name: 'Default config' }).click();
    await page.getByRole('option', { name: /demo/i }).click();
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Rehearsal is saved').waitFor();
    const demo = await app.admin<{ id: string }>('GET', '/configs/demo');
    const { id: production } = await app.admin<{ id: string }>('GET', '/environments/production');
    await app.admin('POST', '/configs/demo/promote', { fromEnvironmentId: production, toEnvironmentId: id });
    expect(await app.admin('GET', '/environments/rehearsal')).toMatchObject({ defaultConfigId: demo.id });
    const call = (apiKey: string) =>
      app
        .openai({ apiKey })
        .chat.completions.create({ model: 'any', messages: [{ role: 'user', content: 'hi' }] })
        .withResponse();
    for (const secret of [old, next]) {
      expect((await call(secret)).response.headers.get('x-llmops-config')).toBe('demo');
    }

    await panel.getByRole('button', { name: 'End the secret Old' }).click();
    const question = page.getByRole('dialog', { name: /End the secret Old/ });
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await question.getByRole('button', { name: 'End it' }).click();
    await page.getByRole('row', { name: /^Old / }).waitFor({ state: 'detached' });
    await expect(call(old)).rejects.toThrow(AuthenticationError);
    await call(next);

    await page.reload();
    await panel.getByText('Default config').waitFor();
    await waitFor(async () => ((await page.content()).includes(next.slice(-4)) ? true : undefined));
    expect(await page.content()).not.toContain(next);
    expect(withoutIds(dashboard.writes())).toEqual([
      'POST /environments',
      'POST /environments/:id/secrets',
      'POST /environments/:id/secrets/rotate',
      'PATCH /environments/:id',
      'DELETE /environments/:id/secrets/:id',
    ]);
  });
}
