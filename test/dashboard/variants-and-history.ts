import { readFileSync } from 'node:fs';
import { defined } from '../support/defined.js';
import type { Dashboard } from '../support/dashboard.js';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };

interface Served {
  readonly configId: string;
  readonly ruleId: string;
  readonly variantId: string;
  readonly environmentId: string;
}

/** What serves what, and how that came about: part of the dashboard's spec, on its app and browser. */
export function variantAndHistoryCases(get: () => Dashboard): void {
  /** A variant of two versions, whose latest a rule in development serves. */
  async function served(name: string): Promise<Served> {
    const { app } = get();
    const made = (path: string, body: object) => app.admin<{ id: string }>('POST', path, body);
    const { id: providerId } = await app.admin<{ id: string }>('GET', '/providers/sandbox');
    const { id: environmentId } = await app.admin<{ id: string }>('GET', '/environments/development');
    const version = { providerId, model: 'sandbox-1', parameters: { temperature: 0.2, seed: 7 } };
    const first = { ...version, systemPrompt: 'Be short, {{ input.name }}, and kind.' };
    const { id: variantId } = await made('/variants', { name, version: first });
    await made(`/variants/${variantId}/versions`, {
      ...version,
      parameters: { temperature: 0.1, seed: 7 },
      systemPrompt: 'Be brief, {{ input.name }}, and kind.',
    });
    const { id: configId } = await made('/configs', { name: `${name} config` });
    const split = [{ variantId, weight: 10_000 }];
    const { id: ruleId } = await made(`/configs/${configId}/rules`, { environmentId, split });
    return { configId, ruleId, variantId, environmentId };
  }

  /** On a phone, nothing of the page lies beyond the right edge, once it is laid out. */
  async function fitsPhone(): Promise<void> {
    const { page } = get();
    await page.setViewportSize(PHONE);
    const pixelsBeyond = () => page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    // What was laid out for a wide window is laid out anew in a moment.
    for (let looks = 0; looks < 50 && (await pixelsBeyond()) > 0; looks += 1) await page.waitForTimeout(100);
    expect(await pixelsBeyond()).toBeLessThanOrEqual(0);
    await page.setViewportSize(DESK);
  }

  it('compares versions, previews a prompt, and says whom the next version would be served to', async () => {
    const { page, app, ...dashboard } = get();
    const { variantId, configId } = await served('Compared versions');
    await dashboard.signIn(`/variants?open=${variantId}`);
    dashboard.writes();
    const panel = page.getByRole('dialog', { name: 'Compared versions' });
    await panel.getByRole('region', { name: 'Prompt before' }).locator('del', { hasText: 'short' }).waitFor();
    const after = panel.getByRole('region', { name: 'Prompt after' });
    expect(await after.locator('ins').allInnerTexts()).toEqual(['brief']);
    await panel.getByRole('row', { name: 'Parameter temperature 0.2 0.1' }).waitFor();
    await panel.getByLabel('Only what differs').check({ force: true });
    expect(await panel.getByRole('row', { name: /^Parameter seed/ }).count()).toBe(0);
    await panel
      .getByRole('row', { name: /compared-versions-config priority 0 development latest, now 2 100 % of/ })
      .waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);

    await panel.getByRole('button', { name: 'New version' }).click();
    await panel
      .getByText('compared-versions-config in development, rule of priority 0: 100 % of the callers')
      .waitFor();
    await panel.getByLabel('System prompt').fill('Dear {{ input.name }}, be {{ input.how.much | upcase }}.');
    await panel.getByLabel('Sample input').fill('{ "name": "Ann", "how": { "much": "brief" } }');
    await panel.getByRole('button', { name: 'Preview' }).click();
    await panel.getByText('Dear Ann, be BRIEF.').waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByLabel('System prompt').fill('Dear {{ input.name');
    expect(await panel.getByText('Dear Ann').count()).toBe(0);
    await panel.getByRole('button', { name: 'Preview' }).click();
    await panel.getByText(/not closed/).waitFor();
    await panel.getByLabel('System prompt').fill('Dear {{ input.name }}.');
    await panel.getByRole('button', { name: 'Publish the version' }).click();
    await page.getByText('Version 3 is there').waitFor();
    expect(dashboard.writes()).toEqual([
      'POST /variants/preview-prompt',
      'POST /variants/preview-prompt',
      `POST /variants/${variantId}/versions`,
    ]);
    expect(await app.admin('GET', `/variants/${variantId}`)).toMatchObject({ latestVersion: 3 });

    await panel.getByText('latest, now 3').waitFor();
    await fitsPhone();
    await panel.getByRole('link', { name: 'compared-versions-config' }).click();
    await page.getByRole('dialog', { name: 'Rule' }).waitFor();
    expect(page.url()).toContain(`/configs/${configId}?`);
  });

  it('says what of a provider is used, and how it did today', async () => {
    const { page, app, ...dashboard } = get();
    const { configId } = await served('Provider in use');
    const { secret } = await app.admin<{ secret: string }>('POST', '/environments/development/secrets', {});
    const client = app.openai({ apiKey: secret });
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const { response } = await client.chat.completions
      .create({ model: '@config/provider-in-use-config', messages })
      .withResponse();
    await app.logOf(defined(response.headers.get('x-request-id')));
    await dashboard.signIn('/providers');
    const row = page.getByRole('row', { name: /@sandbox\// });
    await row.getByText(/\d+ rules?/).waitFor();
    await row.getByRole('link', { name: /% errors/ }).waitFor();
    await row.getByText(/^\$\d/).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await fitsPhone();
    await row.getByRole('button', { name: /^Sandbox/ }).click();
    await page
      .getByRole('row', { name: /^provider-in-use-config priority 0 development Provider in use latest, now 2/ })
      .waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.getByRole('link', { name: 'provider-in-use-config' }).click();
    await page.getByRole('dialog', { name: 'Rule' }).waitFor();
    expect(page.url()).toContain(configId);
  });

  it('shows what each change of the rules changed, before and after', async () => {
    const { page, app, ...dashboard } = get();
    const { configId, ruleId, environmentId, variantId } = await served('Changed rules');
    const split = [
      { variantId, version: 1, weight: 2_500 },
      { variantId, weight: 7_500 },
    ];
    await app.admin('PATCH', `/configs/${configId}/rules/${ruleId}`, { split, stickyBy: 'user' });
    await dashboard.signIn(`/configs/${configId}?view=history&environment=${environmentId}`);
    const [changed, created] = [
      page.getByRole('row', { name: /rule changed/ }),
      page.getByRole('row', { name: /rule created/ }),
    ];
    await changed.getByRole('button', { name: 'What changed' }).click();
    const table = page.getByRole('table', { name: 'Rule that was changed' });
    await table.getByRole('row', { name: /^Sticky by metadata.userId, else user user$/ }).waitFor();
    await table
      .getByRole('row', { name: /100 % Changed rules, latest \(2\) 25 % Changed rules, version 1 75 % Changed rules/ })
      .waitFor();
    expect(await table.getByRole('row', { name: /^Priority/ }).count()).toBe(0);
    expect(page.url()).toContain('entry=');
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await created.getByRole('button', { name: 'What changed' }).click();
    await page
      .getByRole('table', { name: 'Rule that was added' })
      .getByRole('row', { name: 'Conditions – everyone' })
      .waitFor();
    await fitsPhone();
  });

  it('builds conditions row by row, and warns of a rule that no call can get to', async () => {
    const { page, app, ...dashboard } = get();
    const { configId, environmentId, variantId } = await served('Conditioned');
    await dashboard.signIn(`/configs/${configId}?environment=${environmentId}`);
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const panel = page.getByRole('dialog', { name: 'Add a rule' });
    const field = (name: string) => panel.getByRole('combobox', { name });
    await panel.getByRole('button', { name: 'Add a condition' }).click();
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    await panel.getByText('Say what each condition looks at').waitFor();
    await field('Condition 1: what').fill('plan');
    for (const value of ['pro', 'team']) {
      await field('Condition 1: values').fill(value);
      await page.keyboard.press('Enter');
    }
    await panel.getByRole('button', { name: 'Add a condition' }).click();
    await field('Condition 2: what').fill('request:streaming');
    await panel.getByRole('button', { name: 'Add a condition' }).click();
    await field('Condition 3: what').fill('trial');
    await field('Condition 3: test').click();
    await page.getByRole('option', { name: 'is missing' }).click();
    await field('Variant').click();
    await page.getByRole('option', { name: 'Conditioned', exact: true }).click();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    const card = page.getByRole('article', { name: 'Rule of priority -10' });
    await card.getByText(/^No call can get here: rule .* is tried before/).waitFor();
    const { items } = await app.admin<{ items: { conditions: object; split: object[] }[] }>(
      'GET',
      `/configs/${configId}/rules`,
    );
    expect(items.at(-1)).toMatchObject({
      conditions: { plan: ['pro', 'team'], 'request:streaming': true, trial: { exists: false } },
      split: [{ variantId }],
    });
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await card.getByRole('button', { name: 'Change' }).click();
    const changed = page.getByRole('dialog', { name: 'Rule' });
    await changed.getByRole('button', { name: 'As JSON' }).click();
    expect(await changed.getByLabel('Conditions as JSON').inputValue()).toContain('"exists": false');
    await changed.getByLabel('Conditions as JSON').fill('{ "plan": { "in": ["pro"], "prefix": "p" } }');
    expect(await changed.getByRole('button', { name: 'Row by row' }).isDisabled()).toBe(true);
    await changed.getByLabel('Conditions as JSON').fill('{ "plan": { "prefix": "p" } }');
    await changed.getByRole('button', { name: 'Row by row' }).click();
    expect(await changed.getByRole('combobox', { name: 'Condition 1: test' }).inputValue()).toBe('begins with');
    await changed.getByRole('button', { name: 'Remove condition 1' }).click();
    await changed.getByRole('button', { name: 'Save' }).click();
    await card.getByText('everyone').waitFor();
  });

  it('renames a config and a variant, as they were seen, and says what callers of an environment may call', async () => {
    const { page, app, ...dashboard } = get();
    const { configId, variantId } = await served('Misnamed');
    await dashboard.signIn(`/configs/${configId}`);
    dashboard.writes();
    await page.getByRole('button', { name: 'Rename' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rename Misnamed config' });
    await dialog.getByLabel('Name').fill('Well named');
    await dialog.getByLabel('Slug').fill('well-named');
    await dialog.getByText('Calls that name @config/misnamed-config are refused from then on.').waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await app.admin('PATCH', `/configs/${configId}`, { name: 'Named by another' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Changed by somebody else').waitFor();
    await page.getByRole('button', { name: 'Load what is there now' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Well named');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Well named', exact: true }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await app.admin('GET', `/configs/${configId}`)).toMatchObject({
      name: 'Well named',
      slug: 'misnamed-config',
    });

    await page.goto(dashboard.urlOf(`/variants?open=${variantId}`));
    await page.getByRole('button', { name: 'Rename' }).click();
    await page
      .getByRole('dialog', { name: 'Rename Misnamed' })
      .getByRole('textbox', { name: 'Name' })
      .fill('Well named, too');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog', { name: 'Well named, too', exact: true }).waitFor();
    const path = `PATCH /configs/${configId}`;
    expect(dashboard.writes()).toEqual([path, path, `PATCH /variants/${variantId}`]);

    const { id } = await app.admin<{ id: string }>('POST', '/environments', { name: 'Bounded' });
    await page.goto(dashboard.urlOf(`/environments?open=${id}`));
    const panel = page.getByRole('dialog', { name: 'Bounded' });
    await panel.getByRole('combobox', { name: 'Direct access' }).click();
    await page.getByRole('option', { name: 'Only these' }).click();
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('Choose a provider, or say none').waitFor();
    await panel.getByRole('combobox', { name: 'Providers' }).click();
    await page.getByRole('option', { name: /@sandbox/ }).click();
    await page.keyboard.press('Escape');
    await panel.getByLabel('Calls under way at once').fill('20');
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Bounded is saved').waitFor();
    const { id: sandbox } = await app.admin<{ id: string }>('GET', '/providers/sandbox');
    expect(await app.admin('GET', `/environments/${id}`)).toMatchObject({
      directAccess: [sandbox],
      maxConcurrentCalls: 20,
    });
  });

  it('adds usage up by one thing within another', async () => {
    const { page, app, ...dashboard } = get();
    await served('Added up');
    const { secret } = await app.admin<{ secret: string }>('POST', '/environments/development/secrets', {
      name: 'Adding up',
    });
    const { response } = await app
      .openai({ apiKey: secret })
      .chat.completions.create({ model: '@config/added-up-config', messages: [{ role: 'user', content: 'Hello' }] })
      .withResponse();
    const requestId = defined(response.headers.get('x-request-id'));
    await app.logOf(requestId);
    await dashboard.signIn('/usage?period=24h&measure=requests&group=config&then=secret');
    const row = page.getByRole('row', { name: /^added-up-config Adding up 1 0 / });
    await row.waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await fitsPhone();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('usage.csv');
    const [header = '', ...lines] = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(header).toMatch(/^from,to,config,secret,other,requests,/);
    expect(lines.join()).toContain(',added-up-config,Adding up,false,1,');
    await row.getByRole('link', { name: 'added-up-config' }).click();
    await page.getByRole('button', { name: `open request ${requestId}` }).waitFor();
    expect(new URL(page.url()).searchParams.get('secret')).toBe('Adding up');
  });

  it('asks a logged request once more in the playground', async () => {
    const { page, app, ...dashboard } = get();
    const environment = await app.admin<{ id: string }>('POST', '/environments', {
      name: 'Kept for once more',
      logContent: true,
      directAccess: 'on',
    });
    const { secret } = await app.admin<{ secret: string }>('POST', `/environments/${environment.id}/secrets`, {});
    const { response } = await app
      .openai({ apiKey: secret })
      .chat.completions.create({
        model: '@sandbox/sandbox-1',
        messages: [
          { role: 'system', content: 'Be short.' },
          { role: 'user', content: 'Once more, please' },
        ],
        temperature: 0.4,
      })
      .withResponse();
    const requestId = defined(response.headers.get('x-request-id'));
    await app.logOf(requestId);
    await dashboard.signIn(`/log?open=${requestId}`);
    await page.getByRole('link', { name: 'Open in the playground' }).click();
    await page.waitForURL((url) => url.searchParams.get('request') === requestId);
    expect(await page.getByLabel('Message').inputValue()).toBe('Once more, please');
    expect(await page.getByLabel('System prompt').inputValue()).toBe('Be short.');
    expect(await page.getByLabel('More of the body').inputValue()).toContain('"temperature": 0.4');
    await page.getByRole('button', { name: 'Run' }).click();
    await page
      .getByRole('region', { name: 'Answer of @sandbox/sandbox-1' })
      .getByText(/Once more, please/)
      .waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
  });

  it('finds secrets and rollouts by name, and shows the guard of a rollout beside its experiment', async () => {
    const { page, app, ...dashboard } = get();
    const { configId, ruleId, environmentId, variantId } = await served('Guarded');
    await app.admin('PATCH', `/configs/${configId}/rules/${ruleId}`, {
      split: [{ variantId, version: 1, weight: 10_000 }],
    });
    await app.admin('PUT', `/configs/${configId}/rules/${ruleId}/rollout`, {
      variantId,
      version: 2,
      steps: [
        { weight: 1_000, minMinutes: 60 },
        { weight: 10_000, minMinutes: 60 },
      ],
      guard: { maxErrorRate: 0.05 },
    });
    await app.admin('POST', '/environments/development/secrets', { name: 'Nightly reports' });
    await dashboard.signIn('/system');
    await page.getByText(`"${app.url}/metrics"`).waitFor();
    const jumpTo = async (words: string, description: RegExp) => {
      await page.keyboard.press('Control+K');
      await page.getByRole('textbox', { name: 'Jump to' }).fill(words);
      await page.getByRole('button', { name: description }).click();
    };
    await jumpTo('Nightly reports', /Secret of Development/);
    await page.getByRole('dialog', { name: 'Development' }).getByText('Nightly reports').waitFor();
    await jumpTo('Guarded, version 2', /Rollout in Guarded config, running/);
    await page.getByRole('dialog', { name: 'Rollout', exact: true }).getByText('for 10 %').waitFor();
    await page.goto(dashboard.urlOf(`/configs/${configId}?view=experiments&environment=${environmentId}`));
    await page.getByRole('link', { name: 'Rollout of version 2' }).waitFor();
    await page.getByRole('row', { name: /Calls that fail 5 % at most/ }).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
  });
}
