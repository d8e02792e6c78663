import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { defined } from '../support/defined.js';
import { builtFiles, describeDashboard, firstLoadFiles } from '../support/dashboard.js';
import { accountCases } from './accounts-by-hand.js';
import { priceCases } from './prices.js';
import { variantAndHistoryCases } from './variants-and-history.js';
import { rolloutAndEditCases } from './rollouts-and-edits.js';
import { ruleCases } from './rules.js';
import { secretCases } from './secrets.js';
import { unsavedCases } from './unsaved.js';

const MAX_FIRST_LOAD_BYTES = 250_000;

describeDashboard('dashboard', (get) => {
  it('loads little at first, keeps hashed files for ever and the page never', async () => {
    const dashboard = get();
    const bytes = firstLoadFiles().map((file) => gzipSync(readFileSync(file)).length);
    expect(bytes.length).toBeGreaterThan(1);
    expect(bytes.reduce((sum, each) => sum + each)).toBeLessThan(MAX_FIRST_LOAD_BYTES);

    // Each class of a component that is used has its rules: else its styles are missing in src/dashboard/styles.ts.
    const styles = builtFiles('.css').join('');
    const classes = new Set(
      builtFiles('.js')
        .join('')
        .match(/\bm_[0-9a-f]{6,8}\b/g),
    );
    expect([...classes].filter((name) => !styles.includes(name))).toEqual([]);

    const page = await fetch(dashboard.urlOf('/any/place'));
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    const [, script = ''] = defined(/src="([^"]+\.js)"/.exec(await page.text()));
    const file = await fetch(new URL(script, dashboard.app.url));
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(dashboard.urlOf('/assets/none.js'))).status).toBe(404);
    expect((await fetch(dashboard.urlOf('/api/none'))).status).toBe(404);
  });

  it('signs in by the admin token, on the URL that was asked for, and keeps nothing of it', async () => {
    const dashboard = get();
    const { page } = dashboard;
    await page.goto(dashboard.urlOf('/environments'));
    await page.getByLabel('Admin token').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('not the admin token');
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.getByLabel('Admin token').fill(dashboard.app.settings.adminToken);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Environments', level: 1 }).waitFor();
    const kept = await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage, document.cookie])');
    expect(kept).not.toContain(dashboard.app.settings.adminToken);
    expect(kept).not.toContain('llmops_session');
    await page.reload();
    await page.getByRole('heading', { name: 'Environments', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('Admin token').waitFor();
  });

  it('adds, tests, changes and deletes a provider', async () => {
    const dashboard = get();
    const { page } = dashboard;
    await dashboard.signIn('/providers');
    dashboard.writes();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Add a provider' }).click();
    await page.getByRole('combobox', { name: 'Vendor' }).click();
    await page.getByRole('option', { name: 'OpenAI', exact: true }).click();
    const panel = page.getByRole('dialog');
    await panel.getByLabel('Name', { exact: true }).fill('Team account');
    await panel.getByRole('button', { name: 'Add' }).click();
    await panel.getByText('apiKey is needed').waitFor();
    await panel.getByLabel('apiKey').fill('sk-secret-of-the-team-1234');
    await panel.getByLabel('Slug').fill('Not A Slug');
    await panel.getByRole('button', { name: 'Add' }).click();
    await panel.getByRole('alert').waitFor();
    await panel.getByLabel('Slug').fill('team');
    await panel.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('heading', { name: 'Team account' }).waitFor();
    const { items } = await dashboard.app.admin<{ items: { id: string; slug: string }[] }>('GET', '/providers');
    const { id } = defined(items.find(({ slug }) => slug === 'team'));
    expect(page.url()).toContain(`open=${id}`);
    expect(await panel.getByLabel('apiKey').getAttribute('placeholder')).toContain('…1234');
    expect(await dashboard.accessibilityFaults()).toEqual([]);

    await panel.getByLabel('Enabled').uncheck();
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Team account is saved').waitFor();
    expect(await dashboard.app.admin('GET', `/providers/${id}`)).toMatchObject({ enabled: false, slug: 'team' });

    await panel.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete Team account?' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Team account is deleted').waitFor();
    expect(dashboard.writes()).toEqual([
      'POST /providers',
      'POST /providers',
      `PATCH /providers/${id}`,
      `DELETE /providers/${id}`,
    ]);
  });

  it('shows what the vendor says of an account', async () => {
    const dashboard = get();
    const { page } = dashboard;
    await dashboard.signIn('/providers');
    await page.getByRole('button', { name: /^Sandbox/ }).click();
    await page.getByRole('button', { name: 'Test' }).click();
    expect(await page.getByRole('status').innerText()).toContain('It works');
  });

  it('shows a new secret once and never again', async () => {
    const dashboard = get();
    const { page } = dashboard;
    await dashboard.signIn('/environments');
    await page.getByRole('button', { name: 'Development' }).click();
    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByLabel('Name').last().fill('Billing');
    await page.getByRole('button', { name: 'Make the secret' }).click();
    const shown = page.getByRole('alert').filter({ hasText: 'shown this once' });
    const secret = (await shown.locator('code').innerText()).trim();
    const answer = await dashboard.app.openai({ apiKey: secret }).chat.completions.create({
      model: '@config/demo',
      messages: [{ role: 'user', content: 'hi' }],
    });
    expect(answer.choices[0]?.message.content).toContain('[sandbox]');
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.reload();
    await page.getByRole('cell', { name: 'Billing', exact: true }).waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  it('compares the arms of a rule, and says what cannot be said yet', async () => {
    const dashboard = get();
    const { page, app } = dashboard;
    const demo = await app.admin<{ id: string }>('GET', `/variants/${encodeURIComponent('Demo on the sandbox')}`);
    const provider = await app.admin<{ id: string }>('GET', '/providers/sandbox');
    const version = { providerId: provider.id, model: 'sandbox-1' };
    const other = await app.admin<{ id: string }>('POST', '/variants', { name: 'compared', version });
    const config = await app.admin<{ id: string }>('POST', '/configs', { name: 'Compared', slug: 'compared' });
    const environment = await app.admin<{ id: string }>('GET', '/environments/development');
    await app.admin('POST', '/configs/compared/rules', {
      environmentId: environment.id,
      split: [demo, other].map(({ id }) => ({ variantId: id, weight: 5_000 })),
    });
    const { secret } = await app.admin<{ secret: string }>('POST', '/environments/development/secrets', {});
    const { response } = await app
      .openai({ apiKey: secret })
      .chat.completions.create({ model: '@config/compared', messages: [{ role: 'user', content: 'hi' }] })
      .withResponse();
    await app.logOf(defined(response.headers.get('x-llmops-request-id')));
    await dashboard.signIn(`/configs/${config.id}?view=experiments&environment=${environment.id}`);
    await page.getByText('Calls come as planned').waitFor();
    await page.getByRole('cell', { name: 'Demo on the sandbox control' }).waitFor();
    await page.getByText(/^Too early to say anything about errors: .* of the 500 calls that it takes\.$/).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
  });

  it('makes a variant and a config, splits its callers, explains a call, and shows it in the log', async () => {
    const dashboard = get();
    const { page, app } = dashboard;
    await dashboard.signIn('/variants?open=new');
    dashboard.writes();
    const panel = page.getByRole('dialog');
    await panel.getByLabel('Name').fill('short answers');
    await panel.getByRole('combobox', { name: 'Provider' }).click();
    await page.getByRole('option', { name: /@sandbox/ }).click();
    await panel.getByLabel('Model').fill('sandbox-1');
    await panel.getByLabel('System prompt').fill('Be short, {{ input.name }}.');
    await panel.getByLabel('Parameters').fill('{ "temperature": 0.2 }');
    await panel.getByRole('button', { name: 'Add' }).click();
    await page.getByText('short answers is there').waitFor();
    await panel.getByRole('button', { name: 'New version' }).click();
    await panel.getByLabel('Parameters').fill('{ "temperature": 0.1 }');
    await panel.getByRole('button', { name: 'Publish the version' }).click();
    await page.getByText('Version 2 is there').waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);

    await page.goto(dashboard.urlOf('/configs?open=new'));
    await page.getByLabel('Name').fill('Team help');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { name: 'Team help' }).waitFor();
    await page.getByRole('tab', { name: 'Development' }).click();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await panel.getByRole('combobox', { name: 'Variant' }).click();
    await page.getByRole('option', { name: 'short answers' }).click();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('article', { name: 'Rule of priority 0' }).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);

    await page.getByText('Explain', { exact: true }).click();
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('@sandbox/sandbox-1').waitFor();
    await page.getByText('short answers, version 2').waitFor();
    await page.getByText('Experiments', { exact: true }).click();
    await page.getByText('No rule has several arms.').waitFor();
    await page.getByText('History', { exact: true }).click();
    await page.getByRole('cell', { name: 'rule created' }).waitFor();
    const writes = dashboard.writes().map((each) => each.replaceAll(/[0-9a-f-]{36}/g, ':id'));
    expect(writes).toEqual([
      'POST /variants',
      'POST /variants/:id/versions',
      'POST /configs',
      'POST /configs/:id/rules',
      'POST /configs/:id/explain',
    ]);

    const { secret } = await app.admin<{ secret: string }>('POST', '/environments/development/secrets', {});
    const call = await app
      .openai({ apiKey: secret })
      .chat.completions.create({ model: '@config/team-help', messages: [{ role: 'user', content: 'hi' }] })
      .withResponse();
    const requestId = defined(call.response.headers.get('x-llmops-request-id'));
    await app.logOf(requestId);
    await page.goto(dashboard.urlOf('/log?config=team-help&status=200'));
    await page.getByRole('cell', { name: '@config/team-help' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByRole('button', { name: `open request ${requestId}` }).press('Enter');
    await panel.getByText('short answers, version 2', { exact: true }).waitFor();
    expect(page.url()).toContain(`open=${requestId}`);
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.goto(dashboard.urlOf('/log?config=none'));
    await page.getByText('No request matches').waitFor();

    await page.goto(dashboard.urlOf('/usage?measure=requests&group=config'));
    await page.getByRole('row', { name: /^team-help 1 / }).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.getByRole('link', { name: 'team-help' }).click();
    await page.getByRole('cell', { name: '@config/team-help' }).waitFor();
  });

  rolloutAndEditCases(get);
  priceCases(get);
  variantAndHistoryCases(get);
  accountCases(get);
  ruleCases(get);
  secretCases(get);
  unsavedCases(get);

  it('is used by keyboard alone, and finds any object by its name', async () => {
    const dashboard = get();
    const { page } = dashboard;
    await dashboard.signIn('/environments');
    await page.keyboard.press('Control+K');
    await page.getByRole('textbox', { name: 'Jump to' }).fill('@sandbox');
    await page.getByRole('button', { name: /Provider @sandbox/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Slug').waitFor();
    expect(page.url()).toContain('/providers?open=');
  });
});
