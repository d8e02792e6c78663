import type { Dashboard } from '../support/dashboard.js';

/** Prices, re-rating and a vendor's bill: part of the dashboard's spec, on its app and browser. */
export function priceCases(get: () => Dashboard): void {
  it('finds calls without a price, prices them, charges them again, and compares a bill', async () => {
    const { page, app, ...dashboard } = get();
    const { id } = await app.admin<{ id: string }>('POST', '/providers', {
      vendor: 'sandbox',
      name: 'Priced',
      slug: 'priced',
    });
    const { secret } = await app.admin<{ secret: string }>('POST', '/environments/development/secrets', {});
    const call = await app
      .openai({ apiKey: secret })
      .chat.completions.create({ model: '@priced/sandbox-1', messages: [{ role: 'user', content: 'hi' }] })
      .withResponse();
    await app.logOf(call.response.headers.get('x-llmops-request-id') ?? '');

    await dashboard.signIn('/prices?vendor=openai&model=gpt-4o-mini');
    await page
      .getByRole('cell', { name: /gpt-4o-mini/ })
      .first()
      .waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    dashboard.writes();
    await page.goto(dashboard.urlOf('/prices?open=new'));
    const panel = page.getByRole('dialog', { name: 'Add a price or a discount' });
    await panel.getByRole('combobox', { name: 'Only for the provider' }).click();
    await page.getByRole('option', { name: '@priced/' }).click();
    await panel.getByLabel('Model').fill('sandbox-1');
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    await panel.getByText('An amount is needed').waitFor();
    await panel.getByLabel('US dollars').fill('2.5');
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('cell', { name: 'input $2.5/M', exact: true }).waitFor();

    await page.getByRole('tab', { name: 'Unpriced calls and re-rating' }).click();
    await page.getByLabel('Provider').fill('priced');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('row', { name: /^@priced\/sandbox-1 1 1/ }).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Charge 1 calls again' }).click();
    await page.getByRole('dialog', { name: /again/ }).getByRole('button', { name: 'Charge them again' }).click();
    await page.getByText('1 calls are charged anew').waitFor();

    await page.getByRole('tab', { name: 'Prices' }).click();
    await page.getByRole('button', { name: 'Take back the price of sandbox-1: input' }).click();
    await page.getByRole('dialog', { name: /back/ }).getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('The price is taken back').waitFor();
    const writes = dashboard.writes().map((each) => each.replaceAll(/[0-9a-f-]{36}/g, ':id'));
    expect(writes).toEqual(['POST /prices', 'POST /prices/rerate', 'POST /prices/rerate', 'DELETE /prices/:id']);

    await page.getByRole('tab', { name: "A vendor's bill" }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: 'costs.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(BILL)),
    });
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('row', { name: /gpt-4o/ }).waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await app.admin('DELETE', `/providers/${id}`);
  });
}

/** As OpenAI's costs API writes it. */
const BILL = {
  object: 'page',
  data: [
    {
      object: 'bucket',
      start_time: 1_769_817_600,
      end_time: 1_769_904_000,
      results: [
        {
          object: 'organization.costs.result',
          amount: { value: 10, currency: 'usd' },
          line_item: 'gpt-4o-2024-08-06, input',
        },
      ],
    },
  ],
  has_more: false,
};
