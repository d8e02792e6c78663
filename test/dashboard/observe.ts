import { APIError } from 'openai';
import { defined } from '../support/defined.js';
import type { Dashboard } from '../support/dashboard.js';

const SCREENS = ['overview', 'log?facets=true', 'usage', 'start', 'connect', 'system', 'providers', 'configs'];
const MORE_SCREENS = ['variants', 'environments', 'rollouts', 'webhooks', 'docs', 'docs/endpoints'];
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const HELLO = [{ role: 'user' as const, content: 'Hello!' }];

/** From the first call to finding it again: part of the dashboard's spec, on its app and browser. */
export function observingCases(get: () => Dashboard): void {
  /** @returns the request's id, once it is in the log */
  async function call(model: string): Promise<string> {
    const { app } = get();
    const { secret } = await app.admin<{ secret: string }>('POST', '/environments/development/secrets', {});
    const requestId = await app
      .openai({ apiKey: secret })
      .chat.completions.create(
        { model, messages: HELLO, metadata: { userId: 'u-1' } },
        { headers: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` } },
      )
      .withResponse()
      .then(({ response }) => response.headers.get('x-request-id'))
      .catch((error: unknown) => (error instanceof APIError ? error.requestID : null));
    await app.logOf(defined(requestId));
    return defined(requestId);
  }

  it('leads from nothing to a first call, and shows it arriving', async () => {
    const { page, app, ...dashboard } = get();
    await dashboard.signIn('/start');
    dashboard.writes();
    await page.getByRole('button', { name: 'Test' }).first().click();
    await page.getByText('It works').waitFor();
    await page.getByRole('region', { name: 'Models found' }).getByText('sandbox-embed').waitFor();
    await page.getByText('Waiting for the call').waitFor();
    expect(await page.getByLabel('Done').count()).toBe(1);
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Make the secret' }).click();
    const secret = await page.getByRole('alert').locator('code').innerText();
    const curl = page.getByRole('tabpanel').locator('pre');
    expect(await curl.innerText()).toContain(`curl -sS "${app.url}/v1/chat/completions"`);
    expect(await curl.innerText()).toContain(`Bearer ${secret.trim()}"`);
    await page.getByRole('tab', { name: 'Python' }).click();
    expect(await page.getByRole('tabpanel').innerText()).toContain(
      `base_url="${app.url}/v1", api_key="${secret.trim()}"`,
    );
    // The form for a provider is over this page, which keeps the secret.
    await page.getByRole('link', { name: 'Add a provider' }).click();
    await page.getByRole('dialog', { name: 'Add a provider' }).getByRole('button', { name: 'Close' }).click();
    await page.getByRole('combobox', { name: 'Model', exact: true }).fill('@config/demo');
    expect(await page.getByRole('tabpanel').innerText()).toContain('model="@config/demo"');
    expect(await page.getByRole('tabpanel').innerText()).toContain(secret.trim());
    const client = app.openai({ apiKey: secret.trim() });
    await client.chat.completions.create({ model: '@sandbox/sandbox-1', messages: HELLO });
    await page.getByText('It is in the log').waitFor();
    expect(await page.getByLabel('Done').count()).toBe(4);
    expect(dashboard.writes().map((each) => each.replaceAll(/[0-9a-f-]{36}/g, ':id'))).toEqual([
      'POST /providers/:id/test',
      'POST /environments/:id/secrets',
    ]);
    // A secret that a call came with is not asked about: somebody has it.
    await page.getByRole('link', { name: 'Look at it' }).first().click();
    await page.getByRole('dialog').getByText('First call').waitFor();
  });

  it('says how it goes, and each number leads to its requests', async () => {
    const { page, ...dashboard } = get();
    const requestId = await call('@sandbox/sandbox-500');
    await dashboard.signIn('/');
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await page.getByText('One replica').waitFor();
    await page.getByRole('link', { name: 'sandbox', exact: true }).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.getByRole('link', { name: /^Errors/ }).click();
    await page.getByRole('button', { name: `open request ${requestId}` }).waitFor();
    expect(page.url()).toContain('outcome=error');
    expect(await page.getByRole('button', { name: /^200\s+open request/ }).count()).toBe(0);
  });

  it('narrows the log by facets, zooms, and goes through what is left', async () => {
    const { page, app, ...dashboard } = get();
    const second = await call('@sandbox/sandbox-1');
    const first = await call('@config/demo');
    await dashboard.signIn('/log?period=1h&facets=true&environment=development&config=demo');
    await page.getByRole('complementary', { name: 'Facets' }).getByRole('button', { name: /^200 / }).click();
    await page.getByRole('button', { name: 'status: 200' }).waitFor();
    await page
      .getByRole('status', { name: 'Totals' })
      .getByText(/^\d+ requests/)
      .waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);

    // A period that was zoomed to is in the address.
    const since = new Date(Date.now() - 120_000).toISOString();
    await page.goto(dashboard.urlOf(`/log?from=${since}&provider=sandbox&status=200&environment=development`));
    await page.getByRole('button', { name: `open request ${first}` }).press('Enter');
    const panel = page.getByRole('dialog');
    await panel.getByText('Demo on the sandbox, version 1, with a share of 100 %').waitFor();
    await panel.getByRole('button', { name: 'Explain it by today’s rules' }).click();
    await panel.getByText('answers', { exact: true }).waitFor();
    await panel.getByText(`curl -sS "${app.url}/v1/chat/completions"`).waitFor();
    await panel.getByText('catalog, sandbox').first().waitFor();
    const trace = panel.getByRole('link', { name: 'Look at the trace' });
    expect(await trace.getAttribute('href')).toBe(`https://traces.example/trace/${TRACE}`);
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.keyboard.press('j');
    await page.waitForURL((url) => url.searchParams.get('open') === second);
    await page.keyboard.press('k');
    await page.waitForURL((url) => url.searchParams.get('open') === first);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('Client', { exact: true }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Client' }).waitFor();
    await page.getByRole('cell', { name: 'openai-js' }).first().waitFor();

    await page.getByLabel('Live').check();
    const next = await call('@sandbox/sandbox-1');
    await page.getByRole('button', { name: `open request ${next}` }).waitFor();

    await page.keyboard.press('Control+K');
    await page.getByRole('textbox', { name: 'Jump to' }).fill(next);
    await page.getByRole('button', { name: /Request in the log/ }).click();
    await panel.getByText(next, { exact: true }).waitFor();
  });

  it('shows the system and the set-ups of every tool, with this address and the model that was chosen', async () => {
    const { page, app, ...dashboard } = get();
    await dashboard.signIn('/system');
    await page.getByRole('region', { name: 'Replicas' }).getByText('well').waitFor();
    await page.getByRole('region', { name: 'Tables' }).getByText('request_logs', { exact: true }).waitFor();
    await page.getByRole('row', { name: 'LLMOPS_ADMIN_TOKEN set, not shown' }).waitFor();
    expect(await page.content()).not.toContain(app.settings.adminToken);
    expect(await dashboard.accessibilityFaults()).toEqual([]);

    // The pages of docs/, from one to the next, at the heading that a link names.
    await page.getByRole('main').getByRole('link', { name: 'Docs', exact: true }).click();
    await page.getByRole('link', { name: 'Dashboard', exact: true }).click();
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
    await page.getByRole('img', { name: 'The log with facets' }).scrollIntoViewIfNeeded();
    await page.getByRole('link', { name: 'how the API does that' }).click();
    await page.getByRole('heading', { name: 'Admin API', level: 1 }).waitFor();
    expect(page.url()).toContain('/docs/admin-api#two-administrators-at-once');
    expect((await page.locator('#two-administrators-at-once').boundingBox())?.y).toBeLessThan(200);
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.goto(dashboard.urlOf('/docs/vendors/openai'));
    await page.getByRole('heading', { name: 'OpenAI', level: 1 }).waitFor();
    await page.goto(dashboard.urlOf('/docs/none'));
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();

    await page.goto(dashboard.urlOf('/connect?model=@config/demo'));
    await page.getByRole('tab').first().waitFor();
    const tabs = await page.getByRole('tab').allInnerTexts();
    expect(tabs).toHaveLength(10);
    for (const tab of tabs) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      const text = await page.getByRole('tabpanel').innerText();
      expect(text).toContain(app.url);
      if (tab !== 'Open WebUI') expect(text).toContain('@config/demo');
      expect(text).not.toContain('127.0.0.1:3000');
    }
    expect(await dashboard.accessibilityFaults()).toEqual([]);
  });

  it('fits a phone, in the dark too', async () => {
    const { page, ...dashboard } = get();
    await dashboard.signIn('/overview');
    await page.setViewportSize(PHONE);
    for (const screen of [...SCREENS, ...MORE_SCREENS]) {
      await page.goto(dashboard.urlOf(`/${screen}`));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByLabel('Loading').first().waitFor({ state: 'detached' });
      expect([screen, await dashboard.overflow()]).toEqual([screen, 0]);
    }
    await page.getByRole('button', { name: 'Light or dark' }).click();
    await page.goto(dashboard.urlOf('/log'));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('region', { name: 'Requests' }).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Navigation' }).click();
    await page.getByRole('link', { name: 'System' }).click();
    await page.getByRole('heading', { name: 'System', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Light or dark' }).click();
    await page.setViewportSize(DESK);
  });
}
