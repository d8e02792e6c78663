import type { Dashboard } from '../support/dashboard.js';

/** Rollouts to their end, and two administrators at once: part of the dashboard's spec, on its app and browser. */
export function rolloutAndEditCases(get: () => Dashboard): void {
  /** A config with one rule, whose callers a second variant may be rolled out to. */
  async function ruled(name: string): Promise<{ configId: string; ruleId: string; next: string }> {
    const { app } = get();
    const made = (path: string, body: object) => app.admin<{ id: string }>('POST', path, body);
    const { id: providerId } = await app.admin<{ id: string }>('GET', '/providers/sandbox');
    const { id: environmentId } = await app.admin<{ id: string }>('GET', '/environments/development');
    const version = { providerId, model: 'sandbox-1' };
    const old = await made('/variants', { name: `${name}, old`, version });
    const next = `${name}, new`;
    await made('/variants', { name: next, version });
    const { id: configId } = await made('/configs', { name });
    const split = [{ variantId: old.id, version: 1, weight: 10_000 }];
    const { id: ruleId } = await made(`/configs/${configId}/rules`, { environmentId, split });
    return { configId, ruleId, next };
  }

  it('rolls a version out to its end, and back', async () => {
    const { page, app, ...dashboard } = get();
    const { configId, ruleId, next } = await ruled('Rolled out');
    await dashboard.signIn(`/configs/${configId}`);
    await page.getByRole('tab', { name: 'Development' }).click();
    await page.getByRole('link', { name: 'Roll out' }).click();
    const panel = page.getByRole('dialog', { name: 'Roll out a version' });
    dashboard.writes();
    await panel.getByRole('combobox', { name: 'Variant' }).click();
    await page.getByRole('option', { name: next }).click();
    await panel.getByRole('button', { name: 'Begin', exact: true }).click();
    await panel.getByText('Choose a version').waitFor();
    await panel.getByRole('combobox', { name: 'Version' }).click();
    await page.getByRole('option', { name: '1', exact: true }).click();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByRole('button', { name: 'Begin', exact: true }).click();

    const rollout = page.getByRole('dialog', { name: 'Rollout', exact: true });
    await rollout.getByText(`${next}, version 1, for 10 %`).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await rollout.getByRole('button', { name: 'Pause' }).click();
    await rollout.getByRole('button', { name: 'Resume' }).click();
    await rollout.getByRole('button', { name: 'Pause' }).waitFor();
    await rollout.getByRole('button', { name: 'Advance' }).click();
    await rollout.getByText('for 50 %').waitFor();
    await rollout.getByRole('button', { name: 'Complete' }).click();
    await page
      .getByRole('dialog', { name: /Complete/ })
      .getByRole('button', { name: 'Complete' })
      .click();
    await rollout.getByText('for 100 %').waitFor();
    const weights = async () => {
      const rule = await app.admin<{ split: { weight: number }[] }>('GET', `/configs/${configId}/rules/${ruleId}`);
      return rule.split.map(({ weight }) => weight);
    };
    expect(await weights()).toEqual([0, 10_000]);
    await rollout.getByRole('button', { name: 'Roll back' }).click();
    await page
      .getByRole('dialog', { name: /Roll back/ })
      .getByRole('button', { name: 'Roll back' })
      .click();
    await rollout.getByText('for 0 %').waitFor();
    expect(await weights()).toEqual([10_000]);
    const path = `/configs/${configId}/rules/${ruleId}/rollout`;
    expect(dashboard.writes()).toEqual([
      `PUT ${path}`,
      ...['pause', 'resume', 'advance', 'complete', 'rollback'].map((action) => `POST ${path}/${action}`),
    ]);
    await page.goto(dashboard.urlOf('/rollouts'));
    await page.getByRole('row', { name: /Rolled out, new, version 1/ }).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
  });

  it('refuses to save over what somebody else has changed, and offers what is there now', async () => {
    const { page, app, ...dashboard } = get();
    const { id } = await app.admin<{ id: string }>('POST', '/environments', { name: 'Edited by two' });
    await dashboard.signIn(`/environments?open=${id}`);
    const panel = page.getByRole('dialog');
    await panel.getByLabel('Name', { exact: true }).fill('Mine');
    await app.admin('PATCH', `/environments/${id}`, { name: 'Theirs' });
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('Changed by somebody else').waitFor();
    expect(await app.admin('GET', `/environments/${id}`)).toMatchObject({ name: 'Theirs' });
    expect(await panel.getByLabel('Name', { exact: true }).inputValue()).toBe('Mine');
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.getByRole('dialog', { name: 'Theirs' }).waitFor();
    await panel.getByRole('button', { name: 'Load what is there now' }).click();
    expect(await panel.getByLabel('Name', { exact: true }).inputValue()).toBe('Theirs');
    await panel.getByLabel('Name', { exact: true }).fill('Ours');
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Ours is saved').waitFor();
    await panel.getByLabel('Name', { exact: true }).fill('Ours again');
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Ours again is saved').waitFor();
    expect(await app.admin('GET', `/environments/${id}`)).toMatchObject({ name: 'Ours again' });
  });

  it('changes a rule and publishes a version only as they were seen', async () => {
    const { page, app, ...dashboard } = get();
    const { configId, ruleId, next } = await ruled('In two tabs');
    await dashboard.signIn(`/configs/${configId}`);
    await page.getByRole('tab', { name: 'Development' }).click();
    await page.getByRole('button', { name: 'Change' }).click();
    const panel = page.getByRole('dialog');
    await panel.getByLabel('Sticky by').fill('metadata.team');
    await app.admin('PATCH', `/configs/${configId}/rules/${ruleId}`, { stickyBy: 'user' });
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('Changed by somebody else').waitFor();
    expect(await app.admin('GET', `/configs/${configId}/rules/${ruleId}`)).toMatchObject({ stickyBy: 'user' });

    const variant = await app.admin<{ id: string }>('GET', `/variants/${encodeURIComponent(next)}`);
    const { id: providerId } = await app.admin<{ id: string }>('GET', '/providers/sandbox');
    await page.goto(dashboard.urlOf(`/variants?open=${variant.id}`));
    await panel.getByRole('button', { name: 'New version' }).click();
    await panel.getByLabel('System prompt').fill('Mine.');
    await app.admin('POST', `/variants/${variant.id}/versions`, {
      providerId,
      model: 'sandbox-1',
      systemPrompt: 'Theirs.',
    });
    await panel.getByRole('button', { name: 'Publish the version' }).click();
    await panel.getByText('Changed by somebody else').waitFor();
    await panel.getByText('Theirs.').waitFor();
    await panel.getByRole('button', { name: 'Load what is there now' }).click();
    expect(await panel.getByLabel('System prompt').inputValue()).toBe('Theirs.');
    expect(await app.admin('GET', `/variants/${variant.id}`)).toMatchObject({ latestVersion: 2 });
  });
}
