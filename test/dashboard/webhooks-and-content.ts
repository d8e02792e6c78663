import { Webhook } from 'standardwebhooks';
import { defined } from '../support/defined.js';
import type { Dashboard } from '../support/dashboard.js';
import { FakeUpstream, json } from '../support/fake-upstream.js';
import { waitFor } from '../support/start-app.js';

/** Who is told of what happens, and what is kept of calls: part of the dashboard's spec, on its app and browser. */
export function webhookAndContentCases(get: () => Dashboard): void {
  it('adds a webhook, tries it, looks at its deliveries and sends one again', async () => {
    const { page, app, ...dashboard } = get();
    const receiver = await FakeUpstream.start();
    receiver.respond = json({});
    await dashboard.signIn('/webhooks');
    await page.getByText('No webhook yet').waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    dashboard.writes();
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    const panel = page.getByRole('dialog');
    await panel.getByLabel('Name', { exact: true }).fill('On-call');
    await panel.getByLabel('URL').fill('http://10.0.0.1/hook');
    await panel.getByLabel('Chosen events').check();
    await panel.getByRole('button', { name: 'Add' }).click();
    await panel.getByText('Choose one at least').waitFor();
    await panel.getByText('A model of a provider is passed over for a while').waitFor();
    await panel.getByLabel('breaker.opened').check();
    await panel.getByLabel('guard.tripped').check();
    await panel.getByRole('button', { name: 'Add' }).click();
    await panel.getByText('is a private or reserved address').first().waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByLabel('URL').fill(`${receiver.url}/hook`);
    await panel.getByRole('button', { name: 'Add' }).click();

    const shown = panel.getByRole('alert').filter({ hasText: 'shown this once' });
    const secret = (await shown.locator('code').innerText()).trim();
    const { items } = await app.admin<{ items: { id: string; name: string }[] }>('GET', '/webhooks');
    const { id } = defined(items.find(({ name }) => name === 'On-call'));
    await panel.getByText('No delivery yet').waitFor();
    await panel.getByRole('button', { name: 'Send a test event' }).click();
    const delivery = panel.getByRole('button', { name: /webhook\.test .* delivered/ });
    await delivery.waitFor();
    const sent = defined(receiver.calls[0]);
    expect(new Webhook(secret).verify(sent.body, sent.headers as Record<string, string>)).toMatchObject({
      type: 'webhook.test',
    });
    await delivery.click();
    await panel.getByText('1 attempt; the receiver answered 200').waitFor();
    await panel.getByText('"type": "webhook.test"').waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByRole('button', { name: 'Redeliver' }).click();
    await waitFor(() => receiver.calls[1], 'the second delivery');
    expect(receiver.calls[1]?.headers['webhook-id']).toBe(sent.headers['webhook-id']);
    await panel.getByRole('button', { name: 'Rotate' }).click();
    await page
      .getByRole('dialog', { name: 'Rotate the secret of On-call?' })
      .getByRole('button', { name: 'Rotate' })
      .click();
    await panel.getByText('it ends in a day').waitFor();
    const next = (await shown.locator('code').innerText()).trim();
    expect(next).toMatch(/^whsec_/);
    expect(next).not.toBe(secret);
    await panel.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'given up' }).click();
    await panel.getByText('No delivery matches.').waitFor();
    expect(page.url()).toContain('state=failed');

    await page.reload();
    await panel.getByText('No delivery matches.').waitFor();
    expect(await page.content()).not.toContain(secret);
    await panel.getByLabel('Enabled').uncheck();
    await app.admin('PATCH', `/webhooks/${id}`, { name: 'Theirs' });
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('Changed by somebody else').waitFor();
    await panel.getByRole('button', { name: 'Load what is there now' }).click();
    await panel.getByLabel('Enabled').uncheck();
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Theirs is saved').waitFor();
    expect(await app.admin('GET', `/webhooks/${id}`)).toMatchObject({
      ...{ name: 'Theirs', enabled: false, events: ['breaker.opened', 'guard.tripped'] },
      deliveries: { waiting: 0, delivered: 1, failed: 0 },
    });
    await page.keyboard.press('Escape');
    await page.getByRole('row', { name: /Theirs disabled .* delivered/ }).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);

    await page.keyboard.press('Control+K');
    await page.getByRole('textbox', { name: 'Jump to' }).fill('Theirs');
    await page.getByRole('button', { name: /Webhook http/ }).click();
    await panel.getByRole('button', { name: 'Delete' }).click();
    const question = page.getByRole('dialog', { name: 'Delete Theirs?' });
    await question.getByText('Its 1 deliveries are deleted').waitFor();
    await question.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No webhook yet').waitFor();
    expect(dashboard.writes()).toEqual([
      ...['POST /webhooks', 'POST /webhooks', `POST /webhooks/${id}/test`],
      expect.stringMatching(new RegExp(`^POST /webhooks/${id}/deliveries/[0-9a-f-]+/redeliver$`)),
      `POST /webhooks/${id}/secret/rotate`,
      ...[`PATCH /webhooks/${id}`, `PATCH /webhooks/${id}`, `DELETE /webhooks/${id}`],
    ]);
    await receiver.close();
  });

  it('says what is kept of prompts and answers, and tries what is struck out of them', async () => {
    const { page, app, ...dashboard } = get();
    const { id } = await app.admin<{ id: string }>('POST', '/environments', { name: 'With content' });
    await dashboard.signIn(`/environments?open=${id}`);
    dashboard.writes();
    const panel = page.getByRole('dialog');
    await panel.getByText('for 30 days').waitFor();
    await panel.getByRole('combobox', { name: 'Keep prompts and answers' }).click();
    await page.getByRole('option', { name: 'Keep', exact: true }).click();
    await panel.getByText('in the database for all administrators').waitFor();
    await panel.getByLabel('Strike out what these patterns find').fill('[0-9]{12,19}\n(');
    await panel.getByLabel('Strike out these members').fill('$.user');
    await panel.getByLabel('Try it').fill('{"user":"ada","content":"4111111111111111"}');
    await panel.getByText('that RE2 does not know').waitFor();
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('that RE2 does not know').nth(2).waitFor();
    await panel.getByLabel('Strike out what these patterns find').fill('[0-9]{12,19}');
    await panel.getByRole('status', { name: 'What would be kept' }).getByText('[redacted]').nth(1).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('With content is saved').waitFor();
    expect(await app.admin('GET', `/environments/${id}`)).toMatchObject({
      logContent: true,
      contentRedaction: { patterns: ['[0-9]{12,19}'], paths: ['$.user'] },
    });
    const writes = new Set(dashboard.writes());
    expect(writes).toEqual(new Set(['POST /environments/content-redaction/try', `PATCH /environments/${id}`]));

    const { secret } = await app.admin<{ secret: string }>('POST', `/environments/${id}/secrets`, {});
    const ask = async (content: string) => {
      const { response } = await app
        .openai({ apiKey: secret })
        .chat.completions.create({ model: '@sandbox/sandbox-1', messages: [{ role: 'user', content }] })
        .withResponse();
      const requestId = defined(response.headers.get('x-llmops-request-id'));
      await app.logOf(requestId);
      await page.goto(dashboard.urlOf(`/log?open=${requestId}`));
    };
    await ask('My card is 4111111111111111.');
    await panel.getByText('was struck out before it was kept').waitFor();
    await panel.getByText('My card is [redacted].').first().waitFor();
    expect(await panel.innerText()).not.toContain('4111111111111111');
    await app.admin('PATCH', `/environments/${id}`, { contentRedaction: null });
    await ask(`It is long: ${'so '.repeat(100_000)}`);
    await panel.getByText('too long to be kept whole').waitFor();
    await panel.getByText('The request cannot be shown as a chat').waitFor();
    await panel.getByText('Raw', { exact: true }).click();
    await panel.getByText('[cut]').last().waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
  });
}
