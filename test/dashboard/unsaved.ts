import type { Dashboard } from '../support/dashboard.js';

/** What was typed and not saved, and secrets that are shown once: part of the dashboard's spec, on its app and browser. */
export function unsavedCases(get: () => Dashboard): void {
  it('asks once before what was typed is lost, whichever way it is left, and keeps all of it', async () => {
    const { page, app, ...dashboard } = get();
    const { id } = await app.admin<{ id: string }>('POST', '/environments', { name: 'Left' });
    await dashboard.signIn('/environments');
    await page.getByRole('button', { name: 'Left', exact: true }).click();
    const panel = page.getByRole('dialog', { name: /^(Left|Kept)$/ });
    const name = panel.getByLabel('Name', { exact: true });
    const question = page.getByRole('dialog', { name: 'Discard changes?' });
    await name.fill('Kept');
    dashboard.writes();
    const ways: Record<string, () => Promise<unknown>> = {
      escape: () => page.keyboard.press('Escape'),
      beside: () => page.mouse.click(300, 600),
      close: () => panel.getByRole('button', { name: 'Close' }).click(),
      back: () => page.evaluate('history.back()'),
      palette: async () => {
        await page.keyboard.press('Control+K');
        await page.getByRole('textbox', { name: 'Jump to' }).fill('Overview');
        await page.getByRole('button', { name: /^Overview/ }).click();
      },
    };
    for (const [way, leave] of Object.entries(ways)) {
      await leave();
      await question.waitFor();
      if (way === 'escape') expect(await dashboard.accessibilityFaults()).toEqual([]);
      // Escape closes the question and not the panel below it.
      if (way === 'beside') await page.keyboard.press('Escape');
      else await question.getByRole('button', { name: 'Stay here' }).click();
      await question.waitFor({ state: 'detached' });
      expect([way, await name.inputValue()]).toEqual([way, 'Kept']);
      expect(page.url()).toContain(`open=${id}`);
    }
    // The browser asks by itself where the page is left.
    const asked = page.waitForEvent('dialog');
    const reloaded = page.evaluate('location.reload()').catch(() => undefined);
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await reloaded;
    expect(await name.inputValue()).toBe('Kept');

    await panel.getByRole('button', { name: 'New secret' }).click();
    const inner = page.getByRole('dialog', { name: 'New secret' });
    await inner.getByLabel('Name').fill('half');
    await page.keyboard.press('Escape');
    await question.getByRole('button', { name: 'Discard' }).click();
    await inner.waitFor({ state: 'detached' });
    expect(await name.inputValue()).toBe('Kept');
    await panel.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Kept is saved').waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Kept', exact: true }).click();
    await name.fill('Lost');
    await page.keyboard.press('Escape');
    await question.getByRole('button', { name: 'Discard' }).click();
    await panel.waitFor({ state: 'detached' });
    expect(await app.admin('GET', `/environments/${id}`)).toMatchObject({ name: 'Kept' });
    expect(dashboard.writes()).toEqual([`PATCH /environments/${id}`]);
    await app.admin('DELETE', `/environments/${id}`);
  });
}
