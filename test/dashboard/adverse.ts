import type { Dashboard } from '../support/dashboard.js';

const ADMIN_API = '**/llmops/api/admin/**';
const REQUEST_ID = '019ac000-0000-7000-8000-000000000001';

/** What goes wrong while a page is open: part of the dashboard's spec, on its app and browser. */
export function adverseCases(get: () => Dashboard): void {
  interface Made {
    readonly id: string;
  }

  /** Each thing that is edited, where, and by which field. */
  async function editable() {
    const { app } = get();
    const made = async (path: string, body: object) => (await app.admin<Made>('POST', path, body)).id;
    const providerId = await made('/providers', { vendor: 'sandbox', name: 'Edited account' });
    const variantId = await made('/variants', { name: 'Edited variant', version: { providerId, model: 'sandbox-1' } });
    const configId = await made('/configs', { name: 'Edited config' });
    return [
      { at: `/providers/${providerId}`, screen: `/providers?open=${providerId}`, open: null },
      { at: `/variants/${variantId}`, screen: `/variants?open=${variantId}`, open: 'Rename' },
      { at: `/configs/${configId}`, screen: `/configs/${configId}`, open: 'Rename' },
    ];
  }

  it('saves no name over one that was changed meanwhile, whatever has it', async () => {
    const { page, app, ...dashboard } = get();
    await dashboard.signIn();
    const things = await editable();
    for (const { at, screen, open } of things) {
      await page.goto(dashboard.urlOf(screen));
      if (open !== null) await page.getByRole('button', { name: open }).click();
      const panel = page.getByRole('dialog', open === null ? {} : { name: /^Rename/ });
      const name = panel.getByLabel('Name', { exact: true });
      await name.fill('Mine');
      await app.admin('PATCH', at, { name: 'Theirs' });
      await panel.getByRole('button', { name: 'Save', exact: true }).click();
      await panel.getByText('Changed by somebody else').waitFor();
      expect([at, await app.admin('GET', at)]).toEqual([at, expect.objectContaining({ name: 'Theirs' })]);
      expect(await name.inputValue()).toBe('Mine');
      await panel.getByRole('button', { name: 'Load what is there now' }).click();
      expect(await name.inputValue()).toBe('Theirs');
      await name.fill('Ours');
      await panel.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Ours is saved').first().waitFor();
      expect(await app.admin('GET', at)).toMatchObject({ name: 'Ours' });
    }
    for (const { at } of things.toReversed()) await app.admin('DELETE', at);
  });

  it('says why a list cannot be shown, with the id that finds it in the log of the gateway, and tries again', async () => {
    const { page, ...dashboard } = get();
    await dashboard.signIn('/overview');
    await page.route('**/admin/v1/environments?*', (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        json: {
          type: 'about:blank',
          title: 'Unprocessable',
          status: 422,
          detail: 'It broke.',
          errors: [],
          requestId: REQUEST_ID,
        },
      }),
    );
    await page.goto(dashboard.urlOf('/environments'));
    await page.getByRole('alert').getByText(REQUEST_ID).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.unroute('**/admin/v1/environments?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Production' }).waitFor();
  });

  it('keeps what it shows while the gateway cannot be reached, says so, and recovers', async () => {
    const { page, ...dashboard } = get();
    await dashboard.signIn('/environments');
    await page.getByRole('button', { name: 'Development' }).click();
    const panel = page.getByRole('dialog');
    await panel.getByLabel('Name', { exact: true }).fill('Typed before it stopped');
    await page.route(ADMIN_API, (route) => route.abort('connectionrefused'));
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByRole('alert').getByText('cannot be reached').waitFor();
    expect(await panel.getByLabel('Name', { exact: true }).inputValue()).toBe('Typed before it stopped');
    await page.unroute(ADMIN_API);
    await panel.getByLabel('Name', { exact: true }).fill('Development');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Production' }).waitFor();
  });

  it('asks to sign in again where the session ends, and goes on with what was typed', async () => {
    const { page, app, ...dashboard } = get();
    const { id } = await app.admin<Made>('POST', '/environments', { name: 'Outlives a session' });
    await dashboard.signIn(`/environments?open=${id}`);
    const panel = page.getByRole('dialog', { name: 'Outlives a session' });
    await panel.getByLabel('Name', { exact: true }).fill('Typed before it ended');
    await page.context().clearCookies();
    await panel.getByRole('button', { name: 'Save' }).click();
    const token = page.getByLabel('Admin token');
    await token.fill(app.settings.adminToken);
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.keyboard.press('Enter');
    await token.waitFor({ state: 'detached' });
    expect(await panel.getByLabel('Name', { exact: true }).inputValue()).toBe('Typed before it ended');
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Typed before it ended is saved').waitFor();
    expect(page.url()).toContain(`/environments?open=${id}`);
    await app.admin('DELETE', `/environments/${id}`);
  });

  it('is accessible with whatever opens over a screen', async () => {
    const { page, ...dashboard } = get();
    const faults = async (what: string) => [what, await dashboard.accessibilityFaults()];
    await dashboard.signIn('/environments');
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    expect(await faults('menu')).toEqual(['menu', []]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+K');
    await page.getByRole('textbox', { name: 'Jump to' }).fill('e');
    expect(await faults('palette')).toEqual(['palette', []]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Development' }).click();
    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByRole('button', { name: 'Expires' }).click();
    await page
      .getByRole('button', { name: /^\d+ \w+ \d{4}$/ })
      .first()
      .waitFor();
    expect(await faults('calendar')).toEqual(['calendar', []]);
    await page.goto(dashboard.urlOf('/log'));
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('Client', { exact: true }).waitFor();
    expect(await faults('columns')).toEqual(['columns', []]);
    // A list that is longer than its place.
    await page.goto(dashboard.urlOf('/providers?open=new'));
    await page.getByRole('combobox', { name: 'Vendor' }).click();
    await page.getByRole('option').nth(8).waitFor();
    expect(await faults('options')).toEqual(['options', []]);
    await page.goto(dashboard.urlOf('/providers'));
    await page.getByRole('button', { name: /^Sandbox/ }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: /^Delete/ }).waitFor();
    expect(await faults('question')).toEqual(['question', []]);
  });
}
